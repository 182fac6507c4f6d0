"""Cases counted of one business line: every number, the drawing, its links and Excel speak of that line alone."""

import html
import re
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.sites.console.test_console_pages import sheet, text
from tests.sites.console.test_opened_numbers import rated

EMPTY, BUSY = "社会保障卡", "就业创业"
COUNTY = "510812000000"
BY = ("place", "line", "item", "day")


@pytest.fixture
def one_registration(lately):
    """One case, of the line of jobs."""
    return lately("周八", "失业登记", 1, 0, "00:00", "")


@pytest.mark.parametrize("by_what", BY)
def test_a_line_without_a_case_has_no_number(by, one_registration, by_what):
    assert one_registration.line == BUSY
    client, address = by("gy_supervisor"), f"/console/cases/?by={by_what}&line={EMPTY}"
    page = text(client.get(address))
    below = page[page.index("<tfoot>") : page.index("</tfoot>")]
    assert "/console/cases/list/" not in below
    (_, received, *_) = sheet(client.get(f"{address}&format=xlsx"))[-1]
    assert received == 0
    assert f"<option selected>{EMPTY}" in page


def test_the_links_of_the_drawing_stay_in_the_line(by, one_registration):
    page = html.unescape(text(by("gy_supervisor").get(f"/console/cases/?by=item&line={BUSY}")))
    links = re.findall(r'href="(/console/cases/list/\?[^"]*by=channel[^"]*)"', page)
    assert links
    lines = {parse_qs(urlsplit(link).query)["line"][0] for link in links}
    assert lines == {BUSY}


FILTERED = [
    *(f"/console/cases/?by={way}&days=7&line={BUSY}&place={COUNTY}" for way in BY),
    *(
        f"/console/ratings/?by={way}&days=7&place={COUNTY}"
        for way in ("item", "organisation", "line", "day")
    ),
    f"/console/urgings/?standing=late&place={COUNTY}",
    f"/console/online/?place={COUNTY}",
]
LISTS = re.compile(r'href="((?:/console/(?:cases|ratings)/(?:list|bad)/|/console/cases/)?\?[^"]*)"')
OWN = {"by", "key", "what", "page", "format", "standing", "grade", "reason"}  # of the number itself


@pytest.mark.parametrize("address", FILTERED)
def test_what_a_page_was_narrowed_to_holds_behind_each_of_its_numbers(
    by, one_registration, service, address
):
    """Every page of figures, each with all its filters set: no list, drawing or sheet loosens one of them."""
    rated(service)
    narrowed = {key: one for key, (one,) in parse_qs(urlsplit(address).query).items()}
    page = html.unescape(text(by("gy_supervisor").get(address)))
    main = page[page.index("<main") :]
    links = set()
    for link in LISTS.findall(main):
        if is_of_numbers(link):
            links.add(link)
    assert links or "urgings" in address
    for link in links:
        query = {key: one for key, (one,) in parse_qs(urlsplit(link).query).items()}
        for name, chosen in narrowed.items():
            if name in OWN:
                continue
            if name == "place":
                assert query["place"].startswith("510812"), link
            else:
                assert query.get(name) == chosen, link


def is_of_numbers(link: str) -> bool:
    """Whether it leads to what a number counts, and is no way to choose another filter."""
    return "/list/" in link or "/bad/" in link
