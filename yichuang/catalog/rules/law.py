"""Whether the limits of an item are those of the provisions that it cites, and its documents known and in force. Pure.

A citation is law and article in one word, as packs write it: 社会保险经办条例第24条第1款.
"""

from collections.abc import Iterable, Mapping
from typing import Any

DECIDE, ACCEPT, DELIVER = "决定", "受理", "送达"
Provisions = Mapping[str, Mapping[str, Any]]


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
    known = tuple(row["cite"] for row in documents["documents"])
    problems: list[str] = []
    for basis in _cited(definition):
        old = _superseded(basis, documents)
        if old:
            problems.append(f"依据“{basis}”自{old['since']}起不再适用，现在是“{old['by']}”")
        elif not basis.startswith(known):
            problems.append(f"依据“{basis}”不在 law/documents.yaml 里")
    article = definition.get("statutory_article")
    if not article:
        return problems
    if not any(law in article for law in laws_of(definition)):
        problems.append(f"法定办结时限依据的“{article}”不在设定依据里")
    return problems


def laws_of(definition: Mapping[str, Any]) -> list[str]:
    """The laws among the bases of an item, each as a citation names it."""
    return [_law_of(basis) for basis in definition.get("legal_basis") or ()]


def _superseded(basis: str, documents: Mapping[str, Any]) -> Mapping[str, Any] | None:
    for row in documents["superseded"]:
        if row["number"] in basis:
            return row
    return None


def _cited(definition: Mapping[str, Any]) -> list[str]:
    cited = set(definition["legal_basis"])
    for material in definition.get("materials") or ():
        cited.add(material["basis"])
    return sorted(cited)


def _law_of(basis: str) -> str:
    """《中华人民共和国行政许可法》 is called 行政许可法 in a citation."""
    name, _, _ = basis.partition("（")
    return name.removeprefix("中华人民共和国")


def _statutory(definition: Mapping[str, Any]) -> dict[str, Any]:
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
    named = f"{purpose}时限{limit['days']}{limit['unit']}"
    article = limit.get("article")
    provision = provisions.get(article or "")
    if provision is None:
        fault = f"{named}没有写明依据的条文，或者条文“{article}”不在 law/provisions.yaml 里"
        return [fault]
    terms = []
    for term in provision["terms"]:
        if term["for"] == purpose:
            terms.append((term["days"], term["unit"], term["from"]))
    if (limit["days"], limit["unit"], limit["from"]) in terms:
        return []
    said = "、".join(f"自{start}起{days}{unit}" for days, unit, start in terms)
    if not said:
        said = "没有这个时限"
    return [f"{named}（自{limit['from']}起）和“{article}”不一致：{said}"]


def _report(row: Mapping[str, Any], provisions: Provisions) -> list[str]:
    """A situation that is only a report: its provision sets no term for deciding."""
    provision = provisions.get(row["article"])
    if provision is None:
        return [f"条文“{row['article']}”不在 law/provisions.yaml 里"]
    for term in provision["terms"]:
        if term["for"] == DECIDE:
            return [f"“{row['article']}”规定了决定的时限，要写明天数"]
    return []


def _acceptance(acceptance: Mapping[str, Any], provisions: Provisions) -> list[str]:
    problems = _term(acceptance | {"from": "收到申请"}, ACCEPT, provisions)
    provision = provisions.get(acceptance["article"], {})
    if not problems and acceptance["silence"] != provision.get("silence"):
        problems.append(
            f"到期不告知的效果“{acceptance['silence']}”和“{acceptance['article']}”不一致"
        )
    return problems
