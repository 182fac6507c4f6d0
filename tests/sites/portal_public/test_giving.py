"""Every benefit says on its guide what it gives and for how long; PDFs are read inside a page."""

import re
from datetime import datetime
from pathlib import Path

import pytest

from tests.paper_files import text_of
from yichuang.catalog import queries as catalog
from yichuang.catalog import tables
from yichuang.core import clock
from yichuang.sites import markup

pytestmark = pytest.mark.django_db
TEMPLATES = Path(markup.__file__).parent.parent / "templates"
MONEY, REFUND = "990514206001", "990514206009"
LONG_AFTER = datetime(2061, 3, 1, 9)


def text(response) -> str:
    return response.content.decode()


def test_every_benefit_says_how_much_how_long_and_on_what_ground(client, world):
    codes = [row.code for row in catalog.items() if row.type == "行政给付"]
    assert len(codes) >= 40
    for code in codes:
        page = text(client.get(f"/items/{code}/"))
        told = tables.benefits()[code]
        assert "能领多少、领多久" in page, code
        assert all(told[key] for key in ("amount", "long", "basis")), code
    assert set(tables.benefits()) <= {row.code for row in catalog.items()}


def test_months_of_unemployment_benefit_are_those_of_the_law(client, world):
    page = text(client.get(f"/items/{MONEY}/"))
    assert "最长12个月" in page and "最长18个月" in page and "最长24个月" in page


def test_a_round_of_policy_that_ended_says_so():
    from yichuang.sites.portal.guide import giving

    assert giving.benefit_of(REFUND, LONG_AFTER.date())["over"]
    assert giving.benefit_of(MONEY, LONG_AFTER.date())["over"] == ""


def test_an_item_that_gives_no_money_says_nothing_of_it(client, world):
    assert "能领多少、领多久" not in text(client.get("/items/992014101002/"))


@pytest.mark.parametrize("kind", ["print", "sample", "form"])
def test_a_sheet_is_read_inside_a_page_and_only_ours_may_frame_it(client, world, kind):
    page = text(client.get(f"/items/{MONEY}/sheet/{kind}/"))
    source = re.search(r'<iframe[^>]* src="([^"]+)"', page)[1]
    assert f'href="/items/{MONEY}/"' in page and f'href="{source}"' in page
    pdf = client.get(source)
    assert "失业保险金" in text_of(pdf.content)
    assert pdf["X-Frame-Options"] == "SAMEORIGIN"
    assert "frame-ancestors 'self'" in pdf["Content-Security-Policy"]
    assert client.get(f"/items/{MONEY}/sheet/other/").status_code == 404


def test_no_page_of_the_portal_leads_to_a_bare_pdf():
    for path in (TEMPLATES / "portal").rglob("*.html"):
        assert not re.search(r'href="[^"]*\.pdf', path.read_text(encoding="utf-8")), path.name


def test_a_guide_in_another_time_is_still_told(client, world):
    with clock.frozen(LONG_AFTER):
        page = client.get(f"/items/{REFUND}/")
        assert page.status_code == 200
        assert "这一轮政策到期了" in text(page)


def test_a_guide_calls_what_is_given_as_the_paper_is_headed(client, world):
    """One name for one thing: 失业保险金核定决定书, not 核定表 on the guide and 决定书 in the hand."""
    for row in catalog.items():
        given = catalog.result_of(catalog.guide(row.code))
        page = text(client.get(f"/items/{row.code}/"))
        told = re.search(r"办好后(.*?)给您：(.*?)。</p>", page)
        assert told[2] == given.title, row.code
        assert ("钱付到账户" in told[1]) == given.paid, row.code
