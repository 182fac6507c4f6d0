"""Background work of notify."""

from yichuang.core import clock
from yichuang.core.jobs import job
from yichuang.notify import services


@job("notify.send_sms", queue="messages", retries=3)
def send_sms(message_id: int) -> None:
    """The first try, right after the commit."""
    services.send_sms(message_id=message_id)


@job("notify.send_waiting", queue="messages", retries=0, cron="* * * * * */20")
def send_waiting(timestamp: int) -> None:
    """Every twenty seconds: what an outage, or a worker that died, has left waiting."""
    services.send_waiting(now=clock.now())


@job("notify.ask_delivery", queue="messages", retries=0, cron="* * * * *")
def ask_delivery(timestamp: int) -> None:
    """Every minute: what became of the messages that were handed over."""
    services.ask_delivery(now=clock.now())
