"""信用记录 in plain words: since when and until when, what may be done about it, what was answered."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from yichuang.cases.models.commitment import NOTICE
from yichuang.cases.rules.promises.barring import Standing, barring
from yichuang.catalog.tables import promise_rules
from yichuang.core.clock import local
from yichuang.core.spoken import chinese_date
from yichuang.reference import queries as reference
from yichuang.registry import tables
from yichuang.registry.models import CreditRecord
from yichuang.registry.rules import credit

KINDS = {"false_commitment": "承诺的和查实的不一样"}
STATES = {
    CreditRecord.SHOWN: "正在显示",
    CreditRecord.REPAIRED: "修复了，不再显示",
    CreditRecord.EXPIRED: "到期了，不再显示",
    CreditRecord.WITHDRAWN: "撤销了，不作数",
}
Row = dict[str, Any]


def for_the_subject(
    rows: Iterable[CreditRecord], today: date, written: Mapping[str, str]
) -> list[Row]:
    """The records as whom they are about sees them.

    What is only proposed, or was dropped before anybody was told, is none.
    written: uuid → the objection that was typed and not taken.
    """
    records = []
    for row in rows:
        if row.confirmed_at is None:
            continue
        shown = of_record(row, today)
        shown["written"] = written.get(str(row.uuid), "")
        records.append(shown)
    return records


def of_record(row: CreditRecord, today: date) -> Row:
    """One record in words.

    What may still be done about it depends on the day: to contest it, to
    have it repaired.
    """
    rules = tables.credit_rules()
    is_shown = row.state == CreditRecord.SHOWN
    span = credit.span_of(row.gravity, row.shown_from, rules)
    may_repair = credit.may_be_repaired(span, today) and row.repair_asked_at is None
    may_object = row.objected_at is None and today <= row.objection_due
    gravity = rules["classes"][row.gravity]
    return {
        "uuid": row.uuid,
        "kind": KINDS.get(row.kind, row.kind),
        "gravity": gravity["label"],
        "state": STATES[row.state],
        "facts": row.facts,
        "basis": row.basis,
        "shown_from": row.shown_from,
        "shown_until": row.shown_until,
        "objection_due": row.objection_due,
        "objection": row.objection,
        "objected_at": row.objected_at,
        "answer": row.objection_answer,
        "repair_from": span.repair_from,
        "repair_asked_at": row.repair_asked_at,
        "declined": row.repair_declined,
        "is_shown": is_shown,
        "may_object": is_shown and may_object,
        "may_repair": is_shown and may_repair,
        "bars": _bars(row),
    }


def answer_due(row: CreditRecord) -> str:
    """By when the objection is answered."""
    objected_on = local(row.objected_at).date()
    due = credit.answer_until(objected_on, tables.credit_rules(), _calendar(row))
    return chinese_date(due)


def repair_due(row: CreditRecord) -> str:
    """By when it is said whether it is repaired."""
    asked_on = local(row.repair_asked_at).date()
    due = credit.repair_answer_until(asked_on, tables.credit_rules(), _calendar(row))
    return chinese_date(due)


def _calendar(row: CreditRecord) -> Any:
    """Of the office that found it."""
    return reference.calendar(row.proposed_by.organisation.region_id)


def _bars(row: CreditRecord) -> bool:
    """Whether it keeps them from promising in place of a paper."""
    record = Standing(row.kind, row.gravity, row.state)
    return barring(NOTICE, [record], promise_rules()) is not None
