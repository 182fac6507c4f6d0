"""A new case as the SQL function `case_submit` takes it: the one list of what it writes."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from yichuang.core.wire import as_json


@dataclass(frozen=True, kw_only=True)
class NewCase:
    """The first fields are columns of cases_case by their names; what every new case has alike is the columns' default.

    materials: {"code", "name", "source", "file"} each; file_owners: actor texts whose files may be used; parties:
    {"role", "person_id", "employer_id"} each; event: the hashed text of the trail's first entry, head: its hash;
    outbox: uuid of the event; request_id: of the request that hands it in; identity: keyed hash by which the applicant
    is found when person_id is not known; alone: refuse it while the person has an open case of the item."""

    uuid: UUID
    version_id: int
    item_code: str
    line: str
    region_id: str
    filed_in_id: str | None
    organisation_id: int
    received_at_org_id: int | None
    channel: int
    source: str
    client_ref: str
    body_hash: bytes
    person_id: int | None
    employer_id: int | None
    situation: dict[str, Any]
    password_hash: bytes
    received_at: datetime
    due_at: datetime
    yellow_on: date
    red_on: date
    statutory_due: date | None
    accept_by: date | None
    decides_on: date | None
    due_provisional: bool
    instant: bool
    visits: int
    received_by_id: int | None
    head: bytes

    materials: tuple[dict[str, str | None], ...]
    file_owners: tuple[str, ...]
    parties: tuple[dict[str, str | int | None], ...]
    actor: str
    event: str
    outbox: UUID
    request_id: str | None
    identity: bytes | None
    alone: bool

    def as_json(self) -> str:
        """The function's first argument."""
        return as_json(vars(self))


BESIDE_THE_COLUMNS = (
    "materials",
    "file_owners",
    "parties",
    "actor",
    "event",
    "outbox",
    "request_id",
    "identity",
    "alone",
)
