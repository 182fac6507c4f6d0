"""Every number of cases opens to exactly the cases it counts, every number of a case is a link, a bad rating is
answered where it is counted."""

import html
import re
from html.parser import HTMLParser
from typing import NamedTuple

import pytest
from django.test import Client

from tests.sites.console.test_console_pages import text
from yichuang.accounts.models import Todo
from yichuang.accounts.queries import todos_of
from yichuang.core import clock
from yichuang.core.clock import local
from yichuang.ratings.models import Invitation, Mending
from yichuang.supervision.queries.reports import CASES, REPORTS

LINKED = re.compile(r'<td class="num[^"]*"[^>]*>\s*<a href="([^"]+)">\s*(\d+)\s*</a>')
PLAIN = re.compile(r'<td class="num[^"]*"[^>]*>\s*([1-9]\d*)\s*</td>')
NUMBER = re.compile(r">\s*(\d{21}|(?:\d{4} ){5}\d)\s*<")
HEAD = re.compile(r"<h1>[^<]*?(\d+)件</h1>")


# columns that measure something (a share, days, minutes, a place in the order) and count nothing
MEASURES = re.compile(
    "编码|编号|要求|实际|差距|%|天|分）|承诺跑|实际跑|告知次数|次序|多久|变化|周$"
)
COUNTED = re.compile(r"(\d+)\s*(?:件|条|项|个|次|行)?")
HEADING = re.compile(r"(?s)<h1[^>]*>(.*?)</h1>")
FIGURE = re.compile(r'(?s)<section class="figure.*?</section>')


OF_A_TARGET = "/console/targets/TGT-001/"


class Cell(NamedTuple):
    """A cell of a table as a reader sees it: text, where it leads, the heading above it."""

    text: str
    href: str
    head: str


class Tables(HTMLParser):
    """The cells of every table of a page, but of drawings whose numbers stand in a table beside them."""

    def __init__(self, page: str):
        super().__init__()
        self.cells: list[Cell] = []
        self.heads: list[str] = []
        self.text, self.href, self.place = "", "", 0
        self.in_head = False
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        if tag == "table":
            self.heads = []
        if tag in ("thead", "tbody"):
            self.in_head = tag == "thead"
        if tag == "tr":
            self.place = 0
        if tag in ("td", "th"):
            self.text, self.href = "", ""
        if tag == "a":
            self.href = dict(attrs).get("href", "")

    def handle_data(self, data):
        self.text += data

    def handle_endtag(self, tag):
        if tag not in ("td", "th"):
            return
        text = " ".join(self.text.split())
        if self.in_head:
            self.heads.append(text)
        else:
            head = self.heads[self.place] if self.place < len(self.heads) else ""
            self.cells.append(Cell(text, self.href, head))
            self.place += 1


def counts(page: str) -> list[Cell]:
    """The cells that count something."""
    found = []
    for cell in Tables(page).cells:
        number = COUNTED.fullmatch(cell.text)
        if number and int(number[1]) and not MEASURES.search(cell.head):
            found.append(cell)
    return found


@pytest.fixture
def lives(lately):
    lately("王五", "转移接续", 2, 40, "15:20", "accept@1.0930")
    lately("张三", "失业登记", 3, 3, "09:12", "instant@0.0921")
    lately(
        "周八",
        "困难认定",
        1,
        20,
        "09:15",
        "accept@0.0930 begin@1.0900 approve@3.1000 deliver@4.0900",
    )


@pytest.fixture
def rated_lives(lives, service):
    """Also a bad rating, so that its numbers are there."""
    rated(service)


def looked_at(client) -> list[str]:
    """Every page of the console with figures, a bulletin of this month made."""
    month = f"{local(clock.now()):%Y-%m}"
    made = client.post("/console/bulletins/", {"month": month, "at": "510800000000"})
    pages = ["/console/", "/console/?place=510812000000", "/console/online/", made["Location"]]
    pages.append("/console/catalogue/")
    pages += ["/console/targets/", OF_A_TARGET, "/console/urgings/"]
    pages += [f"/console/cases/?by={way}" for way in ("place", "line", "item", "day")]
    pages += [f"/console/ratings/?by={way}" for way in ("item", "organisation", "line", "day")]
    pages += [f"/console/reports/{key}/" for key in REPORTS.all()]
    return pages


def test_every_number_of_every_console_page_opens_to_as_many_as_it_says(by, rated_lives):
    client = by("gy_supervisor")
    tried, closed, differing = 0, [], []
    for address in looked_at(client):
        page = text(client.get(address))
        # a drawing of several rows a place repeats the table under it; a bulletin says that its drawings are frozen
        drawn = r"(?s)<figure.*?</figure>"
        several = "by=" in address and "/cases/" in address
        body = re.sub(drawn, "", page) if several or "bulletins" in address else page
        for cell in counts(body):
            tried += 1
            if not cell.href:
                closed.append(f"{address} {cell.head}: {cell.text}")
                continue
            number = COUNTED.fullmatch(cell.text)[1]
            if opened(client, address, cell.href) != number:
                differing.append(f"{address} {cell.head}: {cell.text} → {cell.href}")
    assert closed == []
    assert differing == []
    assert tried >= 60


def opened(client, address: str, href: str) -> str:
    """The number in the heading to which a number leads: of the page, or of the part of it that the address names."""
    target = address.split("?")[0] + href if href.startswith("?") else href
    answer = client.get(target)
    assert answer.status_code == 200, href
    part = href.partition("#")[2]
    if part:
        of_part = rf'(?s)<h2 id="{part}">.*?</h2>|id="{part}">.*?<caption.*?</caption>'
        heading = re.search(of_part, text(answer))
    else:
        heading = HEADING.search(text(answer))
    assert heading, href
    words = re.sub(r"<[^>]+>|\s", "", heading[0])
    return re.findall(r"\d+", words)[-1]


