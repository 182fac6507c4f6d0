"""What all shapes share."""

from datetime import datetime

from ninja import Schema
from pydantic import BaseModel, ConfigDict


class Sent(BaseModel):
    """What a caller sends: an unknown field is a mistake, and told as one. Always JSON, never a model of the
    database, so that it goes without the look-ups that ninja's own base class makes for those."""

    model_config = ConfigDict(extra="forbid")


class Problem(Schema):
    """application/problem+json (RFC 9457). links: where what stands in the way is, if the key may see it. trail: the
    steps that came to a case since it was read, as GET /cases/{number} has them (code `unseen`)."""

    type: str
    title: str
    status: int
    detail: str
    code: str
    way_out: str
    problems: list["FieldProblem"]
    request_id: str
    links: "InTheWay | None" = None
    trail: "list[TrailStep] | None" = None


class InTheWay(Schema):
    """The open case that a second application has met, or the one that has changed since it was read."""

    case: str


class TrailStep(Schema):
    """One thing that happened; exchange_code is what the national exchange is told, "" when nothing."""

    seq: int
    at: datetime
    kind: str
    label: str
    exchange_code: str


class FieldProblem(Schema):
    """One wrong field: its key, the sentence for the user, the rule that it breaks."""

    field: str
    message: str
    violates: str
