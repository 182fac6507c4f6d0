"""Public numbers, answered at once: when somebody retires, on what contributions are paid, what a wage is at least."""

import re
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse

from yichuang.catalog import queries as catalog
from yichuang.catalog import tables
from yichuang.catalog.rules import numbers as rules
from yichuang.core import clock
from yichuang.core.access import public
from yichuang.reference.rules import retirement
from yichuang.sites.portal.pages import public_page
from yichuang.sites.portal.visitor import places
from yichuang.sites.ui import wording

WORKERS = (
    ("male", "男"),
    ("female55", "女，原来55岁退（多为干部、管理和技术岗位）"),
    ("female50", "女，原来50岁退（多为工人岗位）"),
)
TEMPLATE = "portal/guide/numbers.html"
OLDEST, LONGEST = 120, 12
MOST_BY_CHOICE = 3
_MONTH = re.compile(r"(\d{4})\D*(\d{1,2})\D*")
_REFUSED = "写出生的年和月，比如196805"


@public
def numbers(request: HttpRequest) -> HttpResponse:
    """GET /numbers/?born=196805&who=female50.

    born: as people write a month. who: a key of WORKERS.
    """
    born = request.GET.get("born", "")
    born = born.strip()[:LONGEST]
    who = request.GET.get("who", "")
    place = places.of(request)
    today = clock.today()
    marks = (catalog.mark(),)

    def context() -> dict[str, Any]:
        return _numbers(born, who, place, today)

    return public_page(request, TEMPLATE, marks, context)


def _numbers(born: str, who: str, place: places.Place, today: date) -> dict[str, Any]:
    """What the page shows.

    born, who: as they were typed and chosen, "" before.
    """
    month = _month(born, today)
    error = ""
    if born and month is None:
        error = _REFUSED
    retires = None
    if month and who in dict(WORKERS):
        retires = _retires(who, month)
    return {
        "typed": born,
        "workers": WORKERS,
        "who": who,
        "error": error,
        "retires": retires,
        "least": tables.numbers("years"),
        "base": _figure("bases", place, today),
        "wage": _figure("wages", place, today),
        "today": today,
        "crumbs": [{"label": "首页", "href": "/"}, {"label": "几个常问的数"}],
    }


def _month(text: str, today: date) -> date | None:
    """The first day of a month as people write it: 196805, 1968-5, 1968年5月.

    None when it is no month, or none in which somebody alive was born.
    """
    written = _MONTH.fullmatch(text)
    if written is None:
        return None
    year = int(written[1])
    month = int(written[2])
    if year < today.year - OLDEST:
        return None
    if month not in range(1, 13):
        return None
    first = date(year, month, 1)
    if first > today:
        return None
    return first


def _retires(who: str, born: date) -> dict[str, Any]:
    """What somebody wants to know about retirement, in words.

    month, age: of the statutory age.
    earliest, latest: the months between which one may choose.
    years: of contributions that a monthly pension needs by then.
    """
    year, month = retirement.legal_month(who, born)
    legal = date(year, month, 1)
    years = rules.least_years(tables.numbers("years"), legal)
    return {
        "born": _spoken(born),
        "month": _spoken(legal),
        "age": _age(born, legal),
        "earliest": _spoken(_earliest(who, born, legal)),
        "latest": _spoken(_years_off(legal, MOST_BY_CHOICE)),
        "years": f"{years:g}年",
    }


def _earliest(who: str, born: date, legal: date) -> date:
    """At most three years before the statutory age, and not before the age that stood earlier.

    国务院关于渐进式延迟法定退休年龄的办法第三条.
    """
    year, month = retirement.earliest_month(who, born)
    age_of_before = date(year, month, 1)
    by_choice = _years_off(legal, -MOST_BY_CHOICE)
    return max(age_of_before, by_choice)


def _years_off(first: date, years: int) -> date:
    """The same month some years later, or earlier."""
    return first.replace(year=first.year + years)


def _spoken(month: date) -> str:
    """A month as it is said: 1968年5月."""
    return f"{month.year}年{month.month}月"


def _age(born: date, then: date) -> str:
    """Years and months between two months, as an age is said."""
    years = then.year - born.year
    months = then.month - born.month
    age, more = divmod(years * 12 + months, 12)
    if not more:
        return f"{age}岁"
    return f"{age}岁{more}个月"


def _figure(kind: str, place: places.Place, today: date) -> dict[str, Any] | None:
    """The figure that holds, or the last one that did.

    days: from when until when, in words.
    over: it holds no more, and no later one is known.
    None when no figure is known.
    """
    rows = tables.numbers(kind)
    holds = rules.in_force(rows, place.code, today)
    row = holds or rules.latest(rows, place.code, today)
    if row is None:
        return None
    return {**row, "days": _days(row), "over": holds is None}


def _days(row: rules.Row) -> str:
    """From when and until when a figure holds."""
    since = date.fromisoformat(row["from"])
    words = f"{wording.cndate(since)}起"
    if row["until"]:
        until = date.fromisoformat(row["until"])
        words += f"，到{wording.cndate(until)}"
    return words
