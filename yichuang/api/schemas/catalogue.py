"""Shapes of the catalogue."""

from datetime import date

from ninja import Schema

from yichuang.api.schemas.cases import Application


class Item(Schema):
    """One item in a list."""

    code: str
    name: str
    line: str
    sub_line: str
    service_objects: list[str]
    levels: list[str]
    type: str
    case_kind: str
    promised: str
    fee: str
    max_visits: int
    full_online: bool
    channels: list[str]
    version: int
    revision: str
    why: str


class ItemPage(Schema):
    """Items, best first; next_cursor leads to the next page, null on the last."""

    items: list[Item]
    next_cursor: str | None


class Limits(Schema):
    """The limits of an item as spoken."""

    statutory: str
    previous: str
    promised: str
    speedup_percent: float | None


class AskedWhen(Schema):
    """A question of the guide, and the answers after which a paper is asked for."""

    situation: str
    values: list[str]


class Material(Schema):
    """One paper that the item asks for: always, or where each question of `asked_when` has one of the answers named."""

    code: str
    name: str
    required: bool
    source: str
    exempt: bool
    by_promise: bool
    is_form: bool
    originals: int
    duplicates: int
    standard: str
    basis: str
    asked_when: list[AskedWhen]


class SamplePaper(Schema):
    """A paper that belongs to the sample's answers."""

    code: str
    name: str


class Option(Schema):
    """One answer."""

    value: str
    label: str


class Situation(Schema):
    """One question before the form."""

    key: str
    question: str
    options: list[Option]


class Element(Schema):
    """One national element, as shown."""

    key: str
    group: str
    label: str
    text: str


class Guide(Schema):
    """办事指南: the version in force (or asked for) in one place; revision is the same at every outlet.
    many_at_once: whether one person may have several open cases of it; an employer always may."""

    code: str
    name: str
    version: int
    revision: str
    local_revision: str
    effective_from: date
    cancelled_on: date | None
    region: str | None
    line: str
    sub_line: str
    service_objects: list[str]
    type: str
    levels: list[str]
    case_kind: str
    conditions: str
    legal_basis: list[str]
    limits: Limits
    fee: str
    channels: list[str]
    full_online: bool
    many_at_once: bool
    max_visits: int
    cross_region: str
    result: str
    review_points: list[str]
    situations: list[Situation]
    materials: list[Material]
    implementing_body: str
    hours: str
    consult: str
    complaint: str
    remedy: str | None
    offered: bool
    elements: list[Element]


class SampleApplication(Schema):
    """An application of the demo's person that passes every check: the body of POST /cases, and the papers that are
    to be uploaded and added to its `materials`."""

    application: Application
    papers: list[SamplePaper]


class Region(Schema):
    """One administrative division."""

    code: str
    name: str
    full_name: str
    level: int
    parent: str | None
    longitude: float | None
    latitude: float | None


class RegionList(Schema):
    """The divisions right below another."""

    regions: list[Region]


class PaperCheck(Schema):
    """What the public may learn of a paper: valid when it was issued here, stands, and its file is unchanged."""

    valid: bool
    title: str
    number: str
    issued_on: date | None
    issuer: str
    holder: str
    sha256: str
    voided: bool
    voided_on: date | None
    void_reason: str
