"""A row table of one's own application, filled from a spreadsheet."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse

from yichuang.cases.models import Draft
from yichuang.core.access import resident
from yichuang.core.bodies import takes_files
from yichuang.core.errors import Conflict
from yichuang.sites.portal.apply import drafts
from yichuang.sites.portal.visitor.applicant import page
from yichuang.sites.ui.sheets import bringing


def address(draft: Draft, table: str = "") -> str:
    """Where the spreadsheets of this draft come in.

    table: the key of the one that is meant, "" for all.
    """
    return bringing.address("/drafts/", draft, table)


@takes_files
@resident
def bring(request: HttpRequest, draft_id: UUID, table: str) -> HttpResponse:
    """GET, POST /drafts/<uuid>/rows/<table>/: choose a file, look over what was read, take it into the form."""
    draft = drafts.own(draft_id, request.user)
    if draft.case_number:
        way_out = "请到“我的事”里看进度"
        raise Conflict("这份申请已经提交", code="already_sent", way_out=way_out)
    back = f"{drafts.path(draft, 'form')}#f-{table}"

    def show(context: dict, status: int) -> HttpResponse:
        shown = context | {"steps": drafts.STEPS}
        return page(request, "portal/apply/sheet.html", shown, status=status)

    return bringing.bring(request, draft, table, back=back, show=show)


@resident
def template(request: HttpRequest, draft_id: UUID, table: str) -> HttpResponse:
    """GET /drafts/<uuid>/rows/<table>/template.xlsx."""
    draft = drafts.own(draft_id, request.user)
    return bringing.template(draft, table)
