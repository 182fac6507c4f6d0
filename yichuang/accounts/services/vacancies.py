"""A role that nobody holds any more for a place: its administrators are told.

What needs the role would wait for nobody, and nobody would know.
"""

from datetime import date, datetime, time, timedelta

from yichuang.core.clock import SHANGHAI, now, today
from yichuang.reference.rules.regions import in_scope

from .. import tables
from ..models import Assignment, Officer, Todo
from ..queries import officers_with
from .todos import open_todo

VACANCY_TODO = "vacancy"
KEEPER = "org_admin"
ONE_DAY = timedelta(days=1)
MIDNIGHT = time.min


def tell_of_vacancy(ended: Assignment) -> None:
    """After a role has ended: the administrators of the place have that to do, once.

    Nothing where somebody else holds it there and on its line.
    """
    region = ended.region
    others = officers_with(ended.role, region.code, ended.line)
    if others:
        return
    unit = ended.officer.organisation
    open_todo(
        kind=VACANCY_TODO,
        subject=_subject(ended),
        title=_title(ended),
        now=now(),
        role=KEEPER,
        region=region.code,
        link=f"/console/admin/units/{unit.code}/",
    )


def tell_of_run_out(*, owner: Officer, days: tuple[date, date]) -> None:
    """The same for roles of an officer that had their last day on one of these days, both ends included.

    Each is told of once, however many nights look.
    """
    run_out = owner.assignments.filter(valid_to__range=days, ended_at=None)
    with_places = run_out.select_related("region")
    for ended in with_places:
        if not _is_told(ended):
            tell_of_vacancy(ended)


def _is_told(ended: Assignment) -> bool:
    """Whether it was told since the role ran out, done or not."""
    next_day = ended.valid_to + ONE_DAY
    since = datetime.combine(next_day, MIDNIGHT, SHANGHAI)
    todos = Todo.objects.filter(kind=VACANCY_TODO, subject=_subject(ended), opened_at__gte=since)
    return todos.exists()


def close_vacancies(fresh: Assignment) -> None:
    """After a role was given: what it fills is to do no more.

    One that begins later fills nothing yet.
    """
    if fresh.valid_from > today():
        return
    prefix = _prefix(fresh.role)
    still_open = Todo.objects.filter(kind=VACANCY_TODO, subject__startswith=prefix, done_at=None)
    for todo in still_open:
        if _fills(fresh, todo):
            todo.done_at = now()
            todo.save(update_fields=["done_at"])


def _fills(fresh: Assignment, todo: Todo) -> bool:
    """Whether a role reaches the place and the line that had nobody."""
    prefix = _prefix(fresh.role)
    tail = todo.subject.removeprefix(prefix)
    line, _, region = tail.partition(":")
    if not in_scope(region, fresh.region_id):
        return False
    return fresh.line in ("", line)


def _title(ended: Assignment) -> str:
    role = tables.roles()[ended.role]
    name = role["name"]
    place = ended.region.full_name
    line = ""
    if ended.line:
        line = f"管{ended.line}的"
    return f"{place}没有人是{line}“{name}”了，请另给一位"


def _subject(ended: Assignment) -> str:
    prefix = _prefix(ended.role)
    line = ended.line
    region = ended.region_id
    return f"{prefix}{line}:{region}"


def _prefix(role: str) -> str:
    return f"vacancy:{role}:"
