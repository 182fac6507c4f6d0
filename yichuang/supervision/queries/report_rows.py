"""What the reports of cases have in common: their first columns, their rows, and words of theirs."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Case as When
from django.db.models import Q, Value
from django.db.models import When as Is

from yichuang.accounts.models import Officer
from yichuang.cases.queries import standing
from yichuang.cases.rules.states import WAITING
from yichuang.core.clock import local
from yichuang.reference.models import Region
from yichuang.supervision.queries import sight

CASE = "编号 事项 收件地 办理单位"
COLUMNS = ("number", "version__item__name", "region__full_name", "organisation__name")
LONGEST_FIRST = ("due_at", "id")
# an order in which the first rows are there at once, however many there are
NEWEST_FIRST = ("-id",)
AT_A_TIME = 2000


def listed(
    officer: Officer, place: Region, condition: Q, *more: str, order=LONGEST_FIRST, **reckoned
) -> Iterator:
    """The cases of a report, as far as the officer may see: the columns of CASE, and more.

    reckoned: further columns that are worked out of each row.
    """
    cases = sight.cases_of(officer, place.code)
    rows = cases.filter(condition).annotate(**reckoned)
    in_order = rows.order_by(*order)
    columns = in_order.values_list(*COLUMNS, *more)
    return columns.iterator(chunk_size=AT_A_TIME)


def moment(at: datetime | None) -> str:
    """A moment to the minute.

    "" for one that did not come.
    """
    if at is None:
        return ""
    return f"{local(at):%Y-%m-%d %H:%M}"


def term_in_words(now: datetime) -> When:
    """Whether the term is kept, in the words of the report."""
    return When(
        Is(Q(late=True) | standing.overdue(now), then=Value("逾期")),
        Is(standing.clock_stands() & Q(open=True, state__in=WAITING), then=Value("停着，等补")),
        Is(standing.clock_stands() & Q(open=True), then=Value("停着")),
        default=Value("按期"),
    )
