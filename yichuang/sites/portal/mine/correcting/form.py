"""The form on which a notice is answered: what is asked for, each with its reason beside it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest, HttpResponse

from yichuang.cases.models import Case, Correction, CorrectionItem
from yichuang.cases.queries import amending, versions
from yichuang.cases.rules.application import Given
from yichuang.core.errors import FieldProblem
from yichuang.sites.portal.visitor.applicant import page
from yichuang.sites.ui.fields import by_field
from yichuang.sites.ui.sheets import answering
from yichuang.sites.ui.wording import filesize

Errors = Mapping[str, str]  # the name of an input → what is wrong with it
Paper = Mapping[str, Any]  # as a hidden input carries it


@dataclass(frozen=True)
class Answer:
    """An answer to a notice, as far as it has come.

    typed: by the keys of the fields.
    papers: what was brought, by code, as the hidden inputs carry it.
    added: what the uploads of file fields add to the posted names.
    """

    case: Case
    notice: Correction
    typed: Mapping[str, Any] = field(default_factory=dict)
    papers: Mapping[str, Any] = field(default_factory=dict)
    added: Mapping[str, list[str]] = field(default_factory=dict)

    @property
    def values(self) -> dict[str, Any]:
        """The answers of the case with those that were typed laid over them."""
        return {**self.case.form, **self.typed}

    @property
    def materials(self) -> list[Given]:
        """The papers as the case takes them."""
        materials = []
        for code, paper in self.papers.items():
            material = Given(code, paper["source"], paper.get("file"))
            materials.append(material)
        return materials


def page_of(
    request: HttpRequest, answer: Answer, problems: Sequence[FieldProblem] = ()
) -> HttpResponse:
    """The page of the form.

    problems: what is wrong; the page then answers 422.
    """
    case = answer.case
    notice = answer.notice
    values = answer.values
    version = versions.of_case(case)
    fields_of_form = version.form.fields
    errors = by_field(problems)
    items = amending.items_asked(case, notice)
    askable = version.askable_of(case.subject)
    promisable = amending.promisable(case, askable)
    fields = []
    papers = []
    for item in items:
        if item.kind == "field":
            row = {
                "field": fields_of_form[item.code],
                "value": values.get(item.code),
                "reason": item.reason,
                "errors": errors,
            }
            fields.append(row)
        elif item.kind == "material":
            by_promise = item.code in promisable
            brought = answer.papers.get(item.code)
            row = _paper(item, brought, by_promise, errors)
            papers.append(row)
    asked_fields = [row["field"] for row in fields]
    context = {
        "case": case,
        "notice": notice,
        "name": version.guide.name,
        "fields": fields,
        "papers": papers,
        "problems": problems,
        "sheets": sheets_of(case),
        "carried": answering.carried(asked_fields, values, case.form),
        "crumbs": crumbs(case),
    }
    status = 422 if problems else 200
    return page(request, "portal/mine/correct.html", context, status=status)


def _paper(
    item: CorrectionItem, brought: Paper | None, by_promise: bool, errors: Errors
) -> dict[str, Any]:
    """A paper that is asked for, as a row of the page.

    brought: what was given of it by now.
    by_promise: whether a promise may stand for it.
    """
    name_of_input = f"materials-{item.code}"
    return {
        "code": item.code,
        "input": name_of_input,
        "name": item.name,
        "reason": item.reason,
        "brought": brought,
        "words": in_words(brought),
        "by_promise": by_promise,
        "error": errors.get(name_of_input, ""),
    }


def in_words(paper: Paper | None) -> str:
    """A paper as it was given, in words; "" for none."""
    if not paper:
        return ""
    if paper["source"] != "file":
        return "您签承诺，我们去核对"
    size = filesize(paper["size"])
    return f"{paper['name']}·{size}"


def sheets_of(case: Case) -> str:
    """The address below which the sheets of the row tables lie."""
    return f"/my/cases/{case.uuid}/correct/rows/"


def crumbs(case: Case) -> list[dict[str, str]]:
    """The way from my affairs to this page."""
    name = versions.of_case(case).guide.name
    return [
        {"label": "我的事", "href": "/my/"},
        {"label": name, "href": f"/my/cases/{case.uuid}/"},
        {"label": "补材料"},
    ]
