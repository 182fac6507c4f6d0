"""A guide: the definition in force, with what a place says differently, as everyone shows it. Pure."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from yichuang.catalog.rules import completeness, limits, shapes, situations
from yichuang.catalog.rules.processes import Step
from yichuang.catalog.rules.results import REVIEW
from yichuang.catalog.rules.situations import Material, Situation

_END_OF_A_CONDITION = re.compile(r"[。；;](?![^（]*）)")
COMMON = "行政复议60日内、行政诉讼6个月内"
NO_LIMIT = (
    "法律没有规定办理时限的，从申请之日起满2个月没有办，可以先依法申请行政复议，"
    "对复议决定不服的再向人民法院起诉（行政诉讼法第47条、行政复议法第23条）"
)
FOR_WHOM = "about_person"  # group of questions: one person applies for another
AGENT = "agent"  # group of questions: who acts for the applicant


@dataclass(frozen=True)
class Limits:
    """All limits of an item. *_text as spoken ("10个工作日", "当场办结", ""); speedup_percent on the calendar basis,
    None when there is nothing to compare with; speedup_base: "statutory" | "previous" | None."""

    statutory_days: int | None
    statutory_unit: str | None
    statutory_text: str
    previous_days: int | None
    previous_unit: str | None
    previous_text: str
    promised_days: int
    promised_unit: str
    promised_text: str
    speedup_percent: float | None
    speedup_base: str | None


@dataclass(frozen=True)
class Element:
    """One national element as shown: group, label, text."""

    key: str
    group: str
    label: str
    text: str


@dataclass(frozen=True)
class Guide:
    """Everything a page, a phone, the API or a printed sheet shows of one item in one place on one day.

    revision: sha256 of the version, the same at every outlet; local_revision: sha256 of what the place says
    differently, "" when nothing; differences: those keys; region: the code asked for, None for the common text.
    """

    code: str
    name: str
    version_id: int
    version_number: int
    revision: str
    local_revision: str
    effective_from: date
    region: str | None
    is_local_extension: bool
    cancelled_on: date | None
    line: str
    sub_line: str
    service_objects: tuple[str, ...]
    type: str
    levels: tuple[str, ...]
    legal_basis: tuple[str, ...]
    conditions: str
    case_kind: str
    limits: Limits
    silence: Mapping[str, Any] | None
    acceptance: Mapping[str, Any] | None
    term_notes: tuple[str, ...]
    fee: str
    materials: tuple[Material, ...]
    situations: tuple[Situation, ...]
    channels: tuple[str, ...]
    full_online: bool
    online_depth: str
    onsite_reason: str | None
    max_visits: int
    cross_region: str
    result: str
    result_kind: str
    result_sample: Mapping[str, Any]
    steps: tuple[Step, ...]
    process_kind: str
    review_points: tuple[str, ...]
    discretion: tuple[Mapping[str, Any], ...]
    commitment: Mapping[str, Any]
    implementing_body: str
    places: Mapping[str, str]
    hours: str
    consult: str
    complaint: str
    remedy: str | None
    tags: tuple[str, ...]
    offered: bool
    elements: tuple[Element, ...] = field(repr=False)
    differences: Mapping[str, Any] = field(repr=False)
    definition: Mapping[str, Any] = field(repr=False)
    form: Mapping[str, Any] = field(repr=False)

    @property
    def condition_lines(self) -> tuple[str, ...]:
        """The conditions one by one: parted at 。 and ；, of which those inside brackets part nothing."""
        lines = _END_OF_A_CONDITION.split(self.conditions)
        return tuple(line.strip() for line in lines if line.strip())

    @property
    def asks_for_whom(self) -> bool:
        """Whether one person may apply for another, whom the form names (给谁办)."""
        return FOR_WHOM in self.form["groups"]

    @property
    def knows_agents(self) -> bool:
        """Whether the form asks who acts for the applicant (代办)."""
        return AGENT in self.form["groups"]

    def materials_for(self, answers: Mapping[str, Any]) -> tuple[Material, ...]:
        """The papers that the answers to the situations leave."""
        return situations.trimmed(self.materials, self.situations, answers)

    def accepts_from(self, day: date) -> bool:
        """Whether a new case may begin on that day."""
        return self.offered and (self.cancelled_on is None or day < self.cancelled_on)

    @property
    def open_to_review(self) -> bool:
        """Whether review and suit are open against what is decided of it: not where its own way stands instead."""
        return not self.remedy or REVIEW in self.remedy

    @property
    def against_decision(self) -> str:
        """What may be done against a decision: the item's own way, else the common one."""
        return self.remedy or COMMON

    @property
    def against_silence(self) -> str:
        """What may be done against silence where no law sets a limit; "" where one does or where there is no suit.
        行政诉讼法 47; 行政复议法 11, 23: review comes first."""
        if self.limits.statutory_text or not self.open_to_review:
            return ""
        return NO_LIMIT

    @property
    def remedies(self) -> tuple[str, ...]:
        """What may be done against a decision, and against silence where something may."""
        silence = self.against_silence
        return (self.against_decision, silence) if silence else (self.against_decision,)

    @property
    def element_groups(self) -> dict[str, list[Element]]:
        """The elements by group, in the order of the table."""
        groups: dict[str, list[Element]] = {}
        for element in self.elements:
            groups.setdefault(element.group, []).append(element)
        return groups


