"""Finding somebody by name at the desk, at a million cases and four hundred thousand people.

ours / limit: the p95 in milliseconds of the whole page, over the 50 ms that the search may take. Half of those who are
looked for came first of all, half came last; every one of them has a case that the clerk may see."""

import json
import sys
import time
from statistics import median

import django

from bench import console
from bench.apparatus import outcome, processes

CLERK = "gy_clerk"
LIMIT = 50.0  # ms
EACH = 50  # of the oldest, and of the newest


def measured(url: str) -> dict[str, list[float]]:
    """In a process of its own: the milliseconds of each page, and of each search in it."""
    return processes.measured("bench.finding", url, YICHUANG_DEMO="true")


def measure() -> None:
    """Look for each as a clerk does, in this process, and print what it took."""
    django.setup()
    from django.test import Client

    from yichuang.accounts.models import Officer
    from yichuang.cases.queries import desk

    officer = Officer.objects.get(user__username=CLERK)
    client = Client(HTTP_HOST="127.0.0.1")
    client.force_login(officer.user, backend="yichuang.accounts.backends.Backend")
    names = looked_for(officer)
    pages, searches = [], []
    for name in names[: console.WARMING]:
        client.post("/desk/find/", {"q": name})
    for name in names:
        began = time.perf_counter()
        console.seen(client.post("/desk/find/", {"q": name}))
        pages.append((time.perf_counter() - began) * 1000)
        began = time.perf_counter()
        people = desk.named(name, officer)
        searches.append((time.perf_counter() - began) * 1000)
        if not people:
            raise SystemExit(f"nobody is called {name}")
    print(json.dumps({"pages": pages, "searches": searches}))


def looked_for(officer) -> list[str]:
    """Names of people whose case the officer may see: of those who came first, and of those who came last."""
    from yichuang.cases.models import Case
    from yichuang.cases.queries import scope

    seen = Case.objects.filter(scope.visible_to(officer), person__isnull=False)
    people = seen.select_related("person").order_by("person_id")
    names = []
    for case in [*people[:EACH], *people.reverse()[:EACH]]:
        names.append(case.person.name)
    return names


def main() -> None:
    options = outcome.arguments(cases=1_000_000)
    django.setup()
    taken = measured(console.filled(options.cases))
    searches = taken["searches"]
    outcome.end(
        name="finding",
        ours=console.p95(taken["pages"]),
        limit=LIMIT,
        unit="ms p95",
        detail={
            "cases": options.cases,
            "names": len(searches),
            "page_median_ms": round(median(taken["pages"]), 1),
            "search_p95_ms": round(console.p95(searches), 1),
        },
        json_only=options.json,
    )


if __name__ == "__main__":
    if "--measure" in sys.argv:
        measure()
    else:
        main()
