"""One form as an applicant meets it: what is known stands still, what is asked can be typed, in sections."""

from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

from yichuang.cases.models import Draft
from yichuang.cases.queries import prefill, versions
from yichuang.catalog.rules.forms import Section, Told, narrowing, parse
from yichuang.catalog.rules.forms.conditions import asked_about
from yichuang.catalog.rules.forms.presenting import KeyedLine
from yichuang.core import clock
from yichuang.core.errors import FieldProblem
from yichuang.identity import queries as identity
from yichuang.sites.portal.apply.filling import choosing
from yichuang.sites.portal.apply.filling.choosing import Choice
from yichuang.sites.portal.apply.filling.filled import Answers, FilledForm
from yichuang.sites.ui import answers, folded, regions, rows, untyped
from yichuang.sites.ui.fields import as_text


class Line(NamedTuple):
    """An answer as it will be signed.

    whence: where it comes from, "" where somebody typed it.
    """

    label: str
    text: str
    whence: str


@dataclass(frozen=True)
class FormPage(FilledForm):
    """A form in its sections, with what is typed in them.

    Those of the second step are `sections`; the last step has `last`,
    which is signed.
    """

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

    @property
    def form_keys(self) -> frozenset[str]:
        """Keys of the fields of the second step."""
        keys = frozenset(self.form.fields)
        return keys - self.signed_keys

    @cached_property
    def sections(self) -> list[Section]:
        """The sections of the second step, without what is known or can never be asked."""
        unsigned = []
        for section in self.form.sections:
            if section is not self.last:
                unsigned.append(section)
        return narrowing.left(unsigned, self.locked)

    @cached_property
    def carried(self) -> dict[str, str]:
        """Locked answers that conditions of shown fields look at: hidden inputs, for the scripts."""
        looked_at = self._looked_at()
        carried = {}
        for key, value in self.locked.items():
            if key in looked_at:
                carried[key] = as_text(value)
        return carried

    def _looked_at(self) -> set[str]:
        """Keys of the answers on which it depends what is shown of the second step."""
        keys = set()
        for section in self.sections:
            keys |= asked_about(section.when)
            for field in section.fields:
                keys |= asked_about(field.when)
        return keys

    @cached_property
    def choices_of_person(self) -> list[Choice]:
        """Whom the matter may be about, to be chosen instead of typed."""
        return choosing.choices(self.form, self.sight)

    def chosen(self, uuid: str) -> Answers:
        """The answers that name the chosen person; nothing for somebody who was not offered."""
        offered = {choice.uuid for choice in self.choices_of_person}
        if uuid not in offered:
            return {}
        return choosing.answers_naming(self.form, uuid)

    def typed(self, posted: Any, keys: frozenset[str]) -> Answers:
        """The answers of a post, with the row buttons of tables carried out.

        What is locked or follows from other answers cannot be typed, and
        a part of the form that is folded away is left as it was.

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
        """What is wrong with the answers of the second step.

        A problem with a cell of a table counts as one of the table.
        """
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
        """What the applicant is told before they sign.

        Conditions of the law that the answers do not meet, and accounts
        to look at again.
        """
        facts = prefill.facts(self.sight)
        today = clock.today()
        return self.version.notices(self.answers, today, facts)

    def presented(self) -> list[tuple[str, list[Line]]]:
        """Everything as it will be signed: the name of each section, and its lines."""
        whence = untyped.whence(self.settled)
        sections = []
        for name, keyed_lines in answers.shown_by_key(self.form, self.unsigned):
            lines = _with_whence(keyed_lines, whence)
            sections.append((name, lines))
        return sections

    @property
    def unsigned(self) -> Answers:
        """The answers of the second step as they will be sent."""
        today = clock.today()
        cleaned = self.version.clean(self.answers, today)
        unsigned_keys = cleaned.values.keys() - self.signed_keys
        return _only(cleaned.values, unsigned_keys)


def of(draft: Draft) -> FormPage:
    """The form of a draft."""
    version = versions.of_draft(draft)
    sight = identity.sight_of(draft.owner)
    filled = prefill.known(version, sight)
    return FormPage(draft, version, sight, filled)


def _with_whence(keyed_lines: Iterable[KeyedLine], whence: Mapping[str, str]) -> list[Line]:
    """The lines of a section.

    whence: key → where an answer comes from that nobody types.
    """
    lines = []
    for key, (label, text, _) in keyed_lines:
        source = whence.get(key, "")
        line = Line(label, text, source)
        lines.append(line)
    return lines


def _only(answers_by_key: Answers, keys: Set[str]) -> Answers:
    """The answers of these keys, in the order in which they stand."""
    of_keys = {}
    for key, answer in answers_by_key.items():
        if key in keys:
            of_keys[key] = answer
    return of_keys
