"""What every step of a credit record does: hold its row, ask who may, tell whom it is about."""

from datetime import date, datetime
from uuid import UUID

from django.db.models import Q

from yichuang.accounts import services as accounts
from yichuang.accounts.models import Officer
from yichuang.audit.services import record as note
from yichuang.core.errors import Conflict, FieldProblem, Forbidden, Invalid, NotFound
from yichuang.core.outbox import publish
from yichuang.reference import queries as reference
from yichuang.reference.rules.workdays import Calendar
from yichuang.registry.events import CreditMoved
from yichuang.registry.models import CreditRecord, Employer, Person

APPROVER = "approver"
PAGE = "/desk/credit/{uuid}/"
LONGEST = 2000


def locked(record_id: UUID, *states: str) -> CreditRecord:
    """The record, held for the rest of the transaction.

    states: those in which it may be.
    Raises NotFound where there is none, Conflict in any other state.
    """
    rows = CreditRecord.objects.select_for_update(of=("self",))
    row = rows.select_related("proposed_by__organisation").filter(uuid=record_id).first()
    if row is None:
        raise NotFound("没有这条信用记录")
    if row.state not in states:
        raise Conflict("这条信用记录已经不是这个状态了", code="moved", way_out="请刷新页面再看")
    return row


def own(record_id: UUID, subject: Person | Employer) -> CreditRecord:
    """The record of whom it is about, shown and held.

    To anybody else there is none: raises NotFound. Raises Conflict for one
    that is shown no longer.
    """
    of_subject = Q(employer=subject)
    if isinstance(subject, Person):
        of_subject = Q(person=subject)
    theirs = CreditRecord.objects.filter(of_subject, uuid=record_id)
    if not theirs.exists():
        raise NotFound("没有这条信用记录")
    return locked(record_id, CreditRecord.SHOWN)


def require_another(row: CreditRecord, officer: Officer) -> None:
    """Nobody looks over their own finding.

    Raises Forbidden for who has proposed it or confirmed it.
    """
    if officer in (row.proposed_by, row.confirmed_by):
        raise Forbidden("提出和认定的人不能自己复核", way_out="请交给另一位审批的同事")


def require_words(field: str, text: str, message: str) -> None:
    """What is decided about somebody has its words.

    Raises Invalid at the field for none, and for too many.
    """
    if not text.strip():
        raise Invalid([FieldProblem(field, message, "required")])
    if len(text) > LONGEST:
        raise Invalid([FieldProblem(field, f"最多{LONGEST}字", "too_long")])


def calendar_of(row: CreditRecord) -> Calendar:
    """The working days of the office that found it."""
    office = row.proposed_by.organisation
    return reference.calendar(office.region_id)


def ask_approver(row: CreditRecord, kind: str, title: str, due_on: date, now: datetime) -> None:
    """Somebody of the office that found it has it to do.

    Whoever may approve there, but no one who had a hand in it can.
    """
    office = row.proposed_by.organisation
    link = PAGE.format(uuid=row.uuid)
    accounts.open_todo(
        kind=kind,
        subject=row.ref,
        title=title,
        role=APPROVER,
        region=office.region_id,
        due_on=due_on,
        link=link,
        now=now,
    )


def tell(row: CreditRecord, verb: str, actor: str, now: datetime) -> None:
    """Keep who did it, and let whom it is about be told.

    verb: of `services.credit`.
    actor: as the record names who acts.
    """
    note(actor=actor, verb=f"credit.{verb}", subject=row.ref)
    publish(CreditMoved(record=row.uuid, verb=verb, at=now))
