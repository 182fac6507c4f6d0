"""The days of somebody whose promise was found false.

Heard before anything is decided, and decided by somebody who had no hand in
it so far (社会保险经办条例 45, 46).
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from yichuang.reference.rules.deadlines import count
from yichuang.reference.rules.workdays import Calendar

Rules = Mapping[str, Any]  # packs/commitments/rules.yaml


def statement_until(notified: date, rules: Rules, calendar: Calendar) -> date:
    """The last day for a statement.

    notified: the day on which the finding was told, which is not counted.
    """
    heard = rules["heard"]
    term = count(notified, heard["days"], heard["unit"], (), calendar)
    return term.due


def may_be_decided(today: date, until: date, is_heard: bool) -> bool:
    """Whether it may be decided.

    The statement is here, or its last day is over.
    """
    return is_heard or today > until


def may_decide(officer: str, took_part: frozenset[str]) -> bool:
    """Whether an officer may decide it.

    took_part: who proposed it, and who decided the case before.
    """
    return officer not in took_part


def gravity_of(is_cheating: bool, rules: Rules) -> str:
    """How grave a false promise is.

    Graver where a benefit was cheated for than where nothing was due.
    """
    false_is = rules["false_is"]
    if is_cheating:
        return false_is["cheating"]
    return false_is["usual"]
