"""Background work of notify."""

from yichuang.core import clock
from yichuang.core.jobs import job
from yichuang.core.loops import loop
from yichuang.notify import queries, services


@loop("notify.send_waiting", since=queries.untried_since, queue="messages")
def send_waiting() -> bool:
    """Ten times a second: short messages whose time has come."""
    return services.send_waiting(now=clock.now()) == services.AT_A_TIME


@job("notify.ask_delivery", queue="messages", retries=0, cron="* * * * *")
def ask_delivery(timestamp: int) -> None:
    """Every minute: what became of the messages that were handed over."""
    services.ask_delivery(now=clock.now())
