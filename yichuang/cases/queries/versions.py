"""An item version, ready for one case: its form compiled, its materials trimmed, its unit found. Kept in memory."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from types import MappingProxyType, SimpleNamespace
from typing import Any

from yichuang.cases.models import Case, CaseEvent, Draft
from yichuang.cases.queries import files, lengths, places, prepared
from yichuang.cases.rules import branches, granting, mandates
from yichuang.cases.rules.decisions import PAYING, Point, Row, rows_of
from yichuang.cases.rules.terms import Terms
from yichuang.catalog import queries as catalog
from yichuang.catalog import tables
from yichuang.catalog.rules.forms import Cleaned, Form, Told, clean, visible
from yichuang.catalog.rules.frozen import thaw
from yichuang.catalog.rules.guides import Guide
from yichuang.catalog.rules.situations import Material, Situation, asked_from
from yichuang.core import clock
from yichuang.core.clock import local
from yichuang.reference import queries as reference
from yichuang.registry.models import Employer, Person
from yichuang.registry.services import Named, NamedEmployer

GRANTING = ("approve", "decide_by_silence", "decide_by_rule")

_forms: dict[int, Form] = {}  # compiled once per version: a published form never changes


@dataclass(frozen=True)
class Version:
    """A guide and its form, as a case needs them."""

    guide: Guide
    form: Form
    region: str

    @property
    def id(self) -> int:
        """Primary key of the ItemVersion."""
        return self.guide.version_id

    @property
    def number(self) -> int:
        """Version number, from 1."""
        return self.guide.version_number

    @property
    def revision(self) -> str:
        """sha256 of the published text."""
        return self.guide.revision

    @property
    def item_code(self) -> str:
        """12-digit code."""
        return self.guide.code

    @property
    def line(self) -> str:
        """Business line."""
        return self.guide.line

    @property
    def instant(self) -> bool:
        """即办件: finished on the spot."""
        return self.guide.case_kind == "即办件"

    @property
    def definition(self) -> Mapping[str, Any]:
        """The elements, with the words of the place."""
        return self.guide.definition

    @property
    def situations(self) -> tuple[Situation, ...]:
        """The questions before the form."""
        return self.guide.situations

    @property
    def all_materials(self) -> tuple[Material, ...]:
        """Every paper, whatever the situation."""
        return self.guide.materials

    @cached_property
    def organisation_id(self) -> int:
        """Primary key of the unit that decides: the first level upward that reviews."""
        return places.deciding_organisation(self.guide.code, self.region).pk

    @property
    def review_points(self) -> tuple[Point, ...]:
        """What the reviewer checks, R1, R2, …"""
        return tuple(Point(f"R{i}", text) for i, text in enumerate(self.guide.review_points, 1))

    @property
    def pays(self) -> bool:
        """Whether an approval ends in a payment."""
        return self.guide.process_kind in PAYING

    @property
    def most_of_one_hand(self) -> Decimal:
        """The sum up to which one person grants this item alone, in yuan."""
        row = tables.sum_of_one_hand(self.guide.code)
        return Decimal(row["most"])

    @cached_property
    def _branches(self) -> branches.Branches:
        return branches.read(self.definition)

    def terms_in(self, situation: Mapping[str, str]) -> Terms:
        """What holds of the clocks of a case with these answers."""
        return branches.chosen(self._branches, situation)

    def terms_for(self, answers: Mapping[str, Any]) -> granting.Terms:
        """How an approval of these answers pays: by the item's row of packs/results.

        For how long: by packs/numbers/lengths.yaml."""
        if not self.pays:
            return granting.Terms()
        result = catalog.result_of(self.guide)
        sums = []
        for key in result.sum_fields:
            answer = str(answers.get(key, ""))
            sums.append(granting.yuan(answer))
        applied_for = sum(filter(None, sums), Decimal(0))
        pay = result.pay or granting.ONCE
        length = lengths.length_of(self.item_code, self.form, answers)
        return granting.Terms(pay, applied_for or None, self.most_of_one_hand, length)

    def discretion_on(self, day: date) -> tuple[Row, ...]:
        """The rows of the discretion tables in force on the day, D1.1, D1.2, …; of each matter the latest table."""
        begun = sorted(
            enumerate(self.guide.discretion, 1),
            key=lambda pair: str(pair[1].get("valid_from") or ""),
        )
        held = {table["matter"]: (i, table) for i, table in begun if _in_force(table, day)}
        spans = tables.sum_of_one_hand(self.guide.code).get("rows") or {}
        rows: list[Row] = []
        for number, table in sorted(held.values(), key=lambda pair: pair[0]):
            rows += rows_of(number, table, spans.get(table["matter"]) or {})
        return tuple(rows)

    def materials(self, situation: Mapping[str, str]) -> tuple[Material, ...]:
        """The papers that the answers leave."""
        return self.guide.materials_for(situation)

    def materials_of(
        self, situation: Mapping[str, str], subject: Person | Employer | Named | NamedEmployer
    ) -> tuple[Material, ...]:
        """The papers that the answers leave for this applicant: what a register of citizens would show of somebody
        whom it cannot hold is looked at in the original."""
        papers = self.materials(situation)
        return _asked_from(subject, papers)

    def askable_of(self, subject: Person | Employer) -> tuple[Material, ...]:
        """What a correction may ask of this applicant: every paper, and the mandate of who came for a unit."""
        papers = _asked_from(subject, self.all_materials)
        return mandates.askable(papers)

    def situation_answers(self, situation: Mapping[str, str]) -> dict[str, str]:
        """The answers of the questions that the form shows again (from_situation, and by_agent)."""
        return {key: value for key, value in situation.items() if key in self.form.fields}

    def clean(
        self,
        answers: Mapping[str, Any],
        as_of: date,
        *file_owners: str,
        facts: Mapping[str, Any] = MappingProxyType({}),
    ) -> Cleaned:
        """Checked answers of the form. file_owners: whose uploads its file fields may name (none given: anybody's).
        facts: what is known of the subject, whose answers they must be (`registry.queries.facts`)."""
        owners = tuple(owner for owner in file_owners if owner)
        return clean(
            self.form,
            answers,
            as_of=as_of,
            region_exists=reference.region_exists,
            file_lookup=lambda uuid: files.named(uuid, owners),
            facts=facts,
            region_ends=reference.region_ends,
        )

    def notices(self, answers: Mapping, as_of: date, facts: Mapping) -> tuple[Told, ...]:
        """What these answers were told before sending on that day: conditions of the law that they do not meet, and
        accounts to look at again. facts: as `clean` takes them."""
        places = {"region_exists": reference.region_exists, "region_ends": reference.region_ends}
        return clean(self.form, answers, as_of=as_of, facts=facts, **places).notices

    def about(self, answers: Mapping[str, Any]) -> list[dict[str, str]]:
        """Whom the matter is about, where that is not the applicant: [{"name", "number"}] of those who are named."""
        named = []
        for pair in self.form.about:
            number = answers.get(pair.number, "")
            if number:
                name = answers.get(pair.name, "")
                person = {"name": name, "number": number}
                named.append(person)
        return named

    def visible(self, answers: Mapping[str, Any]) -> frozenset[str]:
        """Keys of the fields that these answers leave standing."""
        return visible(self.form, answers).fields


def for_application(
    item_code: str, region: str, channel: int, day: date, version_id: int | None = None
) -> Version:
    """The version a new case of this day is bound to; a draft keeps the one it was begun on.

    Raises NotFound or Conflict as `catalog.queries.require_open`."""
    ready = prepared.on(day)
    key = (item_code, region, channel, day, version_id)
    version = ready.get(key)
    if version is None:
        version = ready[key] = _open_version(
            item_code, region, places.channel_code(channel), day, version_id
        )
    return version


def _open_version(
    item_code: str, region: str, channel: str, day: date, version_id: int | None
) -> Version:
    guide = catalog.guide(item_code, region=region, on=day, channel=channel)
    if not (guide.accepts_from(day) and catalog.done_on(guide, channel)):
        catalog.require_open(item_code, on=day, channel=channel, region=region)
    if version_id and version_id != guide.version_id:
        guide = catalog.guide_of_version(version_id, region=region, on=day)
    return _version(guide, region)


def of_draft(draft: Draft) -> Version:
    """The version a draft was begun on."""
    return _version(
        catalog.guide_of_version(draft.version_id, region=draft.region_id), draft.region_id
    )


def of_case(case: Case) -> Version:
    """The version a case came in on, with the words of its place on that day."""
    (version,) = of_cases([case])
    return version


def of_cases(cases: Iterable[Case]) -> list[Version]:
    """As `of_case` for each of them."""
    today = clock.today()
    ready = prepared.on(today)
    return [_of_case(case, ready) for case in cases]


def _of_case(case: Case, ready: dict[tuple, Version]) -> Version:
    day = local(case.received_at).date()
    key = ("case", case.region_id, case.version_id, day)
    version = ready.get(key)
    if version is None:
        guide = catalog.guide_of_version(case.version_id, region=case.region_id, on=day)
        version = ready[key] = _version(guide, case.region_id)
    return version


def _asked_from(
    subject: Person | Employer | Named | NamedEmployer, papers: tuple[Material, ...]
) -> tuple[Material, ...]:
    if isinstance(subject, Employer | NamedEmployer):
        return papers
    return asked_from(subject.id_type, papers)


def _in_force(table: Mapping[str, Any], day: date) -> bool:
    start = str(table.get("valid_from") or day)
    end = str(table.get("valid_to") or day)
    return start <= day.isoformat() <= end


def _version(guide: Guide, region: str) -> Version:
    form = _forms.get(guide.version_id)
    if form is None:
        form = _forms[guide.version_id] = thaw(guide.form)
    return Version(guide, form, region)


def last_told(case: Case, kind: str) -> SimpleNamespace:
    """The last event of a kind with what it told: seq, officer_id, told (dict). Raises CaseEvent.DoesNotExist."""
    event = CaseEvent.objects.filter(case=case, kind=kind).latest("seq")
    return SimpleNamespace(
        seq=event.seq, officer_id=event.officer_id, told=json.loads(event.data)["data"]
    )


def ruling_of(case: Case) -> dict[str, Any]:
    """What the step told that granted the case.

    It was a person's, or the law's by silence.
    Raises CaseEvent.DoesNotExist.
    """
    steps = CaseEvent.objects.filter(case=case)
    granting_steps = steps.filter(kind__in=GRANTING)
    last = granting_steps.latest("seq")
    entry = json.loads(last.data)
    return entry["data"]


def told_at(case: Case, seq: int) -> dict[str, Any]:
    """What the event `seq` of the case told. Raises CaseEvent.DoesNotExist."""
    return json.loads(CaseEvent.objects.get(case=case, seq=seq).data)["data"]
