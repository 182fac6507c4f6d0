"""After a case moved: its papers are issued and its person is told. Every call is idempotent."""

from yichuang.accounts import queries as accounts
from yichuang.accounts.events import OfficerMoved
from yichuang.cases.events import CaseMoved, CaseSubmitted
from yichuang.cases.rules.papers import brought_by
from yichuang.cases.services import (
    answer_news,
    asking,
    desk,
    handing_over,
    listed,
    messages,
    news,
    papers,
    police,
    publicity_news,
    ruling,
)
from yichuang.core import clock
from yichuang.core.outbox import on
from yichuang.exchange.events import Answered


@on(CaseSubmitted)
def receipt(event: CaseSubmitted) -> None:
    """收件凭证."""
    papers.issue_for(case_id=event.case, verb="submit", seq=1, now=event.at)


@on(CaseSubmitted)
def tell_received(event: CaseSubmitted) -> None:
    """ "已收到"."""
    messages.tell(case_id=event.case, verb="submit", seq=1)


@on(CaseSubmitted)
def check_names(event: CaseSubmitted) -> None:
    """Others are asked: the police about those whom the form names beside its applicant, and whoever holds a paper that
    need not be brought.

    Lists of people are left to a job: there may be thousands of them."""
    police.await_answers(case_id=event.case, seq=1)
    listed.take_in_later(case_id=event.case, seq=1)
    asking.ask_for_submitted(case_id=event.case, seq=1, now=event.at)
    ruling.try_submitted(case_id=event.case, seq=1, now=clock.now())


def _is_of_a_case(event: Answered) -> bool:
    return event.case is not None


@on(Answered, when=_is_of_a_case)
def settle_papers(event: Answered) -> None:
    """What was answered stands with the papers of the case, and the rule of its item looks at it."""
    now = clock.now()
    asking.settle(case_id=event.case, now=now)
    ruling.try_rule(case_id=event.case, now=now)


def _changes_answers(event: CaseMoved) -> bool:
    return event.verb == "answer_correction"


@on(CaseMoved, when=_changes_answers)
def check_names_again(event: CaseMoved) -> None:
    """The same about those whom a correction names."""
    police.await_answers(case_id=event.case, seq=event.seq)
    listed.take_in_later(case_id=event.case, seq=event.seq)
    asking.ask_for_corrected(case_id=event.case, seq=event.seq, now=event.at)
    ruling.try_submitted(case_id=event.case, seq=event.seq, now=clock.now())


def _was_answered(event: CaseMoved) -> bool:
    return event.verb == "note_answers"


@on(CaseMoved, when=_was_answered)
def tell_answered(event: CaseMoved) -> None:
    """That a paper was not found, and what the applicant may do."""
    answer_news.tell(case_id=event.case, seq=event.seq)


def _brings_papers(event: CaseMoved) -> bool:
    return bool(brought_by(event.verb))


def _is_told(event: CaseMoved) -> bool:
    return messages.is_told(event.verb)


@on(CaseMoved, when=_brings_papers)
def issue_papers(event: CaseMoved) -> None:
    """The papers that this step calls for."""
    papers.issue_for(case_id=event.case, verb=event.verb, seq=event.seq, now=event.at)


@on(CaseMoved, when=_is_told)
def tell(event: CaseMoved) -> None:
    """The message that this step calls for."""
    messages.tell(case_id=event.case, verb=event.verb, seq=event.seq)


def _is_publicised(event: CaseMoved) -> bool:
    """Whether the case was put up for 公示.

    Asked before anything is read.
    """
    return event.verb == "publicise"


@on(CaseMoved, when=_is_publicised)
def tell_publicised(event: CaseMoved) -> None:
    """That their matter is shown in public.

    And until when.
    """
    publicity_news.tell(case_id=event.case, seq=event.seq)


def _is_news(event: CaseMoved) -> bool:
    """What an agent may do now, and what has ended.

    Asked before anything is read: most steps are news for nobody else."""
    return news.is_news(event.verb)


@on(CaseMoved, when=_is_news)
def tell_beside(event: CaseMoved) -> None:
    """What the agent may do now, and that it is over, to whom it is about.

    The applicant is told by `tell`, in messages of their own."""
    news.tell_beside(case_id=event.case, verb=event.verb, seq=event.seq)


@on(OfficerMoved)
def let_go(event: OfficerMoved) -> None:
    """What the officer held and may not go on with goes back to the lists, and their questions to who is next."""
    officer = accounts.officer(event.officer)
    desk.let_go_of_all(holder=officer, now=event.at)
    handing_over.move_enquiries_of(officer=officer, now=event.at)
