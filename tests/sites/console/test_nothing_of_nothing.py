"""A share of nothing is no number, and a promise of no day is said in words: asked of every page of the console."""

import html
import re

import pytest

from tests.sites.console.test_console_pages import sheet, text
from tests.sites.console_admin.writer import text_of
from yichuang.cases.models import Case
from yichuang.supervision.queries.reports import REPORTS

NOBODY = "510824000000"  # 苍溪县: a county of 广元 in which nothing has been asked for
PAGES = (
    "/console/",
    "/console/targets/",
    *(f"/console/cases/?by={way}" for way in ("place", "line", "item", "day")),
    *(f"/console/ratings/?by={way}" for way in ("item", "organisation", "line", "day")),
    "/console/ratings/bad/",
    "/console/urgings/",
    "/console/quality/",
    "/console/online/",
    "/console/catalogue/",
)
SHARE_OF_NOTHING = re.compile(r"(?<![\d.])0(?:\.0+)?\s*%|None|NaN|nan\b")
HEADS = re.compile(r"%|率|占比")


def _there(address: str) -> str:
    sign = "&" if "?" in address else "?"
    return f"{address}{sign}place={NOBODY}"


@pytest.mark.parametrize("address", PAGES)
def test_a_share_of_nothing_is_no_number(by, address):
    assert not Case.objects.filter(county=NOBODY[:6]).exists()
    page = by("gy_supervisor").get(_there(address))
    assert page.status_code == 200
    assert SHARE_OF_NOTHING.findall(text_of(page)) == []
    for row in _rows(text(page)):
        for head, cell in row.items():
            if HEADS.search(head):
                assert cell not in ("0", "0.0", ""), (head, row)


def _rows(page: str) -> list[dict[str, str]]:
    """The rows of every table, each by the heads of its columns."""
    rows = []
    for table in re.findall(r"(?s)<table.*?</table>", page):
        heads = _texts("th", table.split("</thead>")[0])
        for row in re.findall(r"(?s)<tr.*?</tr>", table.split("</thead>")[-1]):
            cells = _texts("t[hd]", row)
            rows.append(dict(zip(heads, cells, strict=False)))
    return rows


def _texts(tag: str, part: str) -> list[str]:
    texts = []
    for cell in re.findall(rf"(?s)<{tag}\b[^>]*>(.*?)</t[hd]>", part):
        plain = re.sub(r"<[^>]+>|\s+", "", cell)
        texts.append(html.unescape(plain))
    return texts


@pytest.mark.parametrize("address", [address for address in PAGES if "by=" in address])
def test_nor_is_it_one_in_the_spreadsheet(by, address):
    answer = by("gy_supervisor").get(f"{_there(address)}&format=xlsx")
    title, note, heads, *rows = sheet(answer)
    shares = [place for place, head in enumerate(heads) if head and "%" in str(head)]
    assert shares
    for row in rows:
        for place in shares:
            assert row[place] in (None, "", "—"), row


AT_ONCE = "992014301008"
NO_DAY = re.compile(r"(?<![\d.])0(?:\.0)?\s*个?(?:工作日|自然日|日(?!常)|天)")
OF_THE_ITEM = (
    f"/console/admin/items/{AT_ONCE}/",
    f"/console/admin/places/{AT_ONCE}/510812000000/",
    "/console/admin/speedup/",
    "/console/admin/common/",
    "/console/catalogue/",
    *(f"/console/reports/{key}/" for key in REPORTS.all()),
)


@pytest.mark.parametrize("address", OF_THE_ITEM)
def test_a_promise_of_no_day_is_said_in_words(by, lately, address):
    lately("周八", "失业登记", 1, 0, "00:00", "")
    assert NO_DAY.findall(text_of(by("gy_supervisor").get(address))) == []
