"""修订: parts that fold with a list of them, what is needed not marked as free, differences in the words of people."""

import copy
import re
from collections.abc import Iterator
from io import BytesIO

import pytest
from openpyxl import load_workbook

from tests.sites.console_admin.writer import ROOT, Desk, text_of
from tests.sites.desk import lives
from yichuang.catalog import queries as catalog
from yichuang.catalog.models import ItemVersion
from yichuang.sites.console.admin.catalogue.revising import parts, texts
from yichuang.sites.console.admin.catalogue.revising.showing import comparing, differing
from yichuang.sites.console.admin.catalogue.revising.showing.marking import marked
from yichuang.supervision.queries.reports import REPORTS

pytestmark = pytest.mark.django_db
ITEM = "990514102006"
PATH = f"items/{ITEM}/change/revised/"
INNER = re.compile(r"[a-z]{3,}")  # words of the machine; codes of papers and levels are in capitals
TAG = re.compile(r"</?(?:del|ins)>")
PARTS = (
    "为什么改、从哪天起",
    "基本信息",
    "办理条件",
    "办理时限",
    "办理材料",
    "收费和渠道",
    "流程和结果",
    "咨询、监督和标签",
    "申请表",
)


def body(page) -> str:
    return page.content.decode()


def test_parts_fold_and_a_list_leads_to_each(world):
    page = body(Desk("tm_catalogue").client.get(ROOT + PATH))
    contents = page.split('aria-label="这一页的各部分"')[1].split("</nav>")[0]
    for number, title in enumerate(PARTS, 1):
        assert title in contents
        assert f'href="#part-{number}"' in contents
        assert page.count(f'id="part-{number}"') == 1
    opened = re.findall(r'<details class="fold"([^>]*)>', page)
    assert len(opened) == len(PARTS)
    assert [number for number, state in enumerate(opened) if "open" in state] == [0]


def test_every_field_stands_in_a_part_and_none_twice():
    placed = [key for _, keys in parts.SECTIONS for key in keys]
    assert len(placed) == len(set(placed))
    offered = {shape["key"] for shape in texts.fields({})}
    assert offered - set(placed) == set(texts.RAW)
    assert set(placed) <= offered


def test_what_no_text_may_leave_empty_is_not_marked_as_free(world):
    page = body(Desk("tm_catalogue").client.get(ROOT + PATH))
    labels = dict(re.findall(r'<label for="f-([\w-]+)">(.*?)</label>', page, re.S))
    for name in ("element-name", "element-hours", "element-consult", "conditions", "legal_basis"):
        assert "可不填" not in labels[name], name
    for name in ("element-limit_note", "element-remedy", "element-delegating_department"):
        assert "可不填" in labels[name], name


def test_a_refused_answer_opens_its_part(world):
    page = body(Desk("tm_catalogue").fill(PATH, reason="依据", promised_days="很多"))
    part = page.split('id="part-4"')[0].rsplit("<details", 1)[1]
    assert " open" in part.split(">")[0]
    assert "办理时限（1处要改）" in page


def test_the_confirmation_says_that_it_only_asks(world):
    asked = text_of(Desk("tm_catalogue").fill(PATH, reason="依据", conditions="新的条件"))
    assert "提请审核" in asked
    assert "审核通过前什么也不变" in asked
    assert "马上生效" not in asked


@pytest.mark.parametrize(
    ("old", "new", "left", "right"),
    [
        ("有房有车", "有房有船", "有房有<del>车</del>", "有房有<ins>船</ins>"),
        ("满12个月", "满24个月", "满<del>12</del>个月", "满<ins>24</ins>个月"),
        ("一二三", "天地人和", "一二三", "天地人和"),
        ("不超过<5>年", "不超过<6>年", "不超过&lt;<del>5</del>", "不超过&lt;<ins>6</ins>"),
    ],
)
def test_what_differs_is_marked_word_by_word(old, new, left, right):
    before, after = marked(old, new)
    assert str(before).startswith(left)
    assert str(after).startswith(right)
    assert TAG.sub("", str(before)).replace("&lt;", "<").replace("&gt;", ">") == old


