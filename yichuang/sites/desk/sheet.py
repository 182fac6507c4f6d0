"""A row table of a walk-in's application, filled from the spreadsheet that they brought."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse

from yichuang.cases.models import Draft
from yichuang.cases.queries import desk as lists
from yichuang.cases.queries import versions
from yichuang.core.bodies import takes_files
from yichuang.core.errors import Conflict
from yichuang.sites.desk import frame
from yichuang.sites.ui.sheets import bringing


def address(draft: Draft, table: str = "") -> str:
    """Where the spreadsheets of this draft come in.

    table: the key of the one that is meant, "" for all.
    """
    return bringing.address("/desk/drafts/", draft, table)


@takes_files
@frame.desk("clerk")
def bring(request: HttpRequest, uuid: UUID, table: str) -> HttpResponse:
    """GET, POST /desk/drafts/<uuid>/rows/<table>/: choose a file, look over what was read, take it into the form."""
    draft = lists.draft(uuid, request.user)
    if draft.case_number:
        way_out = "请到办件里看最新情况"
        raise Conflict("这份申请已经收件", code="already_sent", way_out=way_out)
    item = versions.of_draft(draft).item_code
    back = f"/desk/take/{item}/?draft={draft.uuid}#f-{table}"

    def show(context: dict, status: int) -> HttpResponse:
        return frame.page(request, "desk/sheet.html", context, status=status)

    return bringing.bring(request, draft, table, back=back, show=show)


@frame.desk("clerk")
def template(request: HttpRequest, uuid: UUID, table: str) -> HttpResponse:
    """GET /desk/drafts/<uuid>/rows/<table>/template.xlsx."""
    draft = lists.draft(uuid, request.user)
    return bringing.template(draft, table)
