"""A row table of a draft is filled from a spreadsheet.

The same steps for the applicant and for the clerk.
"""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from yichuang.cases import services
from yichuang.cases.models import Draft
from yichuang.cases.queries import versions
from yichuang.sites.ui.sheets import page

Show = Callable[[dict, int], HttpResponse]


def bring(request: HttpRequest, draft: Draft, table: str, *, back: str, show: Show) -> HttpResponse:
    """Choose a file, look over what was read, take it into the draft.

    table: key of the row table.
    back: the address of the form, where one stands again afterwards.
    show: the audience's own page of a context, with this status.

    Raises NotFound for no row table.
    """
    version = versions.of_draft(draft)
    field = page.table_of(version.form, table)
    rows = draft.answers.get(table) or []
    step = page.step(request, field, rows)
    if step.file:
        return step.file
    if step.taken is None:
        context = {**step.context, "guide": version.guide, "back": back}
        return show(context, step.status)
    services.keep(draft_id=draft.uuid, owner=request.user, answers={table: step.taken})
    return HttpResponseRedirect(back)


def template(draft: Draft, table: str) -> HttpResponse:
    """The empty spreadsheet of a row table.

    Raises NotFound for anything else.
    """
    version = versions.of_draft(draft)
    field = page.table_of(version.form, table)
    return page.template_of(field)


def address(drafts: str, draft: Draft, table: str = "") -> str:
    """Where the spreadsheets of this draft come in.

    drafts: the address of an audience's drafts, with a slash at the
    end. Of one table when it is named.
    """
    rows = f"{drafts}{draft.uuid}/rows/"
    if not table:
        return rows
    return f"{rows}{table}/"
