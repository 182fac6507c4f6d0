"""Numbers that are read from sums are those of a loop over the cases, whatever is written, by whomever."""

from collections import Counter
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bench.apparatus import lives as made
from bench.apparatus import rows
from yichuang.accounts.rules.grants import Grant
from yichuang.cases.models import Case, DayCame, DayEnded, DaySummed, OpenThen, WeekOfItem
from yichuang.cases.queries import days as summed
from yichuang.cases.queries import scope
from yichuang.cases.queries.reach import Reach, everywhere
from yichuang.cases.rules import states
from yichuang.cases.services import days
from yichuang.core import clock
from yichuang.core.clock import local
from yichuang.ratings import queries as ratings
from yichuang.ratings.models import Invitation, Rating
from yichuang.reference.queries import region
from yichuang.supervision import rules, services
from yichuang.supervision.queries import figures
from yichuang.supervision.queries.figures import Span, Standing
from yichuang.supervision.queries.weeks import late_by_week

CITY = "370200000000"
WEEKS = 12
DONE = (states.CLOSED, states.REFUSED)
# what anybody may write to a case of a past day, by id and an interval of days
WRITES = (
    "update cases_case set channel = 1 + channel %% 6 where id = %(id)s",
    "update cases_case set line = '人才人事' where id = %(id)s",
    "update cases_case set item_code = (select min(item_code) from cases_case) where id = %(id)s",
    "update cases_case set region_id = '370202000000' where id = %(id)s",
    "update cases_case set received_at = received_at - %(days)s * interval '1 day' where id = %(id)s",
    "update cases_case set due_at = due_at - %(days)s * interval '1 day' where id = %(id)s",
    "update cases_case set state = 'closed', open = false, late = true, paused_since = null,"
    " closed_at = core_now() - %(days)s * interval '1 day' where id = %(id)s",
    "update cases_case set state = 'closed', open = false, paused_since = null, closed_at = core_now()"
    " where id = %(id)s",
    "update cases_case set state = 'refused', open = false, late = true, paused_since = null,"
    " closed_at = core_now() - %(days)s * interval '1 day' where id = %(id)s",
    "update cases_case set state = 'withdrawn', open = false, paused_since = null,"
    " closed_at = core_now() - %(days)s * interval '1 day' where id = %(id)s",
    "update cases_case set state = 'received', open = true, closed_at = null where id = %(id)s",
    "update cases_case set instant = not instant, minutes = 20 + %(days)s where id = %(id)s",
    "update cases_case set late = not late where id = %(id)s",
    "delete from ratings_rating where invitation_id in"
    " (select id from ratings_invitation where case_id = %(id)s);"
    "delete from ratings_invitation where case_id = %(id)s;"
    "delete from cases_correction where case_id = %(id)s;"
    "delete from cases_caseevent where case_id = %(id)s;"
    "delete from cases_case where id = %(id)s",
)


@pytest.fixture
def filled(world):
    """Four hundred cases of two years, more of them lately, and all their sums."""
    raw = connection.connection
    rows.cases(raw, 400, people=50)
    raw.execute(
        "update cases_case set received_at = core_now() - (core_now() - received_at) / 7,"
        " closed_at = core_now() - (core_now() - closed_at) / 7, due_at = core_now() - (core_now() - due_at) / 7"
    )
    made.trails(raw)
    made.ratings(raw)
    sum_all()


def sum_all() -> None:
    """What the job of every hour does."""
    days.sum_days(today=clock.today())
    days.sum_weeks(today=clock.today())
    days.keep_open(now=clock.now())


def loop(cases: list[Case], span: Span) -> dict[str, int]:
    """What `figures.Counts` has, one case at a time."""
    came = [case for case in cases if span.since <= case.received_at < span.until]
    ended = [case for case in cases if not case.open and span.since <= case.closed_at < span.until]
    states_of = Counter(case.state for case in ended)
    done = [case for case in ended if case.state in DONE]
    at_once = [case for case in ended if case.instant and case.state == states.CLOSED]
    running = [case for case in cases if case.open]
    return {
        "received": len(came),
        "online": sum(case.channel in (2, 3) for case in came),
        "closed": states_of[states.CLOSED],
        "refused": states_of[states.REFUSED],
        "dropped": len(ended) - len(done),
        "late": sum(case.late for case in done),
        "instant": len(at_once),
        "within": sum(case.minutes is not None and case.minutes <= 30 for case in at_once),
        "open": len(running),
        "overdue": sum(case.due_at < span.now and not case.paused_since for case in running),
    }


def weekly(cases: list[Case], weeks: list, now) -> dict[str, list[tuple[int, int]]]:
    """What `late_by_week` has, one case at a time."""
    found: dict[str, list[tuple[int, int]]] = {}
    for case in cases:
        day = local(case.due_at).date()
        late = case.late if case.state in DONE else case.open and not case.paused_since
        if case.due_at >= now or day < weeks[0] or not (case.state in DONE or late):
            continue
        number = sum(day >= start for start in weeks) - 1
        row = found.setdefault(case.county, [(0, 0)] * len(weeks))
        row[number] = (row[number][0] + late, row[number][1] + 1)
    return found


