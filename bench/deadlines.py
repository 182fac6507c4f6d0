"""Due dates beside a table that has every answer ready.

Ours: due dates a second, each counted from the moment of its receipt by its term, one in ten with a stop in it. Limit:
the same moments, each put on its day and looked up in a table of days and terms; no table has the stops, so that those
are looked up as if there were none. Detail: all dates of a case by a licence's rule; how long the open ones of a
million cases take to be counted, writing left out; how long they take when a calendar is loaded, counted anew and
written (recount_s), and how long it takes to tell those whose cases they are (recount_told_s).
"""

import json
import random
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from statistics import median

import django
import psycopg

from bench.apparatus import databases, outcome, processes, rows

TERMS = (
    (1, "工作日"),
    (5, "工作日"),
    (10, "工作日"),
    (20, "工作日"),
    (15, "自然日"),
    (60, "自然日"),
)
DAY = timedelta(1)
OPEN = 60_000  # six in a hundred of a million
CASES = 1_000_000
# as if another calendar had counted them: each lies a day off, and none is sure
_A_DAY_OFF = (
    "update cases_case set due_at = due_at + interval '1 day', due_provisional = true where open"
)
ONE_IN = 10
BRANCH = {
    "rule": "licence",
    "when": None,
    "accept": {"days": 5, "unit": "工作日", "silence": "视为受理", "basis": "行政许可法第32条"},
    "statute": {"days": 20, "unit": "工作日", "from": "受理", "article": "行政许可法第42条"},
    "deliver": {"days": 10, "unit": "工作日", "article": "行政许可法第44条"},
    "correction": {
        "answer": {"days": 15, "unit": "工作日"},
        "unanswered": "退件",
        "restarts": ["accept", "promise"],
        "basis": "行政许可法第32条",
    },
    "deliver_after": "准予",
}
LICENCE = {"promised_days": 10, "promised_unit": "工作日", "terms": [BRANCH]}


@dataclass(frozen=True)
class Receipt:
    """What is counted: a moment, a term, and what stopped it."""

    moment: datetime
    days: int
    unit: str
    stops: tuple[tuple[date, date], ...]


def receipts(number: int) -> list[Receipt]:
    """Moments of two years at any second, each with one of the terms."""
    from yichuang.core import clock

    draw = random.Random(42)
    end = clock.now().replace(microsecond=0)
    made = []
    for n in range(number):
        moment = end - timedelta(seconds=draw.randrange(2 * 365 * 86_400))
        days, unit = draw.choice(TERMS)
        stops = ()
        if n % ONE_IN == 0:
            first = moment.date() + timedelta(draw.randrange(1, 10))
            last = first + timedelta(draw.randrange(20))
            stops = ((first, last),)
        made.append(Receipt(moment, days, unit, stops))
    return made


def table(every: list[Receipt]) -> dict[tuple[date, int, str], date]:
    """The last day of each term from each day on which something may come in."""
    from yichuang.reference import queries
    from yichuang.reference.rules.deadlines import deadline

    calendar = queries.calendar()
    day = min(receipt.moment for receipt in every).date() - DAY
    last = max(receipt.moment for receipt in every).date() + DAY
    answers = {}
    while day <= last:
        for days, unit in TERMS:
            term = deadline(day, days, unit, (), calendar)
            answers[day, days, unit] = term.due
        day += DAY
    return answers


def counting(every: list[Receipt]) -> Callable[[], None]:
    """Count each."""
    from yichuang.reference import queries
    from yichuang.reference.rules.deadlines import deadline

    calendar = queries.calendar()

    def count() -> None:
        for receipt in every:
            term = deadline(receipt.moment, receipt.days, receipt.unit, receipt.stops, calendar)
            assert term.due

    return count


def looking(every: list[Receipt]) -> Callable[[], None]:
    """Look each up."""
    from yichuang.core.clock import SHANGHAI
    from yichuang.reference import queries

    answers = table(every)
    closing = queries.calendar().closing

    def look() -> None:
        for receipt in every:
            moment = receipt.moment.astimezone(SHANGHAI)
            day = moment.date()
            if moment.time() > closing:
                day += DAY
            assert answers[day, receipt.days, receipt.unit]

    return look


def whole_cases(every: list[Receipt]) -> Callable[[], None]:
    """Count all dates of a case of each."""
    from yichuang.cases.rules import timing
    from yichuang.cases.rules.branches import CLOCKS, terms_of
    from yichuang.reference import queries

    terms = terms_of(LICENCE, {})
    calendar = queries.calendar()
    thresholds = queries.thresholds()
    facts = []
    for receipt in every:
        stops = [timing.Stopped(*span, "停", CLOCKS) for span in receipt.stops]
        moment = receipt.moment
        facts.append(timing.Facts(moment, moment, stops=tuple(stops)))

    def count() -> None:
        for each in facts:
            timing.dates(each, terms, calendar, thresholds)

    return count


def seconds(act: Callable[[], None]) -> float:
    """How long it takes."""
    began = time.perf_counter()
    act()
    return time.perf_counter() - began


def filled(count: int) -> str:
    """The URL of a database with `count` cases, of which six in a hundred are open."""

    def fill(into: psycopg.Connection) -> None:
        began = time.perf_counter()
        rows.cases(into, count)
        outcome.say(f"{count} cases in {time.perf_counter() - began:.0f} s")

    return databases.kept(f"bench_recount_{count}", fill, count)


def measure() -> None:
    """Load the calendar of this year as if it were another one, and print what the run took: JSON."""
    django.setup()
    from django.db import connection

    from yichuang.cases.services import recounting
    from yichuang.core import clock

    with connection.cursor() as cursor:
        cursor.execute(_A_DAY_OFF)
        cursor.execute("vacuum analyze cases_case")
    now = clock.now()
    tell = recounting._tell
    telling = []

    def timed(run) -> None:
        telling.append(seconds(lambda: tell(run)))

    recounting._tell = timed
    runs = []
    total = seconds(lambda: runs.append(recounting.recount_year(year=now.year, now=now)))
    (run,) = runs
    (telling_s,) = telling
    print(
        json.dumps(
            {
                "recount_s": round(total - telling_s, 1),
                "recount_told_s": round(telling_s, 1),
                "recounted": run.looked,
                "recount_moved": run.moved,
            }
        )
    )


def main() -> None:
    options = outcome.arguments(runs=5, receipts=OPEN, cases=CASES)
    django.setup()
    every = receipts(options.receipts)
    count = counting(every)
    look = looking(every)
    all_dates = whole_cases(every)
    for act in (count, look, all_dates):
        act()  # every day is met once
    counts, looks, cases = [], [], []
    for run in range(options.runs):
        looks.append(options.receipts / seconds(look))
        counts.append(options.receipts / seconds(count))
        cases.append(seconds(all_dates))
        outcome.say(f"run {run + 1}: limit {looks[-1]:.0f}/s, counted {counts[-1]:.0f}/s")
    recounted = processes.measured("bench.deadlines", filled(options.cases))
    outcome.end(
        name="deadlines",
        ours=median(counts),
        limit=median(looks),
        unit="due dates/s",
        detail={
            "receipts": options.receipts,
            "with_a_stop": f"1 in {ONE_IN}",
            "cases_per_s": round(options.receipts / median(cases)),
            "count_open_s": round(median(cases) * OPEN / options.receipts, 2),
            **recounted,
        },
        json_only=options.json,
    )


if __name__ == "__main__":
    if "--measure" in sys.argv:
        measure()
    else:
        main()
