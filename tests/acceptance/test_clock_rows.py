"""The acceptance sentences of the clock, each driven through the pages."""

from datetime import date, datetime, time, timedelta

import pytest
from django.test import Client

from tests.paper_files import text_of
from tests.sites.desk import lives
from yichuang.cases import tasks
from yichuang.cases.models import Case, Notice
from yichuang.cases.services.alarms import raise_alarms
from yichuang.core import clock, outbox
from yichuang.demo.publicising import examine
from yichuang.reference.queries import calendar

pytestmark = pytest.mark.django_db
FILE_ITEM, LICENCE, INJURY = "992014401001", "990114501006", "990714207001"
MONDAY = datetime(2026, 11, 23, 10, 2, tzinfo=clock.SHANGHAI)
TODOS = "/desk/todos/"


def day(month: int, number: int) -> datetime:
    """Ten in the morning of a day of 2026."""
    return datetime(2026, month, number, 10, tzinfo=clock.SHANGHAI)


@pytest.fixture(autouse=True)
def filled(world):
    """Packs and demo people."""


def test_sys_021_noon_is_no_time_of_the_office():
    """Handed in ten minutes before noon and done twelve minutes after it: no half hour, and no reason is asked."""
    day = calendar().next_working(clock.today() + timedelta(days=45))
    came = datetime.combine(day, time(11, 50), clock.SHANGHAI)
    done = datetime.combine(day, time(13, 12), clock.SHANGHAI)
    with clock.frozen(came):
        case = lives.submitted(lives.UNEMPLOYED, at=came)
    with clock.frozen(done):
        clerk = lives.signed_in("gy_clerk")
        lives.opened(case)
        registered = {"result": "已登记失业", "looked": "good", "once_more": lives.ONCE_MORE}
        clerk.post(f"/desk/cases/{case.uuid}/instant/", registered)
    case = lives.again(case)
    assert (case.state, case.minutes, case.slow_reason) == ("closed", 22, "")
    assert "over_30_minutes" not in case.flags


def test_sys_020_nothing_is_granted_before_its_list_has_stood_its_days():
    """公示: put up from the page of the case; no grant while it stands, one the morning after its last day."""
    case = lives.reviewing(lives.RULED)
    examine(case, lives.officer("gy_reviewer"), clock.now())
    page = f"/desk/cases/{case.uuid}/"
    words = {"title": "交通补贴公示", "conditions": "脱贫人口跨省务工", "days": "5"}
    reviewer = lives.signed_in("gy_reviewer")
    reviewer.post(f"{page}publicise/", words | {"publicised_amount": "99999"})
    refused = reviewer.post(f"{page}decide/", lives.deciding(case))
    assert refused.status_code in (409, 422)
    assert "这件正在公示" in lives.words(refused)
    notice = Notice.objects.get()
    with clock.frozen(morning_after(notice.until_on)):
        tasks.end_notices(0)
        lives.signed_in("gy_reviewer").post(f"{page}decide/", lives.deciding(lives.again(case)))
    assert lives.again(case).outcome == "approved"


def at(case: Case, verb: str = "") -> str:
    return f"/desk/cases/{case.uuid}/{verb}"


def pressed(client: Client, case: Case, verb: str, **typed: str) -> str:
    """The page of the case after a button of it."""
    return lives.words(client.post(at(case, f"{verb}/"), typed, follow=True))


def morning_after(last: date) -> datetime:
    """Half past nine of the day after."""
    return datetime.combine(last + timedelta(days=1), time(9, 30), clock.SHANGHAI)


def due_on(case: Case) -> date:
    return clock.local(lives.again(case).due_at).date()


def printed(case: Case, kind: str) -> str:
    """A paper of the case as the desk prints it."""
    paper = lives.signed_in("gy_clerk").get(at(case, f"papers/{kind}.pdf"))
    assert paper.status_code == 200, kind
    return text_of(paper.content)


