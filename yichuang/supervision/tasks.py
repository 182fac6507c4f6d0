"""Background entry points; each calls one service."""

from yichuang.core import clock
from yichuang.core.jobs import job
from yichuang.supervision import services


@job("supervision.keep_computed", queue="clock", cron="30 1 * * *")
def keep_computed(timestamp: int) -> None:
    """Each night: the day's value of what the platform counts, for the trend."""
    services.keep_computed(now=clock.now())
