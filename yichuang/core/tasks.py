"""Periodic work of core itself."""

from django.contrib.sessions.backends.db import SessionStore

from yichuang.core import clock, limits, outbox, sweeping
from yichuang.core.jobs import job


@job("core.deliver_events", queue="outbox", retries=0, cron="* * * * * */2")
def deliver_events(timestamp: int) -> None:
    """Every two seconds: hand waiting events to their handlers."""
    while outbox.deliver():
        continue


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
