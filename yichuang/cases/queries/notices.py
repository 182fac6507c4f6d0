"""公示 as everybody reads it.

While it stands: masked names, enterprise, amount. Afterwards counts and
conclusions only. What an objector wrote is on no public page.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from yichuang.cases.models import Notice, NoticeRow, Objection
from yichuang.cases.rules import states
from yichuang.core.clock import local
from yichuang.core.errors import NotFound
from yichuang.reference.queries import prefix

SHOWN = 100
JUST = timedelta(days=30)
_LENGTHS = (2, 4, 6, 9)
_DIGITS = 12
_GONE = list(states.OF_NO_EFFECT)


@dataclass(frozen=True)
class Summary:
    """A notice in a list.

    people, units: how many of each are shown, or were to the end.
    objections, left_out: how many came, and how many cases were left out.
    """

    uuid: UUID
    title: str
    unit: str
    until_on: date
    people: int
    units: int
    objections: int
    left_out: int

    @property
    def heads(self) -> str:
        """How many there are, in words."""
        words = []
        if self.people:
            words.append(f"{self.people}人")
        if self.units:
            words.append(f"{self.units}家单位")
        return "、".join(words) or "0人"


@dataclass(frozen=True)
class Line:
    """One line of the list. place: its number, which stays while others are left out."""

    place: int
    name: str
    about: str
    amount: Decimal | None


@dataclass(frozen=True)
class Said:
    """An objection as everybody reads it.

    place: of the line meant, None for the whole page.
    upheld: None while it is not answered.
    """

    came_on: date
    due_on: date
    place: int | None
    about: str
    answer: str
    upheld: bool | None


@dataclass(frozen=True)
class Page:
    """A notice with its list, empty once it is over."""

    uuid: UUID
    title: str
    item_code: str
    unit: str
    basis: str
    conditions: str
    from_on: date
    until_on: date
    is_over: bool
    withdrawn_why: str
    lines: tuple[Line, ...]
    shown: int
    left_out: int
    objections: tuple[Said, ...]

    @property
    def total(self) -> Decimal | None:
        """What is to be granted in all; None where no money is."""
        amounts = [line.amount for line in self.lines if line.amount is not None]
        if not amounts:
            return None
        return sum(amounts, Decimal(0))


def standing(region: str, today: date) -> list[Summary]:
    """The notices of a place that stand, of what lies below it and above it; the first to end first. One read."""
    of_place = _of_place(region)
    notices = of_place.filter(ended_at__isnull=True, until_on__gte=today)
    first_to_end = notices.order_by("until_on", "pk")
    return _summaries(first_to_end)


def just_over(region: str, today: date) -> list[Summary]:
    """Those of the same places that ended within a month, the latest first. One read."""
    since = today - JUST
    over = Q(until_on__lt=today) | Q(ended_at__isnull=False)
    of_place = _of_place(region)
    notices = of_place.filter(over, until_on__gte=since)
    latest_first = notices.order_by("-until_on", "-pk")
    return _summaries(latest_first)


def overdue(today: date) -> list[UUID]:
    """Notices whose last day is over and whose list was not taken down."""
    late = Notice.objects.filter(ended_at__isnull=True, until_on__lt=today)
    first = late.order_by("until_on", "pk")
    uuids = first.values_list("uuid", flat=True)
    return list(uuids)


def _of_place(region: str) -> QuerySet[Notice]:
    """Those of a place, of what lies below it and of the divisions above it."""
    digits = prefix(region)
    above = []
    for length in _LENGTHS:
        if length < len(digits):
            above.append(region[:length].ljust(_DIGITS, "0"))
    below = Q(region__code__startswith=digits)
    return Notice.objects.filter(below | Q(region__in=above))


def _summaries(notices: QuerySet[Notice]) -> list[Summary]:
    """Each with its counts."""
    stands = Q(rows__left_out_why="")
    in_list = stands & ~Q(rows__case__state__in=_GONE)
    person = Q(rows__case__person__isnull=False)
    unit = Q(rows__case__employer__isnull=False)
    joined = notices.select_related("organisation")
    with_counts = joined.annotate(
        people=_rows(in_list & person),
        units=_rows(in_list & unit),
        count_of_objections=Count("objections", distinct=True),
        left_out=_rows(~in_list),
    )
    summaries = []
    for notice in with_counts[:SHOWN]:
        summary = Summary(
            uuid=notice.uuid,
            title=notice.title,
            unit=notice.organisation.name,
            until_on=notice.until_on,
            people=notice.people,
            units=notice.units,
            objections=notice.count_of_objections,
            left_out=notice.left_out,
        )
        summaries.append(summary)
    return summaries


def _rows(condition: Q) -> Count:
    """How many rows of a notice are so."""
    return Count("rows", filter=condition, distinct=True)


def page(notice_id: UUID, today: date) -> Page:
    """One notice for everybody's eyes. Three reads. Raises NotFound."""
    notices = Notice.objects.select_related("organisation")
    notice = notices.filter(uuid=notice_id).first()
    if notice is None:
        raise NotFound("没有这份公示", way_out="请从公示的列表里选")
    in_order = notice.rows.order_by("pk")
    joined = in_order.select_related("case")
    rows = list(joined.defer("case__form"))
    places = _places(rows)
    is_over = notice.ended_at is not None or notice.until_on < today
    lines = _lines(rows)
    objections = notice.objections.order_by("pk")
    return Page(
        uuid=notice.uuid,
        title=notice.title,
        item_code=notice.item_code,
        unit=notice.organisation.name,
        basis=notice.basis,
        conditions=notice.conditions,
        from_on=notice.from_on,
        until_on=notice.until_on,
        is_over=is_over,
        withdrawn_why=notice.withdrawn_why,
        lines=() if is_over else lines,
        shown=len(lines),
        left_out=_left_out(rows),
        objections=_public(objections, places),
    )


def _places(rows: Iterable[NoticeRow]) -> dict[int, int]:
    """The number of each line by the key of its row."""
    places = {}
    for place, row in enumerate(rows, 1):
        places[row.pk] = place
    return places


def stays(row: NoticeRow) -> bool:
    """Whether nobody left it out, and the case did not come to nothing."""
    return not row.left_out_why and row.case.state not in states.OF_NO_EFFECT


def _left_out(rows: Iterable[NoticeRow]) -> int:
    """How many are shown no more."""
    gone = [row for row in rows if not stays(row)]
    return len(gone)


def _lines(rows: Iterable[NoticeRow]) -> tuple[Line, ...]:
    """The lines that are shown."""
    lines = []
    for place, row in enumerate(rows, 1):
        if stays(row):
            line = Line(place, row.shown, row.about, row.amount)
            lines.append(line)
    return tuple(lines)


def _public(objections: Iterable[Objection], places: dict[int, int]) -> tuple[Said, ...]:
    """The objections without their words."""
    public = []
    for objection in objections:
        came = local(objection.came_at)
        one = Said(
            came_on=came.date(),
            due_on=objection.due_on,
            place=places.get(objection.row_id),
            about=objection.about,
            answer=objection.answer,
            upheld=objection.upheld,
        )
        public.append(one)
    return tuple(public)
