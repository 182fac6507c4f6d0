"""What an item gives in the end, and what may be done against it. Pure.

Sources: 行政复议法 20, 行政诉讼法 46 (remedies of a burden);
劳动争议调解仲裁法 17, 29 (bodies that give papers in their own name).
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from yichuang.catalog.rules import citing, grounds

REVIEW = "行政复议"
# in one sum; months with an end; without one; in a sum and by month
PAYS = ("once", "months", "life", "both")
_GRANTED = re.compile("^(准予|予以)")
# what is no paper has its own words in a notice; the rest is called a paper
_WORD_KEYS = {"money": "of_money", "online": "online"}
Row = Mapping[str, Any]  # of an item in packs/results
Table = Mapping[str, Any]  # packs/results


@dataclass(frozen=True)
class Result:
    """What is given.

    kind: key of the kinds of packs/results.
    title: of the paper or thing.
    grant, deny: what a decision says.
    given: how one comes to it, a sentence without full stop.
    ways: by which it can reach somebody, the first for whoever chose one that does not fit.
    words: way → how a notice calls it.
    paper: the platform prints it.
    headed: the decision bears its title.
    paid: money follows.
    answers: it says what was answered.
    served: it is a paper, and no thing that is handed out.
    remedied: the law demands remedies on a grant too.
    shows: fields of the form on it.
    articles: what the decision rests on.
    pay: one of PAYS.
    sum_fields: fields of the form that say which sum is applied for.
    part: what is said of a sum granted in part, "" for the usual words.
    """

    kind: str
    title: str
    grant: str
    deny: str
    given: str
    ways: tuple[str, ...]
    words: Mapping[str, str]
    paper: bool = False
    headed: bool = False
    paid: bool = False
    answers: bool = False
    served: bool = False
    remedied: bool = False
    shows: tuple[str, ...] = ()
    articles: tuple[str, ...] = ()
    pay: str = ""
    sum_fields: tuple[str, ...] = ()
    part: str = ""

    def way(self, chosen: str) -> str:
        """The chosen way where the thing can go by it, else the one that fits."""
        if chosen in self.ways:
            return chosen
        return self.ways[0]


@dataclass(frozen=True)
class Issuer:
    """In whose name a paper is given.

    code: whose numbers are counted; short: what they begin with, "" for none.
    """

    code: str
    name: str
    short: str


def issuer(office: Issuer, body: str, table: Table) -> Issuer:
    """The body that has the matter, where it gives papers in its own name, else the office.

    body: implementing body of the item.
    """
    own = table["organs"].get(body)
    if own is None:
        return office
    bureau, organ = own["name"]
    name = organ
    if office.name.endswith(bureau):
        place = office.name.removesuffix(bureau)
        name = place + organ
    code = f"{office.code}-{own['code']}"
    short = office.short.replace(*own["short"])
    return Issuer(code, name, short)


def read_result(row: Row, table: Table, body: str) -> Result:
    """A row as a Result.

    body: who makes what the platform does not print.
    """
    gives = row["gives"]
    kind = table["kinds"][gives]
    how = row.get("given") or kind["given"]
    return Result(
        kind=gives,
        title=row["title"],
        grant=row["grant"],
        deny=row.get("deny") or denied(row["grant"]),
        given=how.format(title=row["title"], body=body),
        ways=tuple(kind["ways"]),
        words=_words(gives, table),
        paper=kind.get("paper", False),
        headed=kind.get("headed", False),
        paid=kind.get("paid", False),
        answers=kind.get("answers", False),
        served=kind.get("served", False),
        remedied=row.get("remedied", kind.get("remedied", False)),
        shows=tuple(row.get("shows", ())),
        articles=tuple(row.get("articles", ())),
        pay=row.get("pay", ""),
        sum_fields=tuple(row.get("asked", ())),
        part=row.get("part", ""),
    )


def _words(gives: str, table: Table) -> dict[str, str]:
    """Way → how a notice calls it for what is given."""
    key = _WORD_KEYS.get(gives, "of_paper")
    words = {}
    for way, of_way in table["ways"].items():
        words[way] = of_way[key]
    return words


def as_answered(row: Row, answers: Mapping[str, Any]) -> dict[str, Any]:
    """The row as it is for who gave these answers: who applied for a renewal is granted a renewal."""
    by = row.get("by")
    if by is None:
        return dict(row)
    answer = answers.get(by["field"])
    own = by.get(answer, {})
    return {**row, **own}


def denied(grant: str) -> str:
    """准予许可 → 不予许可; 予以登记 → 不予登记."""
    return _GRANTED.sub("不予", grant)


def own_remedy(remedy: str | None) -> tuple[str, str]:
    """(what may be done first, what stands instead of review and suit), of an item's remedy.

    As sentences; "" where the common words hold: 行政复议 within 60 days,
    行政诉讼 within 6 months.
    """
    if not remedy:
        return "", ""
    clauses = list(filter(None, remedy.split("；")))
    own = [clause for clause in clauses if REVIEW not in clause]
    sentence = ""
    if own:
        sentence = "；".join(own) + "。"
    names_review = len(own) < len(clauses)
    if names_review:
        return sentence, ""
    return "", sentence


def problems(items: Mapping[str, Row], table: Table) -> list[str]:
    """What is wrong with the rows, in plain sentences.

    Every item has a row of a known kind, cites articles of its own bases
    only, and rests on an article or says why on none.

    items: code → definition.
    """
    rows = table["items"]
    sentences = []
    for code in sorted(items.keys() - rows.keys()):
        sentences.append(f"事项{code}没有写办完给什么")
    for code, row in rows.items():
        if code in items:
            sentences += _row_problems(code, row, items[code], table["kinds"])
        else:
            sentences.append(f"没有事项{code}")
    return sentences


def _row_problems(code: str, row: Row, definition: Row, kinds: Mapping[str, Row]) -> Iterator[str]:
    """What is wrong with the row of one item; nothing more where its kind is unknown or its payment unsaid."""
    gives = row["gives"]
    kind = kinds.get(gives)
    if kind is None:
        yield f"事项{code}：没有“{gives}”这种结果"
        return
    if kind.get("paid") and row.get("pay") not in PAYS:
        yield f"事项{code}：没有写钱怎么付"
        return
    articles = row.get("articles", ())
    for article in citing.foreign(articles, definition["legal_basis"]):
        yield f"事项{code}：“{article}”不在设定依据里"
    yield from grounds.problems(code, row, definition)
