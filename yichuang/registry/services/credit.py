"""信用记录: proposed by one, confirmed by another, contested, repaired, ended.

Classes and years stand in packs/commitments/rules.yaml (国办发〔2025〕22号);
the procedure is that of 人社部令45号 11 and 14. A record that is proposed is
shown to nobody and bars nobody.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from yichuang.accounts import services as accounts
from yichuang.accounts.models import Officer
from yichuang.audit.services import record as note
from yichuang.core.clock import local
from yichuang.core.errors import Conflict, Forbidden
from yichuang.core.jobs import each
from yichuang.core.spoken import chinese_date
from yichuang.registry import tables
from yichuang.registry.models import CreditRecord, Employer, Person
from yichuang.registry.rules import credit
from yichuang.registry.services import credit_rows

OBJECTION_TODO = "credit_objection"
REPAIR_TODO = "credit_repair"
APPROVER = credit_rows.APPROVER
SYSTEM = "system:credit"
LONGEST = credit_rows.LONGEST
ONCE_SHOWN = (CreditRecord.SHOWN, CreditRecord.REPAIRED, CreditRecord.EXPIRED)


@dataclass(frozen=True)
class Finding:
    """What somebody is found to have done.

    kind: as packs/commitments/rules.yaml has it, such as false_commitment.
    gravity: light, general or serious.
    facts, basis: what was found, and the article.
    source: what it comes from, as the audit names it; once for each.
    """

    kind: str
    gravity: str
    facts: str
    basis: str
    source: str


def propose_record(
    *, subject: Person | Employer, finding: Finding, officer: Officer, now: datetime
) -> CreditRecord:
    """Propose to keep what somebody did; shown to nobody before it is confirmed.

    The same source again gives the record that is there. Raises Invalid
    without facts or an article, KeyError for a gravity that has no class.
    """
    credit_rows.require_words("facts", finding.facts, "请写明查到了什么")
    credit_rows.require_words("basis", finding.basis, "请写明依据哪一条")
    if finding.gravity not in tables.credit_rules()["classes"]:
        raise KeyError(finding.gravity)
    values: dict[str, Any] = {
        "kind": finding.kind,
        "gravity": finding.gravity,
        "facts": finding.facts.strip(),
        "basis": finding.basis.strip(),
        "proposed_by": officer,
        "proposed_at": now,
    }
    side = "person" if isinstance(subject, Person) else "employer"
    values[side] = subject
    row, is_new = CreditRecord.objects.get_or_create(source=finding.source, defaults=values)
    if is_new:
        note(actor=officer.actor, verb="credit.propose", subject=row.ref)
    return row


@transaction.atomic
def confirm_record(*, record_id: UUID, officer: Officer, now: datetime) -> CreditRecord:
    """Show it from today on, to whom it is about and to those who take promises.

    Raises Forbidden for who proposed it, Conflict unless it is proposed.
    """
    row = credit_rows.locked(record_id, CreditRecord.PROPOSED)
    if officer == row.proposed_by:
        raise Forbidden("提出的人不能自己认定", way_out="请交给另一位审批的同事")
    today = local(now).date()
    rules = tables.credit_rules()
    span = credit.span_of(row.gravity, today, rules)
    row.state = CreditRecord.SHOWN
    row.confirmed_by, row.confirmed_at = officer, now
    row.shown_from, row.shown_until = span.shown_from, span.shown_until
    row.objection_due = credit.objection_until(today, rules, credit_rows.calendar_of(row))
    row.save()
    credit_rows.tell(row, "confirm", officer.actor, now)
    return row


@transaction.atomic
def drop_record(*, record_id: UUID, officer: Officer, now: datetime) -> CreditRecord:
    """It was found not to be so: nothing is kept against anybody.

    Who proposed it may take it back so. Raises Conflict unless it is
    proposed.
    """
    row = credit_rows.locked(record_id, CreditRecord.PROPOSED)
    row.state = CreditRecord.WITHDRAWN
    row.save(update_fields=["state"])
    note(actor=officer.actor, verb="credit.drop", subject=row.ref)
    return row


@transaction.atomic
def object_to(
    *, record_id: UUID, subject: Person | Employer, actor: str, text: str, now: datetime
) -> CreditRecord:
    """Whom it is about says that it is not so, once and by its day (24:00).

    Raises NotFound for somebody else's, Conflict after its day or once more,
    Invalid without words.
    """
    row = credit_rows.own(record_id, subject)
    credit_rows.require_words("text", text, "请写明哪里不对")
    if row.objected_at is not None:
        raise Conflict("异议已经提过了，正在核实或者已经答复", code="objected")
    today = local(now).date()
    if today > row.objection_due:
        raise Conflict(
            f"提异议的期限到{chinese_date(row.objection_due)}，已经过了",
            code="over",
            way_out="可以在能修复的日子以后申请修复，或者依法申请复议、提起诉讼",
        )
    row.objection, row.objected_at = text.strip(), now
    row.save()
    due = credit.answer_until(today, tables.credit_rules(), credit_rows.calendar_of(row))
    credit_rows.ask_approver(row, OBJECTION_TODO, "对信用记录有异议，请核实答复", due, now)
    note(actor=actor, verb="credit.object", subject=row.ref)
    return row


@transaction.atomic
def answer_objection(
    *, record_id: UUID, officer: Officer, upheld: bool, answer: str, now: datetime
) -> CreditRecord:
    """Answer it; one that is upheld withdraws the record.

    It is answered too where the record was repaired or has ended meanwhile.

    Raises Forbidden for who proposed or confirmed it, Conflict where nothing
    waits, Invalid without words.
    """
    row = credit_rows.locked(record_id, *ONCE_SHOWN)
    credit_rows.require_words("answer", answer, "请写明核实了什么、为什么")
    if row.objected_at is None or row.objection_answered_at is not None:
        raise Conflict("没有等答复的异议", code="nothing_waits")
    credit_rows.require_another(row, officer)
    row.objection_answer = answer.strip()
    row.objection_answered_by, row.objection_answered_at = officer, now
    if upheld:
        row.state = CreditRecord.WITHDRAWN
        accounts.close_todos(kind=REPAIR_TODO, subject=row.ref, now=now)
    row.save()
    accounts.close_todos(kind=OBJECTION_TODO, subject=row.ref, now=now)
    credit_rows.tell(row, "uphold" if upheld else "keep", officer.actor, now)
    return row


@transaction.atomic
def ask_repair(
    *, record_id: UUID, subject: Person | Employer, actor: str, now: datetime
) -> CreditRecord:
    """Whom it is about asks that it be shown no longer.

    Raises NotFound for somebody else's, Conflict before its day, where it
    ends by itself, or while it was asked.
    """
    row = credit_rows.own(record_id, subject)
    if row.repair_asked_at is not None:
        raise Conflict("修复已经申请了，正在核实", code="repair_asked")
    today = local(now).date()
    span = credit.span_of(row.gravity, row.shown_from, tables.credit_rules())
    if not credit.may_be_repaired(span, today):
        raise Conflict(_not_yet(span), code="not_yet")
    row.repair_asked_at = now
    row.save(update_fields=["repair_asked_at"])
    due = credit.repair_answer_until(today, tables.credit_rules(), credit_rows.calendar_of(row))
    credit_rows.ask_approver(row, REPAIR_TODO, "申请修复信用记录，请核实", due, now)
    note(actor=actor, verb="credit.ask_repair", subject=row.ref)
    return row


@transaction.atomic
def repair(*, record_id: UUID, officer: Officer, now: datetime) -> CreditRecord:
    """It is mended.

    From now on it is shown to nobody and bars nobody.

    Raises Forbidden for who proposed it, Conflict where nobody asked.
    """
    row = _asked_to_repair(record_id, officer)
    row.state = CreditRecord.REPAIRED
    row.repaired_by, row.repaired_at = officer, now
    row.save()
    accounts.close_todos(kind=REPAIR_TODO, subject=row.ref, now=now)
    credit_rows.tell(row, "repair", officer.actor, now)
    return row


@transaction.atomic
def decline_repair(
    *, record_id: UUID, officer: Officer, reason: str, now: datetime
) -> CreditRecord:
    """It is not mended yet, and why.

    It may be asked again.

    Raises as `repair` does, Invalid without a reason.
    """
    credit_rows.require_words("reason", reason, "请写明还差什么")
    row = _asked_to_repair(record_id, officer)
    row.repair_asked_at = None
    row.repair_declined = reason.strip()
    row.save()
    accounts.close_todos(kind=REPAIR_TODO, subject=row.ref, now=now)
    credit_rows.tell(row, "decline_repair", officer.actor, now)
    return row


def expire(*, now: datetime) -> int:
    """End those whose last day is over.

    Returns how many. Raises jobs.Unfinished when some failed.
    """
    today = local(now).date()
    over = CreditRecord.objects.filter(state=CreditRecord.SHOWN, shown_until__lt=today)
    keys = list(over.values_list("pk", flat=True))

    def end(key: int) -> None:
        """One at a time."""
        _expire(key, now)

    return each("registry.expire_credit", keys, end)


@transaction.atomic
def _expire(key: int, now: datetime) -> None:
    """End one, unless something else has ended it meanwhile.

    What was said against it is answered all the same; that it be repaired
    needs no answer any more.
    """
    row = CreditRecord.objects.select_for_update().get(pk=key)
    if row.state != CreditRecord.SHOWN:
        return
    row.state = CreditRecord.EXPIRED
    row.save(update_fields=["state"])
    accounts.close_todos(kind=REPAIR_TODO, subject=row.ref, now=now)
    note(actor=SYSTEM, verb="credit.expire", subject=row.ref)


def _asked_to_repair(record_id: UUID, officer: Officer) -> CreditRecord:
    """The record whose repair is asked for, held.

    Raises Conflict where nobody asked, Forbidden for who had a hand in it.
    """
    row = credit_rows.locked(record_id, CreditRecord.SHOWN)
    if row.repair_asked_at is None:
        raise Conflict("没有等答复的修复申请", code="nothing_waits")
    credit_rows.require_another(row, officer)
    return row


def _not_yet(span: credit.Span) -> str:
    """Why its repair cannot be asked for, and from when it can."""
    if span.repair_from is None:
        return f"这一级的记录不用申请，显示到{chinese_date(span.shown_until)}，自己结束"
    return f"{chinese_date(span.repair_from)}起才可以申请修复"
