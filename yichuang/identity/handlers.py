"""What others did that account holders are told of."""

from yichuang.core.outbox import on
from yichuang.identity.services import credit_news
from yichuang.registry.events import CreditMoved


@on(CreditMoved)
def tell_of_credit(event: CreditMoved) -> None:
    """Whom a credit record is about is told of each step of it."""
    credit_news.tell(record_id=event.record, verb=event.verb, at=event.at)
