"""At the back: review against the points, decide with a citation, a second person outside the table."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from yichuang.accounts.models import Officer
from yichuang.cases.models import Case
from yichuang.cases.queries import fitting, frames, looking, reviews, senders, versions
from yichuang.cases.queries.permission import require
from yichuang.cases.queries.versions import Version
from yichuang.cases.rules import decisions, endings, granting, states
from yichuang.cases.rules.decisions import Grounds
from yichuang.cases.rules.flags import IN_PART, OUTSIDE_TABLE, noted
from yichuang.cases.rules.looking import Paper, flags_after
from yichuang.cases.services import dates, finish, repeating
from yichuang.cases.services.journal import actor_of, lock, write
from yichuang.cases.services.looking import require_judged
from yichuang.cases.services.publicity import require_publicised
from yichuang.core.errors import FieldProblem, Invalid

NOT_LET_IN = (
    "还不知道这件是不是单位交的，钱先不能批：请法定代表人登录同意，或者带营业执照到窗口核对；"
    "账号已经核对给别人的，请单位登录，在这一件里按“是我们单位交的”；不是他们单位交的，按不予办理"
)


@dataclass(frozen=True)
class Decision:
    """outcome "approve" | "deny"; reason in the words the applicant reads; points: codes of the review points it
    rests on; row: code of the discretion table's row, or "" where the law leaves no range; outside: the decision is
    not in the table; amount, monthly, since, until, standard, cut: what an approval pays, by the rules of `granting`,
    as typed; once_more: of an approval where something was granted before, a key of `repeating.REASONS`."""

    outcome: str
    reason: str
    points: tuple[str, ...]
    row: str = ""
    outside: bool = False
    amount: str = ""
    monthly: str = ""
    since: str = ""
    until: str = ""
    standard: str = ""
    cut: str = ""
    once_more: str = ""


@transaction.atomic
def begin_review(*, case_id: UUID, officer: Officer, now: datetime) -> Case:
    """Take an accepted case into review. The reviewer may not be the one who accepted it."""
    case = lock(case_id)
    require("begin_review", case, officer, now)
    write(
        case,
        "begin_review",
        actor=actor_of(officer),
        officer=officer,
        now=now,
        holder=officer,
        held_at=now,
        data={},
    )
    return case


@transaction.atomic
def review(
    *,
    case_id: UUID,
    officer: Officer,
    findings: Mapping[str, str],
    facts: Mapping[str, str] | None = None,
    now: datetime,
) -> Case:
    """Note what the review found for each point: {"R1": "good" | "bad" | "unclear"}, and the facts in words; what was
    found already is written no second time. Raises Invalid for an unknown point or verdict."""
    case = lock(case_id)
    require("review", case, officer, now)
    known = {p.code for p in versions.of_case(case).review_points}
    in_words = dict(facts or {})
    wrong = [
        FieldProblem(code, "这个事项没有这条审查要点", "unknown")
        for code in [*findings, *in_words]
        if code not in known
    ]
    wrong += [
        FieldProblem(code, "审查结论只能是符合、不符合或要再看", "list")
        for code, verdict in findings.items()
        if verdict not in decisions.FINDINGS
    ]
    if wrong:
        raise Invalid(wrong)
    before = reviews.of_case(case)
    same_findings = before.findings | findings == before.findings
    if same_findings and before.facts | in_words == before.facts:
        return case
    recorded = {"findings": findings}
    if in_words:
        recorded["facts"] = in_words
    write(case, "review", actor=actor_of(officer), officer=officer, now=now, data=recorded)
    return case


@transaction.atomic
def decide(*, case_id: UUID, officer: Officer, decision: Decision, now: datetime) -> Case:
    """准予 or 不予, resting on review points; then the case is closed and its result goes out.

    Raises Invalid while a point that matters has no finding or a paper no verdict, without a cited point, without a row
    where the item has a discretion table of the day of acceptance, without what a payment has to name, without a word
    on what was granted before or, of a denial, on what was found; Invalid too for a decision outside the table, by a
    row that is not what the answers say, beyond the sum of one hand or against the findings, which goes to `propose`;
    Invalid for money to a unit whose account nobody has let in; Forbidden for the one who accepted the case."""
    case = lock(case_id)
    require("decide", case, officer, now)
    version = versions.of_case(case)
    grounds = _grounds(case, officer, version)
    faults = decisions.problems(decision, grounds)
    problems = faults or decisions.second_needed(decision, grounds)
    if problems:
        raise Invalid(problems)
    _require_let_in(case, decision.outcome, grounds.terms.pay)
    recorded = _recorded(decision, grounds) | _of_earlier_grants(case, decision)
    _decide(case, version, officer, now, recorded, grounds.papers)
    return case


@transaction.atomic
def propose(*, case_id: UUID, officer: Officer, decision: Decision, now: datetime) -> Case:
    """提请第二人复核: a decision outside its discretion table or by a row that is not what the answers say, beyond the
    sum that one person grants, or against the findings, with a written reason."""
    case = lock(case_id)
    require("propose", case, officer, now)
    version = versions.of_case(case)
    grounds = _grounds(case, officer, version)
    problems = decisions.problems(decision, grounds)
    if problems:
        raise Invalid(problems)
    flags = case.flags
    if decision.outside:
        flags = noted(flags, OUTSIDE_TABLE)
    recorded = _recorded(decision, grounds) | _of_earlier_grants(case, decision)
    write(
        case,
        "propose",
        actor=actor_of(officer),
        officer=officer,
        now=now,
        flags=flags,
        data=recorded,
    )
    return case


@transaction.atomic
def second(
    *, case_id: UUID, officer: Officer, agree: bool, reason: str, now: datetime, once_more: str = ""
) -> Case:
    """The second person agrees with the proposal, which then is the decision, or sends it back to who proposed it; with
    a reason. once_more: as in a Decision, by who agrees.

    Raises Forbidden for the one who proposed it or who accepted the case, Invalid while a paper is not judged."""
    case = lock(case_id)
    require("second", case, officer, now)
    if not reason.strip():
        raise Invalid([FieldProblem("reason", "请写明同意或退回的理由", "required")])
    proposal = versions.last_told(case, "propose")
    if not agree:
        proposer = Officer.objects.get(pk=proposal.officer_id)
        who = {"actor": actor_of(officer), "officer": officer, "now": now}
        write(
            case, "send_back", **who, holder=proposer, held_at=now, data={"reason": reason.strip()}
        )
        return case
    handed_in = require_judged(case, officer)
    version = versions.of_case(case)
    recorded = proposal.told | {"second_reason": reason.strip(), "second_of": proposal.seq}
    if recorded["outcome"] == "approve":
        terms = frames.terms_of(version, case)
        _require_let_in(case, "approve", terms.pay)
        recorded |= repeating.answered(case, version, once_more)
    _decide(case, version, officer, now, recorded, handed_in)
    return case


def _require_let_in(case: Case, outcome: str, pay: str) -> None:
    """No money goes out on the word of a unit's account that nobody has let in. Raises Invalid. 民法典 61, 171."""
    if not pay or outcome != "approve":
        return
    if senders.is_not_let_in(case):
        raise Invalid([FieldProblem("outcome", NOT_LET_IN, "sender")])


