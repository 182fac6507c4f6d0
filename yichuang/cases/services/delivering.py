"""The term for delivering a result: somebody is given to do it, and what came after its last day is noted as ours.

行政许可法 44. What is read online lies ready from the decision on: no officer has to bring it.
"""

from datetime import datetime

from yichuang.accounts import services as accounts
from yichuang.cases.models import Case, Delivery
from yichuang.cases.rules.deliveries import ELECTRONIC
from yichuang.cases.rules.flags import DELIVERED_LATE, noted
from yichuang.cases.services import tasks_of_clock
from yichuang.cases.services.tasks_of_clock import DELIVER_TODO
from yichuang.core.clock import local


def watch(case: Case, delivery: Delivery, now: datetime) -> None:
    """Give it to whoever gives out results, until the last day; nothing where no term runs."""
    last = case.deliver_by
    if last is None or delivery.way == ELECTRONIC:
        return
    tasks_of_clock.to_issuer(DELIVER_TODO, case, "到期以前送达结果", now, due_on=last)


def settled(case: Case, delivery: Delivery, now: datetime) -> dict[str, list[str]]:
    """It has been delivered: nothing is left to do; the columns to set, with the fault of what came late."""
    last = case.deliver_by
    if last is None:
        return {}
    accounts.close_todos(kind=DELIVER_TODO, subject=case.ref, now=now)
    if delivery.way == ELECTRONIC or local(now).date() <= last:
        return {}
    return {"flags": noted(case.flags, DELIVERED_LATE)}
