"""What a decision says, and the result that an item gives."""

from yichuang.cases.models import Case
from yichuang.cases.queries import reviews, versions
from yichuang.cases.queries.versions import Version
from yichuang.cases.rules import decisions, grant_words, states
from yichuang.cases.services.contexts.remedies import remedies
from yichuang.cases.services.contexts.wording import Context, applied, day_of, given_by, sentence
from yichuang.catalog import queries as catalog
from yichuang.catalog.rules.forms import said
from yichuang.catalog.rules.results import Result
from yichuang.core import masking
from yichuang.core.clock import local
from yichuang.eligibility.models import Approval
from yichuang.registry.models import Person

CHECKED = "申请的信息和材料齐全，符合办理条件"
REFUSED = "没有准予的"
BY_LAW = "怎么生效的"  # of what silence decided
BY_RULE = "怎么决定的"
WORDS_OF_RULE = (
    "由规则{rule}自动决定，没有人参与。规则由法规审核{officer}在{day}同意。"
    "要人来说明或者重新看的，可以在这一件的页面上按“请人来看”，也可以到窗口提出"
)


def decision(case: Case, version: Version, step) -> Context:
    """决定书: granted or not, what was found, on which article, and what may be done against it.

    step: the entry of the trail that decided.
    Of a sum that is granted in part both halves are said.
    Remedies stand on it when it denies, the whole or a part, and when the item's own result is
    one against which somebody may turn. 行政许可法 38."""
    ruling = versions.last_told(case, step.kind).told
    result = given_by(version, case)
    granted = case.outcome == states.APPROVED
    divided = grant_words.divided(ruling, result.grant, result.deny, result.part)
    decided = divided or result.grant
    answer = ""
    if not granted:
        decided = result.deny
    if not granted or divided:
        answer = "denials"
    remedied = result.remedied or bool(answer)
    ways = {}
    if remedied:
        ways = remedies(case, version, answer=answer)
    finding = ruling.get("reason") or CHECKED
    basis = catalog.bases_of(version.guide)
    return {
        **applied(case, version),
        "accepted_on": day_of(case.accepted_at or case.clock_from),
        "granted": granted,
        "finding": sentence(finding),
        "basis": basis,
        "decided": decided,
        "facts": _grounds(case, version, ruling),
        "remedied": remedied,
        **ways,
    }


def _grounds(case: Case, version: Version, ruling: dict) -> list[list[str]]:
    """What a decision was measured by: the points cited, the row of the discretion table, the amount.

    ruling: as the officer told it, whenever that was: of money what `grant_words.rows_of` says.
    Each line is (name, words)."""
    facts = []
    points = _looked_at(case, version, ruling)
    if points:
        facts.append(["审查内容", _one_a_line(points)])
    row = ruling.get("row_text")
    if not row:
        code = ruling.get("row", "")
        row = _row_text(case, version, code)
    if row:
        facts.append(["裁量标准", row])
    rows = grant_words.rows_of(ruling)
    facts += map(list, rows.items())
    facts += _of_rule(ruling)
    answer = ruling.get("result")
    if answer:
        facts.append(["办理结果", answer])
    agreed = ruling.get("second_reason")
    if agreed and ruling.get("against"):
        facts.append(["复核意见", sentence(agreed)])
    return facts


def _of_rule(ruling: dict) -> list[list[str]]:
    """That no person decided it, which rule did and who agreed to that; nothing where a person did.

    个人信息保护法 24."""
    if "rule" not in ruling:
        return []
    approval = Approval.objects.select_related("approved_by").get(pk=ruling["approval"])
    words = WORDS_OF_RULE.format(
        rule=ruling["rule"], officer=approval.approved_by.name, day=day_of(approval.at)
    )
    return [[BY_RULE, sentence(words)]]


