"""督办: a supervisor asks about a case, its holder answers, the
supervisor ends it.

Each step stands in the trail of the case.
"""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from yichuang.accounts import services as accounts
from yichuang.accounts.models import Officer, Todo
from yichuang.cases import services as cases
from yichuang.cases.models import Case
from yichuang.cases.queries import permission
from yichuang.core.clock import local
from yichuang.core.errors import Conflict, FieldProblem, Invalid, NotFound
from yichuang.notify import services as notify
from yichuang.supervision.models import Urging
from yichuang.supervision.queries.answering import answerer, lies_with
from yichuang.supervision.queries.urgings import HEADS_TODO, TODO

ANSWERED_TODO = "urging_answered"
TEXT_MAX = 1000
FURTHEST = timedelta(days=60)  # who is asked for later is not hurried
ENDINGS = {Urging.SETTLED: "办结督办", Urging.WITHDRAWN: "撤回督办"}


@transaction.atomic
def urge(
    *, case_id: UUID, officer: Officer, reason: str, answer_by: date | None, now: datetime
) -> Urging:
    """Ask about an open case and want an answer by a day.

    Its holder, or whoever has the next step, gets it to do; so does the
    head of the unit that decides.

    Raises Forbidden for a case outside the supervisor's places and
    lines, Conflict for one that has ended or is asked about already,
    Invalid without a reason or with a day that is past or far off.
    """
    problems = _faults(reason, "reason", "请写明督办什么")
    today = local(now).date()
    if answer_by is None or answer_by < today:
        problems.append(
            FieldProblem("answer_by", "请填哪天以前答复，写成2026-11-20这样，不能早于今天", "range")
        )
    elif answer_by > today + FURTHEST:
        sentence = f"请填{FURTHEST.days}天以内的一天，再远就不是督办了"
        problems.append(FieldProblem("answer_by", sentence, "range"))
    if problems:
        raise Invalid(problems)
    case = cases.note_urged(case_id=case_id, officer=officer, answer_by=answer_by, now=now)
    try:
        with transaction.atomic():
            urging = Urging.objects.create(
                case=case,
                reason=reason.strip(),
                answer_by=answer_by,
                opened_by=officer,
                opened_at=now,
            )
    except IntegrityError:
        raise Conflict("这件已经在督办", code="urged", way_out="请在原来的督办上跟进") from None
    _give(urging, case, now)
    return urging


@transaction.atomic
def answer_urging(*, urging_id: UUID, officer: Officer, answer: str, now: datetime) -> Urging:
    """Say how the case stands; who asked is told.

    Raises NotFound, Conflict when it was answered or ended, Invalid
    without an answer.
    """
    urging = _standing(urging_id)
    if urging.answered_at:
        raise Conflict("这次督办已经答复了", code="answered", way_out="请刷新看答复")
    problems = _faults(answer, "answer", "请写明现在怎样、什么时候办完")
    if problems:
        raise Invalid(problems)
    cases.note_urging_answered(case_id=urging.case.uuid, officer=officer, now=now)
    urging.answer = answer.strip()
    urging.answered_by = officer
    urging.answered_at = now
    urging.save(update_fields=["answer", "answered_by", "answered_at"])
    _close(urging, (TODO, HEADS_TODO), now)
    todo = accounts.open_todo(
        kind=ANSWERED_TODO,
        subject=urging.ref,
        title=f"督办有答复了：{_item(urging.case)}",
        now=now,
        owner=_who_hears(urging, now),
        role="supervisor",
        region=urging.case.region_id,
        line=urging.case.line,
        link=_link(urging.case),
    )
    notify.tell_of_todo(todo)
    return urging


def _who_hears(urging: Urging, now: datetime) -> Officer | None:
    """Whoever opened it, while they may end it.

    None afterwards: then it is for whoever supervises there now.
    """
    opener = urging.opened_by
    if not opener.active:
        return None
    case = urging.case
    refusal = permission.refusal("end_urging", case, opener, now)
    if refusal is not None:
        return None
    return opener


def close_urging(*, urging_id: UUID, officer: Officer, now: datetime) -> Urging:
    """The answer will do.

    Raises NotFound, Conflict when there is none or it was ended.
    """
    return _end(urging_id, officer, Urging.SETTLED, now)