def merged(
    definition: Mapping[str, Any], differences: Sequence[Mapping[str, Any]]
) -> dict[str, Any]:
    """The definition with the words of the places laid over it, province first, county last.

    Maps are merged key by key; channels_added joins the channels; everything else replaces.
    """
    result = dict(definition)
    for layer in differences:
        for key, value in layer.items():
            if key == "channels_added":
                have = result.get("channels", [])
                result["channels"] = [*have, *(c for c in value if c not in have)]
            elif isinstance(value, Mapping) and isinstance(result.get(key), Mapping):
                result[key] = {**result[key], **value}
            else:
                result[key] = value
    return result


def limits_of(definition: Mapping[str, Any]) -> Limits:
    """The limits with their texts and the speed-up."""
    base = limits.base_of(dict(definition))
    get = definition.get
    return Limits(
        statutory_days=get("statutory_days"),
        statutory_unit=get("statutory_unit"),
        statutory_text=limits.spoken(get("statutory_days"), get("statutory_unit")),
        previous_days=get("previous_days"),
        previous_unit=get("previous_unit"),
        previous_text=limits.spoken(get("previous_days"), get("previous_unit")),
        promised_days=definition["promised_days"],
        promised_unit=definition["promised_unit"],
        promised_text=limits.spoken(definition["promised_days"], definition["promised_unit"]),
        speedup_percent=limits.speedup_of(dict(definition)),
        speedup_base=base[0] if base else None,
    )


def term_notes_of(definition: Mapping[str, Any]) -> tuple[str, ...]:
    """What stands below the limits, in sentences: from when the law counts and by which article, what is different in
    which situation, and by when the result is delivered."""
    notes: list[str] = []
    article = definition.get("statutory_article")
    if article:
        notes.append(f"法定时限自{definition['statutory_from']}之日起算，依据是{article}")
    note = definition.get("limit_note")
    if note:
        notes.append(note)
    delivery = definition.get("deliver_by")
    if delivery:
        within = limits.spoken(delivery["days"], delivery["unit"])
        notes.append(f"决定之日起{within}内送达（{delivery['article']}）")
    return tuple(notes)


def elements_of(definition: Mapping[str, Any], table: Mapping[str, Any]) -> tuple[Element, ...]:
    """Every element that says something, as text."""
    labels = table["online_depth_labels"]
    elements = []
    for row in table["elements"]:
        value = completeness.value_at(definition, row["path"])
        if shapes.missing(value) or row["key"] == "materials":
            continue
        text = labels.get(value, value) if row["key"] == "online_depth" else value
        elements.append(
            Element(row["key"], row["group"], row["label"], _text(row["key"], text, definition))
        )
    return tuple(elements)


def _text(key: str, value: Any, definition: Mapping[str, Any]) -> str:
    if key == "promised_days":
        return limits.spoken(value, definition["promised_unit"])
    if key == "process":
        return "→".join(value)
    if isinstance(value, Mapping):
        return "；".join(f"{k}：{v}" for k, v in value.items())
    if isinstance(value, list | tuple):
        return "、".join(str(v) for v in value)
    return str(value)