def _one_a_line(points: list[str]) -> str:
    """Several points each on a line of its own, with its number.

    One alone needs none.
    """
    if len(points) == 1:
        return points[0]
    lines = []
    for n, point in enumerate(points, start=1):
        lines.append(f"{n}．{point}")
    return "\n".join(lines)


def _looked_at(case: Case, version: Version, ruling: dict) -> list[str]:
    """The points that a decision cites and what the review found of each, in words that need no code of ours to be
    understood: 缴费满1年，符合.

    Of what is not met the fact stands too: 缴费满1年，不符合：缴费8个月.
    A decision of before every point had to be judged may lack what the review found; a
    refusal of before may have cited what is met, which is no ground of it."""
    reviewed = reviews.of_case(case)
    cited = ruling.get("points", ())
    looked_at = []
    for point in version.review_points:
        if point.code not in cited:
            continue
        finding = reviewed.findings.get(point.code, _without_review(ruling))
        if case.outcome == states.DENIED and finding == decisions.GOOD:
            continue
        words = decisions.FINDINGS.get(finding, "")
        line = point.text
        if words:
            line = f"{line}，{words}"
        fact = reviewed.facts.get(point.code)
        if fact and finding == decisions.BAD:
            line = f"{line}：{fact}"
        looked_at.append(line)
    return looked_at


def _without_review(ruling: dict) -> str:
    """What stands for the finding of a point where nobody wrote one: a rule says yes to all of them or to nothing."""
    if "rule" in ruling:
        return decisions.GOOD
    return ""


def _row_text(case: Case, version: Version, code: str) -> str:
    """The row as the table of the day says it, for a decision that was written before its words were kept.

    code: of the row, "" for none."""
    if not code:
        return ""
    accepted_on = local(case.accepted_at).date()
    for row in version.discretion_on(accepted_on):
        if row.code != code:
            continue
        case_of_row = f"{row.matter}：{row.case}"
        return f"{case_of_row}，{row.result}"
    return ""


def result(case: Case, version: Version, step) -> Context:
    """The paper that the item gives: for whom, when, what it says of them, and what the officer answered.

    Of a sum that is granted in part both halves are said, with the reason and the remedies.
    Of what silence decided it is said how that took effect: from which day
    and by which article (ADR 72).

    step: not looked at; the words are those of the approval.
    """
    ruling = versions.ruling_of(case)
    outcome = given_by(version, case)
    divided = grant_words.divided(ruling, outcome.grant, outcome.deny, outcome.part)
    facts = said(version.form, case.form, outcome.shows)
    answer = ""
    if divided:
        answer = "denials"
        refused = grant_words.refused(ruling)
        line = [REFUSED, refused]
        facts = [*facts, line]
    if "effect" in ruling:
        line = [BY_LAW, sentence(ruling["reason"])]
        facts = [*facts, line]
    facts = [*facts, *_of_rule(ruling)]
    remedied = outcome.remedied or bool(divided)
    ways = {}
    if remedied:
        ways = remedies(case, version, answer=answer)
    return {
        "item": version.guide.name,
        "identity": _identity(case),
        "applied_on": day_of(case.received_at),
        "completed_on": day_of(case.closed_at),
        "granted": divided or outcome.grant,
        "facts": facts,
        "answer": _answer(outcome, version, ruling),
        "basis": catalog.bases_of(version.guide),
        "remedied": remedied,
        **ways,
    }


def _answer(outcome: Result, version: Version, ruling: dict) -> str:
    """What the officer wrote, where the result has a place for it and says it not already.

    "" for one that has no such place.
    """
    answer = ruling.get("result") or ruling.get("reason", "")
    if not outcome.answers:
        return ""
    said_already = ("", outcome.title, version.guide.result)
    if answer in said_already:
        return ""
    return sentence(answer)


def _identity(case: Case) -> str:
    """The number of who gets it: masked for a person, whole for an employer."""
    subject = case.subject
    if isinstance(subject, Person):
        return masking.id_number(subject.id_number)
    return subject.credit_code
