"""The pages of what concerns somebody beside its applicant, in a real browser: nothing serious for axe, nothing off the
side, plain, in large type and dark."""

import pytest

from tests.sites.desk import lives
from tests.sites.looking import faults, findings_of
from yichuang.cases import services
from yichuang.cases.services import Concerned
from yichuang.cases.services.corrections import Asked
from yichuang.core import clock

pytestmark = pytest.mark.browser
QINGDAO, STAFF_ITEM = "370202000000", "992014201003"


def pages():
    """(account, address) of each page, with somebody whom it concerns."""
    lisi, clerk = lives.person(lives.LISI), lives.officer("gy_clerk")
    taken = lives.submitted(
        region=QINGDAO, filed_in=lives.CHAOTIAN, channel=1, received_at_org=clerk.organisation
    )
    about = lives.submitted(lives.CARD, parties=(Concerned("about", lisi),))
    acting = lives.submitted(lives.BENEFIT, parties=(Concerned("agent", lisi),))
    waiting = lives.submitted(lives.UNEMPLOYED, parties=(Concerned("agent", lisi),))
    services.ask_correction(
        case_id=waiting.uuid,
        officer=clerk,
        items=[Asked("field", "person_phone", "号码停机了")],
        now=clock.now(),
    )
    roster = lives.submitted(STAFF_ITEM, subject=lives.employer())
    services.ask_correction(
        case_id=roster.uuid,
        officer=clerk,
        items=[Asked("field", "employees", "名单不全")],
        now=clock.now(),
    )
    return [
        ("gy_clerk", "/desk/taken/"),
        ("gy_clerk", f"/desk/taken/{taken.uuid}/"),
        ("gy_clerk", f"/desk/cases/{acting.uuid}/"),
        ("gy_clerk", f"/desk/cases/{roster.uuid}/supply/"),
        ("lisi", "/my/"),
        ("lisi", f"/my/concerned/{about.uuid}/"),
        ("lisi", f"/my/concerned/{waiting.uuid}/"),
        ("zhangsan", f"/my/cases/{acting.uuid}/"),
        ("shilijia", f"/my/cases/{roster.uuid}/correct/"),
    ]


def test_no_page_has_a_serious_finding_or_runs_off_the_side(browser, axe):
    page, lines = browser(), []
    for account, address in pages():
        lines += findings_of(page, axe, [(account, address)])
        if address.endswith(("/correct/", "/supply/")):
            page.get_by_role("button", name="从Excel导入").first.click()
            page.get_by_role("heading", name="从Excel导入").wait_for()
            lines += faults(page, axe)
    assert "\n".join(lines) == ""
