"""What an answer to a correction would do, before it is sent."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from yichuang.accounts.models import User
from yichuang.cases.models import Case, Correction, CorrectionItem
from yichuang.cases.queries import mandates as acting
from yichuang.cases.queries import signers, versions
from yichuang.cases.rules import application, corrections, mandates
from yichuang.cases.rules.application import Given
from yichuang.catalog.rules.situations import Material
from yichuang.core.clock import local
from yichuang.core.errors import FieldProblem
from yichuang.registry import queries as registry
from yichuang.registry.models import Person

Items = Mapping[tuple[str, str], CorrectionItem]  # by kind (material or field) and code
Answers = Mapping[str, Any]
Brought = Mapping[str, Given]  # the papers that were handed in, by their codes
STAYS = "“{}”和原来一样，不改请确认"
FALLS_AWAY = "“{}”原来填的会去掉，要去掉请确认"
LACKING = "还差“{}”，请重新上传"
NOT_PROMISED_AGAIN = "“{}”已经用过承诺，这次要交材料本身"
PROMISED = "promised"  # source of a paper that a written promise stands for


@dataclass(frozen=True)
class Amendment:
    """What comes of an answer.

    values: the whole form after the answer.
    brought: the asked papers that were handed in.
    problems: what is missing or wrong.
    effect: what the answer changes, leaves and takes away, of the fields
    without a problem.
    """

    values: dict[str, Any]
    brought: dict[str, Given]
    problems: tuple[FieldProblem, ...]
    effect: corrections.Effect

    def unconfirmed(
        self, labels: Mapping[str, str], confirmed: Sequence[str]
    ) -> list[FieldProblem]:
        """Answers that stay or fall away without the applicant having said so.

        labels: the fields' names by key.
        confirmed: keys of which the applicant has said so.
        """
        problems = []
        for key in self.effect.unchanged:
            if key in confirmed:
                continue
            words = STAYS.format(labels[key])
            problem = FieldProblem(key, words, corrections.UNCHANGED)
            problems.append(problem)
        for key in self.effect.removed:
            if key in confirmed:
                continue
            words = FALLS_AWAY.format(labels[key])
            problem = FieldProblem(key, words, corrections.REMOVED)
            problems.append(problem)
        return problems


def items_asked(case: Case, notice: Correction) -> list[CorrectionItem]:
    """What the notice still asks for, in its order.

    Not the mandate that was brought to a counter meanwhile.
    """
    items = list(notice.items.order_by("id"))
    owing = acting.who_owes(case)
    if owing:
        return items
    mandate = mandates.PAPER.code
    return [item for item in items if item.code != mandate]


def look_over(
    case: Case,
    notice: Correction,
    answers: Answers,
    materials: Sequence[Given],
    actor: str,
    *,
    signed_in: User | None = None,
    bringer: Person | None = None,
) -> Amendment:
    """The answer to the notice, checked; nothing is written.

    Only what was asked may change: an asked answer that is not in
    `answers` stays, one that is None is taken away.

    answers: by key of the field.
    materials: the papers that came with it.
    actor: who gives it, whose uploads it may name.
    signed_in: whose account gives it online: nobody else signs it.
    bringer: who has come with it to a window for a unit.
    """
    version = versions.of_case(case)
    items = {}
    for item in items_asked(case, notice):
        key = (item.kind, item.code)
        items[key] = item
    brought = _asked_for(materials, items)
    problems = _paper_problems(case, version, items, brought)
    fields = _fields_of(items)
    mended = _mended(case.form, answers, fields)
    day = local(case.received_at).date()
    facts = registry.facts(case.subject)
    facts |= signers.of_matter(case.subject, bringer, actor)
    cleaned = version.clean(mended, day, actor, facts=facts)
    strange = _strange_signatures(version, signed_in, answers, fields)
    wrong = {problem.field for problem in strange}
    strangely_signed = frozenset(wrong)
    problems += strange
    for problem in cleaned.problems:
        field = _field_of(problem)
        if field in fields and field not in strangely_signed:
            wrong.add(field)
            problems.append(problem)
    values = version.clean(mended, day).values
    visible = version.visible(mended)
    right = [key for key in fields if key in visible and key not in wrong]
    before = _without(wrong, case.form)
    after = _without(wrong, values)
    effect = corrections.effect(right, before, after)
    return Amendment(values, brought, tuple(problems), effect)


def _strange_signatures(
    version: versions.Version, signed_in: User | None, answers: Answers, fields: Sequence[str]
) -> list[FieldProblem]:
    """The asked signatures of somebody else than who is signed in; none where nobody is.

    fields: keys of what was asked.
    """
    if signed_in is None:
        return []
    signed_anew = {key: answers[key] for key in fields if key in answers}
    return signers.strange_signatures(version.form, signed_in, signed_anew)


def _asked_for(materials: Sequence[Given], items: Items) -> dict[str, Given]:
    """Those of the papers that came that the notice asks for, by their codes."""
    brought = {}
    for paper in materials:
        key = ("material", paper.code)
        if key in items:
            brought[paper.code] = paper
    return brought


def _fields_of(items: Items) -> list[str]:
    """Keys of the questions that the notice asks anew."""
    keys = []
    for kind, code in items:
        if kind == "field":
            keys.append(code)
    return keys


def _mended(form: Answers, answers: Answers, fields: Sequence[str]) -> dict[str, Any]:
    """The form of the case with the answers to what was asked in their place.

    fields: keys of what was asked.
    """
    mended = dict(form)
    for key in fields:
        if key in answers:
            mended[key] = answers[key]
    return mended


def _paper_problems(
    case: Case, version: versions.Version, items: Items, brought: Brought
) -> list[FieldProblem]:
    """What is missing or wrong of the papers that the notice asks for.

    items: everything that it asks for.
    brought: those of the papers that were handed in.
    """
    came = list(brought.values())
    problems = []
    for (kind, code), item in items.items():
        if kind != "material" or code in brought:
            continue
        field = f"materials.{code}"
        message = LACKING.format(item.name)
        problem = FieldProblem(field, message, "required")
        problems.append(problem)
    askable = version.askable_of(case.subject)
    papers = []
    for paper in askable:
        if paper.code in brought:
            papers.append(paper)
    problems += application.material_problems(papers, came)
    problems += _promised_again(case, brought, items)
    return problems


def _field_of(problem: FieldProblem) -> str:
    """The field of the form in which the problem lies.

    Of a cell of a table, the table.
    """
    field, _, _ = problem.field.partition(".")
    return field


def _without(keys: set[str], answers: Answers) -> dict[str, Any]:
    """The answers but for these."""
    others = {}
    for key, value in answers.items():
        if key not in keys:
            others[key] = value
    return others


def promised(case: Case) -> set[str]:
    """Codes of the papers for which a promise was given already.

    Who asks for one of them wants the paper.
    """
    rows = case.materials.filter(source=PROMISED)
    codes = rows.values_list("code", flat=True)
    return set(codes)


def promisable(case: Case, papers: Sequence[Material]) -> set[str]:
    """Codes of those papers for which a promise may still stand.

    That is so once, and where the item says so.
    """
    before = promised(case)
    codes = set()
    for paper in papers:
        if paper.by_promise and paper.code not in before:
            codes.add(paper.code)
    return codes


def _promised_again(case: Case, brought: Brought, items: Items) -> list[FieldProblem]:
    """A promise in place of a paper that was asked for instead of the promise.

    It was given once, and the notice wants the paper itself.
    """
    anew = []
    for code, paper in brought.items():
        if paper.source == PROMISED:
            anew.append(code)
    if not anew:
        return []
    before = promised(case)
    problems = []
    for code in anew:
        if code not in before:
            continue
        field = f"materials.{code}"
        item = items["material", code]
        message = NOT_PROMISED_AGAIN.format(item.name)
        problem = FieldProblem(field, message, "promised")
        problems.append(problem)
    return problems
