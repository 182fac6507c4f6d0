"""Work of core itself: events are handed on at once, the rest is periodic."""

from yichuang.core import clock, jobs, limits, outbox, sweeping
from yichuang.core.jobs import job
from yichuang.core.loops import loop
from yichuang.core.sessions import SessionStore


@loop("core.deliver", since=outbox.waiting_since)
def deliver() -> bool:
    """Ten times a second: events to their handlers."""
    return outbox.deliver_some().more


@job("core.take_up", queue="clock", retries=0, cron="* * * * *")
def take_up(timestamp: int) -> None:
    """Every minute: jobs whose worker was killed."""
    jobs.take_up()


@job("core.forget_events", retries=0, cron="20 3 * * *")
def forget_events(timestamp: int) -> None:
    """Each night: events and jobs that ended a month ago."""
    outbox.purge(clock.now())
    jobs.purge(days=outbox.KEPT.days)


@job("core.sweep_files", retries=0, cron="30 3 * * *")
def sweep_files(timestamp: int) -> None:
    """Each night: files that a broken transaction has left behind."""
    sweeping.sweep(now=clock.now())


@job("core.forget_tries", retries=0, cron="40 3 * * *")
def forget_tries(timestamp: int) -> None:
    """Each night: counts of tries that are over."""
    limits.purge(clock.now())


@job("core.forget_sessions", retries=0, cron="50 3 * * *")
def forget_sessions(timestamp: int) -> None:
    """Each night: sessions that have ended."""
    SessionStore.clear_expired()
