"""The page at a window for what a notice of a case asks for: each paper and each question with its reason.

Papers, as a page has them: code → {"source": the way in which it came,
"file": its uuid, "name": of the file}, the last two of a file only.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse

from yichuang.cases.models import Case, Correction, CorrectionItem
from yichuang.cases.queries import amending, collecting
from yichuang.cases.queries import mandates as queries
from yichuang.cases.queries.versions import Version
from yichuang.cases.rules.corrections import REMOVED, UNCHANGED
from yichuang.catalog.rules.situations import Material
from yichuang.core.errors import FieldProblem
from yichuang.sites.desk import frame
from yichuang.sites.desk.intake import drafting, people
from yichuang.sites.desk.intake.brought import coming
from yichuang.sites.desk.intake.seen import by_what, signatures
from yichuang.sites.ui import answers, rows
from yichuang.sites.ui.fields import by_field
from yichuang.sites.ui.sheets import answering

Answers = Mapping[str, Any]
Papers = Mapping[str, Mapping[str, Any]]
Errors = Mapping[str, str]  # name of an input → what is wrong with it
Row = dict[str, Any]


@dataclass(frozen=True)
class Visit:
    """Somebody at the window with what a notice asks for.

    request: of the clerk who serves them.
    case, notice: what they come for, and its open 补正.
    version: the item as the case was filed.
    """

    request: HttpRequest
    case: Case
    notice: Correction
    version: Version

    @property
    def is_known(self) -> bool:
        """Whether who was met at this window may hand in for the applicant."""
        matter = queries.matter_of(self.case)
        return people.may_hand_in(self.request, self.case.subject, matter)

    @property
    def sheets(self) -> str:
        """The address below which the empty sheets of row tables lie."""
        return f"/desk/cases/{self.case.uuid}/supply/rows/"

    def materials(self) -> list[Material]:
        """The papers that the notice still asks for.

        They stand as the item lists them, in its order.
        """
        items = amending.items_asked(self.case, self.notice)
        codes = [item.code for item in items if item.kind == "material"]
        askable = self.version.askable_of(self.case.subject)
        return [material for material in askable if material.code in codes]


def page(
    visit: Visit, values: Answers, papers: Papers, problems: Collection[FieldProblem]
) -> HttpResponse:
    """What the notice asks for, with what was typed and brought so far.

    values: the whole form, what was typed here over what stands in the
    case.
    problems: what is wrong; with any the answer has status 422.
    """
    request = visit.request
    case = visit.case
    errors = by_field(problems)
    shown_values = rows.with_blank_row(request.POST, masked(visit, values))
    items = list(visit.notice.items.order_by("id"))
    fields = visit.version.form.fields
    questions = [fields[item.code] for item in items if item.kind == "field"]
    context = {
        "to_confirm": _to_confirm(visit, problems),
        "case": case,
        "guide": visit.version.guide,
        "notice": visit.notice,
        "papers": _paper_rows(visit, items, papers, errors),
        "fields": _field_rows(visit, items, shown_values, errors),
        "problems": problems,
        "agent": collecting.agent_named(case),
        "met": "number" not in errors and visit.is_known,
        "comer": by_what.of_comer(request, case.subject),
        "number": request.POST.get("number", ""),
        "wrong": errors,
        "sheets": visit.sheets,
        "carried": answering.carried(questions, shown_values, case.form),
    }
    status = 422 if problems else 200
    return frame.page(request, "desk/intake/supply.html", context, status=status)


def masked(visit: Visit, values: Answers) -> Row:
    """The answers as this page shows them.

    Those of the case are masked, also each row of a table that stands
    in it; what was typed here stands as it was typed.
    """
    case = visit.case
    covered = drafting.covered(visit.version.form, values, case.subject)
    shown = {}
    for key, value in values.items():
        stored = case.form.get(key)
        if value == stored:
            shown[key] = covered.get(key)
        elif isinstance(value, list) and isinstance(stored, list):
            shown[key] = _masked_rows(value, stored, covered[key])
        else:
            shown[key] = value
    return shown


def _masked_rows(typed: list, stored: list, covered: list) -> list:
    """The rows of a table, those of the case masked. covered: all of them masked."""
    pairs = zip(typed, covered, strict=True)
    return [masked_row if row in stored else row for row, masked_row in pairs]


def _paper_rows(
    visit: Visit, items: Sequence[CorrectionItem], papers: Papers, errors: Errors
) -> list[Row]:
    """A row for each paper that is still asked for: why, how it may come, how it came.

    items: everything that the notice named; what came meanwhile has no
    row any more.
    """
    reasons = {item.code: item.reason for item in items if item.kind == "material"}
    materials = visit.materials()
    promisable = amending.promisable(visit.case, materials)
    paper_rows = []
    for material in materials:
        code = material.code
        brought = papers.get(code, {})
        row = {
            "code": code,
            "name": material.name,
            "reason": reasons[code],
            "ways": _ways(code in promisable, brought.get("source")),
            "handed_in": brought,
            "error": errors.get(f"materials-{code}", ""),
        }
        paper_rows.append(row)
    return paper_rows


def _ways(may_promise: bool, chosen: str | None) -> list[tuple[str, str, bool]]:
    """(way, words, chosen) of the ways in which a paper that was asked for may come.

    may_promise: whether a promise may stand for it, which is so once.
    """
    ways = ["seen", "file"]
    if may_promise:
        ways.append("promised")
    return [(way, coming.WAYS[way], way == chosen) for way in ways]


def _field_rows(
    visit: Visit, items: Sequence[CorrectionItem], values: Answers, errors: Errors
) -> list[Row]:
    """A row for each question that is asked anew: why, and what stands there.

    errors: of all inputs, because a table has several.
    """
    field_rows = []
    for item in items:
        if item.kind != "field":
            continue
        question = visit.version.form.fields[item.code]
        row = {
            "field": signatures.question(question, visit.case.subject),
            "value": values.get(item.code),
            "reason": item.reason,
            "errors": errors,
        }
        field_rows.append(row)
    return field_rows


def _to_confirm(visit: Visit, problems: Collection[FieldProblem]) -> list[Row]:
    """The answers that were sent back as they were, or taken away: each to be confirmed."""
    confirmed = visit.request.POST.getlist("confirmed")
    lines = []
    for problem in problems:
        if problem.violates not in (UNCHANGED, REMOVED):
            continue
        key = problem.field
        field = visit.version.form.fields[key]
        line = {
            "key": key,
            "words": problem.message,
            "before": answers.words(field, visit.case.form.get(key)),
            "on": key in confirmed,
        }
        lines.append(line)
    return lines
