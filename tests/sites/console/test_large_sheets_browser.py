"""Whoever waits on the page of a large table sees it done without doing anything."""

import pytest

from tests.sites.desk import lives
from tests.sites.looking import become, findings
from yichuang.core import clock
from yichuang.supervision import services
from yichuang.supervision.models import Sheet

pytestmark = pytest.mark.browser


@pytest.fixture
def asked(site):
    """A table that is being made."""
    made = Sheet.objects.create(
        officer=lives.officer("gy_supervisor"),
        kind="report",
        asked={"key": "overdue", "place": "510800000000"},
        title="逾期没办完的件",
        page="/console/reports/overdue/",
        asked_at=clock.now(),
    )
    yield made
    Sheet.objects.filter(pk=made.pk).delete()


def test_the_page_reads_well_and_has_the_file_by_itself_when_it_is_done(browser, axe, asked):
    page = browser()
    become(page, "gy_supervisor")
    assert findings(page, axe, f"/console/sheets/{asked.uuid}/") == []
    assert page.get_by_text("正在写").is_visible()
    services.make_sheet(uuid=str(asked.uuid), now=clock.now())
    page.get_by_role("link", name="下载 Excel").wait_for()
    assert page.get_by_text("正在写").count() == 0
