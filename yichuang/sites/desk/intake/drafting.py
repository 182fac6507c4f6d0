"""What a clerk has typed for a walk-in: the posted page read into a draft, and what the draft still lacks.

Papers, as a draft keeps them: code → {"source": the way in which it
came, "file": its uuid, "name": of the file}, the last two of a file
only.
"""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest

from yichuang.cases import services
from yichuang.cases.models import Draft
from yichuang.cases.queries import signers, versions
from yichuang.cases.queries.versions import Version
from yichuang.cases.rules.application import missing
from yichuang.catalog.rules.forms import Form, Told, cover, names_in, parse, settled, uncover
from yichuang.catalog.rules.situations import Material
from yichuang.core import clock
from yichuang.core.errors import FieldProblem
from yichuang.registry import queries as registry
from yichuang.registry.models import Person
from yichuang.sites.desk.intake.brought import coming, uploading
from yichuang.sites.desk.intake.people import Subject
from yichuang.sites.desk.intake.seen import signatures
from yichuang.sites.ui import folded, regions, rows, two_texts

HALF_TYPED = "这一项只改了一半，带星号的认不出，请整项重新输入"
HOW_IT_CAME = "请选“{}”怎么交的；没带就选“没带，收件后告知”"

OF_A_FILE = ("file", "name")

Answers = Mapping[str, Any]
Situation = Mapping[str, str]  # key of a question before the form → the value of the chosen option
Paper = dict[str, str]
Problems = list[FieldProblem]
Typed = dict[str, Any]  # key of a field → its answer


def subject_of(draft: Draft) -> Subject:
    """The person or unit whose application the draft is."""
    return draft.person or draft.employer


def covered(form: Form, values: Answers, subject: Subject) -> Typed:
    """The answers as the page of a desk shows them.

    Numbers, phones, addresses and accounts are masked, names whole.
    """
    names = {subject.name}
    names.update(names_in(form, values))
    return cover(form, values, open_texts=names)


def uncovered(form: Form, answers: Answers, stored: Answers) -> tuple[Typed, Problems]:
    """(what was posted, what is wrong with it).

    Each mask that stayed is replaced by the kept answer behind it; one
    that was half typed over cannot be.
    stored: the kept answers.
    """
    meant, broken = uncover(form, answers, stored)
    problems = []
    for field in broken:
        problem = FieldProblem(field, HALF_TYPED, "mask")
        problems.append(problem)
    return meant, problems


def untyped(version: Version, values: Answers) -> Typed:
    """The answers that follow from a number, and no clerk types.

    "" while another answer is lacking.
    values: also those of the questions before the form.
    """
    return settled(version.form, values, clock.today())


def read(request: HttpRequest, draft: Draft, version: Version) -> tuple[Draft, Problems]:
    """Keep everything that was posted in the draft.

    version: the one on which the draft was begun.
    Gives the draft as it stands now, and the problems: masks that were
    half typed over, files that could not be taken. Raises Overtaken.
    """
    posted = request.POST
    answers, problems = _answers_posted(request, draft, version)
    situation = _situation(request, version)
    answers = folded.left_alone(version, answers, draft.answers, situation)
    papers, papers_not_taken = _papers_posted(request, draft, version, situation)
    kept_draft = services.keep(
        draft_id=draft.uuid,
        owner=request.user,
        answers=two_texts.chosen(posted, answers),
        situation=situation,
        materials=papers,
        step="form",
        seen=two_texts.seen(posted),
    )
    return kept_draft, problems + papers_not_taken


def _answers_posted(request: HttpRequest, draft: Draft, version: Version) -> tuple[Typed, Problems]:
    """(the answers as the draft keeps them, what is wrong with them).

    Masks are replaced, files stored, signatures witnessed; what follows
    from other answers is left out.
    """
    form = version.form
    officer = request.officer
    subject = subject_of(draft)
    typed_answers = _parsed(request, draft, version)
    answers, half_typed = uncovered(form, typed_answers, draft.answers)
    answers |= signatures.witnessed(form, answers, subject, officer)
    not_taken = uploading.store_answers(request, form, answers, officer)
    stored = {**draft.answers, **draft.situation}
    for key in untyped(version, stored):
        answers.pop(key, None)
    return answers, half_typed + not_taken


