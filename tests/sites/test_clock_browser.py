"""Pages of the clock in a real browser, with something on each: nothing serious for axe, no sideways scroll, in every
width and look."""

from datetime import timedelta

import pytest

from tests.sites import real_things
from tests.sites.desk import lives
from tests.sites.looking import become, faults
from yichuang.cases import services
from yichuang.cases.models import Case
from yichuang.core import clock

pytestmark = pytest.mark.browser
LICENCE = "990114501007"  # 劳务派遣经营许可: it may be stopped, made longer and looked at on the spot
UNFOLD = "document.querySelectorAll('details').forEach(fold => { fold.open = true })"


@pytest.fixture
def looked_at(browser, axe):
    """looked_at(account, address, …): nothing is wrong with these pages, every fold open. "" is nobody."""
    page = browser()

    def look(who: str, *addresses: str) -> None:
        if who:
            become(page, who)
        lines = []
        for address in addresses:
            assert page.goto(address).ok, address
            page.evaluate(UNFOLD)
            lines += faults(page, axe)
        assert "\n".join(lines) == ""

    return look


def licence() -> Case:
    """In review, for an employer."""
    return lives.reviewing(LICENCE, subject=lives.employer())


def stopped() -> Case:
    """By experts, for a week."""
    case = licence()
    services.begin_special(
        case_id=case.uuid,
        officer=lives.officer("gy_reviewer"),
        kind="expert_review",
        reason="验资报告要请专家看",
        planned_until=clock.today() + timedelta(days=7),
        now=clock.now(),
    )
    return case


def visited() -> Case:
    """Two officers were there, one has signed."""
    case = licence()
    services.check_on_site(
        case_id=case.uuid,
        officer=lives.officer("gy_reviewer"),
        second=lives.officer("gy_city_reviewer"),
        on_day=clock.today(),
        place_of="朝天镇的经营场所",
        findings="场所设施：相符",
        now=clock.now(),
    )
    return case


def test_an_objection_is_read_by_everybody_and_answered_at_the_desk(looked_at):
    notice_id = real_things.notice("")["notices"]
    services.object_to_notice(
        notice_id=notice_id, place=1, text="他去年就到外地去了", phone="", now=clock.now()
    )
    case = Case.objects.get(notice_rows__notice__uuid=notice_id)
    looked_at("", "/openness/notices/", f"/openness/notices/{notice_id}/")
    looked_at("zhangsan", f"/my/cases/{case.uuid}/")
    looked_at("gy_reviewer", f"/desk/cases/{case.uuid}/", "/desk/todos/")


def test_a_clock_that_stands(looked_at):
    case = stopped()
    looked_at("gy_reviewer", f"/desk/cases/{case.uuid}/")


def test_every_verb_that_a_licence_has(looked_at):
    case = visited()
    address = f"/desk/cases/{case.uuid}/"
    looked_at("gy_reviewer", address)
    looked_at("gy_city_reviewer", address, "/desk/todos/")


def test_what_new_holidays_moved_and_what_was_drawn(looked_at):
    run = real_things.recount("")["recounts"]
    looked_at("gy_org", "/console/admin/recounts/", f"/console/admin/recounts/{run}/")
    check = real_things.drawn_check()
    sample = f"/console/quality/{check.sample_id}/"
    looked_at("gy_supervisor", "/console/quality/", sample, f"/console/quality/{check.uuid}/")
