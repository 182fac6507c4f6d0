"""Every number in a table of the administration or of the audit opens to as many as it says, or says why it opens to
nothing."""

import html
import re
from datetime import timedelta

import pytest

from tests.sites.console.test_console_pages import text
from tests.sites.console.test_opened_numbers import COUNTED, FIGURE, Tables, counts, opened
from tests.sites.desk import lives
from tests.sites.test_admin_budgets import FEW, ROUTES, grow, names
from yichuang.accounts.models import Organisation, Qualification, ServiceArea
from yichuang.core import clock

# columns whose digits count nothing
PLAIN = {
    "内容摘要": "the first signs of a digest, which may all be digits",
    "示例答案（可不填）": "an answer of an example",
    "联系": "a number to call",
    "代码": "the code of a place",
    "步": "the place of a step in its order",
}
CITY, COUNTY, TOWN = "510800000000", "510812000000", "510812100000"
UNITS = "/console/admin/units/"
FIGURES = ["", "delegation/", f"delegation/?region={TOWN}"]
FIGURES += [f"consistency/?level={level}" for level in ("市", "县", "乡镇", "村")]


@pytest.fixture
def pages(world) -> list[tuple[str, str]]:
    """(account, address) of every page of the administration and of the audit, with something on each."""
    grow(range(FEW))
    things = names()
    addresses = [(who, f"/console/admin/{path.format(**things)}") for who, path in ROUTES.values()]
    for place in (CITY, TOWN):
        addresses.append(("gy_supervisor", f"{UNITS}?region={place}"))
    addresses.append(("gy_supervisor", UNITS))
    for level in ("市", "村"):
        addresses.append(("gy_supervisor", f"/console/admin/consistency/?level={level}"))
    case = lives.reviewing()
    lives.signed_in("gy_clerk").post("/desk/find/", {"q": lives.ZHANGSAN})
    clerk = lives.officer("gy_clerk")
    for path in (
        "",
        f"cases/{case.uuid}/",
        f"people/{lives.person().uuid}/",
        f"officers/{clerk.uuid}/",
    ):
        addresses.append(("gy_auditor", f"/console/audit/{path}"))
    return [each for each in addresses if not each[1].endswith(".xlsx")]


def test_every_number_opens_to_as_many_as_it_says_or_has_its_reason(pages):
    tried, closed, differing = 0, [], []
    clients = {username: lives.signed_in(username) for username, _ in pages}
    for username, address in pages:
        client = clients[username]
        answer = client.get(address)
        assert answer.status_code == 200, address
        for cell in counts(text(answer)):
            said = f"{address} {cell.head}: {cell.text}"
            if cell.head in PLAIN:
                continue
            if not cell.href:
                closed.append(said)
                continue
            tried += 1
            number = COUNTED.fullmatch(cell.text)[1]
            if opened(client, address, cell.href) != number:
                differing.append(f"{said} → {cell.href}")
    assert closed == []
    assert differing == []
    assert tried >= 60


def test_every_figure_opens_to_as_many_as_it_says(world):
    grow(range(FEW))
    client = lives.signed_in("gy_supervisor")
    closed, differing, empty = [], [], []
    for path in FIGURES:
        address = f"/console/admin/{path}"
        figures = FIGURE.findall(text(client.get(address)))
        assert len(figures) >= 4, address
        for figure in figures:
            words = re.sub(r"<[^>]+>|\s", "", figure)
            number = re.search(r"(\d+)(?:项|张|处|个)$", words)[1]
            link = re.search(r'<a href="([^"]+)"', figure)
            if number == "0":
                empty.append(words)
            elif not link:
                closed.append(f"{address} {words}")
            elif opened(client, address, html.unescape(link[1])) != number:
                differing.append(f"{address} {words} → {link[1]}")
    assert closed == []
    assert differing == []
    assert len(empty) <= 12


def test_the_parts_to_which_numbers_lead_hold_as_many_rows(world):
    client = lives.signed_in("gy_supervisor")
    hall = Organisation.objects.get(code=COUNTY)
    page = text(client.get(f"{UNITS}{hall.code}/"))
    listed = page.split('id="officers"')[1].split("<h2")[0]
    assert f"（{hall.officers.count()}人）" in listed
    assert listed.count('href="/console/admin/officers/') >= hall.officers.count()
    station = ServiceArea.objects.values_list("organisation__code", flat=True).first()
    page = text(client.get(f"{UNITS}{station}/"))
    served = page.split('id="villages"')[1].split("<h2")[0]
    number = int(re.match(r">服务(\d+)个村", served)[1])
    assert number == served.count("<li>") > 0


def test_the_number_of_a_division_is_the_sum_of_what_stands_there_and_below(world):
    client = lives.signed_in("gy_supervisor")
    address = f"{UNITS}?region={CITY}"
    cells = Tables(text(client.get(address))).cells
    below = [int(cell.text) for cell in cells if cell.head == "机构" and cell.text.isdigit()]
    here = Organisation.objects.filter(region_id=CITY, active=True).count()
    assert len(below) >= 3 and here > 0
    assert opened(client, "", address) == str(sum(below) + here)


def test_a_qualification_that_ended_is_not_among_the_items_of_today(world):
    officer = lives.officer("gy_clerk")
    today = clock.today()
    in_force = officer.qualifications.count()
    last_year = today - timedelta(days=365)
    ended = {"valid_from": last_year, "valid_to": last_year + timedelta(days=30)}
    Qualification.objects.create(officer=officer, item_code=lives.SKILL, certificate="旧", **ended)
    client = lives.signed_in("gy_supervisor")
    page = lives.words(client.get(f"/console/admin/officers/{officer.uuid}/"))
    assert f"有资格受理的{in_force}个事项另有1条今天不管用" in page
