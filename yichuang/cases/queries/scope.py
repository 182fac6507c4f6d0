"""Which cases an officer's grants reach: `rules.permission.reaches`, said as a filter on Case and in plain SQL.

`tests/cases/test_scope.py` compares the three over all grants."""

from collections.abc import Iterable

from django.db.models import Q

from yichuang.accounts import queries as accounts
from yichuang.accounts.models import Officer, Organisation
from yichuang.accounts.rules.grants import Grant
from yichuang.cases.models import Case
from yichuang.cases.rules.permission import DECIDING_ROLES, FILING_ROLES, WORKING_ROLES, reaches
from yichuang.core import revision
from yichuang.reference.models import Region
from yichuang.reference.queries import prefix

COUNTY_DIGITS = 6


def visible_to(officer: Officer, roles: tuple[str, ...] = WORKING_ROLES) -> Q:
    """A filter on Case: what the officer's grants of these roles reach today. Without any of them, nothing."""
    return reached_by(accounts.scopes(officer).of(*roles).grants)


def sees(officer: Officer, case: Case, roles: tuple[str, ...] = WORKING_ROLES) -> bool:
    """Whether `visible_to` lets this case through; its unit is known."""
    place = {"line": case.line, "home": case.region_id, "decided_in": case.organisation.region_id}
    grants = accounts.scopes(officer).of(*roles).grants
    return any(reaches(grant, **place) for grant in grants)


def reached_by(grants: Iterable[Grant], path: str = "") -> Q:
    """A filter on Case, or on what keeps the same at the path: what any of the grants reaches."""
    allowed = Q(pk__in=[])
    for grant in grants:
        allowed |= _reached_by_one(grant, path)
    return allowed


def within(digits: str, path: str = "") -> Q:
    """A filter on Case, or on what keeps the same at the path: those of a place, given by the digits of its code
    (`prefix`). By the county as far as it says enough: that stands in the row and in its indexes."""
    county = f"{path}county"
    if len(digits) == COUNTY_DIGITS:
        return _is(county, digits)
    first_digits = digits[:COUNTY_DIGITS]
    by_county = _is(f"{county}__startswith", first_digits)
    if len(digits) < COUNTY_DIGITS:
        return by_county
    by_region = _is(f"{path}region__code__startswith", digits)
    return by_county & by_region


def _is(name: str, value: str) -> Q:
    condition = {name: value}
    return Q(**condition)


def _reached_by_one(grant: Grant, path: str) -> Q:
    digits = prefix(grant.region)
    reached = within(digits, path)
    if grant.line:
        reached &= _is(f"{path}line", grant.line)
    if grant.role in DECIDING_ROLES:
        reached &= _is(f"{path}organisation__region__code__startswith", digits)
    return reached


def taken_in_by(grants: Iterable[Grant]) -> Q:
    """A filter on Case: what was handed in for another place where one of the grants is a desk's."""
    allowed = Q(pk__in=[])
    for grant in grants:
        if grant.role not in FILING_ROLES:
            continue
        handed_in = Q(filed_in__code__startswith=prefix(grant.region))
        if grant.line:
            handed_in &= Q(line=grant.line)
        allowed |= handed_in
    return allowed


def sql_taken_in(grants: Iterable[Grant]) -> tuple[str, list]:
    """(condition on cases_case, arguments) of what was handed in for another place where one of the grants is a
    desk's; by the county as far as it says enough, which stands in an index of its own."""
    parts = []
    args = []
    for grant in grants:
        if grant.role not in FILING_ROLES:
            continue
        part, part_args = _sql_of_filing(prefix(grant.region), grant.line)
        parts.append(part)
        args += part_args
    if not parts:
        return "false", []
    return f"(filed_in_id is not null and ({' or '.join(parts)}))", args


def _sql_of_filing(digits: str, line: str) -> tuple[str, list]:
    clauses = ["filed_in_id like %s"]
    args = [f"{digits}%"]
    if len(digits) >= COUNTY_DIGITS:
        clauses.insert(0, "left(filed_in_id, 6) = %s")
        args.insert(0, digits[:COUNTY_DIGITS])
    if line:
        clauses.append("line = %s")
        args.append(line)
    return f"({' and '.join(clauses)})", args


def counties_of(grants: Iterable[Grant]) -> list[str]:
    """The counties (six digits) in which the grants may reach anything: what an index by county is asked for."""
    counties: set[str] = set()
    for grant in grants:
        digits = prefix(grant.region)
        counties |= (
            set(_counties(digits)) if len(digits) < COUNTY_DIGITS else {digits[:COUNTY_DIGITS]}
        )
    return sorted(counties)


def sql(grants: Iterable[Grant]) -> tuple[str, list]:
    """(condition on cases_case, arguments) of what any of the grants reaches.

    Grants over the same place with the same rule are said once, so that an officer of one place pays for one
    comparison of line only."""
    lines_of: dict[tuple[str, bool], set[str]] = {}
    for grant in grants:
        lines_of.setdefault((prefix(grant.region), grant.role in DECIDING_ROLES), set()).add(
            grant.line
        )
    parts = []
    args = []
    for (digits, deciding), lines in sorted(lines_of.items()):
        part, part_args = _sql_of_place(digits, deciding, lines)
        parts.append(part)
        args += part_args
    return (f"({' or '.join(parts)})" if parts else "false"), args


def _sql_of_place(digits: str, deciding: bool, lines: set[str]) -> tuple[str, list]:
    column = (
        "county" if len(digits) <= COUNTY_DIGITS else "region_id"
    )  # the county stands in the index of open cases
    clauses = [f"{column} like %s"]
    args = [f"{digits}%"]
    if "" not in lines:
        clauses.append("line = any(%s)")
        args.append(sorted(lines))
    above = _units_above(digits) if deciding else ()
    if above:  # a unit that decides lies at or above the place of the case: here or below, unless it is one of these
        clauses.append("not organisation_id = any(%s)")
        args.append(list(above))
    return f"({' and '.join(clauses)})", args


@revision.kept(512)
def _counties(digits: str) -> tuple[str, ...]:
    rows = Region.objects.filter(code__startswith=digits, level__lte=Region.COUNTY).values_list(
        "code", flat=True
    )
    return tuple(sorted({code[:COUNTY_DIGITS] for code in rows}))


@revision.kept(512)
def _units_above(digits: str) -> tuple[int, ...]:
    """Units of the places above a place: what those decide is not decided there."""
    above = [digits[:length].ljust(12, "0") for length in (2, 4, 6, 9) if length < len(digits)]
    return tuple(Organisation.objects.filter(region_id__in=above).values_list("id", flat=True))
