"""Every column of a case is told by its trail: by words of its own, by the seal of each step, or it stands here
with the reason why it may change beside them."""

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

TOLD_BY_THEMSELVES = {
    "uuid": "stands in the text of every step",
    "state": "the last step reaches it",
    "open": "a CHECK of the table binds it to the state",
    "seq": "the number of the last step",
    "head": "the hash of the last step",
    "form": "its digest stands in the steps that write it",
    "outcome": "the step that reaches it says so",
    "received_at": "the moment of the first step",
    "accepted_at": "the moment of its step",
    "decided_at": "the moment of its step",
    "closed_at": "the moment of its step",
}
MAY_CHANGE = {
    "id": "the row's own key: its steps point at it",
    "county": "PostgreSQL makes it from the region",
    "alarm": "the clock sets it anew from the due date",
    "password_hash": "the desk gives a new one to who was identified; the audit says so",
}
SEALED_AT_THE_END = {"late": "while the case is open the clock may set it"}
SEALED_LATER = {"number": "the database gives it after the first step was hashed"}
SUBJECT = (
    "person_id",
    "employer_id",
)  # sealed by document: whoever files it may not be looked up yet
AS_FILED = {
    "version_id": None,
    "item_code": None,
    "line": None,
    "region_id": None,
    "filed_in_id": None,
    "organisation_id": None,
    "received_at_org_id": None,
    "channel": None,
    "source": None,
    "client_ref": None,
    "body_hash": None,
    "situation": None,
    "step": 0,
    "clock_from": None,
    "minutes": None,
    "due_at": None,
    "yellow_on": None,
    "red_on": None,
    "statutory_due": None,
    "paused_since": None,
    "due_provisional": None,
    "instant": None,
    "visits": None,
    "flags": [],
    "slow_reason": "",
    "received_by_id": None,
    "accepted_by_id": None,
    "decided_by_id": None,
    "holder_id": None,
    "held_at": None,
}
# columns that came after seals were made: only a seal with the mark of the second list covers them (ADR 70)
SECOND_LIST = "2:"
SEALED_SINCE_2 = {"accept_by": None, "decides_on": None, "deliver_by": None, "clock_changed": False}


def of_new(row, subject: str) -> str:
    """The seal of the first step. row: NewCase; subject: as `of_document` or `of_credit_code`."""
    columns = AS_FILED | SEALED_SINCE_2
    columns |= {key: value for key, value in vars(row).items() if key in columns}
    columns["clock_from"] = row.received_at
    digest = _digest(row.uuid, columns, subject)
    return SECOND_LIST + digest


def of_row(case) -> str:
    """The seal of the step that a row of Case stands at: the mark of the second list and 64 hex digits."""
    columns = _columns_of(case)
    columns |= {key: getattr(case, key) for key in SEALED_SINCE_2}
    digest = _digest(case.uuid, columns, _subject_of(case))
    return SECOND_LIST + digest


def of_row_before(case) -> str:
    """The same as servers of before made it, without a mark and without the columns that came since."""
    columns = _columns_of(case)
    return _digest(case.uuid, columns, _subject_of(case))


def holds(seal: str, case) -> bool:
    """Whether the row of the case is as the seal has it, by the list that the seal was made by."""
    if seal.startswith(SECOND_LIST):
        return seal == of_row(case)
    return seal == of_row_before(case)


def _columns_of(case) -> dict[str, Any]:
    """The columns of the first list as the row has them."""
    columns = {key: getattr(case, key) for key in AS_FILED}
    if case.seq > 1:
        columns |= {key: getattr(case, key) for key in SEALED_LATER}
    if not case.open:
        columns |= {key: getattr(case, key) for key in SEALED_AT_THE_END}
    return columns


def of_document(id_type: str, id_blind: bytes) -> str:
    """A person: type of the document and the keyed hash of its number."""
    return f"{id_type}:{bytes(id_blind).hex()}"


def of_credit_code(credit_code: str) -> str:
    """An employer."""
    return f"employer:{credit_code}"


def _subject_of(case) -> str:
    if case.person_id and case.employer_id:
        return ""
    if case.person_id:
        return of_document(case.person.id_type, case.person.id_blind)
    return of_credit_code(case.employer.credit_code)


def _digest(uuid, columns: Mapping[str, Any], subject: str) -> str:
    body = {**columns, "uuid": str(uuid), "subject": subject}
    text = json.dumps(
        body, default=_plain, ensure_ascii=False, sort_keys=True, separators=(",", ":")
    )
    return hashlib.sha256(text.encode()).hexdigest()


def _plain(value: Any) -> str:
    """A moment at Greenwich to the microsecond, a day in ISO, bytes in hex."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    if isinstance(value, bytes | memoryview):
        return bytes(value).hex()
    return value.isoformat()
