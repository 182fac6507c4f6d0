"""The worklist: open cases of an officer, the most urgent first, by pages that stay fast at a million cases."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import connection

from yichuang.accounts import queries as accounts
from yichuang.accounts.models import Officer, Organisation
from yichuang.cases.models import Case
from yichuang.cases.queries import standing
from yichuang.cases.rules.states import WAITING
from yichuang.core import revision
from yichuang.core.clock import local
from yichuang.reference.models import Region
from yichuang.reference.queries import in_scope, prefix

CAP = 1000
COLOURS = ("overdue", "today", "soon", "")
STEPS = {
    "accept": ("received", "supplied"),
    "review": ("accepted", "reviewing"),
    "second": ("second",),
    "wait": ("correcting",),
}
_DECIDING = ("review", "second")  # steps done where the case is decided, not where it was handed in
_SHOWN = (  # the columns of a row of the list
    *("uuid", "number", "line", "region", "channel", "state", "open", "flags", "due_at", "yellow_on", "red_on"),
    *("version__item__name", "person__name", "employer__name", "holder__name"),
)
_STEP_ROLES = {"accept": "clerk", "review": "reviewer", "second": "approver", "wait": "clerk"}


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
    """rows in order of urgency; more: whether another page follows; total: exact up to CAP, then CAP + 1."""

    rows: list[Case]
    more: bool
    total: int
    capped: bool = field(default=False)


def page(officer: Officer, filters: Filters, now: datetime, size: int = 50) -> Page:
    """One page of the officer's open cases and how many there are (counted up to CAP)."""
    allowed = _reach(officer, filters.step)
    counties = [c for c in allowed.counties if filters.county in ("", c)]
    where, args = _where(filters, allowed, officer, now)
    ids, total = _ids_and_count(counties, where, args, filters.after, size + 1)
    rows = Case.objects.select_related("version__item", "person", "employer", "holder").only(*_SHOWN).in_bulk(ids)
    found = [rows[i] for i in ids if i in rows]
    return Page(found[:size], len(found) > size, min(total, CAP), total > CAP)


def counts(officer: Officer, now: datetime, step: str = "") -> dict[str, int]:
    """How many are overdue, due today, due in three days, and all: each counted up to CAP + 1, in one round trip."""
    allowed = _reach(officer, step)
    filters = [Filters(step=step, colour=colour) for colour in COLOURS]
    parts = [_counting(allowed.counties, *_where(each, allowed, officer, now)) for each in filters]
    with connection.cursor() as cursor:
        sql = "select " + ", ".join(f"({part})" for part, _ in parts)
        cursor.execute(sql, [arg for _, args in parts for arg in args])
        return dict(zip((colour or "all" for colour in COLOURS), cursor.fetchone(), strict=True))


def reach(officer: Officer, step: str = "") -> tuple[list[str], list[str]]:
    """(county codes of six digits, lines) that the officer works on in this step; lines [] means every line."""
    allowed = _reach(officer, step)
    return allowed.counties, allowed.lines


@dataclass(frozen=True)
class _Reach:
    """counties: six digits each; lines: [] for every line; towns: for an officer of towns or villages only, the
    beginnings of their codes as LIKE patterns, and `whole` the counties that are theirs altogether."""

    counties: list[str]
    lines: list[str]
    towns: list[str]
    whole: list[str]


def _reach(officer: Officer, step: str) -> _Reach:
    scope = accounts.scopes(officer)
    scope = scope.of(_STEP_ROLES[step], "supervisor") if step else scope.of(*set(_STEP_ROLES.values()), "supervisor")
    whole = {county for region in scope.regions if len(prefix(region)) <= 6 for county in _counties(region)}
    towns = [prefix(region) for region in scope.regions if len(prefix(region)) > 6]
    counties = whole | {town[:6] for town in towns}
    lines = [] if "" in scope.lines else list(scope.lines)
    return _Reach(sorted(counties), lines, [f"{town}%" for town in towns], sorted(whole))


@revision.kept(512)
def _counties(region: str) -> tuple[str, ...]:
    digits = prefix(region)
    if len(digits) == 6:
        return (digits,)
    rows = Region.objects.filter(code__startswith=digits, level__lte=Region.COUNTY).values_list("code", flat=True)
    return tuple(sorted({code[:6] for code in rows}))


@revision.kept(512)
def _above(regions: tuple[str, ...]) -> tuple[int, ...]:
    """Units above all regions of an officer: what those decide is not this officer's to review."""
    codes = {region[:digits].ljust(12, "0") for region in regions for digits in (2, 4) if len(prefix(region)) > digits}
    outside = [code for code in codes if not any(in_scope(code, region) for region in regions)]
    return tuple(Organisation.objects.filter(region_id__in=outside).values_list("id", flat=True))


def _where(filters: Filters, allowed: _Reach, officer: Officer, now: datetime) -> tuple[str, list]:
    clauses, args, lines = ["open"], [], allowed.lines
    if allowed.towns:
        clauses.append("(region_id like any(%s) or county = any(%s))")
        args += [allowed.towns, allowed.whole]
    closing = local(now).replace(hour=23, minute=59, second=59)
    windows = {"overdue": (None, now), "today": (now, closing), "soon": (now, closing + timedelta(days=3))}
    if filters.step:
        clauses.append("state = any(%s)")
        args.append(list(STEPS[filters.step]))
    if filters.colour:
        start, end = windows[filters.colour]
        clauses += ["due_at < %s", standing.SQL]
        args += [end, list(WAITING)]
        if start:
            clauses.append("due_at >= %s")
            args.append(start)
    wanted = [filters.line] if filters.line and (not lines or filters.line in lines) else lines
    if wanted:
        clauses.append("line = any(%s)")
        args.append(wanted)
    if filters.organisation:
        clauses.append("organisation_id = %s")
        args.append(filters.organisation)
    if filters.step in _DECIDING and (above := _above(accounts.scopes(officer).of(_STEP_ROLES[filters.step]).regions)):
        clauses.append("not organisation_id = any(%s)")
        args.append(list(above))
    if filters.mine:
        clauses.append("holder_id = %s")
        args.append(officer.id)
    return " and ".join(clauses), args


def _ids_and_count(counties: list[str], where: str, args: list, after, size: int) -> tuple[list[int], int]:
    keyset = " and (due_at, id) > (%s, %s)" if after else ""
    counting, counted = _counting(counties, where, args)
    sql = (
        "select array(select x.id from unnest(%s::text[]) o(county) cross join lateral ("  # noqa: S608  clauses are constants
        f" select id, due_at from cases_case where county = o.county and {where}{keyset}"
        f" order by due_at, id limit %s) x order by x.due_at, x.id limit %s), ({counting})"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [counties, *args, *(after or ()), size, size, *counted])
        return cursor.fetchone()


def _counting(counties: list[str], where: str, args: list) -> tuple[str, list]:
    sql = (
        "select count(*) from (select 1 from cases_case"  # noqa: S608  clauses are constants
        f" where county = any(%s) and {where} limit {CAP + 1}) x"
    )
    return sql, [counties, *args]