def wrongly_open(reach: Reach, cases: list[Case], now) -> list[str]:
    """Where what was open when one of the last months began is not what a loop counts."""
    span = Span.days(90, now)
    begun = local(now).replace(hour=0, minute=0, second=0, microsecond=0)
    found = []
    for _ in range(days.MONTHS):
        begun = begun.replace(day=1)
        then = Counter()
        for case in cases:
            still = case.open or case.closed_at >= begun
            then[case.county] += case.received_at < begun and still
        counted = figures.by_place(reach, span, region(CITY), Standing.at(begun, {}))
        if {row.key[:6]: row.open for row in counted if row.open} != +then:
            found.append(f"open on {begun:%Y-%m-%d}")
        begun -= timedelta(days=1)
    return found


def wrong(now) -> list[str]:
    """Where the numbers of a page and of a loop part."""
    cases = [case for case in Case.objects.defer("form") if case.region_id.startswith("3702")]
    reach, span = everywhere("3702"), Span.days(90, now)
    pairs = [("total", figures.total(reach, span), loop(cases, span))]
    for row in figures.by_line(reach, span):
        pairs.append((row.key, row, loop([c for c in cases if c.line == row.key], span)))
    for row in figures.by_place(reach, span, region(CITY)):
        inside = [c for c in cases if c.county == row.key[:6]]
        pairs.append((row.key, row, loop(inside, span)))
    items = figures.by_item(reach, span)
    of_item: dict[str, list[Case]] = {}
    for case in cases:
        of_item.setdefault(case.item_code, []).append(case)
    for row in items:
        pairs.append((row.key, row, loop(of_item[row.key], span)))
    pairs.append(("items", figures.together(items), loop(cases, span)))
    found = [
        f"{name}: {row} is not {slow}"
        for name, row, slow in pairs
        if {key: getattr(row, key) for key in slow} != slow
    ]
    found += wrongly_open(reach, cases, now)
    weeks = rules.week_starts(local(now).date(), WEEKS)
    if late_by_week(reach, weeks, now) != weekly(cases, weeks, now):
        found.append("weeks")
    channels = Counter(c.channel for c in cases if span.since <= c.received_at < span.until)
    told = [count for _, count in figures.by_channel(reach, span)]
    if told != [channels[number] for number in figures.CHANNELS]:
        found.append("channels")
    since = now - timedelta(days=90)
    minutes = [
        case.minutes
        for case in cases
        if case.instant and case.state == states.CLOSED and since <= case.closed_at < now
    ]
    timed = [took for took in minutes if took is not None]
    if figures.instant_minutes(reach, since, now) != (len(minutes), len(timed), sum(timed)):
        found.append("minutes")
    return found


def test_sums_and_cases_give_what_a_loop_gives(filled):
    now = clock.now()
    parts = summed.parts(DaySummed.CAME, now - timedelta(days=90), now)
    assert len(parts.days) == 89 and len(parts.pieces) == 2
    weeks = summed.parts(DaySummed.ITEMS, now - timedelta(days=90), now)
    assert len(weeks.days) in (11, 12) and len(weeks.pieces) == 2
    for table in (DayCame, DayEnded, WeekOfItem, OpenThen):
        assert table.objects.exists(), table
    assert DaySummed.objects.filter(kind=DaySummed.OPEN).count() == days.MONTHS
    assert wrong(now) == []
    days.forget_days()
    assert wrong(now) == []


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    writes=st.lists(
        st.tuples(st.sampled_from(WRITES), st.integers(0, 399), st.integers(0, 80)),
        min_size=1,
        max_size=6,
    )
)
def test_whatever_is_written_no_sum_outlives_its_cases(filled, writes):
    ids = list(Case.objects.order_by("id").values_list("id", flat=True))
    for statement, number, count in writes:
        with connection.cursor() as cursor:
            cursor.execute(statement, {"id": ids[number % len(ids)], "days": count})
    assert list(summed.differing()) == []
    assert wrong(clock.now()) == []
    sum_all()
    assert list(summed.differing()) == []


def test_an_end_in_time_leaves_every_sum_as_it_is(filled):
    case = Case.objects.filter(open=True, due_at__gt=clock.now()).first()
    assert case.received_at < clock.now() - timedelta(hours=1)
    before = DaySummed.objects.count()
    Case.objects.filter(pk=case.pk).update(state="accepted", alarm="yellow")
    Case.objects.filter(pk=case.pk).update(
        state=states.CLOSED, open=False, closed_at=clock.now(), paused_since=None
    )
    assert DaySummed.objects.count() == before
    assert wrong(clock.now()) == []


