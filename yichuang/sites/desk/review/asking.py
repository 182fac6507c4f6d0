"""The form of a notice: what it may name, and what it posts."""

from collections.abc import Iterator, Mapping, Sequence

from django.http import QueryDict

from yichuang.cases.models import Case, Material
from yichuang.cases.queries.versions import Version
from yichuang.cases.rules.mandates import PAPER
from yichuang.cases.services.corrections import Asked
from yichuang.catalog.rules.situations import Material as Paper
from yichuang.core.errors import FieldProblem, Invalid

TICKED = "ask"
WHY = "why-"
MATERIAL = "material"
FIELD = "field"
LEFT = "写了要怎么改，没有勾上"
UNTICKED = "写了要怎么改、没有勾上的有{}处：要补的请勾上，不要补的请把字删掉"


def to_mend(lacking: Sequence[Paper], materials: Sequence[Material]) -> dict[str, str]:
    """Papers that a notice asks for unless the officer says otherwise.

    lacking: what was never handed in.
    materials: what was, each as often as it came; the last one counts.
    {"material:M02": why}, of those and of what was found wrong.
    """
    why = {}
    last = {}
    for material in materials:
        last[material.code] = material
    for paper in lacking:
        key = _value(MATERIAL, paper.code)
        why[key] = "没有交，请交来"
    for material in last.values():
        is_wrong = material.verdict == "bad"
        if is_wrong:
            key = _value(MATERIAL, material.code)
            why[key] = material.note
    return why


def rows(
    version: Version, case: Case, to_mend: Mapping[str, str], typed: Mapping | None
) -> list[dict]:
    """What the notice may name, each with its box and its reason.

    to_mend: "kind:code" → why, ticked where nothing was typed yet.
    typed: the form as it was refused, else None.
    """
    ticked = list(to_mend)
    why = to_mend
    left = []
    if typed and typed["verb"] == "correct":
        post = typed["post"]
        ticked = post.getlist(TICKED)
        why = reasons(post)
        left = unticked(post)
    with_mandate = _value(MATERIAL, PAPER.code) in to_mend
    lines = []
    for kind, code, name in _named(version, case, with_mandate):
        value = _value(kind, code)
        wrong = ""
        if value in left:
            wrong = LEFT
        line = {
            "value": value,
            "kind": kind,
            "name": name,
            "on": value in ticked,
            "why": why.get(value, ""),
            "wrong": wrong,
        }
        lines.append(line)
    return lines


def _named(version: Version, case: Case, with_mandate: bool) -> Iterator[tuple[str, str, str]]:
    """(kind, code, name) of the papers of the situation.

    Then of the fields that were asked.
    with_mandate: whether the mandate of who came is owed.
    """
    papers = version.materials_of(case.situation, case.subject)
    for paper in papers:
        if not paper.is_form:
            yield MATERIAL, paper.code, paper.name
    if with_mandate:
        yield MATERIAL, PAPER.code, PAPER.name
    visible = version.visible(case.form)
    fields = version.form.fields
    for key, field in fields.items():
        if key in visible:
            yield FIELD, key, field.label


def _value(kind: str, code: str) -> str:
    return f"{kind}:{code}"


def items(post: QueryDict) -> list[Asked]:
    """What is ticked, each with the reason beside it."""
    why = reasons(post)
    ticked = []
    for value in post.getlist(TICKED):
        kind, _, code = value.partition(":")
        reason = why.get(value, "")
        item = Asked(kind, code, reason)
        ticked.append(item)
    return ticked


def reasons(post: Mapping[str, str]) -> dict[str, str]:
    """What stands beside each "kind:code", ticked or not."""
    typed = {}
    for name, text in post.items():
        if name.startswith(WHY):
            value = name.removeprefix(WHY)
            typed[value] = text
    return typed


def unticked(post: QueryDict) -> list[str]:
    """Each "kind:code" with a reason and no tick."""
    ticked = post.getlist(TICKED)
    why = reasons(post)
    left = []
    for value, reason in why.items():
        if value in ticked:
            continue
        if reason.strip():
            left.append(value)
    return left


def require_ticked(post: QueryDict) -> None:
    """A notice is given once: no word falls out of it unsaid.

    Raises Invalid where a reason stands beside a box
    that is not ticked.
    """
    left = unticked(post)
    if not left:
        return
    message = UNTICKED.format(len(left))
    problem = FieldProblem("items", message, "unticked")
    raise Invalid([problem])
