"""What an application must hold before it becomes a case."""

import hashlib
import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from yichuang.catalog.rules.situations import Material, Situation
from yichuang.core.errors import FieldProblem

SHARED = "shared"
ASKED = "asked"
ON_SITE = {1, 4, 6}  # window, kiosk, village point: the person came


@dataclass(frozen=True)
class Given:
    """One material as given: code of the item's list; how (file | seen | shared | promised; asked: of whom holds it);
    the file's uuid."""

    code: str
    source: str
    file: str | None = None


def situation_problems(
    questions: Sequence[Situation], answers: Mapping[str, str]
) -> list[FieldProblem]:
    """Questions without an answer, answers outside the options, answers to no question."""
    problems = []
    for question in questions:
        answer = answers.get(question.key)
        if answer in (None, ""):
            problems.append(
                FieldProblem(question.key, f"请先回答：{question.question}", "required")
            )
        elif answer not in {option.value for option in question.options}:
            problems.append(
                FieldProblem(question.key, f"“{question.question}”请从给出的选项里选", "list")
            )
    known = {question.key for question in questions}
    problems += [
        FieldProblem(key, f"没有“{key}”这个问题，请去掉", "unknown")
        for key in answers
        if key not in known
    ]
    return problems


def material_problems(papers: Sequence[Material], brought: Sequence[Given]) -> list[FieldProblem]:
    """Materials given in a way that the law does not allow, or not asked for. One that is missing is no problem: the
    application is received, and everything that is missing is told once (行政许可法 32(四))."""
    by_code = {g.code: g for g in brought}
    problems = []
    for material in papers:
        if material.is_form:
            continue
        paper = by_code.get(material.code)
        key = f"materials.{material.code}"
        if paper is None:
            continue
        if paper.source == "promised" and not material.by_promise:
            problems.append(
                FieldProblem(key, f"“{material.name}”不能用承诺代替，请交材料", "promise")
            )
        elif paper.source == "later" and not material.later:
            problems.append(FieldProblem(key, f"“{material.name}”不能先办后补，请交材料", "later"))
        elif paper.source == "shared" and not material.exempt:
            problems.append(
                FieldProblem(key, f"“{material.name}”查不到共享数据，请交材料", "shared")
            )
        elif paper.source == "file" and not paper.file:
            problems.append(
                FieldProblem(key, f"“{material.name}”的文件没有传上来，请再传一次", "required")
            )
    known = {m.code for m in papers if not m.is_form}
    problems += [
        FieldProblem(f"materials.{g.code}", "这项业务在您的情形下不用交这份材料，请去掉", "unknown")
        for g in brought
        if g.code not in known
    ]
    return problems


def missing(
    papers: Sequence[Material], codes: Collection[str], refused: Collection[str] = ()
) -> tuple[Material, ...]:
    """The papers without which the application is incomplete.

    codes: of those that were handed in or are asked for; refused: of those among them of which whoever holds them has
    said that there is none, or another one."""
    lacking = []
    for material in papers:
        if material.is_form or not material.required:
            continue
        is_lacking = not material.exempt and material.code not in codes
        if is_lacking or material.code in refused:
            lacking.append(material)
    return tuple(lacking)


def of_held(material: Material) -> str:
    """How a paper that another department holds is given, where the applicant brings none: the one place that says
    it."""
    return ASKED


def complete(papers: Sequence[Material], brought: Sequence[Given]) -> tuple[Given, ...]:
    """The given materials and, for each one that another department holds, how it is given: also where the applicant
    said that it is shared. What nobody holds is not given by saying so."""
    own = []
    for paper in brought:
        if paper.source != SHARED:
            own.append(paper)
    have = {paper.code for paper in own}
    held = []
    for material in papers:
        if material.exempt and not material.is_form and material.code not in have:
            way = of_held(material)
            held.append(Given(material.code, way))
    return (*own, *held)


def digest(value: Any) -> bytes:
    """sha256 of canonical JSON: 32 bytes, equal for equal content."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).digest()
