"""Which items carry a 信用承诺 on their form.

Those that pay somebody who applied: what is paid to nobody's application has
no form on which anybody could promise.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from yichuang.core.errors import FieldProblem

Row = Mapping[str, Any]
GROUP = "credit_commitment"
PAYS, TO_BANK = "资金支付", "转银行"
MISSING = "申请钱的事项，申请表要有共用的部分“信用承诺”，请勾上"


def is_needed(definition: Row) -> bool:
    """Whether the form of an item needs it.

    Money follows the decision, or the item says so, and people apply.
    """
    if not definition.get("on_application"):
        return False
    promise = definition.get("commitment") or {}
    if promise.get("credit_commitment_required"):
        return True
    steps = definition.get("process") or ()
    return PAYS in steps or TO_BANK in steps


def problems_of(definition: Row, form: Row) -> list[FieldProblem]:
    """Whether the form of such an item lacks it.

    form: as it is frozen in a version.
    """
    if not is_needed(definition):
        return []
    if GROUP in _groups_of(form):
        return []
    problem = FieldProblem("form", MISSING, "credit")
    return [problem]


def _groups_of(form: Row) -> Iterator[str]:
    """The shared parts that a form uses for everybody.

    One that hangs on an answer may be missing.
    """
    definition = form.get("definition") or {}
    for group in definition.get("groups") or ():
        if isinstance(group, str):
            yield group
