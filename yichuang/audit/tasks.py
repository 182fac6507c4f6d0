"""Background entry points; each calls one service."""

from yichuang.audit import services
from yichuang.core import clock
from yichuang.core.jobs import job


@job("audit.make_months", queue="clock", cron="15 3 * * *")
def make_months(timestamp: int) -> None:
    """Each night: the months of the record that are to come."""
    services.make_months(today=clock.today())
