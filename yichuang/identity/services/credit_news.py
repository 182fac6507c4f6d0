"""Whom a credit record is about is told what became of it, and what they may do (人社部令45号 11)."""

from datetime import datetime
from uuid import UUID

from yichuang.core.spoken import chinese_date
from yichuang.identity import queries as identity
from yichuang.notify import services as notify
from yichuang.registry import queries as register
from yichuang.registry.models import CreditRecord

PAGE = "/account/credit/"


def tell(*, record_id: UUID, verb: str, at: datetime) -> None:
    """Tell of one step.

    verb: of `registry.services.credit`. Once for each step.
    """
    row = register.credit_record(record_id)
    subject = row.person or row.employer
    notify.send(
        recipient=identity.subject_key(subject),
        kind=f"credit_{verb}",
        context=_context(row),
        phone=identity.contact_phone(subject),
        link=PAGE,
        key=f"{row.ref}:{verb}:{at.timestamp()}",
    )


def _context(row: CreditRecord) -> dict[str, str]:
    """The days of a record that is or was shown."""
    return {"until": chinese_date(row.shown_until), "objection_due": chinese_date(row.objection_due)}
