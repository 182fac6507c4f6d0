"""What the page of an application asks: the questions before the form, its sections, and the papers."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from yichuang.cases.models import Draft
from yichuang.cases.queries.versions import Version
from yichuang.cases.services.draft_as_application import NOT_BROUGHT
from yichuang.catalog.rules import situations
from yichuang.catalog.rules.forms import Section
from yichuang.catalog.rules.forms.conditions import shared_by
from yichuang.catalog.rules.situations import Material
from yichuang.sites.desk.intake import drafting
from yichuang.sites.desk.intake.brought import coming
from yichuang.sites.desk.intake.drafting import Situation
from yichuang.sites.desk.intake.people import Subject
from yichuang.sites.desk.intake.seen import signatures

NUMBER_KEYS = 9  # 1 to 9 on the keyboard

Errors = Mapping[str, str]  # name of an input → what is wrong with it
Way = tuple[str, str, bool]
Option = tuple[str, str, bool, str]


@dataclass(frozen=True)
class Paper:
    """One row of the materials.

    code: its input names end in it.
    ways: (value, words, whether it is chosen) of each way in which it
    may come.
    file: the name of the one that came.
    """

    code: str
    name: str
    form: str
    note: str
    required: bool
    ways: list[Way]
    file: str
    error: str


@dataclass(frozen=True)
class Question:
    """One question before the form, which does not ask it again.

    options: (value, words, whether it is chosen, its key on the
    keyboard) of each.
    """

    key: str
    text: str
    options: list[Option]
    error: str


def is_situation_told(version: Version, situation: Situation) -> bool:
    """Whether every question before the form has its answer."""
    for question in version.situations:
        if question.key not in situation:
            return False
    return True


def questions(version: Version, situation: Situation, errors: Errors) -> list[Question]:
    """The questions before the form.

    Their options are numbered through, for the number keys.
    """
    shown = []
    number = 1
    for question in version.situations:
        key = question.key
        options = _options(question, situation.get(key), number)
        error = errors.get(key, "")
        shown.append(Question(key, question.question, options, error))
        number += len(options)
    return shown


def _options(question: situations.Situation, answer: str | None, number: int) -> list[Option]:
    """The options of one question.

    answer: the value of the one that is chosen.
    number: of the first of them on the page.
    """
    options = []
    for place, option in enumerate(question.options, start=number):
        key = ""
        if place <= NUMBER_KEYS:
            key = str(place)
        value = option.value
        row = (value, option.label, value == answer, key)
        options.append(row)
    return options


def sections_left(version: Version, subject: Subject) -> list[Section]:
    """The sections of the form as a clerk is asked them.

    What the questions before the form ask already is left out.
    """
    before = {question.key for question in version.situations}
    sections = []
    for section in version.form.sections:
        left = [field for field in section.fields if field.key not in before]
        if not left:
            continue
        when = section.when or shared_by(left)
        fields = [signatures.question(field, subject) for field in left]
        as_asked = replace(section, fields=tuple(fields), when=when)
        sections.append(as_asked)
    return sections


def papers(version: Version, draft: Draft, errors: Errors) -> list[Paper]:
    """The rows of the materials that this situation leaves."""
    subject = drafting.subject_of(draft)
    shown = []
    for material in version.materials_of(draft.situation, subject):
        if material.is_form:
            continue
        code = material.code
        brought = draft.materials.get(code, {})
        error = errors.get(f"materials-{code}", "")
        row = _paper(material, brought, error)
        shown.append(row)
    return shown


def _paper(material: Material, brought: drafting.Paper, error: str) -> Paper:
    """The row of a paper.

    brought: as the draft has it, empty while nothing was said of it.
    """
    chosen = brought.get("source")
    if chosen is None and material.exempt:
        chosen = "shared"
    ways = []
    for way in _ways_of(material):
        words = coming.WAYS[way]
        ways.append((way, words, way == chosen))
    return Paper(
        code=material.code,
        name=material.name,
        form=material.form,
        note=material.standard,
        required=material.required,
        ways=ways,
        file=brought.get("name", ""),
        error=error,
    )


def _ways_of(material: Material) -> list[str]:
    """The ways in which a paper may come here.

    One that other offices share need not be missing.
    """
    ways = ["seen", "file"]
    if material.by_promise:
        ways.append("promised")
    if material.exempt:
        return ["shared", *ways]
    if material.required:
        return [*ways, NOT_BROUGHT]
    return [*ways, ""]
