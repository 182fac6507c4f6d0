"""Whether an item says what the law says that it cites. Pure.

Its limits must be those of the provisions that they name, and the
documents that it rests on must be known and in force.

A citation is law and article in one word, as packs write it: 社会保险经办条例第24条第1款.
"""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

DECIDE = "决定"
ACCEPT = "受理"
DELIVER = "送达"
RECEIPT = "收到申请"
Row = Mapping[str, Any]
Definition = Mapping[str, Any]  # of an item
Provisions = Mapping[str, Row]  # of packs/law, by citation
Documents = Mapping[str, Any]  # packs/law/documents.yaml


class Term(NamedTuple):
    """A number of days or the like, and from when they run."""

    days: int
    unit: str
    start: str

    @property
    def words(self) -> str:
        """自受理起20工作日."""
        return f"自{self.start}起{self.days}{self.unit}"


def by_citation(rows: Iterable[Row]) -> Provisions:
    """The provisions of packs/law by their citation.

    rows: {law, article, terms: [{for, days, unit, from}]}, some with the silence that they tie an effect to.
    """
    provisions = {}
    for row in rows:
        citation = f"{row['law']}{row['article']}"
        provisions[citation] = row
    return provisions


def limit_problems(definition: Definition, provisions: Provisions) -> list[str]:
    """What the limits of an item say otherwise than the provision that each names.

    In plain sentences: of its days for deciding, in common and in each
    situation, for accepting, and for delivering.
    """
    problems: list[str] = []
    if definition.get("statutory_days") is not None:
        limit = _statutory(definition)
        problems += _term_problems(limit, DECIDE, provisions)
    for row in definition.get("statutory_when") or ():
        problems += _situation_problems(row, provisions)
    acceptance = definition.get("acceptance")
    if acceptance:
        problems += _acceptance_problems(acceptance, provisions)
    delivery = definition.get("deliver_by")
    if delivery:
        limit = {**delivery, "from": DECIDE}
        problems += _term_problems(limit, DELIVER, provisions)
    return problems


def citation_problems(definition: Definition, documents: Documents) -> list[str]:
    """What is wrong with the bases of an item, in plain sentences.

    Documents that are unknown or no longer hold, and a limit whose law is
    not among them.
    """
    problems = []
    for basis in _cited(definition):
        problems += _basis_problems(basis, documents)
    problems += _article_problems(definition)
    return problems


def laws_of(definition: Definition) -> list[str]:
    """The laws among the bases of an item, each as a citation names it."""
    bases = definition.get("legal_basis") or ()
    return [_law_of(basis) for basis in bases]


def _law_of(basis: str) -> str:
    """《中华人民共和国行政许可法》 is called 行政许可法 in a citation."""
    name, _, _ = basis.partition("（")
    return name.removeprefix("中华人民共和国")


def _cited(definition: Definition) -> list[str]:
    """Every basis of the item and of its papers, each once, in order of spelling."""
    cited = set(definition["legal_basis"])
    for material in definition.get("materials") or ():
        cited.add(material["basis"])
    return sorted(cited)


def _basis_problems(basis: str, documents: Documents) -> list[str]:
    """Nothing when the document is known and still holds."""
    old = _superseded(basis, documents)
    if old:
        since = old["since"]
        successor = old["by"]
        return [f"依据“{basis}”自{since}起不再适用，现在是“{successor}”"]
    known = tuple(row["cite"] for row in documents["documents"])
    if basis.startswith(known):
        return []
    return [f"依据“{basis}”不在 law/documents.yaml 里"]


def _superseded(basis: str, documents: Documents) -> Row | None:
    """The row that says what took this basis's place.

    None while the basis holds.
    """
    for row in documents["superseded"]:
        if row["number"] in basis:
            return row
    return None


def _article_problems(definition: Definition) -> list[str]:
    """Nothing when the law of the statutory limit is among the bases of the item.

    An item without such a limit has no article to look for.
    """
    article = definition.get("statutory_article")
    if not article:
        return []
    for law in laws_of(definition):
        if law in article:
            return []
    return [f"法定办结时限依据的“{article}”不在设定依据里"]


def _statutory(definition: Definition) -> Row:
    """The item's own statutory limit, shaped as the limits of its situations are."""
    return {
        "days": definition["statutory_days"],
        "unit": definition["statutory_unit"],
        "from": definition.get("statutory_from"),
        "article": definition.get("statutory_article"),
    }


def _term_problems(limit: Row, purpose: str, provisions: Provisions) -> list[str]:
    """Nothing when the provision that a limit names has this very term.

    limit: {days, unit, from, article}; purpose: DECIDE, ACCEPT or DELIVER.
    """
    term = Term(limit["days"], limit["unit"], limit["from"])
    article = limit.get("article")
    named = f"{purpose}时限{term.days}{term.unit}"
    provision = provisions.get(article or "")
    if provision is None:
        fault = f"{named}没有写明依据的条文，或者条文“{article}”不在 law/provisions.yaml 里"
        return [fault]
    terms = _terms_of(provision, purpose)
    if term in terms:
        return []
    in_law = _terms_in_words(terms)
    return [f"{named}（自{term.start}起）和“{article}”不一致：{in_law}"]


def _terms_of(provision: Row, purpose: str) -> list[Term]:
    """The terms that a provision sets for this purpose."""
    terms = []
    for row in provision["terms"]:
        if row["for"] == purpose:
            term = Term(row["days"], row["unit"], row["from"])
            terms.append(term)
    return terms


def _terms_in_words(terms: list[Term]) -> str:
    """What a provision has instead of the term that was looked for."""
    if not terms:
        return "没有这个时限"
    return "、".join(term.words for term in terms)


def _situation_problems(row: Row, provisions: Provisions) -> list[str]:
    """What is wrong with the limit of one situation.

    Without days it is only a report, and its provision sets no term for deciding.
    """
    if row["days"] is not None:
        return _term_problems(row, DECIDE, provisions)
    article = row["article"]
    provision = provisions.get(article)
    if provision is None:
        return [f"条文“{article}”不在 law/provisions.yaml 里"]
    if _terms_of(provision, DECIDE):
        return [f"“{article}”规定了决定的时限，要写明天数"]
    return []


def _acceptance_problems(acceptance: Row, provisions: Provisions) -> list[str]:
    """Nothing when both the days for accepting and their silence are those of the provision.

    silence: the effect of the days passing without a word to the applicant.
    """
    limit = {**acceptance, "from": RECEIPT}
    problems = _term_problems(limit, ACCEPT, provisions)
    if problems:
        return problems
    article = acceptance["article"]
    silence = acceptance["silence"]
    provision = provisions.get(article, {})
    if silence == provision.get("silence"):
        return []
    return [f"到期不告知的效果“{silence}”和“{article}”不一致"]
