"""Kinds of pause: what may make the clock of a case stand."""

from dataclasses import dataclass

TERMS = ("promise", "statute")
ACCEPTANCE = ("accept",)
PROMISE = ("promise",)


@dataclass(frozen=True)
class Kind:
    """One kind of pause.

    label: for officers and applicants.
    basis: the article that allows it, "" where the rule of the item names
    cause and article.
    restarts: the term begins anew when the pause ends, so that its days
    are no stop within the term (ADR 3).
    clocks: which of the case's clocks stand.
    """

    label: str
    basis: str
    restarts: bool
    clocks: tuple[str, ...] = TERMS


KINDS = {
    "correction": Kind("等申请人补正", "行政许可法第三十二条第一款第（四）项", restarts=True),
    "special": Kind("听证、检验、检测、鉴定或专家评审", "行政许可法第四十五条", restarts=False),
    "suspended": Kind("中止", "", restarts=False),
    "publicity": Kind("公示", "", restarts=False),
    "before_acceptance": Kind("暂缓受理", "", restarts=False, clocks=ACCEPTANCE),
    "awaiting": Kind("先办后补，等补", "", restarts=False, clocks=PROMISE),
}


def _stops_a_term(kind: Kind) -> bool:
    """Whether a promise or a statute has days that it does not count: what begins them anew has none."""
    of_terms = set(kind.clocks) & set(TERMS)
    return bool(of_terms) and not kind.restarts


STOPPING = tuple(code for code, kind in KINDS.items() if _stops_a_term(kind))
