"""How many applications a second the platform bears with all that follows them: papers, messages, counters.

Ours: the highest rate of submissions offered for a minute, with the worker running, at whose end no undone event is
older than 5 s. Limit: the cases written a second by the same requests with the worker stopped. Beside it, how late
events reach their handlers (p95) at that rate and, in one more minute, at half of it: wanted are 200 ms at half."""

import http.client
import tempfile
from pathlib import Path
from uuid import uuid4

import django
import psycopg

from bench import submit
from bench.apparatus import databases, load, outcome, server, steady

DATABASE, WANTED = "bench_sustained", 60.0


def submitting(port: int, made: list[str]):
    """client n → what sends application i with a key of its own."""
    run = uuid4().hex

    def ready(_: int):
        visitor = steady.Visitor(port)

        def one(number: int) -> None:
            method, path, heads, body = made[number % len(made)].split("\t")
            headers = dict(part.split(": ", 1) for part in heads.split("|"))
            headers["Idempotency-Key"] = f"{run}-{number}"
            status, content = visitor.send(method, path, headers, body.encode())
            if status != http.client.CREATED:
                raise steady.Unexpected(f"{status} {content[:200]!r}")

        return one

    return ready


def main() -> None:
    options = outcome.arguments(seconds=60, rounds=6, first=WANTED)
    django.setup()
    url = databases.kept(
        DATABASE, submit.fill, submit.ITEM, submit.KEYS, submit.FILES, submit.PEOPLE
    )
    with psycopg.connect(url, autocommit=True) as into, tempfile.TemporaryDirectory() as folder:
        made = submit.requests(into)
        file = Path(folder) / "requests"
        file.write_text("\n".join(made) + "\n", encoding="utf-8")
        with server.serving(url) as (port, leader):
            load.fire(port, file, 6)
            into.execute("analyze")
            stopped = load.fire(port, file, 8)
            into.execute("update core_outboxevent set done_at = now() where done_at is null")
            with server.working(url) as worker:

                def tried(rate: float) -> steady.Offered:
                    offered = steady.offer(into, submitting(port, made), rate, options.seconds)
                    steady.drained(into)
                    return offered

                steady.offer(into, submitting(port, made), 2, 2)
                steady.drained(into)  # the worker has begun, and met every page of a paper
                before = (
                    server.cpu_of_group(leader),
                    server.cpu_of_group(worker),
                    server.cpu_of_database(DATABASE),
                )
                rate, rounds = steady.highest(tried, options.first, options.rounds)
                after = (
                    server.cpu_of_group(leader),
                    server.cpu_of_group(worker),
                    server.cpu_of_database(DATABASE),
                )
                half = tried(rate / 2) if rate else None
        into.execute("truncate cases_case, cases_numbercounter, core_outboxevent cascade")
    sent = sum(each.begun for each in rounds)
    best = max((each for each in rounds if each.borne), key=lambda each: each.rate, default=None)
    named = zip(("web", "worker", "postgres"), after, before, strict=True)
    detail = {
        "rounds": [[round(each.rate, 1), each.borne, round(each.oldest, 1)] for each in rounds],
        "worker stopped, a second": round(stopped.rate),
        "delay_p95_ms": round(best.delay * 1000) if best else None,
        "delay_p95_ms at half": round(half.delay * 1000) if half else None,
        "events a second": round(best.events / best.seconds, 1) if best else None,
        "cpu_ms_per_case": {
            name: round((late - early) / sent * 1000, 1) for name, late, early in named
        },
        "wanted": WANTED,
    }
    outcome.end(
        name="sustained",
        ours=rate,
        limit=stopped.rate,
        unit="applications/s",
        detail=detail,
        json_only=options.json,
    )


if __name__ == "__main__":
    main()
