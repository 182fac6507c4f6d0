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
    found: list[str] = []
    if definition.get("statutory_days") is not None:
        found += _decision(_statutory(definition), provisions)
    for row in definition.get("statutory_when") or ():
        found += _report(row, provisions) if row["days"] is None else _decision(row, provisions)
    if acceptance := definition.get("acceptance"):
        found += _acceptance(acceptance, provisions)
    if delivery := definition.get("deliver_by"):
        found += _term(delivery | {"from": DECIDE}, DELIVER, provisions)
    return found


def citation_problems(definition: Mapping[str, Any], documents: Mapping[str, Any]) -> list[str]:
    """Documents that an item cites though they are unknown to packs/law/documents.yaml or no longer hold, and a limit
    whose law is not among the bases. documents: that file."""
    known = [row["cite"] for row in documents["documents"]]
    found: list[str] = []
    for text in _cited(definition):
        old = next((row for row in documents["superseded"] if row["number"] in text), None)
        if old:
            found.append(f"依据“{text}”自{old['since']}起不再适用，现在是“{old['by']}”")
        elif not any(text.startswith(cite) for cite in known):
            found.append(f"依据“{text}”不在 law/documents.yaml 里")
    article = definition.get("statutory_article")
    if article and not any(_law_of(basis) in article for basis in definition["legal_basis"]):
        found.append(f"法定办结时限依据的“{article}”不在设定依据里")
    return found


def _cited(definition: Mapping[str, Any]) -> list[str]:
    bases = [material["basis"] for material in definition.get("materials") or ()]
    return sorted({*definition["legal_basis"], *bases})


def _law_of(basis: str) -> str:
    """《中华人民共和国行政许可法》 is called 行政许可法 in a citation."""
    return basis.split("（")[0].removeprefix("中华人民共和国")


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
    provision = provisions.get(limit.get("article") or "")
    if provision is None:
        return [
            f"{named}没有写明依据的条文，或者条文“{limit.get('article')}”不在 law/provisions.yaml 里"
        ]
    asked = (limit["days"], limit["unit"], limit["from"])
    terms = [
        (term["days"], term["unit"], term["from"])
        for term in provision["terms"]
        if term["for"] == purpose
    ]
    if asked in terms:
        return []
    said = "、".join(f"自{start}起{days}{unit}" for days, unit, start in terms) or "没有这个时限"
    return [f"{named}（自{limit['from']}起）和“{limit['article']}”不一致：{said}"]


def _report(row: Mapping[str, Any], provisions: Provisions) -> list[str]:
    """A situation that is only a report: its provision sets no term for deciding."""
    provision = provisions.get(row["article"])
    if provision is None:
        return [f"条文“{row['article']}”不在 law/provisions.yaml 里"]
    deciding = [term for term in provision["terms"] if term["for"] == DECIDE]
    return [f"“{row['article']}”规定了决定的时限，要写明天数"] if deciding else []


def _acceptance(acceptance: Mapping[str, Any], provisions: Provisions) -> list[str]:
    found = _term(acceptance | {"from": "收到申请"}, ACCEPT, provisions)
    provision = provisions.get(acceptance["article"], {})
    if not found and acceptance["silence"] != provision.get("silence"):
        found.append(f"到期不告知的效果“{acceptance['silence']}”和“{acceptance['article']}”不一致")
    return found
