"""The worklist at ten thousand and at a million cases: first page and count, of a county clerk and a city supervisor.

ours / limit: the median milliseconds at a million over those at ten thousand, of whichever officer is worse."""

import json
import statistics
import sys
import time

import django
import psycopg

from bench.apparatus import databases, outcome, processes, rows

# both data sets give the clerk a full page: the county with the most open cases
BUSIEST = """
update accounts_assignment set region_id = b.county || '000000'
from (select county from cases_case where open group by county order by count(*) desc limit 1) b
where officer_id = (select o.id from accounts_officer o join accounts_user u on u.id = o.user_id
                    where u.username = 'gy_clerk')
"""
OFFICERS = {"clerk": "gy_clerk", "city supervisor": "gy_supervisor"}
CALLS, ROUNDS = 60, 3


def filled(count: int) -> str:
    """The URL of a database with `count` cases and the officers of the demo."""

    def fill(into: psycopg.Connection) -> None:
        began = time.perf_counter()
        rows.cases(into, count)
        program = "import django; django.setup(); from yichuang.demo.parts import officers; officers.load()"
        processes.run(program, name)
        into.execute(BUSIEST)
        outcome.say(f"{count} cases in {time.perf_counter() - began:.0f} s")

    name = f"bench_worklist_{count}"
    return databases.kept(name, fill, count, "busiest county")


def measured(url: str) -> dict[str, dict]:
    """In a process of its own: per officer the milliseconds of each call and what was seen."""
    return processes.measured("bench.worklist", url)


def measure() -> None:
    """Call the page as the desk does, and print what it took."""
    django.setup()
    from yichuang.accounts.models import Officer
    from yichuang.cases.queries import worklist
    from yichuang.core import clock

    timings = {}
    for label, username in OFFICERS.items():
        officer, times = Officer.objects.get(user__username=username), []
        for call in range(CALLS + 5):
            began = time.perf_counter()
            page = worklist.page(officer, worklist.Filters(), clock.now())
            if call >= 5:  # the first ones fill what is kept in memory
                times.append((time.perf_counter() - began) * 1000)
        seen = {"rows": len(page.rows), "count": f"{page.total}{'+' if page.capped else ''}"}
        timings[label] = {"times": times, "seen": seen}
    print(json.dumps(timings))


def main() -> None:
    options = outcome.arguments(small=10_000, large=1_000_000)
    django.setup()
    small, large = filled(options.small), filled(options.large)
    taken: dict[tuple[str, str], list[float]] = {}
    for _ in range(ROUNDS):
        for size, url in (("small", small), ("large", large)):
            for label, timing in measured(url).items():
                taken.setdefault((label, size), []).extend(timing["times"])
                taken.setdefault((label, size + " seen"), []).append(timing["seen"])
    median = {
        key: statistics.median(values)
        for key, values in taken.items()
        if not key[1].endswith("seen")
    }
    worst = max(OFFICERS, key=lambda label: median[label, "large"] / median[label, "small"])
    detail = {
        label: {
            "p50_ms": [round(median[label, size], 2) for size in ("small", "large")],
            "p99_ms": [
                round(sorted(taken[label, s])[-max(1, CALLS * ROUNDS // 100)], 2)
                for s in ("small", "large")
            ],
            "seen": [taken[label, f"{size} seen"][0] for size in ("small", "large")],
        }
        for label in OFFICERS
    }
    detail |= {"cases": [options.small, options.large], "worst": worst}
    outcome.end(
        name="worklist",
        ours=median[worst, "large"],
        limit=median[worst, "small"],
        unit="ms p50",
        detail=detail,
        json_only=options.json,
    )


if __name__ == "__main__":
    measure() if "--measure" in sys.argv[1:] else main()
