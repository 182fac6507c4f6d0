"""After a case moved: its 督办 goes with it. Idempotent."""

from yichuang.cases.events import CaseMoved
from yichuang.cases.rules.states import MOVES
from yichuang.core.outbox import on
from yichuang.supervision import services

HANDED_ON = ("claim", "release", "hand_over", "let_go")


def _changes_hands(event: CaseMoved) -> bool:
    """Whether another person has it now, or another role its next step."""
    rule = MOVES[event.verb]
    return event.verb in HANDED_ON or rule.target is not None


@on(CaseMoved, when=_changes_hands)
def follow(event: CaseMoved) -> None:
    """Who has it now is asked."""
    services.follow(case_id=event.case, now=event.at)
