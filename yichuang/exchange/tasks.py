"""Background entry points; each calls one service."""

from yichuang.core import clock
from yichuang.core.jobs import defer_once, each, job
from yichuang.exchange import queries, services

AT_A_TIME = (
    200  # questions of one source that one job asks, before the next one of it is waited for
)


@job("exchange.ask", queue="exchange", retries=0)
def ask(source: str) -> None:
    """Put all that waits for a source to it, one after the other, the urgent first."""
    for _ in range(AT_A_TIME):
        query = queries.next_waiting(source, clock.now())
        if query is None:
            return
        services.take(query_uuid=query, now=clock.now())
    defer_once("exchange.ask", of=source, source=source)


@job("exchange.ask_again", queue="exchange", cron="* * * * *")
def ask_again(timestamp: int) -> None:
    """Every minute: what was not answered and is due again, and what a job that ended has left."""
    sources = queries.sources_with_work(clock.now())

    def call(source: str) -> None:
        defer_once("exchange.ask", of=source, source=source)

    each("exchange.ask_again", sources, call)


@job("exchange.forget_answers", cron="45 3 * * *")
def forget_answers(timestamp: int) -> None:
    """Each night: the content of answers that nobody needs any more."""
    services.forget_answers(now=clock.now())
