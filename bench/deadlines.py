"""Due dates beside a table that has every answer ready.

Ours: due dates a second, each counted from the moment of its receipt by its term, one in ten with a stop in it. Limit:
the same moments, each put on its day and looked up in a table of days and terms; no table has the stops, so that those
are looked up as if there were none. Detail: all dates of a case by a licence's rule, and how long the open ones of a
million cases take to be counted, writing left out.
"""

import random
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from statistics import median

import django

from bench.apparatus import outcome

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


def main() -> None:
    options = outcome.arguments(runs=5, receipts=OPEN)
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
        },
        json_only=options.json,
    )


if __name__ == "__main__":
    main()
