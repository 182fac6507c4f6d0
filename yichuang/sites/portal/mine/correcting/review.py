"""The last look at an answer to a correction: what changes, what stays as it was, what falls away."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse

from yichuang.cases.queries import versions
from yichuang.cases.queries.amending import Amendment
from yichuang.core.errors import FieldProblem
from yichuang.sites.portal.mine.correcting.form import Answer, crumbs, in_words
from yichuang.sites.portal.visitor.applicant import page
from yichuang.sites.ui import answers, carrying

CONFIRMED = "confirmed"


def page_of(
    request: HttpRequest,
    answer: Answer,
    amendment: Amendment,
    problems: Sequence[FieldProblem] = (),
) -> HttpResponse:
    """The page that shows the answer as it will be sent.

    amendment: what it would do to the case.
    problems: what is not confirmed yet; the page then answers 422.
    """
    case = answer.case
    notice = answer.notice
    version = versions.of_case(case)
    fields = version.form.fields
    effect = amendment.effect
    items = notice.items.all()
    names = {item.code: item.name for item in items}
    papers = []
    for code in amendment.brought:
        words = in_words(answer.papers[code])
        papers.append({"name": names[code], "words": words})
    errors = {problem.field: problem.message for problem in problems}
    ticked = request.POST.getlist(CONFIRMED)

    def row(key: str) -> dict[str, Any]:
        """One answer: as it stands in the case, and as it will stand."""
        field = fields[key]
        return {
            "key": key,
            "label": field.label,
            "before": answers.words(field, case.form.get(key)),
            "after": answers.words(field, amendment.values.get(key)),
            "error": errors.get(key, ""),
            "on": key in ticked,
        }

    context = {
        "case": case,
        "notice": notice,
        "name": version.guide.name,
        "papers": papers,
        "changed": [row(key) for key in effect.changed],
        "unchanged": [row(key) for key in effect.unchanged],
        "removed": [row(key) for key in effect.removed],
        "hidden": carrying.texts(request.POST, answer.papers, answer.added),
        "problems": problems,
        "crumbs": crumbs(case),
    }
    status = 422 if problems else 200
    return page(request, "portal/mine/correct_review.html", context, status=status)
