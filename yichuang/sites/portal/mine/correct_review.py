"""The last look at an answer to a correction: what changes, what stays as it was, what falls away."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse

from yichuang.cases.models import Case, Correction
from yichuang.cases.queries import versions
from yichuang.cases.queries.amending import Amendment
from yichuang.core.errors import FieldProblem
from yichuang.sites.portal.visitor.applicant import page
from yichuang.sites.ui import answers, carrying
from yichuang.sites.ui.wording import filesize

CONFIRMED = "confirmed"


def page_of(
    request: HttpRequest,
    case: Case,
    notice: Correction,
    amendment: Amendment,
    brought: Mapping[str, Any],
    added: Mapping[str, list[str]],
    problems: Sequence[FieldProblem] = (),
) -> HttpResponse:
    """The page that shows the answer as it will be sent.

    brought: the papers by code.
    added: what the uploads of file fields add to the posted names.
    problems: what is not confirmed yet; the page then answers 422.
    """
    version = versions.of_case(case)
    fields = version.form.fields
    effect = amendment.effect
    names = {item.code: item.name for item in notice.items.all()}
    papers = []
    for code in amendment.brought:
        words = in_words(brought[code])
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
        "hidden": carrying.texts(request.POST, brought, added),
        "problems": problems,
        "crumbs": [
            {"label": "我的事", "href": "/my/"},
            {"label": version.guide.name, "href": f"/my/cases/{case.uuid}/"},
            {"label": "补材料"},
        ],
    }
    status = 422 if problems else 200
    return page(request, "portal/mine/correct_review.html", context, status=status)


def in_words(paper: Mapping[str, Any] | None) -> str:
    """A paper as it was given, in words; "" for none."""
    if not paper:
        return ""
    if paper["source"] != "file":
        return "您签承诺，我们去核对"
    size = filesize(paper["size"])
    return f"{paper['name']}·{size}"
