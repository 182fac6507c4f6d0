"""What a decision must rest on (规范自由裁量权; 行政许可法 38)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from yichuang.cases.rules import facts, granting, looking
from yichuang.cases.rules.granting import Terms
from yichuang.cases.rules.looking import Paper
from yichuang.core.errors import FieldProblem

GOOD, BAD, UNCLEAR = "good", "bad", "unclear"
FINDINGS = {GOOD: "符合", BAD: "不符合", UNCLEAR: "要再看"}
# kinds of process that end in a payment, or in a loan of a bank: a sum is decided
PAYING = ("payment", "payment_publicised", "loan")


@dataclass(frozen=True)
class Point:
    """One review point (审查要点) of an item: "R1" and its words."""

    code: str
    text: str


@dataclass(frozen=True)
class Span:
    """From which sum to which one person grants alone, in yuan, both included; a fixed sum is both."""

    least: Decimal
    most: Decimal

    @property
    def words(self) -> str:
        """As it is said beside a row."""
        if self.least == self.most:
            return f"{self.most:,}元"
        if not self.least:
            return f"{self.most:,}元以内"
        return f"{self.least:,}至{self.most:,}元"


@dataclass(frozen=True)
class Row:
    """One row of a discretion table: code "D1.2", what it is about, the case it fits, the result it gives; span: what
    it gives in yuan, where packs/numbers/sums.yaml names it; doubt: what the answers say against it, "" for nothing."""

    code: str
    matter: str
    case: str
    result: str
    basis: str
    span: Span | None = None
    doubt: str = ""

    @property
    def words(self) -> str:
        """As who decides reads it, with the sum that it gives."""
        text = f"{self.matter}：{self.case}→{self.result}"
        if self.span is None:
            return text
        return f"{text}（{self.span.words}）"


@dataclass(frozen=True)
class Grounds:
    """What a decision is measured by: the review points of the item, what the review found for each (code → key of
    FINDINGS), the rows of the discretion table of the day of acceptance, how an approval pays, the papers as they
    were handed in last, and the facts that the review found (code → words)."""

    points: Sequence[Point]
    findings: Mapping[str, str]
    rows: Sequence[Row]
    terms: Terms
    papers: Sequence[Paper] = ()
    facts: Mapping[str, str] = field(default_factory=dict)


def rows_of(number: int, table: Mapping[str, Any], spans: Mapping[str, Any]) -> list[Row]:
    """The rows of the discretion table with this number as its item has it, D1.1, D1.2, …; spans: the sums that
    packs/numbers/sums.yaml names, by case."""
    rows = []
    for place, row in enumerate(table["table"], 1):
        named = spans.get(row["case"])
        span = None
        if named:
            span = Span(Decimal(named.get("least", 0)), Decimal(named["most"]))
        code = f"D{number}.{place}"
        rows.append(Row(code, table["matter"], row["case"], row["result"], table["basis"], span))
    return rows


def problems(decision, grounds: Grounds) -> list[FieldProblem]:
    """What is missing in a decision, whoever takes it. decision: services.review.Decision. 行政许可法 34, 38."""
    lacking = looking.unjudged_problems(grounds.papers)
    if decision.outcome == "approve":
        lacking += looking.outstanding_problems(grounds.papers)
    if decision.outcome not in ("approve", "deny"):
        lacking.append(FieldProblem("outcome", "请选准予或不予", "required"))
    if not decision.reason.strip():
        lacking.append(FieldProblem("reason", "请写明理由，申请人会看到", "required"))
    lacking += _point_problems(decision, grounds)
    lacking += _fact_problems(decision, grounds)
    codes = {row.code for row in grounds.rows}
    if (
        grounds.rows
        and decision.outcome == "approve"
        and not decision.outside
        and decision.row not in codes
    ):
        lacking.append(
            FieldProblem("row", "请选裁量表里适用的那一行；都不适用就选“超出裁量表”", "required")
        )
    if grounds.terms.pay and decision.outcome == "approve":
        lacking += granting.problems(decision, grounds.terms)
    return lacking


def _point_problems(decision, grounds: Grounds) -> list[FieldProblem]:
    """What is wrong with the points that the decision cites.

    Also that one was not judged that had to be. 行政许可法 38:
    a grant rests on all of them, a denial on what is not met.
    """
    problems = []
    known = {point.code for point in grounds.points}
    resting = not _on_reasons_alone(decision, grounds)
    if known and resting and not set(decision.points) & known:
        problems.append(FieldProblem("points", "请勾选这个决定依据的审查要点", "required"))
    unknown = set(decision.points) - known
    if unknown:
        problems.append(
            FieldProblem("points", f"没有这些审查要点：{'、'.join(sorted(unknown))}", "unknown")
        )
    problems += _resting_on_the_contrary(decision, grounds)
    problems += _left_out(decision, grounds)
    if decision.outcome == "deny" and bad_points(grounds):
        return problems
    unjudged = []
    for point in grounds.points:
        if grounds.findings.get(point.code) not in (GOOD, BAD):
            unjudged.append(point)
    if unjudged:
        message = f"这几条还没有结论：{_named(unjudged)}，都判了才能作决定"
        problems.append(FieldProblem("points", message, "unjudged"))
    return problems


def _fact_problems(decision, grounds: Grounds) -> list[FieldProblem]:
    """A denial that says only that something is not met: of each point that carries it stands what was found, and so
    does the reason. 行政许可法 38: 说明理由."""
    if decision.outcome != "deny":
        return []
    problems = facts.reason_problems(decision.reason)
    for point in bad_points(grounds):
        if point.code not in decision.points:
            continue
        number = _named([point])
        fact = grounds.facts.get(point.code, "")
        problems += facts.point_problems(point.code, number, point.text, fact)
    return problems


def _on_reasons_alone(decision, grounds: Grounds) -> bool:
    """A refusal where every point is met rests on its written reasons: no point is one."""
    return decision.outcome == "deny" and not bad_points(grounds)


def bad_points(grounds: Grounds) -> list[Point]:
    """The points that the review found not met."""
    return [point for point in grounds.points if grounds.findings.get(point.code) == BAD]


def cited(decision, grounds: Grounds) -> list[str]:
    """Codes of the points that the decision rests on, as they are kept and printed: a refusal rests on none that is
    met."""
    if decision.outcome != "deny":
        return list(decision.points)
    bad = {point.code for point in bad_points(grounds)}
    return [code for code in decision.points if code in bad]


def _left_out(decision, grounds: Grounds) -> list[FieldProblem]:
    """A refusal says everything that it rests on: who mends one thing is not told of the next afterwards.
    行政许可法 38: 说明理由."""
    if decision.outcome != "deny" or not decision.points:
        return []
    unsaid = [point for point in bad_points(grounds) if point.code not in decision.points]
    if not unsaid:
        return []
    message = f"{_named(unsaid)}也判了“{FINDINGS[BAD]}”，不予的理由要写全，请一并勾选"
    problem = FieldProblem("points", message, "left_out")
    return [problem]


def _resting_on_the_contrary(decision, grounds: Grounds) -> list[FieldProblem]:
    """A refusal rests on what is not met, a grant on what is, wherever the review found such a point: the paper prints
    the cited ones as its grounds. 行政许可法 38: 说明理由."""
    needed = BAD if decision.outcome == "deny" else GOOD
    if needed not in grounds.findings.values():
        return []
    contrary = []
    for point in grounds.points:
        finding = grounds.findings.get(point.code)
        if point.code in decision.points and finding != needed:
            contrary.append(point)
    if not contrary:
        return []
    word = FINDINGS[needed]
    message = f"{_named(contrary)}没有判“{word}”，不能作这个决定的依据，请勾选判了“{word}”的"
    problem = FieldProblem("points", message, "contrary")
    return [problem]


def second_needed(decision, grounds: Grounds) -> list[FieldProblem]:
    """Why one person may not take this decision alone: it lies outside the table, its row is not what the answers say,
    it grants more than one person may, or it goes against what the review found. Then a second person agrees with a
    written reason (规范自由裁量权)."""
    reasons = []
    if decision.outside:
        reasons.append(FieldProblem("row", "超出裁量表的决定要提请第二人复核", "second"))
    doubt = unlike(decision, grounds)
    if doubt:
        message = f"和这一行对不上：申请表{doubt}。选错了请改；确实适用的，写明理由，提请第二人复核"
        reasons.append(FieldProblem("row", message, "second"))
    reasons += _beyond_one_hand(decision, grounds)
    if against(decision, grounds):
        reasons.append(FieldProblem("outcome", _said_against(decision, grounds), "second"))
    return reasons


def unlike(decision, grounds: Grounds) -> str:
    """What the answers say against the row that an approval rests on.

    "" for nothing, and of a refusal."""
    row = _chosen(decision, grounds)
    if row is None or decision.outcome != "approve":
        return ""
    return row.doubt


def beyond(decision, grounds: Grounds) -> bool:
    """Whether the decision grants another sum than one person may alone: not what its row gives, more than the item
    allows where the row names no sum, more than was applied for, or for more months than is usual."""
    return bool(_beyond_one_hand(decision, grounds))


def words_beyond(decision, grounds: Grounds) -> list[str]:
    """Each of the reasons why it does, in words."""
    reasons = []
    for problem in _beyond_one_hand(decision, grounds):
        reasons.append(problem.message)
    return reasons


def _beyond_one_hand(decision, grounds: Grounds) -> list[FieldProblem]:
    """Every way in which it does, each told by itself."""
    terms = grounds.terms
    if not terms.pay or decision.outcome != "approve":
        return []
    grant = granting.granted(decision, terms)
    if grant is None:
        return []
    reasons = []
    if granting.is_more(grant, terms):
        message = f"比申请的{terms.applied_for:,.2f}元多，要提请第二人复核"
        more = FieldProblem("amount", message, "second")
        reasons.append(more)
    span = _span(decision, grounds)
    if not span.least <= grant.total <= span.most:
        message = _said_of_span(decision, grounds)
        other = FieldProblem("amount", message, "second")
        reasons.append(other)
    if granting.is_longer(grant, terms):
        length = terms.length
        message = (
            f"一共{grant.months}个月，超过{length.usual}个月（{length.why}），要提请第二人复核"
        )
        longer = FieldProblem("until", message, "second")
        reasons.append(longer)
    return reasons


def _span(decision, grounds: Grounds) -> Span:
    """Between which sums one person decides alone: what the row gives, else
    up to the sum of the item.
    """
    row = _chosen(decision, grounds)
    if row and row.span:
        return row.span
    return Span(Decimal(0), grounds.terms.most)


def _chosen(decision, grounds: Grounds) -> Row | None:
    """The row that the decision rests on; None outside of the table."""
    if decision.outside:
        return None
    for row in grounds.rows:
        if row.code == decision.row:
            return row
    return None


def _said_of_span(decision, grounds: Grounds) -> str:
    """Why a sum needs a second person that its row does not give, or that is above the sum of the item."""
    row = _chosen(decision, grounds)
    if row and row.span:
        return f"“{row.case}”这一行是{row.span.words}，别的数要提请第二人复核"
    return f"超过{grounds.terms.most:,}元的，要提请第二人复核"


def against(decision, grounds: Grounds) -> bool:
    """Whether the outcome contradicts the findings: approved though a point or a paper is not met, denied though all
    points are."""
    bad = bad_points(grounds)
    if decision.outcome == "approve":
        not_met = looking.not_met(grounds.papers)
        return bool(bad or not_met)
    if decision.outcome != "deny":
        return False
    return bool(grounds.points) and not bad


def _said_against(decision, grounds: Grounds) -> str:
    if decision.outcome == "deny":
        return "审查要点都符合，不能直接不予；确有理由的，请提请第二人复核"
    bad = bad_points(grounds)
    papers = looking.not_met(grounds.papers)
    points_named = _named(bad)
    papers_named = looking.named(papers)
    contrary = "、".join(filter(None, (points_named, papers_named)))
    return f"{contrary}不符合，不能直接准予；确有理由的，请提请第二人复核"


def _named(points: Sequence[Point]) -> str:
    return "、".join(f"第{point.code[1:]}条" for point in points)
