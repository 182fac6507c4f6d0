"""A table of more rows than one page shows is turned page by page: each row once, the sum is of all, Excel has all."""

import re

import pytest

from tests.sites.console.test_console_pages import sheet, text
from yichuang.catalog.models import Item
from yichuang.sites.console.figures import cases, ratings

TABLE = re.compile(r"(?s)<caption[^>]*>\s*按事项\s*</caption>(.*?)</table>")
ROW = re.compile(r'<th scope="row">\s*([^<]+?)\s*</th>')
SUM = "合计"
TABLES = {cases: "/console/cases/?by=item&days=90", ratings: "/console/ratings/?by=item&days=90"}


@pytest.fixture
def of_three_items(lately):
    """The names of three items, each with a case that has been rated."""
    codes = set()
    for who, what in (("周八", "失业登记"), ("王五", "权益单"), ("李四", "补卡")):
        case = lately(who, what, 1, 0, "00:00", "")
        codes.add(case.item_code)
    names = Item.objects.filter(code__in=codes).values_list("name", flat=True)
    assert len(names) == 3
    return set(names)


def _rows(page: str) -> list[str]:
    """The names of the rows of the long table, but not of the drawing above it."""
    table = TABLE.search(page).group(1)
    return [name for name in ROW.findall(table) if name != SUM]


@pytest.mark.parametrize("figures", TABLES)
def test_a_long_table_is_turned_page_by_page(by, of_three_items, figures, monkeypatch):
    monkeypatch.setattr(figures, "LINES", 2)
    client, address = by("gy_supervisor"), TABLES[figures]
    pages = [text(client.get(f"{address}&page={number}")) for number in (1, 2)]
    first, second = (_rows(page) for page in pages)
    assert (len(first), len(second)) == (2, 1)
    assert {*first, *second} == of_three_items
    for page in pages:
        assert "page=" not in "".join(re.findall(r'<nav class="seg".*?</nav>', page, re.DOTALL))
    in_excel = {row[0] for row in sheet(client.get(f"{address}&format=xlsx"))}
    assert of_three_items <= in_excel


def test_the_sum_below_each_page_is_of_all_rows(by, of_three_items, monkeypatch):
    monkeypatch.setattr(cases, "LINES", 2)
    for number in (1, 2):
        page = text(by("gy_supervisor").get(f"{TABLES[cases]}&page={number}"))
        below = page[page.index("<tfoot>") : page.index("</tfoot>")]
        assert re.findall(r">\s*(\d+)\s*</a>", below)[0] == "3"
