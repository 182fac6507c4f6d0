"""A row table of a walk-in's application, filled from the spreadsheet that they brought."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from yichuang.cases import services
from yichuang.cases.models import Draft
from yichuang.cases.queries import desk as lists
from yichuang.cases.queries import versions
from yichuang.core.bodies import takes_files
from yichuang.core.errors import Conflict
from yichuang.sites.desk import frame
from yichuang.sites.ui.sheets import page as sheets


def address(
    draft: Draft,
    table: str = "",
) -> str:
    """Where the spreadsheets of this draft come in; of one table when it is named."""
    return (
        f"/desk/drafts/{draft.uuid}/rows/{table}/" if table else f"/desk/drafts/{draft.uuid}/rows/"
    )


@takes_files
@frame.desk("clerk")
def bring(
    request: HttpRequest,
    uuid: UUID,
    table: str,
) -> HttpResponse:
    """GET, POST /desk/drafts/<uuid>/rows/<table>/: choose a file, look over what was read, take it into the form."""
    draft = lists.draft(uuid, request.user)
    if draft.case_number:
        raise Conflict(
            "这份申请已经收件",
            code="already_sent",
            way_out="请到办件里看最新情况",
        )
    version = versions.of_draft(draft)
    field = sheets.table_of(version.form, table)
    step = sheets.step(
        request,
        field,
        draft.answers.get(table) or [],
    )
    if step.file:
        return step.file
    back = f"/desk/take/{version.item_code}/?draft={draft.uuid}#f-{table}"
    if step.taken is not None:
        services.keep(
            draft_id=draft.uuid,
            owner=request.user,
            answers={table: step.taken},
        )
        return HttpResponseRedirect(back)
    context = {
        **step.context,
        "guide": version.guide,
        "back": back,
    }
    return frame.page(
        request,
        "desk/sheet.html",
        context,
        status=step.status,
    )


@frame.desk("clerk")
def template(
    request: HttpRequest,
    uuid: UUID,
    table: str,
) -> HttpResponse:
    """GET /desk/drafts/<uuid>/rows/<table>/template.xlsx."""
    version = versions.of_draft(lists.draft(uuid, request.user))
    return sheets.template_of(sheets.table_of(version.form, table))
