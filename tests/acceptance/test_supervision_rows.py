"""The acceptance sentences of the console, each driven through its pages."""

import re
from datetime import datetime
from io import BytesIO

import pytest
from openpyxl import load_workbook

from tests.paper_files import text_of
from tests.sites.desk import lives
from yichuang.catalog import queries as catalog
from yichuang.catalog.models import ItemVersion
from yichuang.core import clock
from yichuang.core.clock import SHANGHAI

pytestmark = pytest.mark.django_db
TARGET = "TGT-004"
CITY, COUNTY = "510800000000", "510812000000"
FRIDAY = datetime(2026, 11, 20, 17, 0, tzinfo=SHANGHAI)


@pytest.fixture(autouse=True)
def filled(world):
    """Packs and demo people."""


def sheet(response) -> list[tuple]:
    return list(load_workbook(BytesIO(response.getvalue())).active.iter_rows(values_only=True))


def test_sys_005_the_export_lists_no_empty_required_element_and_would_list_one():
    address = "/console/reports/completeness/"
    supervisor = lives.signed_in("gy_supervisor")
    rows = sheet(supervisor.get(address, {"format": "xlsx"}))
    assert rows[0][0] == "要素不全的指南"
    assert [row for row in rows[3:] if str(row[0]).isdigit()] == []
    assert "现行指南没有空着的必填要素" in lives.words(supervisor.get(address))
    version = ItemVersion.objects.get(pk=catalog.latest_version(lives.BENEFIT).pk)
    ItemVersion.objects.filter(pk=version.pk).update(
        definition=version.definition | {"conditions": ""}
    )
    assert lives.BENEFIT in lives.words(supervisor.get(address))


def test_sys_116_at_least_eighty_targets_show_their_status():
    supervisor, rows = lives.signed_in("gy_supervisor"), []
    for number in range(1, 6):
        page = supervisor.get("/console/targets/", {"page": number}).content.decode()
        rows += page.split("<tbody>")[1].split("</tbody>")[0].split("<tr>")[1:]
        if "下一页" not in page:
            break
    assert len(rows) >= 80
    words = "达到|接近|没达到|还没有数据|没到期|当时报的数"
    tag = re.compile(
        rf'(?s)class="tag [^>]*>(?:<[^>]+>|\s)*(?:.*?</svg>)?(?:<[^>]+>|\s)*(?:{words})'
    )
    assert [row for row in rows if not tag.search(row)] == []
    assert [row for row in rows if "<summary>" not in row or "<dt>怎么算</dt>" not in row] == []


def test_sys_116_a_number_that_moves_is_drawn_and_the_gap_told():
    supervisor = lives.signed_in("gy_supervisor")
    for day, value in (("2026-07-31", "91"), ("2026-08-31", "93.5"), ("2026-09-30", "96.5")):
        asked = {"value": value, "as_of": day, "evidence": "广人社台账第3号"}
        assert supervisor.post(f"/console/targets/{TARGET}/", asked).status_code == 302
    page = lives.words(supervisor.get(f"/console/targets/{TARGET}/"))
    trend = page.split("变化")[-1]
    assert trend.index("91") < trend.index("93.5") < trend.index("96.5")
    assert "差3.5%" in page
    assert "广人社台账第3号" in page


def test_sys_116_cases_are_followed_down_from_the_city_to_the_town():
    with clock.frozen(FRIDAY):
        lives.submitted(lives.BENEFIT, region="510812100205")
        supervisor, place = lives.signed_in("gy_supervisor"), ""
        for below in (COUNTY, "510812100000"):
            page = supervisor.get(
                "/console/cases/", {"place": place} if place else {}
            ).content.decode()
            assert f"?place={below}" in page
            place = below
        assert "朝天镇的办件" in lives.words(supervisor.get("/console/cases/", {"place": place}))


def test_sys_116_the_bulletin_of_a_month_is_made_and_printed():
    supervisor = lives.signed_in("gy_supervisor")
    made = supervisor.post(
        "/console/bulletins/", {"month": f"{clock.today():%Y-%m}", "at": CITY}, follow=True
    )
    assert "广元市人社服务月报" in lives.words(made)
    paper = supervisor.get(made.redirect_chain[-1][0] + "paper.pdf")
    assert paper["Content-Type"] == "application/pdf"
    assert "广元市人力资源和社会保障局人社服务月报" in text_of(paper.content)
