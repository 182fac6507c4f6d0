"""What a grant reaches is said three times (a rule, a filter, SQL) and means the same each time; lists, counts, pages
and steps show what the rule says and nothing more (SYS-013)."""

from collections.abc import Iterator
from datetime import timedelta
from itertools import product
from uuid import uuid4

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.cases.conftest import MORNING
from yichuang.accounts.models import Officer, Organisation
from yichuang.accounts.rules.grants import Grant, Scope
from yichuang.cases.models import Case
from yichuang.cases.queries import cases, permission, scope, worklist
from yichuang.cases.rules.permission import WORKING_ROLES, reaches, took_in
from yichuang.core import clock
from yichuang.core.errors import NotFound
from yichuang.reference.models import Region

JOBS, INSURANCE, TALENT = "就业创业", "社会保险", "人才人事"
STATES = ("received", "reviewing", "special", "second", "correcting", "closed")
STEPS = {
    "accept": ("clerk", ("received",)),
    "review": ("reviewer", ("reviewing",)),
    "second": ("approver", ("second",)),
    "stand": ("reviewer", ("special",)),
    "wait": ("clerk", ("correcting",)),
}


# where a case was handed in; none: where it belongs. It changes nothing of what `reaches` says
_HANDED_IN = (None, "510802000000", None, "510812100000", "370202000000", "430602000000", None)


def _places() -> list[tuple[str, str]]:
    """(place of a case, place that decides): each place with itself and every place above it that has a unit."""
    town = Region.objects.filter(county="510812000000", level=Region.TOWN).order_by("code").first()
    village = Region.objects.filter(parent=town).order_by("code").first()
    homes = [
        village.code,
        town.code,
        "510812000000",
        "510802000000",
        "510800000000",
        "430602000000",
    ]
    units = set(Organisation.objects.values_list("region_id", flat=True))
    above = {home: [home[:n].ljust(12, "0") for n in (4, 6, 9, 12)] for home in homes}
    pairs = {
        (home, code) for home in homes for code in above[home] if code in units and len(code) == 12
    }
    return sorted(pairs)


@pytest.fixture
def made(submitted) -> tuple[Case, ...]:
    """A case of every place, deciding unit, line and state, and nothing else."""
    seed = submitted()
    found = []
    for n, ((home, decided_in), line, state) in enumerate(
        product(_places(), (JOBS, INSURANCE), STATES)
    ):
        unit = Organisation.objects.filter(region_id=decided_in).order_by("id").first()
        copy = Case.objects.get(pk=seed.pk)
        copy.pk, copy.uuid, copy.number, copy.client_ref = None, uuid4(), f"{n:021d}", str(n)
        copy.form = seed.form  # sealed anew: what is encrypted opens in its own row only
        copy.region_id, copy.organisation, copy.line, copy.state = home, unit, line, state
        copy.filed_in_id = _HANDED_IN[n % len(_HANDED_IN)]
        copy.open, copy.due_at = state != "closed", MORNING + timedelta(days=30, minutes=n)
        copy.save(force_insert=True)
        found.append(copy)
    return tuple(found)


def _regions() -> list[str]:
    return sorted(
        {code for pair in _places() for code in pair}
        | {"510000000000", "430600000000", "370000000000"}
    )


def _grants(regions: list[str]) -> st.SearchStrategy:
    one = st.builds(
        Grant, role=st.sampled_from(WORKING_ROLES), line=st.sampled_from(["", JOBS, INSURANCE, TALENT]),
        region=st.sampled_from(regions),
    )  # fmt: skip
    return st.lists(one, min_size=1, max_size=4, unique=True)


def _reached(grants, made) -> set[int]:
    return {
        case.pk
        for case in made
        if any(
            reaches(g, line=case.line, home=case.region_id, decided_in=case.organisation.region_id)
            for g in grants
        )
    }


def _by_sql(grants, made) -> set[int]:
    condition, args = scope.sql(grants)
    with connection.cursor() as cursor:
        cursor.execute(f"select id from cases_case where client_ref <> '' and {condition}", args)
        return {pk for (pk,) in cursor.fetchall()} & {case.pk for case in made}


def _examples(regions: list[str], count: int) -> Iterator:
    return settings(
        max_examples=count, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True
    )