def spots(value, path=()) -> Iterator[tuple]:
    """The way to everything in a text that holds no other."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from spots(inner, (*path, key))
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from spots(inner, (*path, number))
    else:
        yield path


def changed_at(definition: dict, path: tuple) -> dict:
    """The text with one value another one."""
    text = copy.deepcopy(definition)
    holder = text
    for part in path[:-1]:
        holder = holder[part]
    value = holder[path[-1]]
    if isinstance(value, bool):
        holder[path[-1]] = not value
    elif isinstance(value, int | float):
        holder[path[-1]] = value + 1
    else:
        holder[path[-1]] = "改过的"
    return text


def inner_words(rows: list[tuple[str, str, str]]) -> list[str]:
    told = TAG.sub("", " ".join(str(cell) for row in rows for cell in row))
    return INNER.findall(told)


def several() -> list[ItemVersion]:
    """Items that between them have all that an item may have."""
    codes = [ITEM, "990114105002", "990114105005", "990514206001"]
    return [catalog.latest_version(code) for code in codes]


def test_every_difference_of_a_text_is_told_in_words(world):
    looked = 0
    for version in several():
        definition = version.definition
        for path in spots(definition):
            if path[0] in texts.COMPUTED:
                continue
            rows = differing.differences(definition, changed_at(definition, path))
            assert rows, path
            assert inner_words(rows) == [], (version.item.code, path, rows)
            looked += 1
    assert looked > 300


def test_a_text_told_whole_has_no_words_of_the_machine(world):
    empty: dict = {}
    for version in ItemVersion.objects.order_by("item__code"):
        for rows in (
            differing.differences(empty, version.definition),
            differing.differences(version.definition, empty),
        ):
            assert inner_words(rows) == [], (version.item_id, rows)


def test_every_difference_of_a_form_is_told_in_words(world):
    for version in several():
        form = version.form
        for path in spots(form["definition"]):
            if path[-2:] == ("when", "field"):  # a question that is not there is refused before
                continue
            other = {**form, "definition": changed_at(form["definition"], path)}
            rows = comparing.form_differences(form, other)
            assert rows, path
            if path[0] in ("sample", "fields") and path[-1] not in ("help", "label"):
                assert inner_words(rows) == [], (version.item.code, path, rows)


def test_of_a_changed_paper_only_what_changed_is_told(world):
    definition = catalog.latest_version(ITEM).definition
    other = copy.deepcopy(definition)
    other["materials"][0]["necessity"] = "非必要"
    rows = differing.differences(definition, other)
    assert len(rows) == 1
    label, before, after = rows[0]
    assert label == f"办理材料“{definition['materials'][0]['name']}”：必要性"
    assert "非必要" in TAG.sub("", str(after))
    assert "形式" not in str(before)


def test_days_are_told_with_their_unit_and_dates_as_people_write_them():
    before = {"promised_days": 20, "promised_unit": "工作日", "effective_from": "2026-12-01"}
    after = before | {"promised_days": 3, "promised_unit": "月", "effective_from": "2026-12-03"}
    told = {(old, new) for _, old, new in differing.differences(before, after)}
    assert ("20个工作日", "3个月") in told
    plain = {tuple(TAG.sub("", str(side)) for side in pair) for pair in told}
    assert ("2026年12月1日（周二）", "2026年12月3日（周四）") in plain


@pytest.mark.parametrize("key", REPORTS.all())
def test_no_spreadsheet_of_the_reports_has_words_of_the_machine(world, key):
    answer = lives.signed_in("gy_supervisor").get(f"/console/reports/{key}/?format=xlsx")
    cells = []
    for row in load_workbook(BytesIO(answer.getvalue())).active.iter_rows(values_only=True):
        cells += [str(cell) for cell in row if isinstance(cell, str)]
    assert [cell for cell in cells if INNER.search(cell)] == []
