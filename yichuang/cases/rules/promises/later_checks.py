"""Which promises are checked later: risk in classes, and a draw of whole classes that anybody can repeat.

What was settled by asking the source again is in no class. A weight by class needs no logarithm: within a class all are
alike, and the share of the class says how many are drawn.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from yichuang.core.sampling import drawn
from yichuang.reference.rules.deadlines import count
from yichuang.reference.rules.workdays import Calendar

Rules = Mapping[str, Any]  # packs/commitments/rules.yaml


@dataclass(frozen=True)
class Exposure:
    """What makes a promise worth a look.

    paid: the yuan that the case grants, None where it grants none.
    has_record: whoever promised has, or had, a credit record.
    pays: whether the item gives money.
    """

    paid: Decimal | None
    has_record: bool
    pays: bool


def risk_of(exposure: Exposure, rules: Rules) -> str:
    """The first class whose condition fits: high, medium or low."""
    for row in rules["risk"]:
        if _fits(row, exposure):
            return row["class"]
    raise LookupError("the last class of risk has no condition")


def _fits(row: Mapping[str, Any], exposure: Exposure) -> bool:
    most = row.get("paid_over")
    if most is not None:
        return exposure.paid is not None and exposure.paid > most
    if "record" in row:
        return exposure.has_record
    if "pays" in row:
        return exposure.pays
    return True


def drawn_by_risk(classes: Mapping[str, Iterable[str]], seed: str, rules: Rules) -> list[str]:
    """The keys that are looked at by a person, in order of the keys.

    classes: keys of the promises of a month by class, without those that
    were settled online.
    """
    later = rules["later_check"]
    chosen = []
    for name, keys in classes.items():
        population = sorted(set(keys))
        share = Decimal(later["shares"][name])
        part = int(len(population) * share)
        number = max(part, later["least"])
        chosen += drawn(population, seed, number)
    return sorted(chosen)


def check_by(promised: date, rules: Rules, calendar: Calendar) -> date:
    """The last day on which a promise is checked; the day of the promise is not counted."""
    later = rules["later_check"]
    return count(promised, later["days"], later["unit"], (), calendar).due
