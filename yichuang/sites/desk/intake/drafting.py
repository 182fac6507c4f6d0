"""What a clerk has typed for a walk-in: the posted page read into a draft, and the draft shown again."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.http import HttpRequest

from yichuang.accounts.models import Officer
from yichuang.cases import services
from yichuang.cases.models import Draft
from yichuang.cases.queries import versions
from yichuang.cases.queries.versions import Version
from yichuang.cases.rules.application import missing
from yichuang.cases.services.drafts import NOT_BROUGHT
from yichuang.catalog.rules.forms import (
    Form,
    Section,
    Told,
    cover,
    names_in,
    parse,
    settled,
    uncover,
)
from yichuang.catalog.rules.forms.conditions import shared_by
from yichuang.catalog.rules.situations import Material
from yichuang.core import clock
from yichuang.core.errors import FieldProblem
from yichuang.registry import queries as registry
from yichuang.registry.models import Employer, Person
from yichuang.sites.desk.intake.brought import coming, uploading
from yichuang.sites.desk.intake.seen import signatures
from yichuang.sites.ui import folded, regions, rows, two_texts

HALF_TYPED = "这一项只改了一半，带星号的认不出，请整项重新输入"
HOW_IT_CAME = "请选“{}”怎么交的；没带就选“没带，收件后告知”"
SOURCES = {
    "registry.person": "人员登记",
    "registry.employer": "单位登记",
    "own_last_case": "上次办这件事时填的",
    "own_earlier": "以前办事时填的",
}
WAYS = {
    "seen": "原件已看",
    "file": "上传",
    "shared": "部门共享，免交",
    "promised": "书面承诺",
    NOT_BROUGHT: "没带，收件后告知",
    "": "先不交",
}


Answers = Mapping[str, Any]
Situation = Mapping[str, str]  # key of a question before the form → the value of the chosen option
Subject = Person | Employer


@dataclass(frozen=True)
class Paper:
    """One row of the materials: its input names end in `code`; ways: (value, words, chosen)."""

    code: str
    name: str
    form: str
    note: str
    required: bool
    ways: list[tuple[str, str, bool]]
    file: str
    error: str


@dataclass(frozen=True)
class Question:
    """One question before the form, which does not ask it again; options: (value, words, chosen, key)."""

    key: str
    text: str
    options: list[tuple[str, str, bool, str]]
    error: str


def covered(form: Form, values: Answers, subject: Subject) -> dict[str, Any]:
    """The answers as the page of a desk shows them: numbers, phones, addresses and accounts masked, names whole."""
    names = {subject.name}
    names.update(names_in(form, values))
    return cover(form, values, open_texts=names)


def uncovered(form: Form, answers: Answers, stored: Answers) -> tuple[dict, list[FieldProblem]]:
    """What was posted, each mask replaced by the kept answer behind it; problems: masks that were half typed over."""
    meant, broken = uncover(form, answers, stored)
    problems = [FieldProblem(field, HALF_TYPED, "mask") for field in broken]
    return meant, problems


def sources(prefilled: Mapping[str, tuple[Any, str]], values: Answers) -> dict[str, str]:
    """Field → where its value comes from, for the values that still stand as they came."""
    words_of_field = {}
    for key, (value, source) in prefilled.items():
        wider, _, _ = source.rpartition(".")
        words = SOURCES.get(source) or SOURCES.get(wider)
        if words and values.get(key) == value:
            words_of_field[key] = words
    return words_of_field


def untyped(version: Version, values: Answers) -> dict[str, Any]:
    """The answers that follow from a number, and no clerk types: "" while another answer is lacking."""
    return settled(version.form, values, clock.today())


def read(
    request: HttpRequest, draft: Draft, version: Version, officer: Officer
) -> tuple[Draft, list[FieldProblem]]:
    """Keep everything that was posted in the draft; problems: files that could not be taken. Raises Overtaken."""
    subject = draft.person or draft.employer
    typed_answers = _parsed(request, draft, version)
    answers, half_typed = uncovered(version.form, typed_answers, draft.answers)
    answers |= signatures.witnessed(version.form, answers, subject, officer)
    not_taken = uploading.store_answers(request, version.form, answers, officer)
    for key in untyped(version, {**draft.answers, **draft.situation}):
        answers.pop(key, None)
    situation = _situation(request, version)
    answers = folded.left_alone(version, answers, draft.answers, situation)
    materials, papers_not_taken = _papers_posted(request, draft, version, situation, officer)
    kept_draft = services.keep(
        draft_id=draft.uuid,
        owner=request.user,
        answers=two_texts.chosen(request.POST, answers),
        situation=situation,
        materials=materials,
        step="form",
        seen=two_texts.seen(request.POST),
    )
    return kept_draft, half_typed + not_taken + papers_not_taken


def typed(request: HttpRequest, draft: Draft, version: Version) -> dict[str, Any]:
    """The answers of a post as they are shown at a desk."""
    answers = _parsed(request, draft, version)
    return covered(version.form, answers, draft.person or draft.employer)


def _parsed(request: HttpRequest, draft: Draft, version: Version) -> dict[str, Any]:
    """The answers of a post, masks as they came; what is not on the page stands as the page would show it."""
    posted = regions.with_codes(version.form, rows.posted(request.POST))
    on_screen = covered(version.form, draft.answers, draft.person or draft.employer)
    return parse(version.form, posted, standing=on_screen)


def _situation(request: HttpRequest, version: Version) -> dict[str, str]:
    """What was chosen before the form; a question without an answer is left out."""
    situation = {}
    for question in version.situations:
        chosen = request.POST.get(f"situation-{question.key}")
        if chosen:
            situation[question.key] = chosen
    return situation


def notices(draft: Draft) -> tuple[Told, ...]:
    """Conditions of the law that the draft's answers do not meet; none while something is still wrong, or once it is
    sent: that is told first."""
    if draft.case_number:
        return ()
    version = versions.of_draft(draft)
    subject = draft.person or draft.employer
    answers = {**draft.answers, **version.situation_answers(draft.situation)}
    shown = version.visible(answers)
    shown_answers = {key: answer for key, answer in answers.items() if key in shown}
    cleaned = version.clean(shown_answers, clock.today(), facts=registry.facts(subject))
    if cleaned.problems:
        return ()
    return cleaned.notices


def mark_of(notices: tuple[Told, ...]) -> str:
    """What a page sends back to say that these very notices were seen; "" for none."""
    marks = [f"{each.field}:{each.key}" for each in notices]
    return "|".join(sorted(marks))


def questions(version: Version, situation: Situation, errors: Mapping[str, str]) -> list[Question]:
    """The questions before the form; their options are numbered through, for the number keys."""
    rows = []
    number = 0
    for question in version.situations:
        answer = situation.get(question.key)
        options = []
        for option in question.options:
            number += 1
            key = str(number) if number < 10 else ""
            chosen = answer == option.value
            options.append((option.value, option.label, chosen, key))
        error = errors.get(question.key, "")
        rows.append(Question(question.key, question.question, options, error))
    return rows


def sections_left(version: Version, subject: Subject) -> list[Section]:
    """The sections of the form as a clerk is asked them, without what the questions before it ask already."""
    before = {question.key for question in version.situations}
    sections = []
    for section in version.form.sections:
        left = [field for field in section.fields if field.key not in before]
        if not left:
            continue
        fields = tuple(signatures.question(field, subject) for field in left)
        when = section.when or shared_by(left)
        sections.append(replace(section, fields=fields, when=when))
    return sections


def papers(version: Version, draft: Draft, errors: Mapping[str, str]) -> list[Paper]:
    """The rows of the materials that this situation leaves."""
    rows = []
    for material in version.materials_of(draft.situation, draft.person or draft.employer):
        if material.is_form:
            continue
        handed_in = draft.materials.get(material.code, {})
        usual = "shared" if material.exempt else None
        chosen = handed_in.get("source", usual)
        row = Paper(
            code=material.code,
            name=material.name,
            form=material.form,
            note=material.standard,
            required=material.required,
            ways=[(way, WAYS[way], way == chosen) for way in _ways_of(material)],
            file=handed_in.get("name", ""),
            error=errors.get(f"materials-{material.code}", ""),
        )
        rows.append(row)
    return rows


def _ways_of(material: Material) -> list[str]:
    """The ways in which a paper may be given here; one that is shared need not be missing."""
    ways = ["seen", "file"]
    if material.by_promise:
        ways.append("promised")
    if material.exempt:
        return ["shared", *ways]
    if material.required:
        return [*ways, NOT_BROUGHT]
    return [*ways, ""]


def unmarked(version: Version, draft: Draft) -> list[FieldProblem]:
    """The papers of which the clerk has not said how they were given, or that they are not here."""
    subject = draft.person or draft.employer
    needed = version.materials_of(draft.situation, subject)
    problems = []
    for paper in missing(needed, draft.materials.keys()):
        sentence = HOW_IT_CAME.format(paper.name)
        problem = FieldProblem(f"materials.{paper.code}", sentence, "required")
        problems.append(problem)
    return problems


def _papers_posted(
    request: HttpRequest, draft: Draft, version: Version, situation: Situation, officer: Officer
) -> tuple[dict[str, dict], list[FieldProblem]]:
    """(the papers as the draft keeps them, by code; uploads that could not be taken).

    A paper of which nothing is said has no entry. situation: as posted
    beside them, because it decides which papers there are.
    """
    row_of_code = {}
    problems = []
    for material in version.materials(situation):
        way = coming.way_of(request, material.code)
        if material.is_form or not way or way not in WAYS:
            continue
        row = {"source": way}
        if way == "file":
            before = draft.materials.get(material.code, {})
            file, problem = _file_of(request, material, before, officer)
            row |= file
            if problem:
                problems.append(problem)
        row_of_code[material.code] = row
    return row_of_code, problems


def _file_of(
    request: HttpRequest, material: Material, before: Mapping[str, str], officer: Officer
) -> tuple[dict[str, str], FieldProblem | None]:
    """(uuid and name of the file of a paper, what is wrong with what was uploaded).

    The file is the one just uploaded; where there is none, the one that
    the draft has. before: the paper as the draft has it.
    """
    file = {key: before[key] for key in ("file", "name") if key in before}
    uploads = request.FILES.getlist(f"file-{material.code}")
    if not uploads:
        return file, None
    stored, problem = uploading.store_together(uploads, material, officer)
    if stored:
        file = {"file": str(stored.uuid), "name": stored.name}
    return file, problem
