"""Shapes of cases, files, tracking and ratings."""

from datetime import date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from ninja import Schema
from pydantic import Field

from yichuang.api.schemas.shape import Sent, TrailStep

Text = Annotated[str, Field(max_length=200)]


class Subject(Sent):
    """Whose case it is: a person by name and document, or an employer by its unified code."""

    kind: Literal["person", "employer"]
    name: Annotated[str, Field(min_length=1, max_length=100)]
    id_type: Annotated[str, Field(max_length=2)] = "01"
    id_number: Annotated[str, Field(max_length=30)] = ""
    id_country: Annotated[str, Field(max_length=3, pattern="^([A-Z]{3})?$")] = ""
    phone: Annotated[str, Field(max_length=20)] = ""
    credit_code: Annotated[str, Field(max_length=18)] = ""


class GivenMaterial(Sent):
    """One paper: its code in the guide, how it is given, the file uploaded before."""

    code: Annotated[str, Field(max_length=20)]
    source: Literal["file", "seen", "shared", "promised"] = "file"
    file: UUID | None = None


class Application(Sent):
    """An application. `answers` as GET /items/{code}/form describes them, `situation` as the guide asks."""

    item_code: Annotated[str, Field(pattern=r"^\d{12}$")]
    region: Annotated[str, Field(pattern=r"^\d{12}$")]
    subject: Subject
    situation: Annotated[dict[str, Text], Field(max_length=50)] = {}
    answers: Annotated[dict[str, Any], Field(max_length=500)] = {}
    materials: Annotated[list[GivenMaterial], Field(max_length=100)] = []


class MissingPaper(Schema):
    """A paper that the application needs and that was not among its materials."""

    code: str
    name: str


class Received(Schema):
    """The receipt. `password` is told this once: null when the same application was here before. `missing`: papers
    that are not here yet; the office tells once, in writing, what is to be mended."""

    number: str
    password: str | None
    due_at: datetime
    missing: list[MissingPaper]
    warnings: list["Warned"]
    links: "Links"


class Warned(Schema):
    """A condition of the law that the answers do not meet, or an account to look at again. The case was taken all the
    same: tell the applicant. `basis` is the article, "" where there is none."""

    field: str
    message: str
    basis: str


class Links(Schema):
    """Where to go on."""

    case: str
    corrections: str
    withdrawal: str


class CaseRow(Schema):
    """One case in a list. outcome: approved | denied | refused | …, "" while it runs; in_part: approved, but not all
    that was applied for."""

    number: str
    item_code: str
    item_name: str
    region: str
    channel: int
    state: str
    state_name: str
    exchange_code: str
    received_at: datetime
    due_at: datetime
    closed_at: datetime | None
    outcome: str
    in_part: bool


class CasePage(Schema):
    """Cases, newest first; next_cursor leads to the next page, null on the last."""

    cases: list[CaseRow]
    next_cursor: str | None


class Asked(Schema):
    """One thing to mend: a material by its code or an answer by its key."""

    kind: str
    code: str
    name: str
    reason: str


class OpenCorrection(Schema):
    """The correction notice that waits for an answer."""

    answer_by: date
    asked: list[Asked]


class Delivery(Schema):
    """How the result of a finished case reaches the applicant. way: counter, mail, electronic; state: waiting, asked
    (the courier has been asked and has given no number yet), refused (by the courier; the office finds another way),
    sent, delivered, returned; waybill: the courier's number, "" before there is one; place: where it is collected (the
    office, or the branch that was chosen), "" where it goes another way."""

    way: str
    state: str
    state_name: str
    waybill: str
    place: str


class Burden(Schema):
    """What a decision refuses. halves: both halves of what was granted in part, "" of a denial; reason: why the rest,
    or all, was refused; remedy: what the applicant may do against it, by when and where. Tell the applicant all
    three."""

    halves: str
    reason: str
    remedy: str


class Paper(Schema):
    """One paper of a case. source: file, seen, shared, promised, asked (who holds it is asked), later (it follows),
    earlier (an earlier case brought it). state: given, or what whoever is asked for it answered: waiting (not yet),
    found, not_found, contradicts (it does not agree with the application), unavailable (no answer; asked again).
    receipt: of that answer, "" where there is none. Of one not found or contradicted, the applicant may hand in the
    paper; of one unavailable nobody has to."""

    code: str
    name: str
    source: str
    state: str
    receipt: str


class Case(CaseRow):
    """One case with its papers, its trail, what is asked to be mended (null: nothing), what was refused (null:
    nothing), and its result on the way (null: not finished)."""

    version: int
    organisation: str
    papers: list[Paper]
    trail: list[TrailStep]
    correction: OpenCorrection | None
    burden: Burden | None
    delivery: Delivery | None


class Seen(Sent):
    """What is written about a case by who has seen it. `seq`: that of the last step of its trail as it was read; where
    more has come since, nothing is written and the steps are told (409). Without it nobody asks what was seen."""

    seq: Annotated[int, Field(ge=1)] | None = None


class Correction(Seen):
    """The answer to a correction notice: only what was asked. An answer that stays as it was, or falls away, is named
    in `confirmed`: nothing is left or deleted unsaid."""

    answers: Annotated[dict[str, Any], Field(max_length=500)] = {}
    confirmed: Annotated[list[Annotated[str, Field(max_length=100)]], Field(max_length=500)] = []
    materials: Annotated[list[GivenMaterial], Field(max_length=100)] = []


class Withdrawal(Seen):
    """The applicant takes the application back."""

    reason: Text = ""


class TrackingRequest(Sent):
    """Number and password of a receipt."""

    number: Annotated[str, Field(max_length=40)]
    password: Annotated[str, Field(max_length=20)]


class Progress(Schema):
    """How far a case is, in the words residents read."""

    number: str
    item_name: str
    state: str
    state_name: str
    received_at: datetime
    due_at: datetime
    in_part: bool
    trail: list[TrailStep]


class StoredFile(Schema):
    """An uploaded file; `file` is what a material names."""

    file: UUID
    name: str
    media_type: str
    size: int
    sha256: str
