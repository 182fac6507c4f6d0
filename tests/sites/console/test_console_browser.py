"""Every page of the console in a real browser: plain, in large type, dark, at a desk and on a phone."""

import pytest

from tests.journeys.lived import new_life
from tests.sites.desk import lives
from tests.sites.looking import become, findings_of
from yichuang.accounts.models import Officer
from yichuang.core import clock

pytestmark = pytest.mark.browser
ITEM, COUNTY, CITY = "990514102006", "510812000000", "510800000000"
NUMBERS = [
    "",
    "targets/?at=青岛市",  # a dozen of some 130 rows, of every state
    "targets/TGT-001/",
    "cases/",
    f"cases/?place={COUNTY}&by=line",
    "cases/?by=day&days=7",
]
NUMBERS += ["urgings/", "quality/", "ratings/", "online/", "catalogue/", "bulletins/"]
NUMBERS += [
    "cases/list/?what=overdue",
    "ratings/list/?grade=asked",
    "ratings/bad/",
    "catalogue/items/?what=onsite",
]  # what numbers open to
NUMBERS += [
    "reports/",
    "reports/overdue/",
    "reports/completeness/",
    "reports/visits/",
]  # each has its rows
ADMIN = {
    "gy_catalogue": [
        "", "items/", f"items/{ITEM}/", "changes/", "places/", f"places/{ITEM}/{COUNTY}/", "delegation/",
        f"delegation/{ITEM}/{COUNTY}/",
    ],
    "tm_catalogue": [f"items/{ITEM}/change/revised/"],
    "yy_catalogue": [f"places/{ITEM}/{COUNTY}/"],
    "gy_channel": ["channels/", "outlets/"],
    "tm_channel": [f"channels/{ITEM}/kiosk/"],
    "gy_org": [
        "units/", "units/510812000000/", "units/510812000000/rename/",
        "units/510812000000/qualifications/", "units/510812100200-S1/area/", "naming/",
        "regions/", "misfiled/", "recounts/",
    ],
    "gy_supervisor": ["speedup/", "common/", "consistency/?level=县"],
}  # fmt: skip


@pytest.fixture
def pages(site):
    """[(officer, address)] of every page, with a late case, a bulletin and an officer to be seen on them."""
    life = new_life(
        "转移接续", at=("gy", "朝天"), channel=2, ago=40, hour="15:20", steps="accept@1.0930"
    )
    made = bulletin()
    clerk = Officer.objects.get(user__username="gy_issuer").uuid
    rows = [("gy_supervisor", f"/console/{part}") for part in NUMBERS] + [
        ("gy_supervisor", made),
        ("gy_supervisor", f"{made}list/"),
    ]
    rows += [(who, f"/console/admin/{part}") for who, parts in ADMIN.items() for part in parts]
    rows += [
        ("gy_org", f"/console/admin/officers/{clerk}/{part}") for part in ("", "grant/", "qualify/")
    ]
    parts = ("", f"cases/{life.uuid}/", f"officers/{clerk}/")
    return rows + [("gy_auditor", f"/console/audit/{part}") for part in parts]


def bulletin():
    """The address of a bulletin of this month, made as its page makes it."""
    asked = {"month": f"{clock.today():%Y-%m}", "at": CITY}
    return lives.signed_in("gy_supervisor").post("/console/bulletins/", asked)["Location"]


def test_every_page_reads_well_and_fits_at_a_desk_and_on_a_phone(browser, axe, pages):
    assert "\n".join(findings_of(browser(), axe, pages)) == ""


SCREEN, MOST_SCREENS = 800, 14
HEIGHT = "document.documentElement.scrollHeight"


def test_no_page_is_longer_on_a_phone_than_a_person_turns(browser, pages):
    """A list is turned page by page; the longest page is a bulletin, which is a document."""
    page = browser()
    page.set_viewport_size({"width": 375, "height": SCREEN})
    signed_in, too_long = "", {}
    for username, address in [*pages, ("gy_supervisor", "/console/targets/")]:
        if username != signed_in:
            become(page, username)
            signed_in = username
        assert page.goto(address).ok, address
        screens = page.evaluate(HEIGHT) / SCREEN
        if screens > MOST_SCREENS:
            too_long[address] = round(screens)
    assert too_long == {}