def _grounds(case: Case, officer: Officer, version: Version) -> Grounds:
    """What a decision is measured by."""
    reviewed = reviews.of_case(case)
    return Grounds(
        points=version.review_points,
        findings=reviewed.findings,
        facts=reviewed.facts,
        rows=fitting.rows_of(version, case),
        terms=frames.terms_of(version, case),
        papers=looking.papers_of(case, officer),
    )


def _of_earlier_grants(case: Case, decision: Decision) -> dict:
    """What an approval tells of what was granted before.

    {} of a denial.
    Raises Invalid while it is not answered.
    """
    if decision.outcome != "approve":
        return {}
    version = versions.of_case(case)
    return repeating.answered(case, version, decision.once_more)


def _recorded(decision: Decision, grounds: Grounds) -> dict:
    granted = decision.outcome == "approve"
    # a row says what is granted: a denial that named one would print it beside the refusal
    row = next((row for row in grounds.rows if granted and row.code == decision.row), None)
    recorded = {
        "outcome": decision.outcome,
        "reason": decision.reason.strip(),
        "points": decisions.cited(decision, grounds),
        "row": row.code if row else "",
        "outside": decision.outside,
        "against": decisions.against(decision, grounds),
        "above": decisions.beyond(decision, grounds),
        "above_why": decisions.words_beyond(decision, grounds),
        "unlike": decisions.unlike(decision, grounds),
    }
    if row:
        recorded["row_text"] = f"{row.matter}：{row.case}，{row.result}"
    if grounds.terms.pay and granted:
        recorded |= granting.recorded(decision, grounds.terms)
    return recorded


def _decide(
    case: Case,
    version: Version,
    officer: Officer,
    now: datetime,
    recorded: dict,
    papers: Sequence[Paper],
) -> None:
    """The step that decides, and the end of the case.

    recorded: what the trail is to tell of the decision.
    papers: of the case, as they were handed in last.
    """
    require_publicised(case=case, recorded=recorded, now=now)
    outcome = recorded["outcome"]
    is_granted = outcome == "approve"
    result = states.APPROVED if is_granted else states.DENIED
    terms = version.terms_in(case.situation)
    flags = case.flags
    if is_granted:
        flags = flags_after(flags, papers)
    if endings.is_part(recorded):
        flags = noted(flags, IN_PART)
    write(
        case,
        outcome,
        actor=actor_of(officer),
        officer=officer,
        now=now,
        decided_at=now,
        decided_by=officer,
        outcome=result,
        flags=flags,
        deliver_by=dates.delivery(case, terms, now, is_granted=is_granted),
        data=recorded,
    )
    finish.close_locked(case, actor=actor_of(officer), officer=officer, now=now)
