"""Numbers of a report stand below their heading; the targets of one plan are told apart by their year."""

from datetime import date
from html.parser import HTMLParser

import pytest

from tests.sites.desk import lives
from yichuang.core import clock
from yichuang.reference import queries as reference
from yichuang.supervision.models import Target
from yichuang.supervision.queries import bulletins, targets

pytestmark = pytest.mark.django_db


class Alignment(HTMLParser):
    """Of every table of reports: which headings, and which cells of each row, are set as numbers."""

    def __init__(self, page: str):
        super().__init__()
        self.tables: list[list[list[bool]]] = []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        if tag == "table":
            self.tables.append([])
        elif tag == "tr" and self.tables:
            self.tables[-1].append([])
        elif tag in ("th", "td") and self.tables:
            self.tables[-1][-1].append(dict(attrs).get("class") == "num")


@pytest.mark.parametrize(
    "path", ["/console/catalogue/", "/console/online/", "/console/reports/delegation/"]
)
def test_a_number_stands_below_its_heading(world, path):
    page = lives.signed_in("gy_supervisor").get(path).content.decode()
    tables = [table for table in Alignment(page).tables if any(map(any, table))]
    assert tables
    for heads, *rows in tables:
        for row in rows:
            assert row == heads


def test_targets_of_one_plan_are_told_apart_by_their_year(world):
    officer = lives.officer("gy_supervisor")
    region = reference.region("510800000000")
    figures = bulletins.figures_of(officer, region, clock.today().replace(day=1), clock.now())
    names = [line[0] for line in figures["targets"]["rows"]]
    assert len([name for name in names if name.startswith("服务平台标准化率（")]) > 1
    assert len(names) == len(set(names))


@pytest.mark.parametrize(
    ("day", "period", "name"),
    [
        (date(2017, 12, 31), "", "好评率（2017年）"),
        (None, "2016—2018年", "好评率（2016—2018年）"),
        (None, "", "好评率"),
    ],
)
def test_the_name_of_a_target(day, period, name):
    target = Target(indicator="好评率", date=day, period=period)
    row = targets.Row(target, None, None, "", False, False, ())
    assert row.name == name