def seen_by_unit(case: Case) -> str:
    """What the unit reads of its case."""
    return lives.words(lives.signed_in("shilijia").get(f"/my/cases/{case.uuid}/"))


def to_do(username: str) -> str:
    """What an officer has to do, without what was told to them."""
    return lives.words(lives.signed_in(username).get(TODOS)).split("消息")[0]


@pytest.fixture
def licensing():
    """A unit has applied for a licence on Monday, 23 November; it was accepted and is reviewed at once."""
    with clock.frozen(MONDAY):
        return lives.reviewing(LICENCE, subject=lives.employer())


def delivered() -> None:
    while outbox.deliver():
        continue


@pytest.fixture
def too_late():
    """(a case, what the clerk read who asked for a better copy the morning after the last day for accepting it)"""
    case = lives.submitted(FILE_ITEM)
    paper = case.materials.first().code
    asking = {"ask": [f"material:{paper}"], f"why-material:{paper}": "看不清，请换一份"}
    with clock.frozen(morning_after(case.accept_by)):
        clerk = lives.signed_in("gy_clerk")
        told = lives.words(clerk.post(at(case, "correct/"), asking, follow=True))
    return case, told


def test_sys_019_a_notice_after_the_last_day_for_acceptance_is_a_breach_and_pauses_nothing(
    too_late,
):
    before, told = too_late
    case = lives.again(before)
    notice = case.corrections.get()
    assert "按规定记为告知晚了，时限照走" in told
    assert "过了受理的最后一天才告知" in told
    assert (notice.breach, notice.stops_clock, case.paused_since) == (True, False, None)
    assert (case.due_at, case.accept_by) == (before.due_at, before.accept_by)
    assert "late_notice" in case.flags


def test_sys_019_nobody_waits_for_what_was_asked_for_too_late(too_late):
    """The clerk takes the notice back and accepts what is there; the date stays, and the applicant reads of it."""
    before, told = too_late
    assert "收回告知，接着办" in told
    with clock.frozen(morning_after(before.accept_by)):
        resident = lives.signed_in("zhangsan")
        own = f"/my/cases/{before.uuid}/"
        page = lives.words(resident.get(own))
        assert "没有补也不退您的件。去补" in page
        assert "不用您再交什么" not in page
        clerk = lives.signed_in("gy_clerk")
        assert "告知已收回，申请人不用再补" in pressed(clerk, before, "drop-notice")
        assert "不用补了，接着办" in lives.words(resident.get(own))
        lives.opened(before)
        assert "已受理" in pressed(clerk, before, "accept", looked="good")
    case = lives.again(before)
    assert (case.state, case.due_at) == ("accepted", before.due_at)
    assert case.flags == ["heard_late", "late_notice"]


def test_sys_020_a_test_stops_the_clock_from_the_day_after_its_paper(licensing):
    """特别程序: 26, 27 and 30 November are three working days, and so much later is the promise."""
    assert due_on(licensing) == date(2026, 12, 7)
    with clock.frozen(day(11, 25)):
        reviewer = lives.signed_in("gy_reviewer")
        assert "开始检验" in lives.words(reviewer.get(at(licensing)))
        plan = {"_kind": "test", "test_reason": "设备要送检", "test_planned_until": "2026-12-02"}
        begun = pressed(reviewer, licensing, "begin-special", **plan)
        assert "从明天起停着，到12月2日" in begun
        assert "时限停着：检验" in begun
        paper = printed(licensing, "special")
        assert "检验" in paper
        assert "行政许可法第45条" in paper
        assert "2026年12月2日" in paper
    with clock.frozen(day(11, 26)):
        assert "停着，检验" in seen_by_unit(licensing)
    with clock.frozen(day(11, 30)):
        reviewer = lives.signed_in("gy_reviewer")
        ended = pressed(reviewer, licensing, "end-special", ending_result="合格")
        assert "时限接着走，12月10日（周四）前办好" in ended
        assert due_on(licensing) == date(2026, 12, 10)
        assert "12月10日" in seen_by_unit(licensing)


