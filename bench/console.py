"""The console at ten thousand and at a million cases: its first page, targets, reports and the bulletin of a month.

ours / limit: the p95 in milliseconds of whichever page is slowest at a million, over that of the slowest at ten
thousand. At a million it may take 300 ms. Each data set has people, trails, ratings and the record beside its cases."""

import json
import statistics
import sys
import time
from datetime import timedelta

import django
import psycopg

from bench.apparatus import databases, lives, outcome, processes, rows

SUPERVISOR = "qd_supervisor"  # of the city that has most of the cases
CALLS = 20
ROUNDS = 2
WARMING = 3  # calls that fill what is kept in memory
PEOPLE = 0.4  # a case
PAGES = {
    "first page": "/console/",
    "targets": "/console/targets/",
    "list of reports": "/console/reports/",
    "report of all cases": "/console/reports/cases/",
    "report of what is late": "/console/reports/overdue/",
    "report of visits": "/console/reports/visits/",
    "report of corrections": "/console/reports/corrections/",
    "report of slow ones": "/console/reports/instant/",
    "cases by place": "/console/cases/",
    "cases by item": "/console/cases/?by=item&days=90",
    "ratings by item": "/console/ratings/?days=90",
    "bulletins": "/console/bulletins/",
}
BULLETIN = "making a bulletin"
# drawn at random; cases that came one after the other lie one after the other
AS_THEY_CAME = "cluster cases_case using case_came"
_SETUP = "import django; django.setup(); "
_OFFICERS = _SETUP + "from yichuang.demo.parts import officers; officers.load()"
_SUMS = (
    _SETUP + "from yichuang.cases.services import days; from yichuang.core import clock;"
    " days.sum_days(today=clock.today()); days.sum_weeks(today=clock.today());"
    " days.keep_open(now=clock.now()); days.keep_late(now=clock.now())"
)


def filled(count: int) -> str:
    """The URL of a database with `count` cases and what hangs on them."""
    name = f"bench_console_{count}"

    def fill(into: psycopg.Connection) -> None:
        began = time.perf_counter()
        people = max(2000, int(count * PEOPLE))
        processes.run(_OFFICERS, name)
        rows.cases(into, count, people)
        into.execute(AS_THEY_CAME)
        lives.trails(into)
        lives.ratings(into)
        lives.record(into)
        into.execute("vacuum analyze cases_case")
        processes.run(_SUMS, name)
        seconds = time.perf_counter() - began
        outcome.say(f"{count} cases in {seconds:.0f} s")

    url = databases.kept(name, fill, count)
    processes.run(_SUMS, name)  # what the nights since it was filled would have done
    return url


def measured(url: str) -> dict[str, list[float]]:
    """In a process of its own: page → the milliseconds of each call."""
    # the officers of the demo may sign in
    return processes.measured("bench.console", url, YICHUANG_DEMO="true")


def measure() -> None:
    """Ask for each page as a browser does, in this process, and print what each call took."""
    django.setup()
    from django.test import Client

    from yichuang.accounts.models import User

    client = Client(HTTP_HOST="127.0.0.1")
    account = User.objects.get(username=SUPERVISOR)
    client.force_login(account, backend="yichuang.accounts.backends.Backend")
    times = {}
    for name, address in PAGES.items():
        times[name] = timed(lambda address=address: seen(client.get(address)))
    times[BULLETIN] = timed(lambda: make_bulletin(client))
    print(json.dumps(times))


def timed(look) -> list[float]:
    """The milliseconds of each call but the first ones."""
    times = []
    for call in range(WARMING + CALLS):
        began = time.perf_counter()
        look()
        if call >= WARMING:
            times.append((time.perf_counter() - began) * 1000)
    return times


def seen(answer) -> None:
    """A page that fails is no fast page."""
    if answer.status_code != 200:
        raise SystemExit(f"{answer.request['PATH_INFO']}: {answer.status_code}")


def make_bulletin(client) -> None:
    """The bulletin of the month before this one, made and taken back, because a day makes only one."""
    from django.db import transaction

    from yichuang.core import clock

    first = clock.today().replace(day=1)
    month = first - timedelta(days=1)
    with transaction.atomic():
        answer = client.post("/console/bulletins/", {"month": f"{month:%Y-%m}"})
        if answer.status_code != 302:
            raise SystemExit(f"no bulletin: {answer.status_code}")
        transaction.set_rollback(True)


def p95(times: list[float]) -> float:
    """The time that 95 of a hundred calls do not exceed."""
    return statistics.quantiles(times, n=20, method="inclusive")[-1]


def main() -> None:
    options = outcome.arguments(small=10_000, large=1_000_000)
    django.setup()
    urls = {"small": filled(options.small), "large": filled(options.large)}
    taken: dict[str, dict[str, list[float]]] = {size: {} for size in urls}
    for _ in range(ROUNDS):
        for size, url in urls.items():
            for name, times in measured(url).items():
                taken[size].setdefault(name, []).extend(times)
    figures = {}
    for size, pages in taken.items():
        figures[size] = {name: round(p95(times), 1) for name, times in pages.items()}
    slowest = {size: max(pages, key=pages.get) for size, pages in figures.items()}
    pairs = {name: [figures["small"][name], ms] for name, ms in figures["large"].items()}
    detail = {
        "cases": [options.small, options.large],
        "slowest": [slowest["small"], slowest["large"]],
        "p95_ms": pairs,
    }
    outcome.end(
        name="console",
        ours=figures["large"][slowest["large"]],
        limit=figures["small"][slowest["small"]],
        unit="ms p95",
        detail=detail,
        json_only=options.json,
    )


if __name__ == "__main__":
    measure() if "--measure" in sys.argv[1:] else main()
