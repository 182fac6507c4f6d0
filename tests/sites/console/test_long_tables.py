"""A table of more rows than one page shows is turned page by page: each row once, the sum is of all, Excel has all."""

import re

import pytest

from tests.sites.console.test_console_pages import sheet, text
from yichuang.catalog.models import Item
from yichuang.sites.console import frame

TABLE = re.compile(r"(?s)<caption[^>]*>\s*按事项\s*</caption>(.*?)</table>")
ROW = re.compile(r'<th scope="row">\s*([^<]+?)\s*</th>')
SUM = "合计"
TABLES = {
    "cases": "/console/cases/?by=item&days=90",
    "ratings": "/console/ratings/?by=item&days=90",
}


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
    monkeypatch.setattr(frame, "LINES", 2)
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
    monkeypatch.setattr(frame, "LINES", 2)
    for number in (1, 2):
        page = text(by("gy_supervisor").get(f"{TABLES['cases']}&page={number}"))
        below = page[page.index("<tfoot>") : page.index("</tfoot>")]
        assert re.findall(r">\s*(\d+)\s*</a>", below)[0] == "3"


def _numbers(address: str, client) -> list[int]:
    """How many rows each page of a list has, until there is no next one."""
    counts, number = [], 1
    while True:
        page = text(client.get(f"{address}page={number}"))
        body = re.search(r"(?s)<tbody>(.*?)</tbody>", page[page.rindex("<table") :])
        counts.append(body.group(1).count("<tr"))
        if f"page={number + 1}" not in page:
            return counts
        number += 1


# an address that has more rows than a page shows, and how many
LISTS = {
    "/console/targets/?": 126,
    "/console/catalogue/items/?what=application&": 174,
    "/console/admin/common/?": 94,
}


@pytest.mark.parametrize("address", LISTS)
def test_a_list_of_the_catalogue_shows_every_row_once_and_few_on_a_page(by, address):
    counts = _numbers(address, by("gy_supervisor"))
    assert sum(counts) == LISTS[address]
    assert max(counts) == 20


def test_a_list_of_the_catalogue_is_searched(by):
    client = by("gy_supervisor")
    for address in ("/console/catalogue/items/?what=application", "/console/admin/common/?"):
        page = text(client.get(f"{address}&q=失业登记"))
        assert "失业登记" in page
        assert "page=2" not in page
        assert "社会保险登记" not in page[page.rindex("<table") :]
