"""Spreadsheets that are made in the background: how far one is, and its file. Each is shown to whoever asked for it."""

from django.core.files.storage import default_storage
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from yichuang.accounts import queries as accounts
from yichuang.core import spreadsheet
from yichuang.core.access import officer
from yichuang.core.clock import local
from yichuang.sites.console import excel
from yichuang.sites.console.frame import note_export
from yichuang.supervision.models import Sheet
from yichuang.supervision.queries import auditing, sheets

ROLES = ("supervisor", "catalogue_admin", auditing.ROLE)


@officer(*ROLES)
@require_GET
def making(request: HttpRequest, uuid) -> HttpResponse:
    """GET: how many rows are written, or where the file is."""
    sheet = _mine(request, uuid)
    context = {
        "sheet": sheet,
        "unfinished": sheet.state in Sheet.UNFINISHED,
        "done": sheet.state == Sheet.DONE,
        "cut": sheet.rows >= spreadsheet.MOST,
    }
    return render(request, "console/making.html", context)


@officer(*ROLES)
@require_GET
def file(request: HttpRequest, uuid) -> HttpResponse:
    """GET the file; before it is done, its page."""
    sheet = _mine(request, uuid)
    if sheet.state != Sheet.DONE:
        return redirect("console_sheet", uuid=uuid)
    note_export(request, "done")
    stream = default_storage.open(sheet.path)
    return excel.sent(stream, sheet.title, local(sheet.asked_at))


def _mine(request: HttpRequest, uuid) -> Sheet:
    me = accounts.officer_of(request.user)
    return sheets.one(uuid, me)
