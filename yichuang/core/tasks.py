"""Periodic work of core itself."""

from yichuang.core import outbox
from yichuang.core.jobs import job


@job("core.deliver_events", queue="outbox", retries=0, cron="* * * * * */2")
def deliver_events(timestamp: int) -> None:
    """Every two seconds: hand waiting events to their handlers."""
    while outbox.deliver():
        continue
