"""Cases counted of one business line: every number, the drawing, its links and Excel speak of that line alone."""

import html
import re
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.sites.console.test_console_pages import sheet, text

EMPTY, BUSY = "社会保障卡", "就业创业"
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
