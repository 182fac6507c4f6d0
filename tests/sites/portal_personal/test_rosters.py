"""Long row tables: nothing of what the form allows is lost, whether typed, posted, turned over or brought by Excel."""

import html
import io
import re

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.sites.desk import lives
from tests.sites.portal_personal.conftest import CHAOTIAN
from tests.sites.ui.test_sheets import STAFF, ZHANG, written
from yichuang.accounts.models import User
from yichuang.cases import services
from yichuang.cases.models import Draft
from yichuang.catalog import queries as catalog
from yichuang.core import clock
from yichuang.reference.rules.identifiers import id_check_digit

pytestmark = pytest.mark.django_db
STAFF_ITEM = "992014201003"


def number(place: int) -> str:
    body = f"510812{1970 + place // 1000}0512{place % 1000:03d}"
    return body + id_check_digit(body)


def staff(count: int) -> list[dict[str, str]]:
    codes = {"hukou_type": "11", "contract_kind": "1", "add_kind": "new"}
    return [{**ZHANG, **codes, "name": f"张{n}", "id_number": number(n)} for n in range(count)]


def posted(rows: list[dict[str, str]], first: int = 0) -> dict[str, str]:
    return {
        f"employees-{n}-{key}": text
        for n, row in enumerate(rows, first)
        for key, text in row.items()
    }


@pytest.fixture
def unit(signed_in):
    return signed_in("shilijia")


@pytest.fixture
def roster(unit):
    """The employer's application for 增员 after its first step."""
    asked = {s.key: s.options[0].value for s in catalog.guide(STAFF_ITEM).situations}
    unit.post(f"/apply/{STAFF_ITEM}/?region={CHAOTIAN}", asked)
    return Draft.objects.get(owner__username="shilijia", case_number="")


def names(roster):
    roster.refresh_from_db()
    return [row["name"] for row in roster.answers["employees"]]


def form(roster):
    return f"/drafts/{roster.uuid}/form/"


def test_all_rows_that_are_posted_are_kept(unit, roster):
    page = unit.post(form(roster), posted(staff(560)))
    assert page.status_code == 422  # the rest of the form is still empty
    assert names(roster) == [f"张{n}" for n in range(560)]
    assert "一共560行" in page.content.decode()


def test_a_long_table_is_turned_over_and_the_rows_out_of_sight_stay(unit, roster):
    services.keep(draft_id=roster.uuid, owner=roster.owner, answers={"employees": staff(560)})
    page = unit.post(
        form(roster), {"employees-window": "560", "_rows": "employees-500"}
    ).content.decode()
    assert "第501行" in page and "第550行" in page and "第1行" not in page
    assert 'name="employees-500-name"' in page and 'name="employees-0-name"' not in page
    changed = posted([{**staff(1)[0], "name": "改了"}], first=549)
    unit.post(f"/drafts/{roster.uuid}/save/", changed | {"employees-window": "560"})
    unit.post(f"/drafts/{roster.uuid}/save/", changed | {"employees-window": "560"})
    assert names(roster) == [f"张{n}" for n in range(549)] + ["改了"] + [
        f"张{n}" for n in range(550, 560)
    ]


def test_a_row_that_is_emptied_while_saving_moves_no_other(unit, roster):
    services.keep(draft_id=roster.uuid, owner=roster.owner, answers={"employees": staff(60)})
    emptied = {f"employees-7-{key}": "" for key in ZHANG} | {"employees-window": "60"}
    for _ in range(3):
        unit.post(f"/drafts/{roster.uuid}/save/", emptied)
    roster.refresh_from_db()
    assert (
        len(roster.answers["employees"]) == 60 and roster.answers["employees"][8]["name"] == "张8"
    )
    unit.post(form(roster), emptied)
    assert names(roster) == [f"张{n}" for n in range(60) if n != 7]


def test_a_row_is_taken_out_of_a_long_table_and_one_is_added(unit, roster):
    services.keep(draft_id=roster.uuid, owner=roster.owner, answers={"employees": staff(60)})
    unit.post(form(roster), posted(staff(8)) | {"employees-window": "60", "_remove": "employees-7"})
    assert names(roster) == [f"张{n}" for n in range(60) if n != 7]
    page = unit.post(form(roster), {"employees-window": "59", "_add": "employees"}).content.decode()
    assert 'name="employees-59-name"' in page


