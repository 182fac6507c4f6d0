"""What an answer to a correction would do, before it is sent."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from yichuang.cases.models import Case, Correction, CorrectionItem
from yichuang.cases.queries import mandates as acting
from yichuang.cases.queries import versions
from yichuang.cases.rules import application, corrections, mandates
from yichuang.cases.rules.application import Given
from yichuang.catalog.rules.situations import Material
from yichuang.core.clock import local
from yichuang.core.errors import FieldProblem
from yichuang.registry import queries as registry

Items = Mapping[tuple[str, str], CorrectionItem]  # by kind (material or field) and code
Answers = Mapping[str, Any]
Brought = Mapping[str, Given]  # the papers that were handed in, by their codes
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
            words = f"“{labels[key]}”和原来一样，不改请确认"
            problems.append(FieldProblem(key, words, corrections.UNCHANGED))
        for key in self.effect.removed:
            words = f"“{labels[key]}”原来填的会去掉，要去掉请确认"
            problems.append(FieldProblem(key, words, corrections.REMOVED))
        return [problem for problem in problems if problem.field not in confirmed]


def items_asked(case: Case, notice: Correction) -> list[CorrectionItem]:
    """What the notice still asks for, in its order: not the mandate that was brought to a counter meanwhile."""
    owing = acting.who_owes(case)
    items = []
    for item in notice.items.order_by("id"):
        if item.code == mandates.PAPER.code and owing is None:
            continue
        items.append(item)
    return items


def look_over(
    case: Case, notice: Correction, answers: Answers, materials: Sequence[Given], *file_owners: str
) -> Amendment:
    """The answer to the notice, checked; nothing is written.

    Only what was asked may change: an asked answer that is not in
    `answers` stays, one that is None is taken away.

    file_owners: whose uploads it may name.
    """
    version = versions.of_case(case)
    items = {(item.kind, item.code): item for item in items_asked(case, notice)}
    brought = {paper.code: paper for paper in materials if ("material", paper.code) in items}
    problems = _paper_problems(case, version, items, brought)
    fields = [code for kind, code in items if kind == "field"]
    mended = _mended(case.form, answers, fields)
    day = local(case.received_at).date()
    facts = registry.facts(case.subject)
    cleaned = version.clean(mended, day, *file_owners, facts=facts)
    faulty = [problem for problem in cleaned.problems if _field_of(problem) in fields]
    wrong = {_field_of(problem) for problem in faulty}
    values = version.clean(mended, day).values
    standing = version.visible(mended)
    right = [key for key in fields if key in standing and key not in wrong]
    before = _without(wrong, case.form)
    after = _without(wrong, values)
    effect = corrections.effect(right, before, after)
    return Amendment(values, brought, (*problems, *faulty), effect)


def _mended(form: Answers, answers: Answers, fields: Sequence[str]) -> dict[str, Any]:
    """The form of the case with the answers to what was asked in their place. fields: keys of what was asked."""
    mended = dict(form)
    for key in fields:
        if key in answers:
            mended[key] = answers[key]
    return mended


def _paper_problems(
    case: Case, version: versions.Version, items: Items, brought: Brought
) -> list[FieldProblem]:
    """What is missing or wrong of the papers that the notice asks for.

    brought: those of them that were handed in.
    """
    problems = []
    for (kind, code), item in items.items():
        if kind == "material" and code not in brought:
            message = f"还差“{item.name}”，请重新上传"
            problems.append(FieldProblem(f"materials.{code}", message, "required"))
    askable = version.askable_of(case.subject)
    papers = [paper for paper in askable if paper.code in brought]
    problems += application.material_problems(papers, list(brought.values()))
    problems += _promised_again(case, brought, items)
    return problems


def _field_of(problem: FieldProblem) -> str:
    """The field of the form in which the problem lies: of a cell of a table, the table."""
    field, _, _ = problem.field.partition(".")
    return field


def _without(keys: set[str], answers: Answers) -> dict[str, Any]:
    """The answers but for these."""
    return {key: value for key, value in answers.items() if key not in keys}


def promised(case: Case) -> set[str]:
    """Codes of the papers for which a promise was given already: who asks for one of them wants the paper."""
    rows = case.materials.filter(source=PROMISED)
    codes = rows.values_list("code", flat=True)
    return set(codes)


def promisable(case: Case, papers: Sequence[Material]) -> set[str]:
    """Codes of those of them that a promise may still stand for."""
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
    anew = [code for code, paper in brought.items() if paper.source == PROMISED]
    if not anew:
        return []
    before = promised(case)
    problems = []
    for code in anew:
        if code not in before:
            continue
        name = items["material", code].name
        message = f"“{name}”已经用过承诺，这次要交材料本身"
        problem = FieldProblem(f"materials.{code}", message, "promised")
        problems.append(problem)
    return problems
