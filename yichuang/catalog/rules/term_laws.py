"""Whether the terms of an item say what the law says (ADR 71). Pure.

A basis is one citation or several, as 工伤保险条例第20条、工伤认定办法第20条;
articles of one law may stand behind its name once:
行政许可法第45条、第46条至第48条.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from yichuang.catalog.rules.law import DECIDE, Provisions

Row = Mapping[str, Any]  # of the terms of an item, as rules/terms.py has them
Rows = list[Any]
Texts = list[str]
PROMISED = "平台承诺"
BY_HEAD = "head"
BETWEEN = "、"
ARTICLE = "第"
NOT_ITS_LAW = "延长的依据“{basis}”不是法定时限的依据"
NOT_LONGER = "“{basis}”没有写可以延长"
OTHER_LENGTH = "延长{days}{unit}和“{basis}”不一致"
OTHER_HAND = "延长由{whose}批准，“{basis}”写的是别人"
NO_LENGTH = "没有写天数的延长只能由双方当事人定"
NO_TERM = "{what}的{days}{unit}不是“{basis}”写的"
NO_EFFECT = "到期没有决定“{effect}”，不是“{basis}”写的"
NOT_SHOWN = "到期没有决定的效果，指南和时限规则“{rule}”说的不一样"


def citations_of(basis: str) -> Texts:
    """Each citation of a basis, with the law that it is of.

    An article alone is one of the law before it.
    """
    citations = []
    law = ""
    for part in basis.split(BETWEEN):
        if part.startswith(ARTICLE):
            part = law + part
        law, _, _ = part.partition(ARTICLE)
        citations.append(part)
    return citations


def problems_of(branch: Row, provisions: Provisions) -> Texts:
    """What a branch says otherwise than the provisions that it names.

    In plain sentences that begin with the id of its rule. Where it names
    one that is unknown, nothing else of it can be judged.
    """
    texts = []
    for basis in _bases(branch):
        texts += _unknown(basis, provisions)
    if not texts:
        texts = [
            *_extension(branch, provisions),
            *_stops(branch, provisions),
            *_shorter(branch, provisions),
            *_silence(branch, provisions),
        ]
    rule = branch["rule"]
    return [f"时限规则“{rule}”：{text}" for text in texts]


def silence_problems(definition: Row, branches: Rows) -> Texts:
    """Where what the guide says of silence is not what the terms do.

    An item says it in `silence_decides`, for one answer to a question or for
    all others: its effect in a sentence, and the days where there are any.
    """
    texts = []
    shown = definition.get("silence_decides")
    for branch in branches:
        of_branch = None
        if shown and shown.get("when") == branch["when"]:
            of_branch = shown
        if not _is_shown(branch["silence"], of_branch):
            text = NOT_SHOWN.format_map(branch)
            texts.append(text)
    return texts


def _is_shown(silence: Row | None, shown: Row | None) -> bool:
    """Whether the guide shows the effect and the days of a silence.

    Of a silence that decides nothing it shows nothing.
    """
    if silence is None or shown is None:
        return silence == shown
    if silence["effect"] not in shown["effect"]:
        return False
    return silence["days"] == shown.get("days")


def _bases(value: Any) -> Iterator[str]:
    """Every basis that stands anywhere in a branch.

    value: the branch, or a part of it.
    """
    if isinstance(value, Mapping):
        if "basis" in value:
            yield value["basis"]
        for inner in value.values():
            yield from _bases(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _bases(inner)


def _unknown(basis: str, provisions: Provisions) -> Texts:
    """The citations of a basis that packs/law does not have.

    What the platform promises needs none.
    """
    texts = []
    for citation in citations_of(basis):
        if citation not in provisions and citation != PROMISED:
            text = f"条文“{citation}”不在 law/provisions.yaml 里"
            texts.append(text)
    return texts


def _extension(branch: Row, provisions: Provisions) -> Texts:
    """What is wrong with an extension, nothing where there is none.

    It is the one that the provision of the limit has, and granted by whom
    that provision names; where it names nobody, the table says who.
    """
    extension = branch["extension"]
    if extension is None:
        return []
    basis = extension["basis"]
    if basis != branch["statute"]["article"]:
        return [NOT_ITS_LAW.format_map(extension)]
    longer = provisions[basis].get("longer")
    if longer is None:
        return [NOT_LONGER.format_map(extension)]
    days = extension["days"]
    unit = longer.get("unit", extension["unit"])
    if days != longer.get("days") or unit != extension["unit"]:
        return [OTHER_LENGTH.format_map(extension)]
    if longer.get("by", "") not in extension["whose"]:
        return [OTHER_HAND.format_map(extension)]
    if days is None and extension["by"] == BY_HEAD:
        return [NO_LENGTH]
    return []


def _stops(branch: Row, provisions: Provisions) -> Texts:
    """What is wrong with the bounds of stops.

    The longest that a stop may last and how long before its day it is told:
    each is a term of a provision that the stop names.
    """
    texts = []
    for stop in branch["stops"]:
        for bound in ("most", "notice_before"):
            texts += _no_term(stop["label"], stop[bound], stop["basis"], provisions)
    return texts


def _shorter(branch: Row, provisions: Provisions) -> Texts:
    """A shorter limit for deciding is one of the provision that it names."""
    shorter = branch["shorter"]
    if shorter is None:
        return []
    return _no_term("较短", shorter, shorter["basis"], provisions, DECIDE)


def _silence(branch: Row, provisions: Provisions) -> Texts:
    """Silence decides only as the provision says it.

    With its effect, and after its days where the rule has days.
    """
    silence = branch["silence"]
    if silence is None:
        return []
    basis = silence["basis"]
    effects = set()
    for citation in citations_of(basis):
        effect = provisions[citation].get("silence")
        effects.add(effect)
    if silence["effect"] not in effects:
        return [NO_EFFECT.format_map(silence)]
    if silence["days"] is None:
        return []
    return _no_term("到期没有决定", silence, basis, provisions, DECIDE)


def _no_term(
    what: str, span: Row | None, basis: str, provisions: Provisions, purpose: str = ""
) -> Texts:
    """Nothing where one of the provisions has a term of this length.

    what: whose length it is, in words.
    span: the length, None for one without a bound.
    basis: the provisions.
    purpose: what the term is for, "" for anything.
    """
    if span is None:
        return []
    length = (span["days"], span["unit"])
    for citation in citations_of(basis):
        for term in provisions[citation]["terms"]:
            is_for_it = purpose in ("", term["for"])
            if is_for_it and length == (term["days"], term["unit"]):
                return []
    days, unit = length
    text = NO_TERM.format(what=what, days=days, unit=unit, basis=basis)
    return [text]
