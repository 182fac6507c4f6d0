"""What makes a clock stand, and what lets it run again, as posts: the one service each means, the sentence afterwards.

A post takes the case, the officer and what was sent, and returns what is told.
"""

from typing import Any

from django.http import QueryDict

from yichuang.accounts.models import Officer
from yichuang.cases import services
from yichuang.cases.models import Case
from yichuang.core import clock
from yichuang.core.clock import local
from yichuang.sites.desk.review.clock.forms.steps import ENDING, GOING_ON, REFUSAL
from yichuang.sites.desk.review.clock.forms.stops import KIND, SUSPENSION, chairs
from yichuang.sites.desk.review.clock.posts.sent import Sent
from yichuang.sites.ui.wording import cnday

STANDS = "从明天起停着，到{day}；告知书可以打印"
DEFERRED = "暂缓受理，到{day}；告知书可以打印"
RUNS_ON = "时限接着走，{day}前办好"


def begin_special(case: Case, officer: Officer, post: QueryDict) -> str:
    """Begin a stop of the decision's clock.

    post: _kind (which of the rule's), and of it the reason, the planned
    end, and of a hearing its day, hour and place, and who presides.
    """
    kind = post.get(KIND, "")
    with Sent(post, kind, "reason") as sent:
        until = sent.day("planned_until", "停到哪天")
        held_on = sent.day("held_on", "哪天举行")
        services.begin_special(
            case_id=case.uuid,
            officer=officer,
            kind=kind,
            reason=sent.text("reason"),
            planned_until=until,
            now=clock.now(),
            chair=_chair(case, sent),
            held_on=held_on,
            held_at=sent.text("held_at"),
        )
    return STANDS.format(day=cnday(until))


def end_special(case: Case, officer: Officer, post: QueryDict) -> str:
    """It is over, with its result.

    post: ending_result.
    """
    with Sent(post, ENDING, "result") as sent:
        result = sent.text("result")
        after = services.end_special(
            case_id=case.uuid, officer=officer, result=result, now=clock.now()
        )
    return _runs_on(after)


def defer_acceptance(case: Case, officer: Officer, post: QueryDict) -> str:
    """Acceptance waits, as the applicant agreed.

    post: _kind, and of it the reason, the planned end, and the tick that
    the applicant agreed.
    """
    kind = post.get(KIND, "")
    with Sent(post, kind, "reason") as sent:
        until = sent.day("planned_until", "停到哪天")
        agreed = sent.choice("is_agreed")
        services.defer_acceptance(
            case_id=case.uuid,
            officer=officer,
            kind=kind,
            reason=sent.text("reason"),
            planned_until=until,
            is_agreed=bool(agreed),
            now=clock.now(),
        )
    return DEFERRED.format(day=cnday(until))


def resume_acceptance(case: Case, officer: Officer, post: QueryDict) -> str:
    """Acceptance waits no more.

    post: going_on_why.
    """
    with Sent(post, GOING_ON, "why") as sent:
        why = sent.text("why")
        services.resume_acceptance(case_id=case.uuid, officer=officer, why=why, now=clock.now())
    return "不再暂缓，受理的期限接着走"


def suspend(case: Case, officer: Officer, post: QueryDict) -> str:
    """Suspend for a cause of the rule.

    post: as `_wait` reads it.
    """
    with Sent(post, SUSPENSION, "reason") as sent:
        wait = _wait(sent)
        services.suspend(case_id=case.uuid, officer=officer, now=clock.now(), **wait)
    return "已中止，从明天起停着；告知书可以打印"


def ask_suspension(case: Case, officer: Officer, post: QueryDict) -> str:
    """Ask the head to suspend it.

    post: as `_wait` reads it.
    """
    with Sent(post, SUSPENSION, "reason") as sent:
        wait = _wait(sent)
        services.ask_suspension(case_id=case.uuid, officer=officer, now=clock.now(), **wait)
    return "已提请中止，交给负责人批；批准以前时限照走"


def grant_suspension(case: Case, officer: Officer, post: QueryDict) -> str:
    """The head lets it stand."""
    with Sent(post, REFUSAL, "reason"):
        services.grant_suspension(case_id=case.uuid, officer=officer, now=clock.now())
    return "已批准中止，从明天起停着；告知书可以打印"


def refuse_suspension(case: Case, officer: Officer, post: QueryDict) -> str:
    """The head does not.

    post: refusal_reason.
    """
    with Sent(post, REFUSAL, "reason") as sent:
        reason = sent.text("reason")
        services.refuse_suspension(
            case_id=case.uuid, officer=officer, reason=reason, now=clock.now()
        )
    return "没有批准中止，已告诉提请的人"


def resume(case: Case, officer: Officer, post: QueryDict) -> str:
    """What was waited for has come.

    post: going_on_why.
    """
    with Sent(post, GOING_ON, "why") as sent:
        why = sent.text("why")
        after = services.resume(case_id=case.uuid, officer=officer, why=why, now=clock.now())
    return _runs_on(after)


def _wait(sent: Sent) -> dict[str, Any]:
    """For what the case waits.

    The cause, what it is, until when that may last, and the tick that it
    was not to be seen before.
    """
    expected = sent.day("expected_until", "估计等到哪天")
    unseen = sent.choice("not_visible")
    return {
        "cause": sent.choice("cause"),
        "reason": sent.text("reason"),
        "expected_until": expected,
        "not_visible": bool(unseen),
    }


def _chair(case: Case, sent: Sent) -> Officer | None:
    """Who presides.

    One of those whom the page names, None for nobody.
    """
    key = sent.choice("chair")
    if not key:
        return None
    for officer in chairs(case, clock.now()):
        if str(officer.uuid) == key:
            return officer
    return None


def _runs_on(case: Case) -> str:
    """Until when it is promised now."""
    last = local(case.due_at).date()
    return RUNS_ON.format(day=cnday(last))
