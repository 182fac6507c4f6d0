"""Background entry points; each calls one service."""

from yichuang.core import clock
from yichuang.core.jobs import job
from yichuang.registry import services
from yichuang.registry.services import credit


@job("registry.index_names", cron="10 3 * * *")
def index_names(timestamp: int) -> None:
    """Each night: whom a server of before has written is found by name too."""
    while services.index_names():
        pass


@job("registry.expire_credit", cron="20 0 * * *")
def expire_credit(timestamp: int) -> None:
    """Each night: a credit record whose last day is over is shown no longer."""
    credit.expire(now=clock.now())
