"""What a case's row says beside its trail: form, outcome and dates are those that the trail tells, or somebody changed
the row."""

import json
from collections.abc import Iterable
from datetime import UTC, datetime

from cryptography.exceptions import InvalidTag

from yichuang.cases.rules import sealed
from yichuang.cases.rules.application import digest
from yichuang.cases.rules.states import CLOSED, DECIDED, FINAL, MOVES, REVOKED, REVOKES
from yichuang.cases.rules.term_changes import MOVES_THE_DUE
from yichuang.core.clock import local

OUTCOMES = {*FINAL, *DECIDED} - {CLOSED}
MOMENTS = ("accepted_at", "decided_at", "closed_at")  # none, unless a step says when
AS_TOLD = ("form", "late")
ACCEPTS = ("accept", "accept_by_rule")
ROW_IS_OTHERWISE = {
    "form": "填报内容和存证的摘要不一致",
    "outcome": "办理结果和存证不一致",
    "received_at": "收件时间和存证不一致",
    "accepted_at": "受理时间和存证不一致",
    "decided_at": "决定时间和存证不一致",
    "closed_at": "办结时间和存证不一致",
    "due": "期限和存证不一致",
    "late": "是否超期和存证不一致",
    "row": "这一件是谁的、在哪里办、期限、经办人这些，和最后一步存证的摘要不一致",
}


def by_trail(events: Iterable) -> dict:
    """What the steps tell of the row: keys of ROW_IS_OTHERWISE; what none tells is missing, but for moments and the
    outcome, which then are none. events: rows of CaseEvent in order of seq; one that cannot be read tells nothing."""
    columns = dict.fromkeys(MOMENTS)
    columns["outcome"] = ""
    for event in events:
        step = _by_step(event)
        columns.update(step)
    return columns


def differing(case, events: Iterable) -> list[str]:
    """In words, each thing that the row of the case says otherwise than its trail."""
    columns = by_trail(events)
    seal = columns.pop("row", None)
    due = columns.pop("due", None)
    differences = []
    for key, by_steps in columns.items():
        by_row = _of_row(case, key)
        if by_row != by_steps:
            words = ROW_IS_OTHERWISE[key]
            differences.append(words)
    if due and due not in _days(case.due_at):
        words = ROW_IS_OTHERWISE["due"]
        differences.append(words)
    if seal and not differences and not sealed.holds(seal, case):
        words = ROW_IS_OTHERWISE["row"]
        differences.append(words)
    return differences


def _of_row(case, key: str):
    """The same of the row. The form is told by its digest only; one that does not open is none."""
    if key != "form":
        return getattr(case, key)
    uuid = str(case.uuid)
    try:
        answered = digest([uuid, case.form])
    except (InvalidTag, KeyError, ValueError):
        return None
    return answered.hex()


def _by_step(event) -> dict:
    """What one step tells. Where a case ends, and where it is decided, stands in the table of moves."""
    body = _body(event.data)
    data = _data(body)
    target = None
    if event.kind in MOVES:
        move = MOVES[event.kind]
        target = move.target
    columns = {"row": body.get("row")}  # none in steps of before: then the row is nobody's word
    for key in AS_TOLD:
        if key in data:
            columns[key] = data[key]
    if event.kind == "submit":
        columns["received_at"] = event.at
    if event.kind in ACCEPTS:
        columns["accepted_at"] = event.at
        columns["due"] = data.get("due")
    if event.kind == "deem_accepted":
        since = data.get("accepted_at", "")
        columns["accepted_at"] = _moment(since)
        columns["due"] = data.get("due")
    if event.kind in MOVES_THE_DUE:
        columns |= _due_after(data)
    if event.kind == "answer_correction":
        columns["due"] = None  # the clock began anew, and no step says until when
    columns |= _taken_back(event.kind, data)
    if target in DECIDED:
        columns["decided_at"] = event.at
    if target in OUTCOMES:
        columns["outcome"] = target
    if target in FINAL:
        columns["closed_at"] = event.at
    return columns


def _due_after(data: dict) -> dict:
    """The due day that a step told.

    {} of one that moved none: then the earlier one holds.
    """
    if "to" not in data:
        return {}
    return {"due": data["to"]}


def _taken_back(kind: str, data: dict) -> dict:
    """The outcome after a revocation was decided: {} where it was dropped, and of every other step."""
    if kind == REVOKES and data.get("outcome") == REVOKED:
        return {"outcome": REVOKED}
    return {}


def _body(text: str) -> dict:
    """The text of a step; nothing where it cannot be read any more: `chain.faults` says so."""
    try:
        body = json.loads(text)
    except ValueError:
        return {}
    if isinstance(body, dict):
        return body
    return {}


def _data(body: dict) -> dict:
    """What is told about a step beside itself."""
    data = body.get("data")
    if isinstance(data, dict):
        return data
    return {}


def _moment(text: str) -> datetime | None:
    """A moment that a step tells beside its own; None for what is none."""
    try:
        return datetime.fromisoformat(text)
    except (TypeError, ValueError):
        return None


def _days(moment: datetime) -> set[str]:
    """The day of the moment as steps tell it: at home, or, in older ones, at Greenwich."""
    here = local(moment).date()
    there = moment.astimezone(UTC).date()
    return {here.isoformat(), there.isoformat()}
