"""Whether the terms of an item say what the law says (ADR 71). Pure.

A basis is one citation or several, as 工伤保险条例第20条、工伤认定办法第20条;
articles of one law may stand behind its name once: 行政许可法第45条、第46条至第48条.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from yichuang.catalog.rules.law import DECIDE, Provisions

Branch = Mapping[str, Any]  # of the terms of an item, as rules/terms.py has them
PROMISED = "平台承诺"
BY_HEAD = "head"
BETWEEN = "、"
ARTICLE = "第"


def citations_of(basis: str) -> list[str]:
    """Each citation of a basis with the law that it is of."""
    citations = []
    law = ""
    for part in basis.split(BETWEEN):
        if part.startswith(ARTICLE):
            part = law + part
        law, _, _ = part.partition(ARTICLE)
        citations.append(part)
    return citations


def problems_of(branch: Branch, provisions: Provisions) -> list[str]:
    """What a branch says otherwise than the provisions that it names, in plain sentences."""
    problems = []
    for basis in _bases(branch):
        problems += _unknown(basis, provisions)
    if problems:
        return [f"时限规则“{branch['rule']}”：{text}" for text in problems]
    problems = [
        *_extension(branch, provisions),
        *_stops(branch, provisions),
        *_shorter(branch, provisions),
        *_silence(branch, provisions),
    ]
    return [f"时限规则“{branch['rule']}”：{text}" for text in problems]


def silence_problems(definition: Mapping[str, Any], branches: list[Any]) -> list[str]:
    """Where what the guide says of silence is not what the terms do.

    The item says it for one answer to a question, or for all others.
    """
    problems = []
    shown = definition.get("silence_decides") or {}
    for branch in branches:
        silence = branch["silence"]
        is_shown = bool(shown) and shown.get("when") == branch["when"]
        if is_shown != bool(silence):
            text = f"到期没有决定的效果，指南和时限规则“{branch['rule']}”说的不一样"
            problems.append(text)
        elif silence and not _is_same(shown, silence):
            text = f"到期没有决定的效果“{silence['effect']}”或者天数，和指南写的不一样"
            problems.append(text)
    return problems


def _is_same(shown: Mapping[str, Any], silence: Mapping[str, Any]) -> bool:
    """Whether the guide says the effect, and the days where there are any."""
    has_days = shown.get("days") == silence["days"]
    has_effect = silence["effect"] in shown["effect"]
    return has_days and has_effect


def _bases(value: Any) -> Iterator[str]:
    """Every basis that stands in a branch."""
    if isinstance(value, Mapping):
        basis = value.get("basis")
        if basis is not None:
            yield basis
        for inner in value.values():
            yield from _bases(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _bases(inner)


def _unknown(basis: str, provisions: Provisions) -> list[str]:
    """The citations of a basis that packs/law does not have."""
    if basis == PROMISED:
        return []
    problems = []
    for citation in citations_of(basis):
        if citation not in provisions:
            problems.append(f"条文“{citation}”不在 law/provisions.yaml 里")
    return problems


def _extension(branch: Branch, provisions: Provisions) -> list[str]:
    """An extension is the one that the provision of the limit has, and by whom it names."""
    extension = branch["extension"]
    if extension is None:
        return []
    article = branch["statute"]["article"]
    if extension["basis"] != article:
        return [f"延长的依据“{extension['basis']}”不是法定时限的“{article}”"]
    longer = provisions[article].get("longer")
    if longer is None:
        return [f"“{article}”没有写可以延长"]
    days = longer.get("days")
    unit = longer.get("unit", extension["unit"])
    if (days, unit) != (extension["days"], extension["unit"]):
        return [f"延长{extension['days']}{extension['unit']}和“{article}”不一致"]
    whose = longer.get("by", "")
    if whose not in extension["whose"]:
        return [f"延长由{extension['whose']}批准，“{article}”写的是{whose}"]
    if days is None and extension["by"] == BY_HEAD:
        return ["没有写天数的延长只能由双方当事人定"]
    return []


def _stops(branch: Branch, provisions: Provisions) -> list[str]:
    """A bound of a stop, and the notice before it, are terms of a provision that it names."""
    problems = []
    for stop in branch["stops"]:
        for bound in (stop["most"], stop["notice_before"]):
            if bound and not _has_term(stop["basis"], bound, provisions):
                text = f"“{stop['label']}”的{bound['days']}{bound['unit']}不是“{stop['basis']}”写的"
                problems.append(text)
    return problems


def _shorter(branch: Branch, provisions: Provisions) -> list[str]:
    """A shorter limit is a term for deciding of the provision that it names."""
    shorter = branch["shorter"]
    if shorter is None or _has_term(shorter["basis"], shorter, provisions, DECIDE):
        return []
    return [f"较短的时限{shorter['days']}{shorter['unit']}不是“{shorter['basis']}”写的"]


def _silence(branch: Branch, provisions: Provisions) -> list[str]:
    """Silence decides only as the provision says it."""
    silence = branch["silence"]
    if silence is None:
        return []
    cited = citations_of(silence["basis"])
    effects = {provisions[citation].get("silence") for citation in cited}
    if silence["effect"] not in effects:
        return [f"到期没有决定“{silence['effect']}”，不是“{silence['basis']}”写的"]
    if silence["days"] and not _has_term(silence["basis"], silence, provisions, DECIDE):
        return [f"到期没有决定的{silence['days']}{silence['unit']}不是“{silence['basis']}”写的"]
    return []


def _has_term(
    basis: str, span: Mapping[str, Any], provisions: Provisions, purpose: str = ""
) -> bool:
    """Whether one of the provisions has a term of this length. purpose: what it is for, "" for any."""
    for citation in citations_of(basis):
        for term in provisions[citation]["terms"]:
            same_length = (term["days"], term["unit"]) == (span["days"], span["unit"])
            if same_length and purpose in ("", term["for"]):
                return True
    return False
