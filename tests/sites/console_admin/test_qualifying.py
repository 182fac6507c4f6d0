"""Qualifications of many officers come by a spreadsheet: faults are told by row, the rest is given and recorded."""

import html
import io
import re
from datetime import timedelta

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.sites.console_admin.writer import ROOT, text_of
from yichuang.accounts.models import Officer, Qualification
from yichuang.audit.models import Entry
from yichuang.catalog import queries as catalog
from yichuang.core import clock

UNIT = "510812000000"
PATH = f"{ROOT}units/{UNIT}/qualifications/"


@pytest.fixture
def admin(desk):
    return desk("gy_org").client


@pytest.fixture
def clerk(world) -> Officer:
    """Somebody who may accept few items yet."""
    return Officer.objects.get(user__username="gy_issuer")


def free_items(officer: Officer, how_many: int) -> list[str]:
    """Codes of items that the officer may not accept yet."""
    held = set(officer.qualifications.values_list("item_code", flat=True))
    return [item.code for item in catalog.items() if item.code not in held][:how_many]


def row_of(officer: Officer, item: str, **changes) -> dict[str, str]:
    """A row by the headings of the sheet."""
    row = {
        "工号": officer.employee_no,
        "姓名": officer.name,
        "事项编码": item,
        "从哪天起": clock.today().isoformat(),
    }
    return row | changes


def sheet(client, rows: list[dict[str, str]]) -> SimpleUploadedFile:
    """The unit's own template with these rows in place of its own."""
    book = openpyxl.load_workbook(io.BytesIO(client.get(f"{PATH}template.xlsx").content))
    page = book.worksheets[0]
    places = {cell.value.removesuffix("（可不填）"): cell.column for cell in page[1]}
    page.delete_rows(2, page.max_row)
    for number, row in enumerate(rows, 2):
        for heading, text in row.items():
            page.cell(number, places[heading], text)
    stream = io.BytesIO()
    book.save(stream)
    return SimpleUploadedFile("资格.xlsx", stream.getvalue())


def read(client, rows):
    """The page that says what was read."""
    return client.post(PATH, {"sheet": sheet(client, rows)})


def carried(page) -> str:
    """What the page carries of the rows that were read."""
    found = re.search(r'name="rows" value="([^"]*)"', page.content.decode())
    assert found, text_of(page)
    return html.unescape(found[1])


def take(client, page):
    return client.post(PATH, {"rows": carried(page), "_take": "add"}, follow=True)


def test_the_template_begins_with_the_officers_of_the_unit(admin, clerk):
    book = openpyxl.load_workbook(io.BytesIO(admin.get(f"{PATH}template.xlsx").content))
    numbers = {line[0] for line in book.worksheets[0].iter_rows(min_row=2, values_only=True)}
    active = Officer.objects.filter(organisation__code=UNIT, active=True)
    assert numbers == set(active.values_list("employee_no", flat=True))
    assert active


def test_what_has_no_fault_is_given_and_each_is_recorded(admin, clerk):
    codes = free_items(clerk, 3)
    asked = read(admin, [row_of(clerk, code, 证书编号=f"Z-{code}") for code in codes])
    assert "3行没有问题" in text_of(asked)
    assert not Qualification.objects.filter(officer=clerk, item_code__in=codes).exists()
    done = take(admin, asked)
    assert "已给3个事项资格" in text_of(done)
    papers = Qualification.objects.filter(officer=clerk, item_code__in=codes)
    assert {paper.certificate for paper in papers} == {f"Z-{code}" for code in codes}
    giver = Officer.objects.get(user__username="gy_org").actor
    entries = Entry.objects.filter(verb="officer.qualify", subject=clerk.actor)
    assert [entry.actor for entry in entries] == [giver] * 3
    page = text_of(admin.get(f"/console/admin/units/{UNIT}/"))
    assert "批量给事项资格 3个" in page


def test_every_fault_is_told_by_row_and_comes_back_in_a_file_to_mend(admin, desk, clerk):
    good, other = free_items(clerk, 2)
    other_clerk = Officer.objects.get(user__username="gy_clerk")
    held = other_clerk.qualifications.values_list("item_code", flat=True)[0]
    stranger = Officer.objects.get(user__username="qd_clerk")
    oneself = Officer.objects.get(user__username="gy_org")
    yesterday = (clock.today() - timedelta(days=1)).isoformat()
    wrong = {
        "没有工号是": row_of(clerk, other, 工号="没有的"),
        "工号和姓名不是同一个人": row_of(clerk, other, 姓名="别人"),
        "您的岗位管不到": row_of(stranger, other),
        "不能给自己发资格": row_of(oneself, other),
        "没有编码为": row_of(clerk, "990000000000"),
        "已经有这个事项的资格": row_of(other_clerk, held),
        "到哪天止早于从哪天起": row_of(clerk, other, 到哪天止=yesterday),
        "要写明原因": row_of(clerk, other, 从哪天起=yesterday),
    }
    page = read(admin, [row_of(clerk, good), row_of(clerk, good), *wrong.values()])
    told = text_of(page)
    assert f"1行没有问题，{len(wrong) + 1}行要改" in told.replace(" ", "")
    for words in wrong:
        assert words in told
    mend = admin.post(PATH, {"rows": carried(page), "_mend": "1"})
    lines = openpyxl.load_workbook(io.BytesIO(mend.content)).worksheets[0]
    assert lines.max_row == len(wrong) + 2
    assert lines.cell(1, lines.max_column).value == "要改的地方"
    before = Qualification.objects.count()
    take(admin, page)
    assert Qualification.objects.filter(officer=clerk, item_code=good).count() == 1
    assert Qualification.objects.count() == before + 1


def test_a_day_that_has_passed_is_taken_with_its_reason_only(admin, clerk):
    (code,) = free_items(clerk, 1)
    yesterday = (clock.today() - timedelta(days=1)).isoformat()
    reason = {"从过去的日子算起的原因": "证书昨天已经发到本人"}
    take(admin, read(admin, [row_of(clerk, code, 从哪天起=yesterday, **reason)]))
    entry = Entry.objects.get(verb="console.past_start")
    assert entry.subject == clerk.actor
    assert "证书昨天已经发到本人" in entry.data


def test_only_who_may_grant_opens_it(desk, world):
    for username in ("gy_clerk", "gy_supervisor", "qd_org"):
        client = desk(username).client
        assert client.get(PATH).status_code == 403
        assert client.get(f"{PATH}template.xlsx").status_code == 403
        assert client.post(PATH, {"_take": "add", "rows": "[]"}).status_code == 403
    page = desk("gy_supervisor").client.get(f"{ROOT}units/{UNIT}/").content.decode()
    assert not re.search("qualifications/", page)
