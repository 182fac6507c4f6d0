"""A row table of one's own application, filled from a spreadsheet."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from yichuang.cases import services
from yichuang.cases.models import Draft
from yichuang.cases.queries import versions
from yichuang.core.access import resident
from yichuang.core.bodies import takes_files
from yichuang.core.errors import Conflict
from yichuang.sites.portal.apply import drafts
from yichuang.sites.portal.visitor.applicant import page
from yichuang.sites.ui.sheets import page as sheets


def address(
    draft: Draft,
    table: str = "",
) -> str:
    """Where the spreadsheets of this draft come in; of one table when it is named."""
    return f"/drafts/{draft.uuid}/rows/{table}/" if table else f"/drafts/{draft.uuid}/rows/"


@takes_files
@resident
def bring(
    request: HttpRequest,
    draft_id: UUID,
    table: str,
) -> HttpResponse:
    """GET, POST /drafts/<uuid>/rows/<table>/: choose a file, look over what was read, take it into the form."""
    draft = drafts.own(draft_id, request.user)
    if draft.case_number:
        raise Conflict(
            "这份申请已经提交",
            code="already_sent",
            way_out="请到“我的事”里看进度",
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
    back = f"{drafts.path(draft, 'form')}#f-{table}"
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
        "steps": drafts.STEPS,
    }
    return page(
        request,
        "portal/apply/sheet.html",
        context,
        status=step.status,
    )


@resident
def template(
    request: HttpRequest,
    draft_id: UUID,
    table: str,
) -> HttpResponse:
    """GET /drafts/<uuid>/rows/<table>/template.xlsx."""
    version = versions.of_draft(drafts.own(draft_id, request.user))
    return sheets.template_of(sheets.table_of(version.form, table))
