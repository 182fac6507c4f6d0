"""Background entry points; each calls one service."""

from yichuang.core.jobs import job
from yichuang.registry import services


@job("registry.index_names", cron="10 3 * * *")
def index_names(timestamp: int) -> None:
    """Each night: whom a server of before has written is found by name too."""
    while services.index_names():
        pass