def test_sys_020_the_head_makes_the_term_of_the_law_longer_once(licensing):
    """延长: the same count from the same start, granted by another person than who asked, with its paper."""
    law = lives.again(licensing).statutory_due
    with clock.frozen(day(12, 1)):
        wanted = {"extending_reason": "场所有三处，要逐处核实", "extending_until": "2026-12-14"}
        reviewer = lives.signed_in("gy_reviewer")
        assert "批准以前时限照走" in pressed(reviewer, licensing, "ask-extension", **wanted)
        assert due_on(licensing) == date(2026, 12, 7)
        assert "批不批准延期" in to_do("gy_head")
        head = lives.signed_in("gy_head")
        assert "已批准延期，12月14日" in pressed(head, licensing, "grant-extension")
        assert "批不批准延期" not in to_do("gy_head")
        again = pressed(reviewer, licensing, "ask-extension", **wanted)
        assert "依法只能延长一次" in again
        assert "行政机关负责人" in printed(licensing, "extension")
        assert "12月14日" in seen_by_unit(licensing)
    assert due_on(licensing) == date(2026, 12, 14)
    assert law == date(2026, 12, 21) < lives.again(licensing).statutory_due


def test_sys_020_a_suspension_waits_for_a_cause_of_the_law_and_the_clock_runs_on_after_it():
    """中止: an injury waits for what the police find. 26, 27 and 30 November, 1 and 2 December are five working days:
    due on 21 December, the twentieth from the receipt on, it is due on the 28th."""
    with clock.frozen(MONDAY):
        case = lives.reviewing(INJURY, subject=lives.employer())
    assert due_on(case) == date(2026, 12, 21)
    wait = {
        "_suspension_cause": "conclusion",
        "suspension_reason": "责任认定书还没有出",
        "suspension_expected_until": "2026-12-25",
    }
    with clock.frozen(day(11, 25)):
        reviewer = lives.signed_in("gy_reviewer")
        visible = pressed(reviewer, case, "suspend", **wait)
        assert "受理的时候就看得出来的，不能中止" in visible
        assert lives.again(case).paused_since is None
        wait["_suspension_not_visible"] = "yes"
        assert "已中止，从明天起停着" in pressed(reviewer, case, "suspend", **wait)
        assert "工伤保险条例第20条" in printed(case, "suspension")
    with clock.frozen(day(12, 2)):
        assert "等司法机关或者有关行政主管部门的结论" in seen_by_unit(case)
        reviewer = lives.signed_in("gy_reviewer")
        resumed = pressed(reviewer, case, "resume", going_on_why="认定书到了")
        assert "时限接着走，12月28日（周一）前办好" in resumed
        assert due_on(case) == date(2026, 12, 28)
        assert "12月28日" in seen_by_unit(case)


def test_sys_020_a_colour_is_given_to_do_to_whoever_has_the_case():
    with clock.frozen(MONDAY):
        case = lives.reviewing()
    evening = datetime.combine(case.red_on, time(9, 30), clock.SHANGHAI)
    with clock.frozen(evening):
        raise_alarms(now=evening)
        delivered()
        listed = to_do("gy_reviewer")
    assert "红牌：" in listed
    assert "马上办" in listed


def test_sys_020_what_nobody_answered_is_accepted_the_morning_after():
    """视为受理: a licence that nobody looked at in five working days; the clock runs from the receipt."""
    with clock.frozen(MONDAY):
        case = lives.submitted(LICENCE, subject=lives.employer())
    assert case.accept_by == date(2026, 11, 30)
    with clock.frozen(day(12, 1)):
        tasks.deem_accepted(0)
        assert "视为受理" in printed(case, "deemed")
        assert "视为受理" in seen_by_unit(case)
        assert "没有按时答复，已经视为受理" in to_do("gy_head")
    assert lives.again(case).accepted_at == case.clock_from
