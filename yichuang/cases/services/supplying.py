"""先办后补: a paper that was promised comes, its applicant is reminded, and what does not come is waited for.

While we wait our own promise stands, never a limit of the law. A paper is
taken whenever it comes before the decision; late is only said. Nobody is
denied by a night: after the wait the case goes back to its reviewer.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from yichuang.accounts.models import Officer
from yichuang.cases.models import Case, Commitment, Material, StoredFile
from yichuang.cases.queries import owed, versions
from yichuang.cases.rules.flags import UNSUPPLIED, noted
from yichuang.cases.rules.promises import tolerance
from yichuang.cases.rules.states import ACCEPTED, AWAITING, IN_TURN, REVIEWING
from yichuang.cases.services import dates, pauses, stopping, tasks_of_clock
from yichuang.cases.services.files import claim
from yichuang.cases.services.journal import lock, write
from yichuang.cases.services.tasks_of_promises import LATE_TODO, UNSUPPLIED_TODO
from yichuang.catalog import tables
from yichuang.core.clock import local
from yichuang.core.errors import Conflict
from yichuang.reference import queries as reference

SYSTEM = "system:tolerance"
NOT_OWED = "这份材料不用补，或者已经补过了"
BASIS = "先办后补承诺书"
WAITS = "答应后补的材料没有来，等您补；法定的期限照走"


@dataclass(frozen=True)
class Supplied:
    """What comes.

    code: of the paper; file: uuid of its file.
    actor: who hands it in, as text.
    officer: who takes it at a window, None online.
    """

    code: str
    file: UUID
    actor: str
    officer: Officer | None = None


@transaction.atomic
def supply(*, case_id: UUID, paper: Supplied, now: datetime) -> Material:
    """Take a paper that was to follow, in time or late.

    Raises Conflict for one that is not owed, and once the case is decided;
    Problem for a file that is not there.
    """
    case = lock(case_id)
    row = _owed(case, paper.code)
    calendar = reference.calendar(case.region_id)
    in_person = paper.officer is not None
    day = tolerance.supplied_on(local(now), in_person, calendar)
    is_late = row.due_on is not None and tolerance.is_late(day, row.due_on)
    claim([paper.file])
    row = _put_in(row, StoredFile.objects.get(uuid=paper.file), now)
    facts = {"paper": row.code, "file": str(paper.file), "day": day.isoformat()}
    if is_late:
        facts["overdue"] = True
    write(
        case,
        "add_paper",
        actor=paper.actor,
        officer=paper.officer,
        now=now,
        on_site=in_person,
        data=facts,
    )
    if is_late:
        tasks_of_clock.to_reviewer(LATE_TODO, case, f"补来了：{row.name}", now, due_on=None)
    if not owed.of_case(case):
        _all_here(case, row.commitment, now)
    return row


@transaction.atomic
def remind(*, case_id: UUID, now: datetime) -> bool:
    """Remind the applicant on one of the two days; True when it was one, and they were not reminded before."""
    case = lock(case_id)
    papers = owed.of_case(case)
    if not papers or case.state not in IN_TURN:
        return False
    today = local(now).date()
    if not _is_day(case, today) or owed.is_reminded(case, today):
        return False
    facts = {
        "papers": [row.code for row in papers],
        "names": _names(papers),
        "due": papers[0].due_on.isoformat(),
    }
    write(case, "remind", actor=SYSTEM, now=now, data=facts)
    return True


@transaction.atomic
def begin_awaiting(*, case_id: UUID, now: datetime) -> bool:
    """Wait for what did not come, once: our promise stands from tomorrow. True when the wait has begun.

    Where our promise is over already nothing can stand; the reviewer is told
    that the paper did not come.
    """
    case = lock(case_id)
    papers = owed.of_case(case)
    if not papers or case.state not in (ACCEPTED, REVIEWING) or case.paused_since:
        return False
    today = local(now).date()
    is_overdue = papers[0].due_on < today
    if not is_overdue or owed.has_waited(case):
        return False
    if local(case.due_at).date() <= today:
        return False
    calendar = reference.calendar(case.region_id)
    until = tolerance.wait_until(today, tables.promise_rules(), calendar)
    stand = pauses.begin(
        case=case,
        kind="awaiting",
        basis=BASIS,
        reason=WAITS,
        planned_until=until,
        officer=None,
        now=now,
    )
    facts = {
        "papers": [row.code for row in papers],
        "names": _names(papers),
        "reason": WAITS,
        "basis": BASIS,
        "until": until.isoformat(),
    }
    write(case, "begin_awaiting", actor=SYSTEM, now=now, **stand, data=facts)
    return True


@transaction.atomic
def give_up_waiting(*, case_id: UUID, now: datetime) -> bool:
    """The wait is over and nothing came: the reviewer goes on with what there is. True when it was over."""
    case = lock(case_id)
    if case.state != AWAITING:
        return False
    pause = pauses.lasting(case)
    if pause is None or local(now).date() <= pause.planned_until:
        return False
    flags = noted(case.flags, UNSUPPLIED)
    _end(case, SYSTEM, now, {"unsupplied": True}, flags=flags)
    title = "答应后补的材料没有来，看着现有的材料办"
    tasks_of_clock.to_reviewer(UNSUPPLIED_TODO, case, title, now, due_on=None)
    return True


def _names(papers: list[Material]) -> str:
    """The papers as a message names them."""
    return "、".join(row.name for row in papers)


def _owed(case: Case, code: str) -> Material:
    """The paper that is to come. Raises Conflict where none is."""
    for row in owed.to_supply(case):
        if row.code == code:
            return row
    raise Conflict(NOT_OWED, code="not_owed", way_out="请刷新看最新情况")


def _put_in(row: Material, file: StoredFile, now: datetime) -> Material:
    """The paper with its file; of what has come nobody has said anything yet.

    Beside one that others were asked for, so that what they said stays with
    that one.
    """
    if row.source == Material.ASKED:
        return Material.objects.create(
            case_id=row.case_id,
            code=row.code,
            name=row.name,
            source=Material.FILE,
            file=file,
            round=row.round,
            supplied_at=now,
        )
    row.file = file
    row.source = Material.FILE
    row.supplied_at = now
    row.verdict = ""
    row.save(update_fields=["file", "source", "supplied_at", "verdict"])
    return row


def _is_day(case: Case, today) -> bool:
    """Whether today is a day of reminding."""
    days = _days_of(case)
    if days is None:
        return False
    submitted = local(case.received_at).date()
    calendar = reference.calendar()
    supply_days = tolerance.supply_of(submitted, days, calendar)
    return today in supply_days.reminders


def _days_of(case: Case) -> int | None:
    """Within how many working days papers of the case must follow."""
    version = versions.of_case(case)
    for paper in version.all_materials:
        if paper.later:
            return paper.later_days
    return None


def _all_here(case: Case, commitment: Commitment | None, now: datetime) -> None:
    """Everything has come: the promise is kept, and nobody waits any more."""
    if commitment is not None:
        commitment.ended = Commitment.SUPPLIED
        commitment.save(update_fields=["ended"])
    if case.state == AWAITING:
        _end(case, SYSTEM, now, {"supplied": True})


def _end(case: Case, actor: str, now: datetime, facts: dict, **columns) -> None:
    """Our promise runs again from tomorrow, and the case stands where it stood."""
    verb = "end_awaiting"
    if owed.is_in_review(case):
        verb = "end_awaiting_in_review"
    fresh = stopping.run_again(case, None, now)
    facts |= dates.days_moved(case, fresh)
    write(case, verb, actor=actor, now=now, **fresh, **columns, data=facts)
