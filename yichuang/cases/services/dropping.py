"""收回补正告知: the step by which a notice ends that nobody may be made to answer."""

from datetime import datetime

from yichuang.accounts.models import Officer
from yichuang.cases.models import Case
from yichuang.cases.services.journal import write


def drop(case: Case, *, actor: str, officer: Officer | None, now: datetime) -> None:
    """The notice that waits asks for nothing any more; no clock moves, for it stopped none.

    In the transaction of the caller, who holds the case.
    """
    waiting = case.corrections.filter(answered_at__isnull=True)
    notice = waiting.order_by("-seq").first()
    write(case, "drop_notice", actor=actor, officer=officer, now=now, data={"seq": notice.seq})
