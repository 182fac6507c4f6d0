"""For how many months a benefit may be paid: by packs/numbers/lengths.yaml and the answers of the form."""

from collections.abc import Mapping
from typing import Any

from yichuang.cases.rules.granting import UNBOUND, Length
from yichuang.catalog import tables
from yichuang.catalog.rules.forms import Form, holds_for
from yichuang.core import clock


def length_of(item_code: str, form: Form, answers: Mapping[str, Any]) -> Length:
    """The bound of this item for these answers.

    answers: of the form, as they are stored; without an answer the longest step holds.

    UNBOUND where nothing says one."""
    row = tables.lengths().get(item_code)
    if row is None:
        return UNBOUND
    today = clock.today()
    most = row.get("most", 0)
    for step in row["usual"]:
        condition = step.get("when")
        if condition and not holds_for(form, answers, condition, today):
            continue
        plus = step.get("plus", "")
        more_months = answers.get(plus) or 0
        usual = step["months"] + int(more_months)
        if most:
            usual = min(usual, most)
        return Length(usual, step["says"], most, row["basis"])
    return UNBOUND
