"""The legal representative whom a unit's form names, beside the one that the register has."""

from collections.abc import Sequence

from yichuang.cases.models import Case
from yichuang.core import masking, spelling
from yichuang.identity import queries as identity

FIELD = "legal_rep_name"
LABEL = "法定代表人"
IS_SAME = "和单位登记的一致"
IS_OTHER = "单位登记的是{name}，请对营业执照；换过人的，照营业执照改登记"
NOBODY_REGISTERED = "登记里还没有这个单位的法定代表人，请对营业执照"


def rows(case: Case) -> list[dict[str, str]]:
    """One row of the names on the page of a case.

    None for a person's case, and for a form that does not ask.
    """
    unit = case.employer
    typed = case.form.get(FIELD)
    if unit is None or not typed:
        return []
    registered = sorted(identity.representatives_of(unit))
    row = {
        "label": LABEL,
        "state": "todo",
        "word": "没核对",
        "advice": NOBODY_REGISTERED,
        "agent": "",
    }
    if _is_among(typed, registered):
        row["state"] = "done"
        row["word"] = "已核对"
        row["advice"] = IS_SAME
    elif registered:
        names = _covered(registered)
        row["state"] = "late"
        row["word"] = "不一致"
        row["advice"] = IS_OTHER.format(name=names)
    return [row]


def _is_among(typed: str, registered: Sequence[str]) -> bool:
    for name in registered:
        if spelling.is_same_name(name, typed):
            return True
    return False


def _covered(registered: Sequence[str]) -> str:
    """The names of the register as an officer reads them, masked."""
    covered = []
    for name in registered:
        masked = masking.name(name)
        covered.append(masked)
    return "、".join(covered)