def withdraw_urging(*, urging_id: UUID, officer: Officer, now: datetime) -> Urging:
    """Not needed after all.

    Raises NotFound, Conflict when it was ended.
    """
    return _end(urging_id, officer, Urging.WITHDRAWN, now)


@transaction.atomic
def _end(urging_id: UUID, officer: Officer, ending: str, now: datetime) -> Urging:
    """End it, and whatever somebody has to do about it.

    ending: of ENDINGS.
    """
    urging = _standing(urging_id)
    if ending == Urging.SETTLED and not urging.answered_at:
        raise Conflict(
            "还没有答复，不能办结督办", code="unanswered", way_out="请等答复，或撤回督办"
        )
    cases.note_urging_ended(
        case_id=urging.case.uuid, officer=officer, ending=ENDINGS[ending], now=now
    )
    urging.ending = ending
    urging.ended_by = officer
    urging.ended_at = now
    urging.save(update_fields=["ending", "ended_by", "ended_at"])
    _close(urging, (TODO, HEADS_TODO, ANSWERED_TODO), now)
    return urging


def _standing(urging_id: UUID) -> Urging:
    """The 督办, locked, while it is not ended.

    Raises NotFound and Conflict.
    """
    locked = Urging.objects.select_for_update(of=("self",))
    rows = locked.select_related("case__version__item", "opened_by")
    urging = rows.filter(uuid=urging_id).first()
    if urging is None:
        raise NotFound("没有这次督办", way_out="请从办件页看")
    if urging.ending:
        raise Conflict("这次督办已经结束了", code="ended", way_out="请刷新看最新情况")
    return urging


@transaction.atomic
def follow(*, case_id: UUID, now: datetime) -> None:
    """An unanswered 督办 goes with its case.

    Whoever has the case now, or has its next step, gets it to do; who
    had it before does not any more. Nothing where there is none, or
    where it lies with them already.
    """
    unanswered = Urging.objects.filter(case__uuid=case_id, ending="", answered_at=None)
    rows = unanswered.select_for_update(of=("self",))
    urging = rows.select_related("case__version__item", "case__organisation").first()
    if urging is None:
        return
    has_it = answerer(urging.case)
    todos = Todo.objects.filter(kind=TODO, subject=urging.ref, done_at=None)
    before = todos.first()
    if before and lies_with(before, has_it):
        return
    _close(urging, (TODO,), now)
    if has_it:
        common = _common(urging, now)
        todo = accounts.open_todo(kind=TODO, **has_it, **common)
        notify.tell_of_todo(todo)


def _common(urging: Urging, now: datetime) -> dict[str, Any]:
    """What a thing to do says of a question, whoever has it."""
    case = urging.case
    return {
        "subject": urging.ref,
        "title": f"答复督办：{_item(case)}",
        "now": now,
        "due_on": urging.answer_by,
        "link": _link(case),
        "line": case.line,
    }


def _give(urging: Urging, case: Case, now: datetime) -> None:
    """Give it to do: to whoever answers, and to the heads of the unit.

    The heads are those who may decide where the case lies.
    """
    common = _common(urging, now)
    mine = accounts.open_todo(kind=TODO, **answerer(case), **common)
    place = case.organisation.region_id
    heads = accounts.open_todo(kind=HEADS_TODO, role="approver", region=place, **common)
    for todo in (mine, heads):
        notify.tell_of_todo(todo)


def _close(urging: Urging, kinds: tuple[str, ...], now: datetime) -> None:
    """Take these kinds of things to do about it off every list."""
    for kind in kinds:
        accounts.close_todos(kind=kind, subject=urging.ref, now=now)


def _item(case: Case) -> str:
    """What the item of a case is called."""
    return case.version.item.name


def _link(case: Case) -> str:
    """The place on the page of the case where 督办 stand."""
    return f"/desk/cases/{case.uuid}/#urging"


def _faults(text: str, field: str, sentence: str) -> list[FieldProblem]:
    """What is wrong with a text that has to be written.

    field: where the page shows it. sentence: what to write.
    """
    if text.strip() and len(text) <= TEXT_MAX:
        return []
    return [FieldProblem(field, f"{sentence}，不超过{TEXT_MAX}字", "required")]
