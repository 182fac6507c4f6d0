"""A table that is too large to wait for is made in the background: its page tells how far it is and has the file."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.core.files.storage import default_storage
from django.db import connection
from openpyxl import load_workbook

from bench.apparatus import rows
from tests.sites.desk import lives
from yichuang.cases.models import Case
from yichuang.core import clock
from yichuang.sites.console import frame
from yichuang.supervision import services, tasks
from yichuang.supervision.models import Sheet
from yichuang.supervision.queries import sheets
from yichuang.supervision.services import figures

CASES = "/console/reports/cases/"
EXPORT = {"format": "xlsx"}


@pytest.fixture
def many(world, monkeypatch, settings, tmp_path):
    """Sixty cases of one county, where ten rows are already many."""
    settings.MEDIA_ROOT = tmp_path
    monkeypatch.setattr(frame, "AT_ONCE", 10)
    rows.cases(connection.connection, 60, people=10)
    Case.objects.filter(source="bench").update(region_id=lives.CHAOTIAN)


@pytest.fixture
def asked(many):
    """(the page to which the export leads, the spreadsheet that is asked for)"""
    answer = lives.signed_in("gy_supervisor").get(CASES, EXPORT)
    return answer["Location"], Sheet.objects.get()


def read(answer) -> list[tuple]:
    return list(
        load_workbook(BytesIO(answer.getvalue())).active.iter_rows(min_row=4, values_only=True)
    )


def test_a_large_table_is_made_in_the_background_and_fetched_from_its_page(asked):
    page, sheet = asked
    supervisor = lives.signed_in("gy_supervisor")
    assert "正在写" in lives.words(supervisor.get(page))
    assert supervisor.get(f"{page}table.xlsx")["Location"] == page
    tasks.make_sheet(sheet=str(sheet.uuid))
    assert "写好了，共60行" in lives.words(supervisor.get(page))
    file = read(supervisor.get(f"{page}table.xlsx"))
    assert {row[0] for row in file} == set(Case.objects.values_list("number", flat=True))
    assert len(file) == 60
    assert sheet.title in lives.words(supervisor.get("/console/reports/"))


def test_a_small_table_is_sent_at_once(many):
    Case.objects.filter(
        pk__in=list(Case.objects.order_by("-id").values_list("pk", flat=True)[10:])
    ).delete()
    answer = lives.signed_in("gy_supervisor").get(CASES, EXPORT)
    assert len(read(answer)) == 10
    assert not Sheet.objects.exists()


def test_only_who_asked_sees_page_and_file(asked):
    page, sheet = asked
    services.make_sheet(uuid=str(sheet.uuid), now=clock.now())
    for other in ("qd_supervisor", "gy_auditor", "gy_catalogue"):
        assert lives.signed_in(other).get(page).status_code == 404
        assert lives.signed_in(other).get(f"{page}table.xlsx").status_code == 404


def test_asked_for_twice_while_it_is_made_it_is_one(asked):
    page, sheet = asked
    supervisor = lives.signed_in("gy_supervisor")
    assert supervisor.get(CASES, EXPORT)["Location"] == page
    services.make_sheet(uuid=str(sheet.uuid), now=clock.now())
    assert supervisor.get(CASES, EXPORT)["Location"] != page


def test_the_page_tells_how_far_it_is(asked, monkeypatch):
    _, sheet = asked
    seen = []

    def slowly():
        for number in range(7):
            seen.append(Sheet.objects.get().rows)
            yield (number,)

    monkeypatch.setattr(figures, "TOLD_EVERY", 2)
    made = sheets.Table("表", (("数", True),), "口径", slowly())
    monkeypatch.setattr(sheets, "table", lambda *_: made)
    services.make_sheet(uuid=str(sheet.uuid), now=clock.now())
    assert seen == [0, 0, 0, 2, 2, 4, 4]
    assert Sheet.objects.get().rows == 7


def test_what_fails_says_so_and_the_next_try_makes_it(asked, monkeypatch):
    page, sheet = asked
    supervisor = lives.signed_in("gy_supervisor")
    with monkeypatch.context() as broken:
        broken.setattr(
            default_storage, "save", lambda *_: (_ for _ in ()).throw(OSError("disk full"))
        )
        with pytest.raises(OSError, match="disk full"):
            services.make_sheet(uuid=str(sheet.uuid), now=clock.now())
    assert "没有写成" in lives.words(supervisor.get(page))
    services.make_sheet(uuid=str(sheet.uuid), now=clock.now())
    assert "写好了" in lives.words(supervisor.get(page))


def test_after_some_days_page_and_file_are_gone(asked):
    page, sheet = asked
    services.make_sheet(uuid=str(sheet.uuid), now=clock.now())
    path = Sheet.objects.get().path
    assert tasks.known_paths([sheet.uuid]) == {path}
    assert path.startswith(f"{services.SHEETS}/")
    services.forget_sheets(now=sheet.asked_at + figures.SHEETS_KEPT)
    assert default_storage.exists(path)
    services.forget_sheets(now=sheet.asked_at + figures.SHEETS_KEPT + timedelta(seconds=1))
    assert not default_storage.exists(path)
    assert lives.signed_in("gy_supervisor").get(page).status_code == 404


def test_an_auditors_table_is_made_in_the_background_too(many):
    case = lives.submitted()
    clerk = lives.signed_in("gy_clerk")
    for _ in range(12):
        clerk.get(f"/desk/cases/{case.uuid}/")
    auditor = lives.signed_in("gy_auditor")
    page = auditor.get(f"/console/audit/cases/{case.uuid}/", EXPORT)["Location"]
    services.make_sheet(uuid=str(Sheet.objects.get().uuid), now=clock.now())
    file = read(auditor.get(f"{page}table.xlsx"))
    assert sum(row[3] == "看了办件" for row in file) == 12
    assert lives.signed_in("gy_supervisor").get(page).status_code == 404
    person = auditor.get(f"/console/audit/people/{case.person.uuid}/", EXPORT)
    assert person.status_code == 302