def test_what_is_wrong_in_a_long_table_is_on_the_page_with_its_row(unit, roster):
    rows = staff(5000)
    rows[4321]["phone"] = "1"
    services.keep(draft_id=roster.uuid, owner=roster.owner, answers={"employees": rows})
    page = unit.get(f"{form(roster)}?check=1").content.decode()
    assert "第4322行" in page and 'href="#f-employees-4321-phone"' in page
    assert page.count("<tr>") == 2  # the heads and the one row


def test_a_filled_template_is_looked_over_and_taken(unit, roster):
    address = f"/drafts/{roster.uuid}/rows/employees/"
    gone = unit.post(form(roster), {"employees-0-name": "写到一半", "_sheet": "employees"})
    assert gone.url == address and names(roster) == ["写到一半"]
    wrong = {**ZHANG, "id_number": "5.1E+17"}
    book = written(STAFF, [ZHANG, wrong, {**ZHANG, "name": "赵六", "id_number": number(3)}])
    page = html.unescape(unit.post(address, {"sheet": book}).content.decode())
    assert "读到3行" in page and "2行没有问题" in page and "表里第3行" in page
    carried = {"rows": re.search(r'name="rows" value="(.*?)">', page.replace("\n", ""))[1]}
    mend = unit.post(address, carried | {"_mend": "1"})
    lines = list(openpyxl.load_workbook(io.BytesIO(mend.content)).worksheets[0].values)
    assert len(lines) == 2 and lines[1][2] == "5.1E+17" and "文本" in lines[1][-1]
    done = unit.post(address, carried | {"_take": "replace"})
    assert done.url == f"{form(roster)}#f-employees" and names(roster) == ["张三", "赵六"]
    unit.post(address, carried | {"_take": "add"})
    assert names(roster) == ["张三", "赵六", "张三", "赵六"]


def test_a_file_that_is_no_spreadsheet_is_told_and_nothing_changes(unit, roster):
    services.keep(draft_id=roster.uuid, owner=roster.owner, answers={"employees": staff(2)})
    bad = SimpleUploadedFile("表.xlsx", b"nothing")
    page = unit.post(f"/drafts/{roster.uuid}/rows/employees/", {"sheet": bad})
    assert page.status_code == 422 and "不是Excel表" in page.content.decode()
    assert names(roster) == ["张0", "张1"]


def test_the_table_of_another_persons_draft_is_not_there(unit, roster, signed_in):
    stranger = signed_in("lisi")
    for address in ("rows/employees/", "rows/employees/template.xlsx"):
        assert stranger.get(f"/drafts/{roster.uuid}/{address}").status_code == 404
    assert unit.get(f"/drafts/{roster.uuid}/rows/insurances/").status_code == 404


def test_a_clerk_brings_a_spreadsheet_and_masks_never_take_the_place_of_numbers(world, roster):
    clerk = lives.signed_in("gy_clerk")
    unit = lives.employer()
    draft = services.open_draft(
        owner=User.objects.get(username="gy_clerk"),
        subject=unit,
        item_code=STAFF_ITEM,
        region=CHAOTIAN,
        channel=1,
        prefill={},
        now=clock.now(),
    )
    address = f"/desk/drafts/{draft.uuid}/rows/employees/"
    assert clerk.get(f"{address}template.xlsx").content[:2] == b"PK"
    page = clerk.post(address, {"sheet": written(STAFF, [ZHANG])})
    assert "读到1行" in page.content.decode()
    services.keep(draft_id=draft.uuid, owner=draft.owner, answers={"employees": staff(60)})
    sent = {
        "draft": str(draft.uuid),
        "employees-59-id_number": _mask(number(59)),
        "employees-window": "60",
    }
    clerk.post(f"/desk/take/{STAFF_ITEM}/keep/?draft={draft.uuid}", sent)
    draft.refresh_from_db()
    assert [row["id_number"] for row in draft.answers["employees"]] == [
        number(n) for n in range(60)
    ]


def _mask(text: str) -> str:
    return f"{text[:6]}{'*' * 8}{text[-4:]}"
