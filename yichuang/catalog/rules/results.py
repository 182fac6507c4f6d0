"""What an item gives in the end, and how papers name it, its bases and its remedies. Pure.

Sources: 行政复议法 20, 行政诉讼法 46 (remedies of a burden); GB/T 9704-2012 (names of laws in 《》, articles in words).
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from yichuang.catalog.rules import grounds

DIGITS = "零一二三四五六七八九"
REVIEW = "行政复议"
PAYS = (
    "once",
    "months",
    "life",
    "both",
)  # in one sum; months with an end; without one; in a sum and by month
_ARTICLE = re.compile(r"第([0-9]{1,3})(?=条|款|项|部分)")
_BASIS = re.compile(r"(?P<name>.+?)(?P<number>（[^（）]*）)?(?P<articles>第.*)?")
_REFERENCE = re.compile(r"(?P<law>.+?)(?P<articles>第[0-9]+(条|部分).*)")


@dataclass(frozen=True)
class Result:
    """What is given. kind: key of the kinds of packs/results; title: of the paper or thing; grant, deny: what a
    decision says; given: how one comes to it, a sentence without full stop; ways: by which it can reach somebody, the
    first for whoever chose one that does not fit; words: way → how a notice calls it; paper: the platform prints it;
    headed: the decision bears its title; paid: money follows; answers: it says what was answered; served: it is a
    paper, and no thing that is handed out; remedied: the law demands remedies on a grant too; shows: fields of the form
    on it; articles: what the decision rests on; pay: once, months, life or both; sum_fields: fields of the form that
    say which sum is applied for; part: what is said of a sum granted in part, "" for the usual words."""

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
        return chosen if chosen in self.ways else self.ways[0]


@dataclass(frozen=True)
class Issuer:
    """In whose name a paper is given. code: whose numbers are counted; short: what they begin with, "" for none."""

    code: str
    name: str
    short: str


def issuer(office: Issuer, body: str, table: Mapping[str, Any]) -> Issuer:
    """The body that has the matter, where it gives papers in its own name (劳动争议调解仲裁法 17, 29), else the office.
    body: implementing body of the item; table: packs/results."""
    own = table["organs"].get(body)
    if own is None:
        return office
    bureau, organ = own["name"]
    if office.name.endswith(bureau):
        name = office.name.removesuffix(bureau) + organ
    else:
        name = organ
    short = office.short.replace(*own["short"])
    return Issuer(f"{office.code}-{own['code']}", name, short)


def read_result(row: Mapping[str, Any], table: Mapping[str, Any], body: str) -> Result:
    """A row of packs/results as a Result. body: who makes what the platform does not print."""
    kind = table["kinds"][row["gives"]]
    said = row.get("given") or kind["given"]
    words = {way: _word(each, row["gives"]) for way, each in table["ways"].items()}
    return Result(
        kind=row["gives"],
        title=row["title"],
        grant=row["grant"],
        deny=row.get("deny") or denied(row["grant"]),
        given=said.format(title=row["title"], body=body),
        ways=tuple(kind["ways"]),
        words=words,
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


def as_answered(row: Mapping[str, Any], answers: Mapping[str, Any]) -> dict[str, Any]:
    """The row as it is for who gave these answers: who applied for a renewal is granted a renewal."""
    by = row.get("by")
    if by is None:
        return dict(row)
    answer = answers.get(by["field"])
    own = by.get(answer, {})
    return {**row, **own}


def _word(words: Mapping[str, str], gives: str) -> str:
    keys = {"money": "of_money", "online": "online"}
    return words[keys.get(gives, "of_paper")]


def denied(grant: str) -> str:
    """准予许可 → 不予许可; 予以登记 → 不予登记."""
    return re.sub("^(准予|予以)", "不予", grant)


def named(bases: Iterable[str], articles: Iterable[str]) -> list[str]:
    """The bases as a paper cites them: 《中华人民共和国社会保险法》（主席令第35号）第四十五条. articles: law
    and article in one word, as packs write them; each goes to its law, and a law that has
    one comes before those without."""
    references = [match for match in map(_REFERENCE.fullmatch, articles) if match]
    with_articles = []
    without = []
    for basis in bases:
        parts = _BASIS.fullmatch(basis)
        own = []
        if parts["articles"]:
            own.append(parts["articles"])
        law = _short(parts["name"])
        own += [match["articles"] for match in references if match["law"] == law]
        cited = "、".join(in_words(each) for each in dict.fromkeys(own))
        number = parts["number"] or ""
        text = f"{_titled(parts['name'])}{number}{cited}"
        if cited:
            with_articles.append(text)
        else:
            without.append(text)
    return with_articles + without


def _short(law: str) -> str:
    """A law as packs call it in a citation, without the name of the state."""
    return law.removeprefix("中华人民共和国")


def reference(article: str) -> str:
    """One citation in words: 行政许可法第32条 → 《行政许可法》第三十二条; a title alone gets its 《》 only."""
    match = _REFERENCE.fullmatch(article)
    if match:
        return f"{_titled(match['law'])}{in_words(match['articles'])}"
    return _titled(article)


def _titled(name: str) -> str:
    """A name in its marks; a name within it takes the single ones (GB/T 15834): 《实施〈某法〉若干规定》."""
    inside = name.replace("《", "〈").replace("》", "〉")
    return f"《{inside}》"


def in_words(article: str) -> str:
    """第24条第1款 → 第二十四条第一款; 第41、42条 → 第四十一条、第四十二条."""
    apart = re.sub(r"第([0-9]+)、([0-9]+)条", r"第\1条、第\2条", article)
    return _ARTICLE.sub(lambda match: "第" + _spelled(int(match[1])), apart)


def _spelled(number: int) -> str:
    """1 to 999 in Chinese: 十九, 四十五, 一百零二."""
    hundreds, rest = divmod(number, 100)
    tens, ones = divmod(rest, 10)
    text = ""
    if hundreds:
        text = f"{DIGITS[hundreds]}百"
    if tens == 1 and not hundreds:
        text += "十"
    elif tens:
        text += f"{DIGITS[tens]}十"
    elif hundreds and ones:
        text += "零"
    if ones:
        text += DIGITS[ones]
    return text


def own_remedy(remedy: str | None) -> tuple[str, str]:
    """(what may be done first, what stands instead of review and suit) of an item's remedy, as sentences; "" where the
    common words hold: 行政复议 within 60 days, 行政诉讼 within 6 months."""
    if not remedy:
        return "", ""
    parts = [part for part in remedy.split("；") if part]
    apart = [part for part in parts if REVIEW not in part]
    said = ""
    if apart:
        said = "；".join(apart) + "。"
    if len(apart) < len(parts):
        return said, ""
    return "", said


def problems(items: Mapping[str, Mapping[str, Any]], table: Mapping[str, Any]) -> list[str]:
    """What is wrong with the rows, in plain sentences. items: code → definition. Every item has a row of a known kind,
    cites articles of its own bases only, and rests on an article or says why on none."""
    sentences = [f"事项{code}没有写办完给什么" for code in sorted(set(items) - set(table["items"]))]
    for code, row in table["items"].items():
        if code not in items:
            sentences.append(f"没有事项{code}")
        elif row["gives"] not in table["kinds"]:
            sentences.append(f"事项{code}：没有“{row['gives']}”这种结果")
        elif table["kinds"][row["gives"]].get("paid") and row.get("pay") not in PAYS:
            sentences.append(f"事项{code}：没有写钱怎么付")
        else:
            foreign = _foreign(row.get("articles", ()), items[code]["legal_basis"])
            sentences += [f"事项{code}：“{article}”不在设定依据里" for article in foreign]
            sentences += grounds.problems(code, row, items[code])
    return sentences


def _foreign(articles: Sequence[str], bases: Sequence[str]) -> list[str]:
    laws = {_short(_BASIS.fullmatch(basis)["name"]) for basis in bases}
    foreign = []
    for article in articles:
        law = _REFERENCE.fullmatch(article)["law"]
        if law not in laws:
            foreign.append(article)
    return foreign
