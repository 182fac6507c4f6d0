"""Cases that a supervisor asks about (督办): of one case, of a place, and how each stands."""

from collections.abc import Iterable
from datetime import date

from django.contrib.postgres.fields import ArrayField
from django.db.models import BigAutoField, Count, F, Q, QuerySet

from yichuang.accounts import tables as staff
from yichuang.accounts.models import Officer, Todo
from yichuang.cases.models import Case
from yichuang.core.prepared import Among, Prepared, Told
from yichuang.supervision.models import Urging
from yichuang.supervision.queries import sight

TODO = "urging"  # the thing to do of whoever is asked
HEADS_TODO = "urging_head"  # that of the heads of the unit, who answer once the case has ended
LATE, WAITING, ANSWERED, SETTLED, WITHDRAWN = "late", "waiting", "answered", "settled", "withdrawn"
STANDINGS = {
    LATE: "过期没答复",
    WAITING: "等答复",
    ANSWERED: "有答复了",
    SETTLED: "督办办结",
    WITHDRAWN: "督办撤回",
}
_OF_CASE = Prepared(
    lambda: (
        Urging.objects.filter(case_id=Told("case", BigAutoField()))
        .select_related("opened_by", "answered_by", "ended_by")
        .order_by("-opened_at", "-id")
    )
)
_STANDING = Prepared(
    lambda: Urging.objects.filter(
        Among("case_id", Told("cases", ArrayField(BigAutoField()))), ending=""
    )
)


def of_case(case: Case) -> list[Urging]:
    """Every 督办 of a case, newest first."""
    return _OF_CASE(case=case.pk)


def standing_of(cases: Iterable[Case]) -> dict[int, Urging]:
    """Primary key of a case → its 督办 that has not ended. One read, none
    for no cases.
    """
    keys = [case.pk for case in cases]
    if not keys:
        return {}
    rows = _STANDING(cases=keys)
    return {urging.case_id: urging for urging in rows}


def seen_by(officer: Officer, place: str) -> QuerySet[Urging]:
    """Every 督办 over the cases that the officer supervises in a place:
    those that stand by the day of their answer, then those that ended,
    the last first.
    """
    reach = sight.reach_of(officer, place)
    rows = Urging.objects.filter(reach.condition("case__"))
    ended_last = F("ended_at").desc(nulls_first=True)
    return rows.order_by(ended_last, "answer_by", "id")


def named(rows: QuerySet[Urging]) -> QuerySet[Urging]:
    """The same with all that a list says of each."""
    return rows.select_related(
        "case__version__item", "case__organisation", "opened_by", "answered_by"
    )


def in_standing(rows: QuerySet[Urging], standing: str, today: date) -> QuerySet[Urging]:
    """Those that stand so on a day.

    standing: a key of STANDINGS; any other word leaves all of them.
    """
    condition = _conditions(today).get(standing)
    if condition is None:
        return rows
    return rows.filter(condition)


def counts(rows: QuerySet[Urging], today: date) -> dict[str, int]:
    """How many stand how on a day, by the keys of STANDINGS. One read."""
    numbers = {}
    for standing, condition in _conditions(today).items():
        numbers[standing] = Count("id", filter=condition)
    return rows.order_by().aggregate(**numbers)


def standing_at(urging: Urging, today: date) -> str:
    """How one stands on a day: a key of STANDINGS.

    Whoever asked ends it; until then it waits, is late, or has its answer.
    """
    if urging.ending == Urging.SETTLED:
        return SETTLED
    if urging.ending:
        return WITHDRAWN
    if urging.answered_at:
        return ANSWERED
    return LATE if urging.answer_by < today else WAITING


def words_of(urging: Urging, today: date) -> str:
    """How one stands on a day, in words.

    While nobody has answered it says how many days are over or left.
    """
    standing = standing_at(urging, today)
    days = (urging.answer_by - today).days
    if standing == LATE:
        return f"逾期{-days}天没答复"
    if standing == WAITING:
        return f"等答复，还有{days}天" if days else "等答复，今天到期"
    return STANDINGS[standing]


def is_late(urging: Urging, today: date) -> bool:
    """Whether its day is past and nobody has answered."""
    return standing_at(urging, today) == LATE


def who_is_asked(rows: Iterable[Urging]) -> dict[int, str]:
    """Primary key → who answered, else whose the thing to do is: a name, or
    a role where nobody has the case, or the heads once it has ended.
    """
    listed = list(rows)
    subjects = [urging.ref for urging in listed if not urging.answered_at]
    waiting = Todo.objects.filter(subject__in=subjects, done_at=None)
    todos = waiting.filter(kind__in=(TODO, HEADS_TODO))
    askees = {}
    for todo in todos.select_related("owner", "region"):
        words = _asked_by(todo)
        if todo.kind == TODO:
            askees[todo.subject] = words
        else:
            askees.setdefault(todo.subject, words)
    names = {}
    for urging in listed:
        answered = urging.answered_by.name if urging.answered_by else ""
        names[urging.pk] = answered or askees.get(urging.ref, "")
    return names


def _asked_by(todo: Todo) -> str:
    """Whose a thing to do is: its owner by name, else the role of a place,
    since nobody has the case.
    """
    if todo.owner:
        return todo.owner.name
    role = staff.roles()[todo.role]["name"]
    heads = f"{todo.region.name}的{role}"
    if todo.kind == HEADS_TODO:
        return heads
    return f"{heads}（没人领）"


def _conditions(today: date) -> dict[str, Q]:
    """Which of them stand how on a day: what `standing_at` says of one,
    said to the database.
    """
    unanswered = Q(ending="", answered_at=None)
    return {
        LATE: unanswered & Q(answer_by__lt=today),
        WAITING: unanswered & Q(answer_by__gte=today),
        ANSWERED: Q(ending="", answered_at__isnull=False),
        SETTLED: Q(ending=Urging.SETTLED),
        WITHDRAWN: Q(ending=Urging.WITHDRAWN),
    }
