"""At the back: review against the points, decide with a citation, a second person outside the table."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from yichuang.accounts.models import Officer
from yichuang.cases.events import CaseDecided
from yichuang.cases.models import Case
from yichuang.cases.queries import versions
from yichuang.cases.queries.permission import require
from yichuang.cases.rules import decisions, states
from yichuang.cases.services import finish
from yichuang.cases.services.journal import actor_of, lock, note, write
from yichuang.core.clock import local
from yichuang.core.errors import FieldProblem, Invalid
from yichuang.core.outbox import publish


@dataclass(frozen=True)
class Decision:
    """outcome "approve" | "deny"; reason in the words the applicant reads; points: codes of the review points it
    rests on; row: code of the discretion table's row, or "" where the law leaves no range; outside: the decision is
    not in the table."""

    outcome: str
    reason: str
    points: tuple[str, ...]
    row: str = ""
    outside: bool = False


@transaction.atomic
def begin_review(*, case_id: UUID, officer: Officer, now: datetime) -> Case:
    """Take an accepted case into review. The reviewer may not be the one who accepted it."""
    case = lock(case_id)
    require("begin_review", case, officer, now)
    write(case, "begin_review", actor=actor_of(officer), officer=officer, now=now, holder=officer, held_at=now, data={})
    return case


@transaction.atomic
def review(*, case_id: UUID, officer: Officer, findings: dict[str, str], now: datetime) -> Case:
    """Note what the review found for each point: {"R1": "good" | "bad" | "unclear"}. Raises Invalid for an unknown
    point or verdict."""
    case = lock(case_id)
    require("review", case, officer, now)
    known = {p.code for p in versions.of_case(case).review_points}
    wrong = [FieldProblem(code, "这个事项没有这条审查要点", "unknown") for code in findings if code not in known]
    wrong += [
        FieldProblem(code, "审查结论只能是符合、不符合或要再看", "list")
        for code, verdict in findings.items()
        if verdict not in ("good", "bad", "unclear")
    ]
    if wrong:
        raise Invalid(wrong)
    write(case, "review", actor=actor_of(officer), officer=officer, now=now, data={"findings": findings})
    return case


@transaction.atomic
def decide(*, case_id: UUID, officer: Officer, decision: Decision, now: datetime) -> Case:
    """准予 or 不予, resting on review points; then the case is closed and its result goes out.

    Raises Invalid without a cited point, or without a row where the item has a discretion table of the day of
    acceptance; Forbidden for the one who accepted it. A decision outside the table goes to `propose`."""
    case = lock(case_id)
    require("decide", case, officer, now)
    if decision.outside:
        raise Invalid([FieldProblem("row", "超出裁量表的决定要提请第二人复核", "second")])
    _check(case, decision)
    _decide(case, decision.outcome, officer, now, _told(decision))
    return case


@transaction.atomic
def propose(*, case_id: UUID, officer: Officer, decision: Decision, now: datetime) -> Case:
    """提请第二人复核: a decision outside its discretion table, with a written reason."""
    case = lock(case_id)
    require("propose", case, officer, now)
    _check(case, decision)
    write(
        case,
        "propose",
        actor=actor_of(officer),
        officer=officer,
        now=now,
        flags=note(case, "outside_table"),
        data=_told(decision),
    )
    return case


@transaction.atomic
def second(*, case_id: UUID, officer: Officer, agree: bool, reason: str, now: datetime) -> Case:
    """The second person agrees with the proposal, which then is the decision, or sends it back to who proposed it; with
    a reason.

    Raises Forbidden for the one who proposed it or who accepted the case."""
    case = lock(case_id)
    require("second", case, officer, now)
    if not reason.strip():
        raise Invalid([FieldProblem("reason", "请写明同意或退回的理由", "required")])
    proposal = versions.last_told(case, "propose")
    if not agree:
        who = {"actor": actor_of(officer), "officer": officer, "now": now}
        proposer = Officer.objects.get(pk=proposal.officer_id)
        write(case, "send_back", **who, holder=proposer, held_at=now, data={"reason": reason.strip()})
        return case
    told = proposal.told | {"second_reason": reason.strip(), "second_of": proposal.seq}
    _decide(case, told["outcome"], officer, now, told)
    return case


def _check(case: Case, decision: Decision) -> None:
    version = versions.of_case(case)
    day = local(case.accepted_at).date()
    problems = decisions.problems(decision, version.review_points, version.discretion_on(day))
    if problems:
        raise Invalid(problems)


def _told(decision: Decision) -> dict:
    return {
        "outcome": decision.outcome,
        "reason": decision.reason.strip(),
        "points": list(decision.points),
        "row": decision.row,
        "outside": decision.outside,
    }


def _decide(case: Case, outcome: str, officer: Officer, now: datetime, told: dict) -> None:
    result = states.APPROVED if outcome == "approve" else states.DENIED
    write(
        case,
        outcome,
        actor=actor_of(officer),
        officer=officer,
        now=now,
        decided_at=now,
        decided_by=officer,
        outcome=result,
        data=told,
    )
    publish(CaseDecided(case=case.uuid, outcome=result, at=now))
    finish.close_locked(case, actor=actor_of(officer), officer=officer, now=now)
