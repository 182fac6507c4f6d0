"""What the packs of this module say: who can be asked, and which papers
others hold."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from yichuang.core import packs
from yichuang.exchange.rules.holdings import MOST_ROWS, Holding, Named, Rows, code_of

SOURCES = "exchange/sources.yaml"
HOLDINGS = "exchange/holdings.yaml"
RETENTION = "retention/exchange.yaml"
OWN = "own"
OURS = "自有"  # the share of what the platform knows itself


@dataclass(frozen=True)
class SourcePack:
    """Who can be asked.

    department: the port behind it is "exchange.<department>"; for OWN there
    is none.
    gives: element → its kind.
    fresh_for: natural days.
    active: whether the catalogue lets us ask.
    none_if_left_out: elements of which an answer that finds the person, and
    leaves them out, says that there are none.
    """

    code: str
    name: str
    department: str
    share: str
    gives: Mapping[str, str]
    purpose: str
    basis: tuple[str, ...]
    fresh_for: int
    active: bool
    none_if_left_out: frozenset[str]

    @property
    def own(self) -> bool:
        """Whether the platform answers itself."""
        return self.department == OWN

    @property
    def port(self) -> str:
        """The kind of the port behind it."""
        return f"exchange.{self.department}"


def departments() -> dict[str, str]:
    """Names of the departments by code, in the order of the pack."""
    pack = packs.read(SOURCES)
    return pack["departments"]


@packs.kept()
def sources() -> dict[str, SourcePack]:
    """Every source by code."""
    pack = packs.read(SOURCES)
    basis = tuple(pack["basis"])
    by_code = {}
    for row in pack["sources"]:
        code = row["code"]
        by_code[code] = _source(row, basis)
    return by_code


def source(code: str) -> SourcePack:
    """The source behind a code that may say more ("own.results:…").

    Raises KeyError for none.
    """
    plain = code_of(code)
    return sources()[plain]


def _source(row: dict[str, Any], usual_basis: tuple[str, ...]) -> SourcePack:
    code = row["code"]
    department, _, _ = code.partition(".")
    basis = row.get("basis", usual_basis)
    return SourcePack(
        code=code,
        name=row["name"],
        department=department,
        share=row["share"],
        gives=row["gives"],
        purpose=row["purpose"],
        basis=tuple(basis),
        fresh_for=row["fresh_for"],
        active=row.get("active", True),
        none_if_left_out=frozenset(row.get("none_if_left_out", ())),
    )


@packs.kept()
def holdings() -> dict[str, Holding]:
    """What is known of each paper that others hold, by its name."""
    pack = packs.read(HOLDINGS)
    by_paper = {}
    for row in pack["holdings"]:
        holding = _holding(row)
        for paper in holding.papers:
            by_paper[paper] = holding
    return by_paper


def papers_of(row: dict[str, Any]) -> list[str]:
    """The papers that a row of the pack is about."""
    paper = row["paper"]
    if isinstance(paper, list):
        return paper
    return [paper]


def _holding(row: dict[str, Any]) -> Holding:
    papers = papers_of(row)
    whom = row["whom"]
    if isinstance(whom, dict):
        whom = Named(**whom)
    rows = {}
    for key, table in row.get("rows", {}).items():
        rows[str(key)] = _rows(table)
    instead = {}
    for key, fields in row.get("instead", {}).items():
        instead[str(key)] = Named(**fields)
    return Holding(
        papers=tuple(papers),
        sources=tuple(row["any"]),
        whom=whom,
        rows=rows,
        instead=instead,
        claims=row.get("claims", {}),
        conditions=row.get("met", {}),
        alternatives=row.get("met_any", {}),
    )


def _rows(table: dict[str, Any]) -> Rows:
    most = table.get("most", MOST_ROWS)
    return Rows(table=table["table"], name=table["name"], number=table["number"], most=most)


def not_held() -> dict[str, str]:
    """Papers of which one might think that others hold them.

    Each with the reason why nobody does.
    """
    pack = packs.read(HOLDINGS)
    return pack["not_held"]


def days_of_answers() -> int:
    """For how many natural days the content of an answer outlives what it was
    asked for."""
    pack = packs.read(RETENTION)
    terms = pack["answers"]
    return terms["days"]
