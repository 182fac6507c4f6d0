"""One form as an applicant meets it: what is known stands still, what is asked can be typed, in sections."""

from collections.abc import Mapping, Set
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from yichuang.cases.models import Draft
from yichuang.cases.queries import household, prefill, versions
from yichuang.cases.queries.drafts import still_asked
from yichuang.catalog.rules.forms import Form, Section, Told, narrowing, parse, settled
from yichuang.catalog.rules.forms.conditions import asked_about
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
    """A draft with its form.

    sight: how far its owner sees.
    filled: key → (value, source) of everything known before typing.
    """

    draft: Draft
    version: versions.Version
    sight: Sight
    filled: Mapping[str, tuple[Any, str]]

    @property
    def subject(self) -> Person | Employer:
        """Whose application it is."""
        return self.sight.subject

    @property
    def form(self) -> Form:
        """The form of the item, as it was when the draft began."""
        return self.version.form

    @cached_property
    def locked(self) -> Answers:
        """Answers that cannot be typed here: the register's, and those of the first step."""
        fixed = {}
        for key, (value, source) in self.filled.items():
            if source in prefill.FIXED:
                fixed[key] = value
        of_first_step = self.version.situation_answers(self.draft.situation)
        return fixed | of_first_step

    @cached_property
    def answers(self) -> Answers:
        """Everything that the draft says, with the locked answers laid over it, but for what nobody is asked by now."""
        return still_asked(self.draft, self.locked)

    @cached_property
    def last(self) -> Section | None:
        """The section that is signed, on the last step; None where a form has no signature."""
        for section in self.form.sections:
            types = {field.type for field in section.fields}
            if "signature" in types:
                return section
        return None

    @cached_property
    def signed_keys(self) -> frozenset[str]:
        """Keys of the fields of the last step."""
        if self.last is None:
            return frozenset()
        keys = [field.key for field in self.last.fields]
        return frozenset(keys)

    @cached_property
    def sections(self) -> list[Section]:
        """The sections of the second step, without what is known or can never be asked."""
        unsigned = [section for section in self.form.sections if section is not self.last]
        return narrowing.left(unsigned, self.locked)

    @cached_property
    def choices_of_person(self) -> list[Choice]:
        """Whom the matter may be about, to be chosen instead of typed; none where the form is about nobody."""
        if not self.form.about:
            return []
        choices = []
        for person in self._people_of_choice():
            number = masking.id_number(person.id_number)
            choice = Choice(str(person.uuid), person.name, number)
            choices.append(choice)
        return choices

    def _people_of_choice(self) -> list[Person]:
        """The applicant, first, where the item allows it, and those for whom they applied before."""
        about = self.form.about[0]
        people = household.applied_for(self.sight)
        if about.oneself and isinstance(self.subject, Person):
            others = [person for person in people if person != self.subject]
            return [self.subject, *others]
        return people

    def chosen(self, uuid: str) -> Answers:
        """The answers that name the chosen person; nothing for somebody who was not offered."""
        offered = {choice.uuid for choice in self.choices_of_person}
        if uuid not in offered:
            return {}
        person = registry.person(uuid)
        about = self.form.about[0]
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
        carried = {}
        for key, value in self.locked.items():
            if key in looked_at:
                carried[key] = as_text(value)
        return carried

    @cached_property
    def known_rows(self) -> list[dict]:
        """The register's facts as rows of a summary in the order of the form, identifiers masked."""
        words = self._words_of_locked()
        rows_shown = []
        for key in self.form.fields:
            if not self._is_fact(key) or key not in words:
                continue
            label, text, masked = words[key]
            value = text if key.endswith("_name") else masked
            _, source = self.filled[key]
            row = {"label": label, "value": value, "source": self.source_name(source)}
            rows_shown.append(row)
        return rows_shown

    def _is_fact(self, key: str) -> bool:
        """Whether the answer to this field is the register's, and none of the first step."""
        return key in self.locked and key not in self.draft.situation

    def _words_of_locked(self) -> dict[str, tuple[str, str, str]]:
        """Key → (label, text, masked text) of the locked answers that have words."""
        words = {}
        for _, lines in answers.shown_by_key(self.form, self.locked):
            for key, line in lines:
                words[key] = line
        return words

    @cached_property
    def settled(self) -> Answers:
        """Answers that follow from the number, and nobody types: shown, "" while another answer is lacking."""
        return settled(self.form, self.answers, clock.today())

    @cached_property
    def sources(self) -> dict[str, str]:
        """Key → where the answer comes from, while it is still the filled one."""
        words = untyped.whence(self.settled)
        for key, (value, source) in self.filled.items():
            if key in self.settled or key in self.locked:
                continue
            answer = self.draft.answers.get(key)
            if answer == value:
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
        """The answers of a post, with the row buttons of tables carried out.

        keys: of the fields that the page asks for.
        """
        stored = self.draft.answers
        after_buttons = rows.posted(posted)
        texts = regions.with_codes(self.form, after_buttons)
        parsed = parse(self.form, texts, standing=stored)
        untypable = self.locked.keys() | self.settled.keys()
        typed = _only(parsed, keys - untypable)
        return folded.left_alone(self.version, typed, stored, self.locked)

    def problems(self) -> list[FieldProblem]:
        """What is wrong with the answers of the second step."""
        facts = prefill.facts(self.sight)
        today = clock.today()
        cleaned = self.version.clean(self.answers, today, facts=facts)
        keys = self.version.visible(self.answers) - self.signed_keys
        problems = []
        for problem in cleaned.problems:
            key, _, _ = problem.field.partition(".")
            if key in keys:
                problems.append(problem)
        return problems

    def notices(self) -> tuple[Told, ...]:
        """Conditions of the law that the answers do not meet, and accounts to look at again."""
        facts = prefill.facts(self.sight)
        today = clock.today()
        return self.version.notices(self.answers, today, facts)

    def presented(self) -> list[tuple[str, list]]:
        """Everything as it will be signed, section by section.

        A section's name, and its lines: label, text, and whence where
        nobody typed it.
        """
        whence = untyped.whence(self.settled)
        sections = []
        shown = answers.shown_by_key(self.form, self.unsigned)
        for section, keyed in shown:
            lines = []
            for key, (label, text, _) in keyed:
                source = whence.get(key, "")
                lines.append((label, text, source))
            sections.append((section, lines))
        return sections

    @property
    def unsigned(self) -> Answers:
        """The answers of the second step as they will be sent."""
        today = clock.today()
        cleaned = self.version.clean(self.answers, today)
        unsigned_keys = cleaned.values.keys() - self.signed_keys
        return _only(cleaned.values, unsigned_keys)

    @property
    def form_keys(self) -> frozenset[str]:
        """Keys of the fields of the second step."""
        return frozenset(self.form.fields) - self.signed_keys


def of(draft: Draft) -> FormPage:
    """The form of a draft."""
    version = versions.of_draft(draft)
    sight = identity.sight_of(draft.owner)
    filled = prefill.known(version, sight)
    return FormPage(draft, version, sight, filled)


def _only(answers_by_key: Answers, keys: Set[str]) -> Answers:
    """The answers of these keys, in the order in which they stand."""
    return {key: answer for key, answer in answers_by_key.items() if key in keys}
