"""What every page of the console needs: who looks, at which place, the sections, the way out to a spreadsheet."""

from collections.abc import Container, Iterable, Sequence
from datetime import datetime
from itertools import islice
from typing import Any

from django.core.paginator import Page, Paginator
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from yichuang.accounts import queries as accounts
from yichuang.accounts.models import Officer
from yichuang.audit.services import record
from yichuang.core import access, addresses, clock
from yichuang.identity import queries as identity
from yichuang.reference.models import Region
from yichuang.sites.console import excel
from yichuang.sites.ui.wording import cndatetime
from yichuang.supervision import services
from yichuang.supervision.queries import sheets, sight

LINES = 20  # rows of a list on one page: a phone shows each of them as several lines
AT_ONCE = 10_000  # rows that somebody waits for
SECTIONS = (
    ("/console/", "总览"),
    ("/console/targets/", "目标"),
    ("/console/cases/", "办件"),
    ("/console/urgings/", "督办"),
    ("/console/quality/", "抽查"),
    ("/console/ratings/", "评价"),
    ("/console/online/", "网办"),
    ("/console/catalogue/", "目录"),
    ("/console/reports/", "报表"),
    ("/console/bulletins/", "月报"),
    ("/console/admin/", "管理"),
)


class Look:
    """One look of an officer: officer, place (12-digit region), now, and whether cases may be seen at all."""

    def __init__(self, request: HttpRequest):
        self.officer: Officer = accounts.on_duty(request.user)
        self.place: Region = sight.place_or_home(self.officer, request.GET.get("place", ""))
        self.now: datetime = clock.now()
        self.supervises: bool = "supervisor" in accounts.scopes(self.officer).roles

    @property
    def home(self) -> Region:
        """The officer's widest place."""
        return sight.home_region(self.officer)


def page(
    request: HttpRequest, look: Look, template: str, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    """The page with its frame: sections, place, and the same address with format=xlsx."""
    here = max((href for href, _ in SECTIONS if request.path.startswith(href)), key=len)
    shown = [(href, name) for href, name in SECTIONS if access.may_open(request, href)]
    frame = {
        "sections": [
            {"href": href, "label": name, "current": href == here} for href, name in shown
        ],
        "place": look.place,
        "above": look.place.parent if look.place.pk != look.home.pk else None,
        "where": f"{look.home.name}·{cndatetime(look.now)}算的",
        "xlsx": with_query(request, format="xlsx"),
        "base": base_of_pages(request),
    }
    return render(request, template, {**frame, **context}, status=status)


def with_query(request: HttpRequest, **changes: str) -> str:
    """The same address with some parameters changed; "" takes one away."""
    query = request.GET.copy()
    for key, value in changes.items():
        query.pop(key, None)
        if value:
            query[key] = value
    text = query.urlencode()
    return f"?{text}" if text else "?"


def of_page(request: HttpRequest, rows: Sequence | QuerySet) -> Page:
    """The rows of the page that is asked for (?page=2), for `pagination`; a page that is none is the nearest one."""
    return Paginator(rows, LINES).get_page(request.GET.get("page"))


def base_of_pages(request: HttpRequest) -> str:
    """The address of this page without the number of a page, to which `page=2` is added."""
    address = with_query(request, page="")
    return address if address == "?" else f"{address}&"


def chosen(request: HttpRequest, name: str, among: Container[str], usual: str) -> str:
    """A parameter of the address where it is one of `among`, else the usual one."""
    value = request.GET.get(name, "")
    if value in among:
        return value
    return usual


def wants_sheet(request: HttpRequest) -> bool:
    """Whether the spreadsheet was asked for."""
    return request.GET.get("format") == "xlsx"


def sheet(
    request: HttpRequest,
    title: str,
    columns: Iterable[tuple[str, bool]],
    rows: Iterable[tuple],
    **more,
) -> HttpResponse:
    """`excel.answer`, and the export stands in the record: who, which page, from where."""
    note_export(request, "done")
    return excel.answer(title, columns, rows, **more)


def any_size(request: HttpRequest, kind: str, parameters: dict, now: datetime) -> HttpResponse:
    """A table of `sheets.SHEETS` that may be large: sent at once, or made in the background while its page tells how
    far it is."""
    me = accounts.officer_of(request.user)
    table = sheets.table(kind, me, parameters, now)
    first = head(table.rows, AT_ONCE + 1)
    if len(first) <= AT_ONCE:
        return sheet(request, table.title, table.columns, first, note=table.note, now=now)
    note_export(request, "asked")
    made = services.ask_sheet(
        officer=me, kind=kind, parameters=parameters, title=table.title, page=request.path, now=now
    )
    return redirect("console_sheet", uuid=made.uuid)


@transaction.atomic
def head(rows: Iterable[tuple], count: int) -> list[tuple]:
    """The first rows. Within a transaction the database reads no more than these; outside of one it reads all of them
    before it gives the first."""
    return list(islice(rows, count))


def note_export(request: HttpRequest, result: str) -> None:
    """Write down that a table leaves the platform."""
    data = {
        "page": request.path,
        "address": addresses.keyed(addresses.who_is_counted(request)),
        "result": result,
    }
    actor = identity.actor_of(request.user)
    record(actor=actor, verb="account.export", subject=f"user:{request.user.uuid}", data=data)
