"""What changes a term, as posts: longer, counted anew, a shorter one taken back.

A post takes the case, the officer and what was sent, and returns what is told.
"""

from django.http import QueryDict

from yichuang.accounts.models import Officer
from yichuang.cases import services
from yichuang.cases.models import Case
from yichuang.core import clock
from yichuang.core.clock import local
from yichuang.sites.desk.review.clock.forms.longer import (
    AGREEING,
    AGREEMENT,
    CLEAR,
    EXTENDING,
    RESTARTING,
)
from yichuang.sites.desk.review.clock.forms.steps import REFUSAL
from yichuang.sites.desk.review.clock.posts import uploads
from yichuang.sites.desk.review.clock.posts.sent import Sent
from yichuang.sites.ui.wording import cnday

GRANTED = "已批准延期，{day}前办好；告知书可以打印"
ANEW = "已重新起算，{day}前办好；告知书可以打印"
TAKEN_BACK = "已收回，{day}前办好；告知书可以打印"


def ask_extension(case: Case, officer: Officer, post: QueryDict) -> str:
    """Ask the head for a longer term.

    post: extending_reason, extending_until.
    """
    with Sent(post, EXTENDING, "reason") as sent:
        until = sent.day("until", "延到哪天")
        services.ask_extension(
            case_id=case.uuid,
            officer=officer,
            reason=sent.text("reason"),
            until=until,
            now=clock.now(),
        )
    return "已提请延期，交给负责人批；批准以前时限照走"


def grant_extension(case: Case, officer: Officer, post: QueryDict) -> str:
    """The head grants it."""
    with Sent(post, REFUSAL, "reason"):
        after = services.grant_extension(case_id=case.uuid, officer=officer, now=clock.now())
    return _until(after, GRANTED)


def refuse_extension(case: Case, officer: Officer, post: QueryDict) -> str:
    """The head does not.

    post: refusal_reason.
    """
    with Sent(post, REFUSAL, "reason") as sent:
        reason = sent.text("reason")
        services.refuse_extension(
            case_id=case.uuid, officer=officer, reason=reason, now=clock.now()
        )
    return "没有批准延期，已告诉提请的人"


def agree_longer(case: Case, officer: Officer, post: QueryDict) -> str:
    """Both parties agreed to a later day.

    post: agreement_until, and the upload of what they signed.
    """
    with Sent(post, AGREEMENT, "until") as sent:
        until = sent.day("until", "双方同意延到哪天")
        consent = ""
        for file in uploads.named_in(post, AGREEING):
            consent = file
        services.agree_longer(
            case_id=case.uuid, officer=officer, until=until, consent=consent, now=clock.now()
        )
    return "已延长，告知书可以打印"


def restart_term(case: Case, officer: Officer, post: QueryDict) -> str:
    """Count anew from the day of an event.

    post: _restarting_event, restarting_on_day, restarting_reason.
    """
    with Sent(post, RESTARTING, "reason") as sent:
        on_day = sent.day("on_day", "哪一天")
        after = services.restart_term(
            case_id=case.uuid,
            officer=officer,
            event=sent.choice("event"),
            on_day=on_day,
            reason=sent.text("reason"),
            now=clock.now(),
        )
    return _until(after, ANEW)


def take_back_clear(case: Case, officer: Officer, post: QueryDict) -> str:
    """The shorter term no longer holds.

    post: clear_reason.
    """
    with Sent(post, CLEAR, "reason") as sent:
        reason = sent.text("reason")
        after = services.take_back_clear(
            case_id=case.uuid, officer=officer, reason=reason, now=clock.now()
        )
    return _until(after, TAKEN_BACK)


def _until(case: Case, words: str) -> str:
    """What is told, with the day by which it is promised now."""
    last = local(case.due_at).date()
    return words.format(day=cnday(last))
