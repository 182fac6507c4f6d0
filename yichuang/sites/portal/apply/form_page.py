"""One form as an applicant meets it: what is known stands still, what is asked can be typed, in sections."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from yichuang.cases.models import Draft
from yichuang.cases.queries import household, prefill, versions
from yichuang.cases.queries.drafts import still_asked
from yichuang.catalog.rules.forms import Field, Section, Told, parse, settled
from yichuang.catalog.rules.forms.conditions import asked_about, holds
from yichuang.core import clock, masking
from yichuang.core.errors import FieldProblem
from yichuang.identity import queries as identity
from yichuang.identity.queries import Sight
from yichuang.registry import queries as registry
from yichuang.registry.models import Employer, Person
from yichuang.sites.ui import answers, folded, regions, rows, untyped
from yichuang.sites.ui.fields import as_text

Answers = dict[str, Any]
SOURCES = {"own_last_case": "您上次办这件事时填的", "own_earlier": "您以前办事时填的"}


@dataclass(frozen=True)
class Choice:
    """A person who may be chosen: the key that is posted, the name, the number as it may be shown."""

    uuid: str
    name: str
    number: str


@dataclass(frozen=True)
class FormPage:
    """A draft with its form. `sight`: how far its owner sees; `filled`: key → (value, source) of everything known
    before typing."""

    draft: Draft
    version: versions.Version
    sight: Sight
    filled: Mapping[str, tuple[Any, str]]

    @property
    def subject(self) -> Person | Employer:
        """Whose application it is."""
        return self.sight.subject

    @cached_property
    def locked(self) -> Answers:
        """Answers that cannot be typed here: the register's, and those of the first step."""
        fixed = {}
        for key, (value, source) in self.filled.items():
            if source in prefill.FIXED:
                fixed[key] = value
        return fixed | self.version.situation_answers(self.draft.situation)

    @cached_property
    def answers(self) -> Answers:
        """Everything that the draft says, with the locked answers laid over it, but for what nobody is asked by now."""
        return still_asked(self.draft, self.locked)

    @cached_property
    def last(self) -> Section | None:
        """The section that is signed, on the last step; None where a form has no signature."""
        for section in self.version.form.sections:
            if "signature" in {field.type for field in section.fields}:
                return section
        return None

    @cached_property
    def signed_keys(self) -> frozenset[str]:
        """Keys of the fields of the last step."""
        if self.last is None:
            return frozenset()
        return frozenset(field.key for field in self.last.fields)

    @cached_property
    def sections(self) -> list[Section]:
        """The sections of the second step, without what is known or can never be asked."""
        sections = []
        for section in self.version.form.sections:
            if section is self.last or self._never(section.when):
                continue
            fields = self._fields_left(section)
            if fields:
                when = self._still_open(section.when)
                sections.append(replace(section, fields=fields, when=when))
        return sections

    def _fields_left(self, section: Section) -> tuple[Field, ...]:
        """The fields of a section that are asked, or may be once others are answered."""
        fields = []
        for field in section.fields:
            if field.key in self.locked or self._never(field.when):
                continue
            when = self._still_open(field.when)
            if when is not field.when:
                field = replace(field, when=when)
            fields.append(field)
        return tuple(fields)

    def _is_settled(self, when: Any) -> bool:
        """Whether a condition looks at locked answers alone."""
        return asked_about(when) <= set(self.locked)

    def _never(self, when: Any) -> bool:
        """Whether a condition is not met, whatever is typed; of several that are joined one is enough."""
        if when is None:
            return False
        if "all" in when:
            return any(self._never(part) for part in when["all"])
        if not self._is_settled(when):
            return False
        return not holds(when, self.locked.get)

    def _still_open(self, when: Any) -> Any:
        """The condition; None for one that is met, whatever is typed."""
        if when is None or not self._is_settled(when):
            return when
        return None if holds(when, self.locked.get) else when

    @cached_property
    def choices_of_person(self) -> list[Choice]:
        """Whom the matter may be about, to be chosen instead of typed: the applicant where the item allows it, and
        those for whom they applied before."""
        if not self.version.form.about:
            return []
        about = self.version.form.about[0]
        people = household.applied_for(self.sight)
        if about.oneself and isinstance(self.subject, Person):
            others = [person for person in people if person != self.subject]
            people = [self.subject, *others]
        choices = []
        for person in people:
            number = masking.id_number(person.id_number)
            choices.append(Choice(str(person.uuid), person.name, number))
        return choices

    def chosen(self, uuid: str) -> Answers:
        """The answers that name the chosen person; nothing for somebody who was not offered."""
        if uuid not in {choice.uuid for choice in self.choices_of_person}:
            return {}
        person = registry.person(uuid)
        about = self.version.form.about[0]
        document = about.answers_for(person.id_number, person.id_type)
        return {about.name: person.name, **document}

    @cached_property
    def carried(self) -> dict[str, str]:
        """Locked answers that conditions of shown fields look at: hidden inputs, for the scripts."""
        looked_at = set()
        for section in self.sections:
            looked_at |= asked_about(section.when)
            for field in section.fields:
                looked_at |= asked_about(field.when)
        return {key: as_text(value) for key, value in self.locked.items() if key in looked_at}

    @cached_property
    def known_rows(self) -> list[dict]:
        """The register's facts as rows of a summary in the order of the form, identifiers masked."""
        words = self._words_of_locked()
        rows_shown = []
        for key, field in self.version.form.fields.items():
            is_fact = key in self.locked and key not in self.draft.situation
            if not is_fact or field.label not in words:
                continue
            text, masked = words[field.label]
            value = text if key.endswith("_name") else masked
            _, source = self.filled[key]
            row = {"label": field.label, "value": value, "source": self.source_name(source)}
            rows_shown.append(row)
        return rows_shown

    def _words_of_locked(self) -> dict[str, tuple[str, str]]:
        """Label → (text, masked text) of the locked answers that have words."""
        words = {}
        for _, lines in answers.shown(self.version.form, self.locked):
            for label, text, masked in lines:
                words[label] = text, masked
        return words

    @cached_property
    def settled(self) -> Answers:
        """Answers that follow from the number, and nobody types: shown, "" while another answer is lacking."""
        return settled(self.version.form, self.answers, clock.today())

    @cached_property
    def sources(self) -> dict[str, str]:
        """Key → where the answer comes from, while it is still the filled one."""
        words = untyped.whence(self.settled)
        for key, (value, source) in self.filled.items():
            if key in self.settled or key in self.locked:
                continue
            if self.draft.answers.get(key) == value:
                words[key] = self.source_name(source)
        return words

    def source_name(self, source: str) -> str:
        """The words for a source key."""
        if source.startswith("registry.person"):
            is_of_police = getattr(self.subject, "source", "") == "police"
            if source in prefill.FIXED and is_of_police:
                return "公安人口库"
            return "您的账户"
        if source.startswith("registry.employer"):
            return "单位登记信息"
        return SOURCES.get(source, "已有的记录")

    def typed(self, posted: Any, keys: frozenset[str]) -> Answers:
        """The answers of a post to the fields `keys`, with the row buttons of tables carried out."""
        texts = regions.with_codes(self.version.form, rows.posted(posted))
        stored = self.draft.answers
        parsed = parse(self.version.form, texts, standing=stored)
        typable = keys - self.locked.keys() - self.settled.keys()
        typed = {key: answer for key, answer in parsed.items() if key in typable}
        return folded.left_alone(self.version, typed, stored, self.locked)

    def problems(self) -> list[FieldProblem]:
        """What is wrong with the answers of the second step."""
        facts = prefill.facts(self.sight)
        cleaned = self.version.clean(self.answers, clock.today(), facts=facts)
        keys = self.version.visible(self.answers) - self.signed_keys
        problems = []
        for problem in cleaned.problems:
            key, _, _ = problem.field.partition(".")
            if key in keys:
                problems.append(problem)
        return problems

    def notices(self) -> tuple[Told, ...]:
        """Conditions of the law that the answers do not meet, and accounts to look at again."""
        return self.version.notices(self.answers, clock.today())

    def presented(self) -> list[tuple[str, list]]:
        """Everything as it will be signed, section by section: label, text, and whence where nobody typed it."""
        whence = untyped.whence(self.settled)
        sections = []
        for section, keyed in answers.shown_by_key(self.version.form, self.unsigned):
            lines = []
            for key, (label, text, _) in keyed:
                lines.append((label, text, whence.get(key, "")))
            sections.append((section, lines))
        return sections

    @property
    def unsigned(self) -> Answers:
        """The answers of the second step as they will be sent."""
        cleaned = self.version.clean(self.answers, clock.today())
        signed = self.signed_keys
        return {key: value for key, value in cleaned.values.items() if key not in signed}

    @property
    def form_keys(self) -> frozenset[str]:
        """Keys of the fields of the second step."""
        return frozenset(self.version.form.fields) - self.signed_keys


def of(draft: Draft) -> FormPage:
    """The form of a draft."""
    version = versions.of_draft(draft)
    sight = identity.sight_of(draft.owner)
    return FormPage(draft, version, sight, prefill.known(version, sight))
