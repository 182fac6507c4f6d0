"""A row table of an answer to a notice, filled from a spreadsheet."""

from dataclasses import replace

from django.http import HttpRequest, HttpResponse

from yichuang.cases.queries import versions
from yichuang.sites.portal.mine.correcting import form as correct_form
from yichuang.sites.portal.mine.correcting.form import Answer
from yichuang.sites.portal.visitor.applicant import page
from yichuang.sites.ui import carrying
from yichuang.sites.ui.sheets.answering import Import


def page_of(request: HttpRequest, answer: Answer, brought: Import) -> HttpResponse:
    """What a press on the page of an import comes to.

    A file to mend, the form with the rows in their place, or the page of
    the import with everything that was typed beside the table.
    """
    step = brought.step
    if step.file:
        return step.file
    if step.taken is not None:
        typed = {**answer.typed, brought.table: step.taken}
        with_rows = replace(answer, typed=typed)
        return correct_form.page_of(request, with_rows)
    case = answer.case
    guide = versions.of_case(case).guide
    sheets = correct_form.sheets_of(case)
    hidden = carrying.texts(request.POST, answer.papers, answer.added)
    context = brought.context(guide, sheets, hidden)
    context["crumbs"] = correct_form.crumbs(case)
    return page(request, "portal/mine/correct_sheet.html", context, status=step.status)