def typed(request: HttpRequest, draft: Draft, version: Version) -> Typed:
    """The answers of a post as they are shown at a desk.

    Those that were masked on the page stand masked.
    """
    answers = _parsed(request, draft, version)
    subject = subject_of(draft)
    return covered(version.form, answers, subject)


def _parsed(request: HttpRequest, draft: Draft, version: Version) -> Typed:
    """The answers of a post, masks as they came.

    What is not on the page stands as the page would show it.
    """
    form = version.form
    subject = subject_of(draft)
    posted = regions.with_codes(form, rows.posted(request.POST))
    on_screen = covered(form, draft.answers, subject)
    return parse(form, posted, standing=on_screen)


def _situation(request: HttpRequest, version: Version) -> dict[str, str]:
    """What was chosen before the form.

    A question without an answer is left out.
    """
    situation = {}
    for question in version.situations:
        key = question.key
        chosen = request.POST.get(f"situation-{key}")
        if chosen:
            situation[key] = chosen
    return situation


def _papers_posted(
    request: HttpRequest, draft: Draft, version: Version, situation: Situation
) -> tuple[dict[str, Paper], Problems]:
    """(the papers as the draft keeps them, by code; uploads that could not be taken).

    A paper of which nothing is said has no entry.
    situation: as posted beside them, because it decides which papers
    there are.
    """
    papers = {}
    problems = []
    for material in version.materials(situation):
        if material.is_form:
            continue
        code = material.code
        way = coming.way_of(request, code)
        if not way or way not in coming.WAYS:
            continue
        paper = {"source": way}
        if way == "file":
            before = draft.materials.get(code, {})
            file, problem = _file_of(request, material, before)
            paper |= file
            if problem:
                problems.append(problem)
        papers[code] = paper
    return papers, problems


def _file_of(
    request: HttpRequest, material: Material, before: Mapping[str, str]
) -> tuple[Paper, FieldProblem | None]:
    """(uuid and name of the file of a paper, what is wrong with what was uploaded).

    The file is the one just uploaded; where there is none, the one that
    the draft has.
    before: the paper as the draft has it.
    """
    file = {key: before[key] for key in OF_A_FILE if key in before}
    uploads = request.FILES.getlist(f"file-{material.code}")
    if not uploads:
        return file, None
    stored, problem = uploading.store_together(uploads, material, request.officer)
    if stored is None:
        return file, problem
    uuid = str(stored.uuid)
    return {"file": uuid, "name": stored.name}, problem


def notices(draft: Draft, agent: Person | None) -> tuple[Told, ...]:
    """Conditions of the law that the draft's answers do not meet.

    None while something is still wrong, which is told first, and none
    once the draft is sent.
    agent: who has come for a unit.
    """
    if draft.case_number:
        return ()
    version = versions.of_draft(draft)
    subject = subject_of(draft)
    before = version.situation_answers(draft.situation)
    answers = {**draft.answers, **before}
    visible = version.visible(answers)
    visible_answers = {}
    for key, answer in answers.items():
        if key in visible:
            visible_answers[key] = answer
    facts = registry.facts(subject)
    facts |= signers.of_matter(subject, agent, "")
    cleaned = version.clean(visible_answers, clock.today(), facts=facts)
    if cleaned.problems:
        return ()
    return cleaned.notices


def mark_of(notices: tuple[Told, ...]) -> str:
    """What a page sends back to say that these very notices were seen; "" for none."""
    marks = []
    for notice in notices:
        mark = f"{notice.field}:{notice.key}"
        marks.append(mark)
    marks.sort()
    return "|".join(marks)


def unmarked(version: Version, draft: Draft) -> Problems:
    """The papers of which the clerk has not said how they came, or that they are not here."""
    subject = subject_of(draft)
    needed = version.materials_of(draft.situation, subject)
    problems = []
    for paper in missing(needed, draft.materials.keys()):
        field = f"materials.{paper.code}"
        sentence = HOW_IT_CAME.format(paper.name)
        problem = FieldProblem(field, sentence, "required")
        problems.append(problem)
    return problems
