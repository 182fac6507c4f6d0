"""Whoever holds papers answers, as the job of a worker lets them, and the platform goes on with it."""

from yichuang.core import clock, outbox, ports
from yichuang.exchange import queries, services


def deliver() -> None:
    """Every event that waits reaches its handlers."""
    while outbox.deliver():
        continue


def all_answer() -> None:
    """What was asked for so far is asked and kept, by each source in turn."""
    deliver()
    now = clock.now()
    with ports.nobody_waits():
        for source in queries.sources_with_work(now):
            query = queries.next_waiting(source, now)
            while query:
                services.take(query_uuid=query, now=now)
                query = queries.next_waiting(source, now)
    deliver()
