"""The dates of a case equal those that one finds by walking the calendar a day at a time: over calendars that nobody
has announced, and over every year that was (国务院办公厅 2004-2026, from a library that is not ours)."""

from datetime import date, datetime, time, timedelta
from functools import lru_cache

import pytest
from chinese_calendar import constants, is_workday
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.cases.branching import branch, definition
from tests.cases.by_day import found
from yichuang.cases.rules.branches import terms_of
from yichuang.cases.rules.terms import Span
from yichuang.cases.rules.timing import Facts, Stopped, dates
from yichuang.core.clock import SHANGHAI, local
from yichuang.reference.rules.workdays import Calendar
from yichuang.reference.tables import calendar, thresholds, year_packs

DAY = timedelta(1)
YEARS = range(2004, 2026 + 1)
BOTH = ("promise", "statute")
SPRING = (date(2026, 2, 15), date(2026, 2, 23))


@lru_cache(1)
def announced():
    """Every year of the notices, as the library has them."""
    worked_weekends = {day for day in constants.workdays if day.weekday() >= 5}
    return Calendar(
        holidays=dict(constants.holidays),
        make_up=frozenset(worked_weekends),
        announced=frozenset(YEARS),
        packed=frozenset(YEARS),
    )


@lru_cache(4)
def made_up(seed):
    """A calendar of nobody: runs of days off and weekends that are worked, by a seed."""
    holidays = {}
    make_up = set()
    day = date(2060, 1, 1)
    state = seed + 1
    while day.year < 2064:
        state = (state * 1103515245 + 12345) % 2**31
        day += timedelta(3 + state % 40)
        length = state // 64 % 9
        holidays |= {day + timedelta(n): "假" for n in range(length)}
        weekend = day + timedelta(12)
        if weekend.weekday() >= 5:
            make_up.add(weekend)
    make_up -= set(holidays)
    years = frozenset(range(2060, 2064))
    return Calendar(holidays=holidays, make_up=frozenset(make_up), announced=years, packed=years)


def moments(first, last):
    return st.builds(
        lambda day, second: datetime.combine(day, time.min, SHANGHAI) + timedelta(seconds=second),
        st.dates(first, last),
        st.integers(0, 86_399),
    )


UNITS = st.sampled_from(["工作日", "自然日"])
STATUTES = st.one_of(
    st.none(),
    st.tuples(st.integers(1, 90), UNITS, st.sampled_from(["收到申请", "收齐材料", "受理"])),
    st.tuples(st.integers(1, 14), st.just("月"), st.sampled_from(["收到申请", "受理"])),
    st.tuples(st.just(1), st.just("年"), st.just("受理")),
)
TERMS = st.fixed_dictionaries(
    {
        "accept": st.tuples(st.integers(1, 15), UNITS),
        "promise": st.tuples(st.integers(0, 60), UNITS),
        "statute": STATUTES,
        "anew": st.booleans(),
    }
)
STOPS = st.lists(
    st.tuples(
        st.integers(-5, 120), st.integers(0, 40), st.sampled_from([BOTH, ("promise",), ("accept",)])
    ),
    max_size=4,
)
HAPPENED = st.fixed_dictionaries(
    {
        "corrections": st.lists(st.integers(1, 20 * 86_400), max_size=5),
        "accepted": st.one_of(st.none(), st.integers(60, 10 * 86_400)),
        "stops": STOPS,
        "restarted": st.one_of(st.none(), st.integers(0, 60)),
        "extension": st.one_of(st.none(), st.integers(1, 60)),
    }
)


def facts_of(received, happened, statute):
    complete = received
    for seconds in happened["corrections"]:
        complete += timedelta(seconds=seconds)
    accepted = happened["accepted"]
    stops = []
    for after, length, clocks in happened["stops"]:
        first = complete.date() + timedelta(after)
        stops.append(Stopped(first, first + timedelta(length), "停", clocks))
    restarted = happened["restarted"]
    extension = happened["extension"]
    return Facts(
        received_at=received,
        complete_at=complete,
        accepted_at=None if accepted is None else complete + timedelta(seconds=accepted),
        stops=tuple(stops),
        restarted_on=None if restarted is None else complete.date() + timedelta(restarted),
        extension=Span(extension, statute[1]) if extension and statute else None,
    )


