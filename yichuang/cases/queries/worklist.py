"""The worklist: open cases of an officer, the most urgent first, by pages that stay fast at a million cases."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.contrib.postgres.fields import ArrayField
from django.db import connection
from django.db.models import BigIntegerField

from yichuang.accounts import queries as accounts
from yichuang.accounts.models import Officer
from yichuang.accounts.rules.grants import Grant
from yichuang.cases.models import Case
from yichuang.cases.queries import scope, standing
from yichuang.cases.rules import states
from yichuang.core.clock import local
from yichuang.core.prepared import Among, Prepared, Told

CAP = 1000
COLOURS = ("overdue", "today", "soon", "")
# step of the list → (role that does it, states in which it is due)
_STEPS = {
    "accept": ("clerk", states.FRONT),
    "review": ("reviewer", (states.ACCEPTED, states.REVIEWING)),
    "second": ("approver", (states.SECOND,)),
    "stand": ("reviewer", states.STANDING),
    "wait": ("clerk", (states.CORRECTING,)),
}
STEPS = tuple(_STEPS)
_SHOWN = (  # the columns of a row of the list
    "uuid",
    "number",
    "line",
    "region",
    "channel",
    "state",
    "open",
    "paused_since",
    "due_at",
    "yellow_on",
    "red_on",
    "item_code",
    "situation",
    "person__name",
    "person__uuid",
    "employer__name",
    "holder__name",
)


@dataclass(frozen=True)
class Filters:
    """step: key of STEPS or ""; colour: "overdue" | "today" | "soon" | ""; line; organisation id; mine only;
    after: (due_at, id) of the last row of the page before."""

    step: str = ""
    colour: str = ""
    line: str = ""
    organisation: int | None = None
    mine: bool = False
    county: str = ""
    after: tuple[datetime, int] | None = None


@dataclass(frozen=True)
class Page:
    """rows in order of urgency; more: whether another page follows; total: exact up to CAP; capped: whether there are
    more than that; counts: colour → how many have it under the same other filters, "" for all, each counted up to
    CAP + 1."""

    rows: list[Case]
    more: bool
    total: int
    capped: bool
    counts: dict[str, int]


_ROWS = Prepared(
    lambda: (
        Case.objects.filter(Among("pk", Told("ids", ArrayField(BigIntegerField()))))
        .select_related("person", "employer", "holder")
        .only(*_SHOWN)
    )
)


def page(officer: Officer, filters: Filters, now: datetime, size: int = 50) -> Page:
    """One page of the officer's open cases with how many there are: the list and all numbers in one round trip."""
    grants = _grants(officer, filters.step)
    reached = scope.counties_of(grants)
    counties = [county for county in reached if filters.county in ("", county)]
    where, args = _where(filters, grants, officer, now)
    parts = [_listing(counties, where, args, filters.after, size + 1)]
    for colour in COLOURS:
        alike = replace(filters, colour=colour)
        parts.append(_counting(counties, *_where(alike, grants, officer, now)))
    ids, *numbers = _asked_at_once(parts)
    counts = dict(zip(COLOURS, numbers, strict=True))
    total = counts[filters.colour]
    rows = {case.id: case for case in _ROWS(ids=ids)}
    cases = [rows[i] for i in ids if i in rows]
    return Page(
        rows=cases[:size],
        more=len(cases) > size,
        total=min(total, CAP),
        capped=total > CAP,
        counts=counts,
    )


def _asked_at_once(parts: Sequence[tuple[str, list]]) -> tuple:
    """One row: what each part yields."""
    sql = ", ".join(f"({part})" for part, _ in parts)
    args = [arg for _, of_part in parts for arg in of_part]
    with connection.cursor() as cursor:
        cursor.execute(f"select {sql}", args)
        return cursor.fetchone()


def _grants(officer: Officer, step: str) -> tuple[Grant, ...]:
    """The grants that let the officer see cases in this step: those of the role that does it, and of a supervisor."""
    if step:
        roles = {_STEPS[step][0]}
    else:
        roles = {role for role, _ in _STEPS.values()}
    return accounts.scopes(officer).of(*roles, "supervisor").grants


def _where(
    filters: Filters, grants: tuple[Grant, ...], officer: Officer, now: datetime
) -> tuple[str, list]:
    reached, args = scope.sql(grants)
    clauses = ["open", reached]
    closing = local(now).replace(hour=23, minute=59, second=59)
    windows = {
        "overdue": (None, now),
        "today": (now, closing),
        "soon": (now, closing + timedelta(days=3)),
    }
    if filters.step:
        clauses.append("state = any(%s)")
        args.append(list(_STEPS[filters.step][1]))
    if filters.colour:
        start, end = windows[filters.colour]
        clauses += ["due_at < %s", standing.SQL]
        args.append(end)
        if start:
            clauses.append("due_at >= %s")
            args.append(start)
    if filters.line:
        clauses.append("line = %s")
        args.append(filters.line)
    if filters.organisation:
        clauses.append("organisation_id = %s")
        args.append(filters.organisation)
    if filters.mine:
        clauses.append("holder_id = %s")
        args.append(officer.id)
    return " and ".join(clauses), args


def _listing(
    counties: list[str], where: str, args: list, after: tuple[datetime, int] | None, size: int
) -> tuple[str, list]:
    """The keys of the first cases, the most urgent first: each county gives its own by its index."""
    keyset = " and (due_at, id) > (%s, %s)" if after else ""
    sql = (
        "select array(select x.id from unnest(%s::text[]) o(county) cross join lateral ("  # noqa: S608  clauses are constants
        f" select id, due_at from cases_case where county = o.county and {where}{keyset}"
        " order by due_at, id limit %s) x order by x.due_at, x.id limit %s)"
    )
    return sql, [counties, *args, *(after or ()), size, size]


def _counting(counties: list[str], where: str, args: list) -> tuple[str, list]:
    sql = (
        "select count(*) from (select 1 from cases_case"  # noqa: S608  clauses are constants
        f" where county = any(%s) and {where} limit {CAP + 1}) x"
    )
    return sql, [counties, *args]