@pytest.mark.parametrize(
    "count", [150, pytest.param(3000, marks=pytest.mark.long(kind="fuzz"))], ids=["short", "long"]
)
def test_the_rule_the_filter_and_the_sql_of_grants_reach_the_same_cases(made, count):
    regions, mine = _regions(), {case.pk for case in made}

    @_examples(regions, count)
    @given(_grants(regions))
    def compare(grants):
        reached = _reached(grants, made)
        filtered = set(
            Case.objects.filter(scope.reached_by(grants), pk__in=mine).values_list("pk", flat=True)
        )
        assert filtered == reached
        assert _by_sql(grants, made) == reached

    compare()


def _taken_in_by_sql(grants, made) -> set[int]:
    condition, args = scope.sql_taken_in(grants)
    with connection.cursor() as cursor:
        cursor.execute(f"select id from cases_case where client_ref <> '' and {condition}", args)
        return {pk for (pk,) in cursor.fetchall()} & {case.pk for case in made}


@pytest.mark.parametrize(
    "count", [100, pytest.param(3000, marks=pytest.mark.long(kind="fuzz"))], ids=["short", "long"]
)
def test_what_a_desk_took_in_for_other_places_is_one_thing_as_rule_as_filter_and_in_sql(
    made, count
):
    regions, mine = _regions(), {case.pk for case in made}

    @_examples(regions, count)
    @given(_grants(regions))
    def compare(grants):
        taken = {
            case.pk
            for case in made
            if any(took_in(g, line=case.line, filed_in=case.filed_in_id or "") for g in grants)
        }
        filtered = Case.objects.filter(scope.taken_in_by(grants), pk__in=mine)
        assert set(filtered.values_list("pk", flat=True)) == taken
        assert _taken_in_by_sql(grants, made) == taken
        assert taken == set() or {"clerk", "issuer"} & {grant.role for grant in grants}

    compare()


def test_taking_in_for_another_place_opens_no_act_and_no_count(made, officer):
    """The place where it was handed in is neither the home nor the place that decides."""
    someone = officer("gy_clerk")
    place = "370202000000"
    someone.kept_scope = (clock.today(), Scope((Grant("clerk", "", place),)))
    handed_in = [case for case in made if case.filed_in_id == place]
    assert handed_in
    for case in handed_in:
        assert permission.open_acts(case, someone, clock.now()) == frozenset()
        assert not _opens(case, someone)
    listed = worklist.page(someone, worklist.Filters(), MORNING, size=1000)
    assert not {row.pk for row in listed.rows} & {case.pk for case in made}


@pytest.mark.parametrize(
    "count", [40, pytest.param(800, marks=pytest.mark.long(kind="fuzz"))], ids=["short", "long"]
)
def test_lists_counts_and_pages_show_what_the_rule_says_and_nothing_more(made, officer, count):
    regions, someone = _regions(), officer("gy_clerk")
    before = Case.objects.exclude(pk__in=[case.pk for case in made]).count()

    @_examples(regions, count)
    @given(_grants(regions))
    def compare(grants):
        someone.kept_scope = (clock.today(), Scope(tuple(grants)))
        for step, (role, states) in STEPS.items():
            allowed = _reached([g for g in grants if g.role in (role, "supervisor")], made)
            expected = {case.pk for case in made if case.pk in allowed and case.state in states}
            page = worklist.page(someone, worklist.Filters(step=step), MORNING, size=1000)
            listed = {row.pk for row in page.rows} & {case.pk for case in made}
            assert listed == expected
            assert page.counts[""] == page.total == len(page.rows)
            assert len(expected) <= page.total <= len(expected) + before
        seen = _reached(grants, made)
        for case in made[::7]:
            assert _opens(case, someone) is (case.pk in seen)

    compare()


def _opens(case: Case, someone: Officer) -> bool:
    try:
        return cases.for_officer(case.uuid, someone).pk == case.pk
    except NotFound:
        return False


def test_who_does_the_next_step_is_who_is_offered_it_and_who_has_it_listed(made, officer):
    """The button and the list agree, for each role over each place and line."""
    someone = officer("gy_clerk")
    act_of = {
        "accept": "ask_correction",
        "review": "review",
        "second": "second",
        "stand": "end_special",
    }
    for (step, act), region, line in product(act_of.items(), _regions(), ("", JOBS)):
        role, states = STEPS[step]
        someone.kept_scope = (clock.today(), Scope((Grant(role, line, region),)))
        listed = {
            r.pk
            for r in worklist.page(someone, worklist.Filters(step=step), MORNING, size=1000).rows
        }
        offered = {
            case.pk
            for case in made
            if case.state in states and act in permission.open_acts(case, someone, clock.now())
        }
        assert listed & {case.pk for case in made} == offered, (step, region, line)