def test_a_sum_that_is_wrong_is_found_mended_and_told(filled):
    row = DayEnded.objects.order_by("-day").first()
    DayEnded.objects.filter(pk=row.pk).update(closed=row.closed + 1)
    assert list(summed.differing()) == [(DaySummed.ENDED, row.day)]
    with pytest.raises(CommandError):
        call_command("rebuild_counters", "--check")
    with pytest.raises(services.Differing, match=str(row.day)):
        services.check_counters()
    assert wrong(clock.now()) == []
    call_command("rebuild_counters")
    services.check_counters()
    assert DaySummed.objects.filter(kind=DaySummed.ENDED, day=row.day).exists()


def test_wrong_weeks_and_months_are_found_too(filled):
    week = WeekOfItem.objects.filter(county__startswith="3702").order_by("-day").first()
    WeekOfItem.objects.filter(pk=week.pk).update(received=week.received + 1)
    month = OpenThen.objects.filter(county__startswith="3702").order_by("-day").first()
    OpenThen.objects.filter(pk=month.pk).delete()
    wrong_sums = {(DaySummed.ITEMS, week.day), (DaySummed.OPEN, month.day)}
    assert set(summed.differing()) == wrong_sums
    assert wrong(clock.now()) != []
    with pytest.raises(services.Differing, match="一周各事项.*月初在办"):
        services.check_counters()
    assert wrong(clock.now()) == []


def test_a_town_is_counted_from_its_cases(filled):
    span = Span.days(90, clock.now())
    town = Reach((Grant("supervisor", "", "370211001000"),))
    assert figures.total(town, span).received == 0


GRANTS = (
    (Grant("supervisor", "", CITY),),
    (Grant("supervisor", "社会保险", CITY), Grant("supervisor", "", "370202000000")),
    (Grant("supervisor", "", "370202000000"), Grant("supervisor", "", "430600000000")),
    (Grant("supervisor", "", "370211001000"), Grant("supervisor", "人才人事", "370000000000")),
)


@pytest.mark.parametrize("grants", GRANTS, ids=str)
@pytest.mark.parametrize("digits", ["", "37", "3702", "370202", "370211001", "4306"])
def test_a_reach_is_what_the_grants_reach_within_the_place(filled, grants, digits):
    both = Case.objects.filter(scope.reached_by(grants) & scope.within(digits))
    assert set(Reach(grants, digits).cases()) == set(both)


def test_who_decides_counts_nothing_by_place():
    with pytest.raises(ValueError, match="by unit"):
        Reach((Grant("reviewer", "", CITY),))


NAME = {
    "item": lambda i: i.case.version.item.name,
    "organisation": lambda i: i.organisation.name,
    "line": lambda i: i.case.line,
    "day": lambda i: local(i.created_at).date().isoformat(),
}


def test_ratings_are_counted_as_a_loop_counts_them(filled):
    until = clock.now() + timedelta(seconds=1)
    since = until - timedelta(days=90)
    asked = Invitation.objects.select_related("case__version__item", "organisation", "rating")
    inside = [
        one
        for one in asked.defer("case__form")
        if one.case.region_id.startswith("3702") and since <= one.created_at < until
    ]
    given = {rating.invitation_id: rating.grade for rating in Rating.objects.all()}
    assert len(inside) > 20 and any(given.get(one.pk) == 2 for one in inside)
    for dimension, name in NAME.items():
        told = {
            row.key: (row.by_grade, row.rates.invited)
            for row in ratings.counts_by(dimension, everywhere("3702"), since, until)
        }
        slow = {}
        for key in {name(one) for one in inside}:
            mine = [one for one in inside if name(one) == key]
            grades = Counter(given[one.pk] for one in mine if one.pk in given)
            slow[key] = ({grade: grades[grade] for grade in (5, 4, 3, 2, 1)}, len(mine))
        assert told == slow, dimension
    total = ratings.totals(everywhere("3702"), since, until)
    assert total.rates.invited == len(inside)
    assert sum(total.by_grade.values()) == sum(one.pk in given for one in inside)


def test_an_invitation_says_what_its_case_and_its_rating_say(lived, officer):
    case = lived("张三", "失业登记", 3, 3, "09:12", "instant@0.0921 rate@1.2010=1:E1")
    invitation = Invitation.objects.get(case=case)
    said = (invitation.county, invitation.region_id, invitation.line, invitation.item_code)
    assert said == (case.county, case.region_id, case.line, case.item_code)
    assert invitation.grade == invitation.rating.grade == 1
    assert not ratings.misplaced().exists()
    Invitation.objects.filter(pk=invitation.pk).update(county="999999", grade=5)
    assert ratings.misplaced().count() == 1
    with pytest.raises(services.Differing, match="评价邀请"):
        services.check_counters()
    assert not ratings.misplaced().exists()