def test_the_figures_of_every_page_open_too(by, rated_lives):
    client = by("gy_supervisor")
    looked = 0
    for address in looked_at(client):
        if (
            address == OF_A_TARGET
        ):  # its figures are what is demanded and what is reached: they count nothing
            continue
        for figure in FIGURE.findall(text(client.get(address))):
            words = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", figure)).strip()
            if "还没有数据" in words or " — " in words or re.search(r"\b0 [条个处]", words):
                continue
            looked += 1
            link = re.search(r'<a href="([^"]+)"', figure)
            is_share = " %" in words
            assert link or (is_share and "ratings" in address), words
            if not link:
                continue
            href = html.unescape(link[1])
            if is_share:
                assert client.get(href).status_code == 200
            else:
                assert f" {opened(client, address, href)} " in words, words
    assert looked >= 8


def test_the_counts_of_the_first_page_and_of_the_online_page_open(by, lives):
    client = by("gy_supervisor")
    for address in ("/console/", "/console/online/"):
        page = text(client.get(address))
        main = page.split('id="main"')[1]
        links = re.findall(r'<a href="([^"]+)">\s*(\d+)[件项]\s*</a>', main)
        assert len(links) >= 5
        for href, number in links:
            assert opened(client, address, html.unescape(href)) == number, href


@pytest.mark.parametrize("way", ["place", "line", "item", "day"])
def test_each_number_of_cases_opens_to_a_list_of_as_many(by, lives, way):
    client = by("gy_supervisor")
    page = text(client.get("/console/cases/", {"by": way}))
    linked = LINKED.findall(page)
    assert len(linked) >= 8
    for href, number in linked:
        opened = text(client.get(html.unescape(href)))
        assert HEAD.search(opened)[1] == number, href
        assert len(NUMBER.findall(opened)) == min(int(number), 200)
    table = page.split('aria-label="办件的数"')[1].split("</table>")[0]
    assert PLAIN.findall(table) == []


def test_what_is_wrong_leads_to_as_many_cases_as_it_says(by, lives):
    client = by("gy_supervisor")
    page = text(client.get("/console/"))
    found = re.findall(
        r'<td class="num"[^>]*>\s*<a href="(/console/cases/list/[^"]+)">\s*(\d+)件', page
    )
    assert found
    for href, number in found:
        assert HEAD.search(text(client.get(html.unescape(href))))[1] == number


def test_a_number_of_a_case_is_a_link_in_every_report_and_opens(by, lives):
    client = by("gy_supervisor")
    seen = 0
    for key in (key for key, report in REPORTS.all().items() if report.group == CASES):
        page = text(client.get(f"/console/reports/{key}/"))
        numbers = NUMBER.findall(page)
        links = re.findall(r'<a href="(/desk/cases/[^"]+)">\s*\d{21}', page)
        assert len(links) == len(numbers), key
        seen += len(links)
        for address in links:
            assert client.get(address).status_code == 200
    assert seen >= 3


def test_another_citys_place_opens_no_list(by):
    client = by("gy_supervisor")
    assert client.get("/console/cases/list/", {"place": "370200000000"}).status_code == 403
    assert (
        client.get("/console/cases/list/", {"by": "place", "key": "370200000000"}).status_code
        == 403
    )


def rated(service: Invitation, **more) -> Client:
    client = Client()
    client.post(f"/rate/{service.token}/", {"grade": "1", "reasons": ["E7"]} | more)
    return client


def test_a_bad_rating_is_given_to_the_supervisor_answered_and_no_longer_counted(
    by, officer, service
):
    rated(service)
    todo = Todo.objects.get(kind="bad_rating")
    assert todo in todos_of(officer("gy_supervisor"))
    assert todo not in todos_of(officer("qd_supervisor"))
    client = by("gy_supervisor")
    page = text(client.get("/console/ratings/bad/"))
    assert "要答复的差评1条" in page
    assert todo.link in page
    one = text(client.get(todo.link))
    assert "让我跑了几趟" in one
    assert service.case.number not in one
    assert client.post(todo.link, {"path": "", "answer": ""}).status_code == 422
    done = client.post(todo.link, {"path": "at_once", "answer": "当天改了告知单"}, follow=True)
    assert "立行立改" in text(done)
    assert "当天改了告知单" in text(done)
    assert "要答复的差评0条" in text(client.get("/console/ratings/bad/"))
    assert Mending.objects.get().answered_by == officer("gy_supervisor")
    todo.refresh_from_db()
    assert todo.done_at is not None
    assert client.post(todo.link, {"path": "at_once", "answer": "再答"}).status_code == 409


def test_who_agreed_is_called_back_first_and_another_city_answers_nothing(by, service):
    rated(service, real_name="yes")
    link = Todo.objects.get(kind="bad_rating").link
    if Mending.objects.get().rating.real_name:
        refused = by("gy_supervisor").post(link, {"path": "explained", "answer": "解释过了"})
        assert refused.status_code == 422
        assert "请先回访" in text(refused)
    assert by("qd_supervisor").get(link).status_code == 403
    assert by("gy_clerk").get(link).status_code == 403


def test_a_rating_that_is_not_bad_is_nobodys_to_do(service):
    rated(service, grade="4", reasons=[])
    assert not Todo.objects.filter(kind="bad_rating").exists()
    assert clock.now() >= service.created_at
