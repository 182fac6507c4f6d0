"""At the front: accept, refuse, or finish on the spot."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from yichuang.accounts.models import Officer
from yichuang.cases.models import Case
from yichuang.cases.queries import completeness, looking, mandates, versions
from yichuang.cases.queries.permission import require
from yichuang.cases.rules import looking as papers
from yichuang.cases.rules import on_the_spot, refusing, states, timing
from yichuang.cases.rules.flags import LATE, OVER_30_MINUTES, noted
from yichuang.cases.rules.looking import Paper
from yichuang.cases.services import dates, finish, heard, renumbering, repeating, told_once
from yichuang.cases.services.journal import actor_of, lock, write
from yichuang.catalog import queries as catalog
from yichuang.catalog.rules.situations import Material
from yichuang.core.errors import FieldProblem, Invalid
from yichuang.reference import queries as reference
from yichuang.reference.rules.deadlines import office_minutes

TO_TELL = "还差{names}，请先一次告知申请人"
TOO_LATE_TO_TELL = "还差{names}，已经不能再要求补：请按“仍然受理”，留给审核"
UNREAD = "补来的授权委托书还没有核对，请照着填谁签的、哪天签的、到哪天"


@transaction.atomic
def accept(
    *,
    case_id: UUID,
    officer: Officer,
    now: datetime,
    on_site: bool = False,
    though_not_met: bool = False,
    clear: bool = False,
) -> Case:
    """受理: the application is complete and ours to decide. The clock has run since the materials were complete; where
    the law's term begins here, it is counted from today.

    though_not_met: the officer says that a paper found wrong is in its legal form all the same, and leaves what stands
    in it to the review; and so what is lacking and may not be asked for any more.
    clear: the officer finds that the condition of a shorter statute holds (工伤保险条例 20).

    Raises Forbidden without the role or the item's qualification, Conflict when somebody was faster, when the law has
    accepted it already or acceptance waits, Invalid while a paper is missing, or was found wrong and the officer does
    not say so, and for a shorter statute that the rule does not have.
    行政许可法 32(四)(五)."""
    case = lock(case_id)
    require("accept", case, officer, now)
    heard.require_answerable(case, "受理", now)
    handed_in = looking.papers_of(case, officer)
    lacking = _lacking(case, handed_in)
    if lacking:
        _require_left(case, lacking, now, though_not_met=though_not_met)
    not_met = papers.not_met(handed_in)
    if not_met and not though_not_met:
        raise Invalid([_not_met_problem(not_met)])
    shorter = {}
    if clear:
        shorter = heard.find_clear(case, officer, now)
    moved = dates.moved_by_acceptance(case, now)
    due_at = moved.get("due_at", case.due_at)
    moves_the_due = due_at != case.due_at
    beside = {} if moves_the_due else moved
    facts = {"due": due_at.date().isoformat(), **_left_to_the_review(not_met, lacking)}
    if clear:
        facts["clear"] = True
    write(
        case,
        "accept",
        actor=actor_of(officer),
        officer=officer,
        now=now,
        on_site=on_site,
        accepted_at=now,
        accepted_by=officer,
        flags=heard.flags_of(case, now),
        **shorter,
        **beside,
        data=facts,
    )
    if moves_the_due:
        dates.keep_moved(case, moved, now)
    return case


@transaction.atomic
def refuse(
    *,
    case_id: UUID,
    officer: Officer,
    reason: str,
    basis: str,
    now: datetime,
    is_read: bool = False,
) -> Case:
    """不予受理: with the reason, the law it rests on, and (on the paper) the ways to have it reviewed.
    Its notice is handed out like a decision.

    is_read: the officer has compared the basis with the text of a law that the platform does not know.
    Raises Invalid without a reason or a basis, and for a basis that names no law, an article that its law does not
    have, or a law that nobody has compared. 行政许可法 32(一)(二)."""
    problems = []
    if not reason.strip():
        problems.append(
            FieldProblem("reason", "请写明为什么不受理，申请人会看到这句话", "required")
        )
    if not basis.strip():
        problems.append(FieldProblem("basis", "请写明依据哪部法律法规的哪一条", "required"))
    if problems:
        raise Invalid(problems)
    case = lock(case_id)
    require("refuse", case, officer, now)
    heard.require_answerable(case, "不予受理", now)
    version = versions.of_case(case)
    bases = catalog.bases_of(version.guide)
    known = catalog.known_laws()
    unfounded = refusing.problems(basis, bases, known, is_read=is_read)
    if unfounded:
        raise Invalid(unfounded)
    step = {"reason": reason.strip(), "basis": basis.strip()}
    not_known = refusing.not_known(basis, bases, known)
    if not_known:
        step["law_read"] = refusing.READ.format(not_known)
    late = case.late or now > case.due_at
    flags = heard.flags_of(case, now)
    write(
        case,
        "refuse",
        actor=actor_of(officer),
        officer=officer,
        now=now,
        closed_at=now,
        outcome=states.REFUSED,
        late=late,
        flags=noted(flags, LATE) if late else flags,
        data=step,
    )
    finish.open_delivery(case, now)
    return case


@transaction.atomic
def complete_instantly(
    *,
    case_id: UUID,
    officer: Officer,
    now: datetime,
    result: str,
    on_site: bool = False,
    slow_reason: str = "",
    once_more: str = "",
    number_proof: str = "",
) -> Case:
    """即时办结: accept, decide and close in one step, each reported with its true time (codes 02, 09, 11).

    result: the sentence that tells the outcome. Raises Invalid when more than 30 minutes of business went by since the
    materials came in and no reason is given, when what was asked is not answered, while a paper is not judged or was
    found wrong, or while what was granted before is not answered for (once_more: a key of `repeating.REASONS`), or
    while a new number that differs is not proved (number_proof: what the officer saw);
    Forbidden for an item that is not 即办件."""
    case = lock(case_id)
    require("instant", case, officer, now)
    handed_in = looking.papers_of(case, officer)
    _require_complete(case, handed_in)
    _require_met(handed_in)
    if not result.strip():
        raise Invalid([FieldProblem("result", "请写一句办理结果，申请人会看到", "required")])
    version = versions.of_case(case)
    guide = version.guide
    if catalog.result_of(guide).answers and result.strip() == guide.result:
        raise Invalid(
            [FieldProblem("result", "请写清查到或者答复的内容，会印在给申请人的文书上", "required")]
        )
    _require_consistent(case, result)
    of_earlier_grants = repeating.answered(case, version, once_more)
    of_new_number = renumbering.proved(case, version, number_proof)
    minutes = office_minutes(case.clock_from, now, reference.calendar(case.region_id))
    slow = minutes > timing.INSTANT_MINUTES
    flags = noted(case.flags, OVER_30_MINUTES) if slow else case.flags
    if slow and not slow_reason.strip():
        raise Invalid(
            [
                FieldProblem(
                    "slow_reason",
                    "收齐材料到现在超过30分钟（只算上班时间），请写明原因",
                    "required",
                )
            ]
        )
    who = {"actor": actor_of(officer), "officer": officer, "now": now}
    write(case, "accept", **who, on_site=on_site, accepted_at=now, accepted_by=officer, data={})
    write(case, "begin_review", **who, data={})
    data = {"result": result.strip(), **of_earlier_grants, **of_new_number}
    write(
        case,
        "approve",
        **who,
        decided_at=now,
        decided_by=officer,
        outcome=states.APPROVED,
        data=data,
    )
    write(
        case,
        "close",
        **who,
        closed_at=now,
        late=case.late or now > case.due_at,
        slow_reason=slow_reason.strip(),
        flags=papers.flags_after(flags, handed_in),
        minutes=minutes,
        data={"minutes": minutes},
    )
    finish.open_delivery(case, now)
    return case


def _not_met_problem(not_met: Sequence[Paper]) -> FieldProblem:
    """Why a case is not accepted by one press."""
    message = (
        f"{papers.named(not_met)}判了不符合：形式不对的，先一次告知申请人补正；"
        "形式没有问题、只是内容要审核的，请按“仍然受理”"
    )
    return FieldProblem(papers.FIELD, message, "not_met")


def _left_to_the_review(
    not_met: Sequence[Paper], lacking: Sequence[Material]
) -> dict[str, list[str]]:
    """What the entry of the acceptance tells of papers found wrong, and of those that were never brought; {} where
    there are none."""
    left = {}
    if not_met:
        left["not_met"] = [paper.code for paper in not_met]
    if lacking:
        left["lacking"] = [paper.code for paper in lacking]
    return left


def _require_consistent(case: Case, result: str) -> None:
    """Raises Invalid where what is granted on the spot is said to be refused. An answer may tell of a refusal."""
    if catalog.result_of(versions.of_case(case).guide).answers:
        return
    refusal = on_the_spot.refuses(result)
    if refusal:
        text = f"当场办结就是准予，结果里却写了“{refusal}”；不能办的，请走不予受理或者一次告知"
        raise Invalid([FieldProblem("result", text, "contrary")])


def _lacking(case: Case, handed_in: Sequence[Paper]) -> tuple[Material, ...]:
    """The papers that nobody brought.

    Raises Invalid while the mandate of who came for a unit is unread (民法典 165).
    """
    if mandates.unread_of(case):
        raise Invalid([FieldProblem("signed_by", UNREAD, "unread")])
    codes = {paper.code for paper in handed_in}
    refused = [paper.code for paper in handed_in if paper.is_refused]
    return completeness.lacking(case, codes, refused)


def _require_left(
    case: Case, lacking: Sequence[Material], now: datetime, *, though_not_met: bool
) -> None:
    """Nothing of what is lacking may be asked for any more, and the officer leaves it to the review. Raises Invalid."""
    left = told_once.left_to_the_review(case, lacking, now)
    if len(left) < len(lacking):
        raise Invalid([_lacking_problem(TO_TELL, lacking)])
    if not though_not_met:
        raise Invalid([_lacking_problem(TOO_LATE_TO_TELL, lacking)])


def _lacking_problem(sentence: str, lacking: Sequence[Material]) -> FieldProblem:
    names = "、".join(f"“{m.name}”" for m in lacking)
    return FieldProblem("items", sentence.format(names=names), "required")


def _require_complete(case: Case, handed_in: Sequence[Paper]) -> None:
    """Raises Invalid while a paper is missing, as `_lacking` does too."""
    lacking = _lacking(case, handed_in)
    if lacking:
        raise Invalid([_lacking_problem(TO_TELL, lacking)])


def _require_met(handed_in: Sequence[Paper]) -> None:
    """Every paper was looked at and is met: what is done on the spot is granted. Raises Invalid. 行政许可法 34."""
    problems = papers.unjudged_problems(handed_in)
    problems += papers.unanswered_problems(handed_in)
    wrong = papers.not_met(handed_in)
    if wrong:
        message = f"{papers.named(wrong)}判了不符合，不能当场办结，请先一次告知申请人"
        problems.append(FieldProblem(papers.FIELD, message, "not_met"))
    if problems:
        raise Invalid(problems)
