"""The first reading of a paper: its sheet is set when somebody reads it, number and context when it is issued.

ours / limit: the p95 in milliseconds of the first readings of every numbered kind, over the second that it may take.
"""

import os
import statistics
import time
from uuid import uuid4

import django
import psycopg

from bench.apparatus import databases, outcome

DATABASE = "bench_paper"
LIMIT = 1000.0  # ms
EACH = 5  # papers of a kind


def nothing(into: psycopg.Connection) -> None:
    """The packs are enough: a paper's context comes from its kind's sample."""


def first_readings(kind: str, times: int) -> list[float]:
    """The milliseconds of the first reading of each of so many papers of one kind."""
    from yichuang.core import clock
    from yichuang.documents import services, tables

    taken = []
    for _ in range(times):
        now = clock.now()
        paper = services.issue(
            kind=kind,
            subject=f"case:{uuid4()}",
            context=dict(tables.kind(kind).sample),
            issuer_code="510802",
            issuer_name="云川市东岭区人力资源和社会保障局",
            year=now.year,
            now=now,
        )
        began = time.perf_counter()
        services.content(paper)
        taken.append((time.perf_counter() - began) * 1000)
    return taken


def main() -> None:
    options = outcome.arguments(each=EACH)
    os.environ[databases.SOURCE] = databases.kept(DATABASE, nothing)
    django.setup()
    from yichuang.documents import tables

    of_kind = {}
    for key, kind in tables.kinds().items():
        if kind.numbered:
            of_kind[key] = first_readings(key, options.each)
    everything = [ms for times in of_kind.values() for ms in times]
    slowest = max(of_kind, key=lambda kind: max(of_kind[kind]))
    outcome.end(
        name="paper",
        ours=statistics.quantiles(everything, n=20, method="inclusive")[-1],
        limit=LIMIT,
        unit="ms p95",
        detail={
            "kinds": len(of_kind),
            "papers": len(everything),
            "median_ms": round(statistics.median(everything), 1),
            "slowest": [slowest, round(max(of_kind[slowest]), 1)],
        },
        json_only=options.json,
    )


if __name__ == "__main__":
    main()
