"""After a case moved or changed its colour.

Its 督办, and what there is to do because of its colour, go with it.
Idempotent.
"""

from yichuang.cases.events import CaseAlarmed, CaseMoved
from yichuang.cases.rules.states import MOVES
from yichuang.cases.rules.term_changes import MOVES_THE_DUE
from yichuang.core.outbox import ahead, on
from yichuang.supervision import services
from yichuang.supervision.services import alarms, slowness

HANDED_ON = ("claim", "release", "hand_over", "let_go")
# after these a clock may run again in the colour that it had; a counting anew begins it in green
RUNS_AGAIN = frozenset({"answer_correction", *MOVES_THE_DUE}) - {"recount"}


def _changes_hands(event: CaseMoved) -> bool:
    """Whether another person has it now, or another role its next step."""
    rule = MOVES[event.verb]
    return event.verb in HANDED_ON or rule.target is not None


def _changes_what_presses(event: CaseMoved) -> bool:
    """Whether somebody else has it now, or it is due on another day."""
    return event.verb in MOVES_THE_DUE or _changes_hands(event)


def _ends_or_explains(event: CaseMoved) -> bool:
    """Whether it may be asked now why the case was late, or is asked no more."""
    return event.verb in ("close", slowness.EXPLAINED)


@on(CaseMoved, when=_ends_or_explains)
def ask_why(event: CaseMoved) -> None:
    """Who decided too late is asked why."""
    slowness.ask_why(case_id=event.case, seq=event.seq, now=event.at)


@on(CaseMoved, when=_changes_what_presses)
def follow(event: CaseMoved) -> None:
    """Who has it now is asked, and given it to do."""
    services.follow(case_id=event.case, now=event.at)


def _runs_again(event: CaseMoved) -> bool:
    """Whether it stood, or waited for its applicant.

    And does so no more.
    """
    return event.verb in RUNS_AGAIN


@on(CaseMoved, when=_runs_again)
def press_again(event: CaseMoved) -> None:
    """Its colour is something to do again."""
    alarms.press(case_id=event.case, now=event.at)


@ahead(CaseAlarmed)
def read_alarmed(events: list[CaseAlarmed]) -> dict:
    """The cases of a batch in one read."""
    return alarms.read_ahead(events)


@on(CaseAlarmed)
def press(event: CaseAlarmed) -> None:
    """Who has it is given it to do."""
    alarms.press(case_id=event.case, now=event.at)