def agrees(received, terms, happened, by):
    restarts = ["accept", "promise", *(["statute"] if terms["anew"] else [])]
    frozen = branch(
        accept=terms["accept"], statute=terms["statute"], correction={"restarts": restarts}
    )
    holds = terms_of(definition(frozen, promise=terms["promise"]), {})
    facts = facts_of(received, happened, terms["statute"])
    answer = dates(facts, holds, by, thresholds())
    statute = answer.statute and answer.statute.due
    counted = (answer.accept.due, answer.promise.due, statute, local(answer.at).date())
    assert counted == found(facts, holds, by)
    assert answer.columns()["due_at"].time() == by.closing
    for term in (answer.accept, answer.promise, answer.statute):
        if term and term.start <= term.due:
            assert term.steps[-1].date == term.due
            counted_days = [step.index for step in term.steps if step.index]
            assert counted_days == list(range(1, term.counted + 1))


NOTHING = {"corrections": [], "accepted": None, "stops": [], "restarted": None, "extension": None}
PLAIN = {"accept": (5, "工作日"), "promise": (10, "工作日"), "statute": None, "anew": False}


@settings(max_examples=250)
@given(moments(date(2004, 1, 1), date(2026, 6, 1)), TERMS, HAPPENED)
@example(  # the last second of a day, then 春节
    datetime(2018, 2, 14, 23, 59, 59, tzinfo=SHANGHAI), PLAIN, NOTHING
)
@example(  # 29 February, a month and a year
    datetime(2024, 2, 29, 10, tzinfo=SHANGHAI),
    PLAIN | {"statute": (1, "年", "受理")},
    NOTHING | {"accepted": 60},
)
@example(  # five corrections
    datetime(2019, 4, 26, 16, tzinfo=SHANGHAI),
    PLAIN | {"statute": (20, "工作日", "收到申请")},
    NOTHING | {"corrections": [86_400, 3 * 86_400, 5 * 86_400, 86_400, 2 * 86_400]},
)
@example(  # stops over 春节, in months
    datetime(2015, 1, 5, 9, tzinfo=SHANGHAI),
    PLAIN | {"statute": (3, "月", "受理")},
    NOTHING | {"accepted": 3600, "stops": [(40, 14, BOTH), (54, 3, BOTH)]},
)
def test_over_the_years_that_were_announced(received, terms, happened):
    agrees(received, terms, happened, announced())


@settings(max_examples=80)
@given(moments(date(2060, 1, 2), date(2061, 6, 1)), TERMS, HAPPENED, st.integers(0, 3))
def test_over_calendars_of_nobody(received, terms, happened, seed):
    agrees(received, terms, happened, made_up(seed))


@pytest.mark.parametrize("second", [0, 59])
def test_a_pause_over_the_spring_festival(second):
    received = datetime(2026, 2, 13, 16, 59, second, tzinfo=SHANGHAI)
    first, last = SPRING
    stops = [((first - received.date()).days, (last - first).days, BOTH)]
    terms = PLAIN | {"statute": (20, "工作日", "受理")}
    agrees(received, terms, NOTHING | {"accepted": 60, "stops": stops}, announced())


@lru_cache(1)
def spring_festivals():
    """Its days off, first to last, by year."""
    days = {}
    for day, name in sorted(constants.holidays.items()):
        if name == constants.Holiday.spring_festival.value:
            days.setdefault(day.year, []).append(day)
    return days


@pytest.mark.parametrize("unit", [(20, "工作日"), (45, "自然日"), (1, "月"), (1, "年")])
@pytest.mark.parametrize("year", YEARS)
def test_every_spring_festival_is_paused_over(year, unit):
    """Sent in the last second of a day, corrected five times, stopped from before the days off until after them."""
    days_off = spring_festivals()[year]
    received = datetime.combine(days_off[0] - 20 * DAY, time(23, 59, 59), SHANGHAI)
    complete = received.date() + 5 * DAY
    until_then = (days_off[0] - complete).days
    long = (days_off[-1] - days_off[0]).days
    happened = NOTHING | {"corrections": [86_400] * 5, "accepted": 60}
    for start in ("受理", "收齐材料", "收到申请"):
        terms = PLAIN | {"statute": (*unit, start)}
        for before, after in ((0, 0), (2, 2), (5, 9)):
            stop = (until_then - before, before + long + after, BOTH)
            agrees(received, terms, happened | {"stops": [stop]}, announced())


def test_our_calendar_works_on_the_days_of_the_library():
    day = date(YEARS[0], 1, 1)
    while day.year <= YEARS[-1]:
        assert announced().is_working(day) == is_workday(day), day
        day += DAY


def test_our_packs_say_what_the_library_says():
    ours = calendar()
    for pack in year_packs():
        year = pack["year"]
        if pack["provisional"] or year not in YEARS:
            continue
        day = date(year, 1, 1)
        while day.year == year:
            assert ours.is_working(day) == announced().is_working(day), day
            day += DAY
