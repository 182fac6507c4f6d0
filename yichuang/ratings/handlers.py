"""After a service or a finished matter: the person is asked. Idempotent by case and step."""

from yichuang.cases.events import CaseMoved, CaseSubmitted
from yichuang.core.outbox import on
from yichuang.ratings import services


@on(CaseSubmitted)
def ask_after_counter(event: CaseSubmitted) -> None:
    """An application handed in at a counter is a service."""
    services.invite(case_id=event.case, seq=1, now=event.at)


def _may_invite(event: CaseMoved) -> bool:
    """A server of before did not say whether it was at a counter."""
    return event.on_site is not False or event.verb in services.FINISHES


@on(CaseMoved, when=_may_invite)
def ask_after_step(event: CaseMoved) -> None:
    """A visit, or the end of the matter."""
    services.invite(case_id=event.case, seq=event.seq, now=event.at)
