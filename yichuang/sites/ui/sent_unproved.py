"""What a unit's account has sent before it was proved, as its representative reads it before saying yes."""

from dataclasses import dataclass
from datetime import datetime

from yichuang.cases.models import Case
from yichuang.cases.queries import senders, versions
from yichuang.identity.models import RealName

MONEY = "money_yuan"


@dataclass(frozen=True)
class Sent:
    """One case. sums: what is asked for in money, each with its label."""

    name: str
    number: str
    at: datetime
    sums: tuple[str, ...]


def rows(account: RealName) -> list[Sent]:
    """Every open case that the yes makes the unit's own, the newest first."""
    unit = account.employer
    handler = account.handler
    shown = []
    for case in senders.open_owing_of(unit, handler):
        row = _row(case)
        shown.append(row)
    return shown


def _row(case: Case) -> Sent:
    version = versions.of_case(case)
    fields = version.form.fields
    answers = case.form
    sums = []
    for key, field in fields.items():
        if field.type != MONEY:
            continue
        value = answers.get(key)
        if value:
            words = f"{field.label}{value}元"
            sums.append(words)
    name = version.guide.name
    number = case.number
    return Sent(name=name, number=number, at=case.received_at, sums=tuple(sums))
