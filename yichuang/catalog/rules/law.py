"""Whether the limits of an item are those of the provisions that it cites, and its documents known and in force. Pure.

A citation is law and article in one word, as packs write it: 社会保险经办条例第24条第1款.
"""

from collections.abc import Iterable, Mapping
from typing import Any

DECIDE, ACCEPT, DELIVER = "决定", "受理", "送达"
Provisions = Mapping[str, Mapping[str, Any]]
Term = tuple[int, str, str]  # days, their unit, from when they run


def by_citation(rows: Iterable[Mapping[str, Any]]) -> Provisions:
    """The provisions of packs/law by their citation."""
    return {f"{row['law']}{row['article']}": row for row in rows}


def limit_problems(definition: Mapping[str, Any], provisions: Provisions) -> list[str]:
    """What the limits of an item say otherwise than the provision that each names, in plain sentences."""
    problems: list[str] = []
    if definition.get("statutory_days") is not None:
        problems += _decision(_statutory(definition), provisions)
    for row in definition.get("statutory_when") or ():
        if row["days"] is None:
            problems += _report(row, provisions)
        else:
            problems += _decision(row, provisions)
    acceptance = definition.get("acceptance")
    if acceptance:
        problems += _acceptance(acceptance, provisions)
    delivery = definition.get("deliver_by")
    if delivery:
        problems += _term(delivery | {"from": DECIDE}, DELIVER, provisions)
    return problems


def citation_problems(definition: Mapping[str, Any], documents: Mapping[str, Any]) -> list[str]:
    """Documents that an item cites though they are unknown to packs/law/documents.yaml or no longer hold, and a limit
    whose law is not among the bases. documents: that file."""
    return _document_problems(definition, documents) + _article_problems(definition)


def _document_problems(definition: Mapping[str, Any], documents: Mapping[str, Any]) -> list[str]:
    """Documents that the item cites though they are unknown or no longer hold."""
    known = tuple(row["cite"] for row in documents["documents"])
    problems = []
    for basis in _cited(definition):
        old = _superseded(basis, documents)
        if old:
            since, successor = old["since"], old["by"]
            problems.append(f"依据“{basis}”自{since}起不再适用，现在是“{successor}”")
        elif not basis.startswith(known):
            problems.append(f"依据“{basis}”不在 law/documents.yaml 里")
    return problems


def _article_problems(definition: Mapping[str, Any]) -> list[str]:
    """A statutory limit whose law is not among the bases of the item."""
    article = definition.get("statutory_article")
    if not article:
        return []
    for law in laws_of(definition):
        if law in article:
            return []
    return [f"法定办结时限依据的“{article}”不在设定依据里"]


def laws_of(definition: Mapping[str, Any]) -> list[str]:
    """The laws among the bases of an item, each as a citation names it."""
    return [_law_of(basis) for basis in definition.get("legal_basis") or ()]


def _superseded(basis: str, documents: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """The row of documents.yaml that says what took this basis's place; None while it holds."""
    for row in documents["superseded"]:
        if row["number"] in basis:
            return row
    return None


def _cited(definition: Mapping[str, Any]) -> list[str]:
    """Every basis of the item and of its papers, each once, in order of spelling."""
    cited = set(definition["legal_basis"])
    for material in definition.get("materials") or ():
        cited.add(material["basis"])
    return sorted(cited)


def _law_of(basis: str) -> str:
    """《中华人民共和国行政许可法》 is called 行政许可法 in a citation."""
    name, _, _ = basis.partition("（")
    return name.removeprefix("中华人民共和国")


def _statutory(definition: Mapping[str, Any]) -> dict[str, Any]:
    """The item's own statutory limit, shaped as the limits of its situations are."""
    return {
        "days": definition["statutory_days"],
        "unit": definition["statutory_unit"],
        "from": definition.get("statutory_from"),
        "article": definition.get("statutory_article"),
    }


def _decision(limit: Mapping[str, Any], provisions: Provisions) -> list[str]:
    return _term(limit, DECIDE, provisions)


def _term(limit: Mapping[str, Any], purpose: str, provisions: Provisions) -> list[str]:
    """Nothing when the provision that `limit` names has this very term: days, unit and start."""
    days, unit, start = limit["days"], limit["unit"], limit["from"]
    named = f"{purpose}时限{days}{unit}"
    article = limit.get("article")
    provision = provisions.get(article or "")
    if provision is None:
        fault = f"{named}没有写明依据的条文，或者条文“{article}”不在 law/provisions.yaml 里"
        return [fault]
    terms = _terms_of(provision, purpose)
    if (days, unit, start) in terms:
        return []
    return [f"{named}（自{start}起）和“{article}”不一致：{_terms_in_words(terms)}"]


def _terms_of(provision: Mapping[str, Any], purpose: str) -> list[Term]:
    """The terms that a provision sets for this purpose."""
    terms = []
    for term in provision["terms"]:
        if term["for"] == purpose:
            terms.append((term["days"], term["unit"], term["from"]))
    return terms


def _terms_in_words(terms: list[Term]) -> str:
    if not terms:
        return "没有这个时限"
    return "、".join(f"自{start}起{days}{unit}" for days, unit, start in terms)


def _report(row: Mapping[str, Any], provisions: Provisions) -> list[str]:
    """A situation that is only a report: its provision sets no term for deciding."""
    article = row["article"]
    provision = provisions.get(article)
    if provision is None:
        return [f"条文“{article}”不在 law/provisions.yaml 里"]
    if _terms_of(provision, DECIDE):
        return [f"“{article}”规定了决定的时限，要写明天数"]
    return []


def _acceptance(acceptance: Mapping[str, Any], provisions: Provisions) -> list[str]:
    """What the days for accepting, and the effect of their passing in silence, say otherwise than their provision."""
    problems = _term(acceptance | {"from": "收到申请"}, ACCEPT, provisions)
    if problems:
        return problems
    article, silence = acceptance["article"], acceptance["silence"]
    provision = provisions.get(article, {})
    if silence == provision.get("silence"):
        return []
    return [f"到期不告知的效果“{silence}”和“{article}”不一致"]
