"""/ui: every component in all its states, for those who build pages and those who check them."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from yichuang.core.access import public

from . import errors, samples
from .icons import ICONS

LAYOUTS = ("desk", "console", "kiosk", "paper")
ERRORS = {
    400: errors.bad_request,
    403: errors.forbidden,
    404: errors.not_found,
    429: errors.too_many,
}


@public
def gallery(request: HttpRequest) -> HttpResponse:
    """GET /ui/: `?mode=` and `?theme=` of /prefs/ change it as they change any page."""
    shown = {
        "icons": sorted(ICONS),
        "swatches": samples.SWATCHES,
        "fields": samples.fields(),
        "field_states": samples.states(),
        "weeks": samples.WEEKS,
        "parts": samples.PARTS,
        "events": samples.events(),
        "columns": samples.COLUMNS,
        "rows": samples.ROWS,
        "tickets": samples.TICKETS,
        "late_by_week": samples.LATE_BY_COUNTY,
        "series": samples.SERIES,
        "weeks_named": samples.WEEK_NAMES,
        "stacks": samples.STACKS,
        "stack_parts": samples.STACK_PARTS,
        "problems": samples.PROBLEMS,
        "segments": samples.SEGMENTS,
        "page": Paginator(range(96), 12).page(2),
        "due": date(2026, 11, 30),
        "known": samples.KNOWN,
        "moment": datetime(2026, 11, 27, 9, 26, tzinfo=ZoneInfo("Asia/Shanghai")),
        "step_labels": samples.STEPS,
        "crumbs": [{"label": "首页", "href": "/"}, {"label": "组件和状态"}],
    }
    return render(request, "ui/gallery.html", shown)


@public
def error_page(request: HttpRequest, code: int) -> HttpResponse:
    """GET /ui/error/404/: an error page as a reader sees it, with its own status."""
    if code not in ERRORS:
        raise Http404
    return ERRORS[code](request)


@public
def layout_page(request: HttpRequest, name: str) -> HttpResponse:
    """GET /ui/layout/desk/: a frame with sample content, one of desk, console, kiosk, paper."""
    if name not in LAYOUTS:
        raise Http404
    shown = {
        "tickets": samples.TICKETS,
        "late_by_week": samples.LATE_BY_COUNTY,
        "known": samples.KNOWN,
    }
    return render(request, f"ui/layout_{name}.html", shown)


@public
def accessibility(request: HttpRequest) -> HttpResponse:
    """GET /accessibility/: what the pages do for everybody, and where to say that something does not work."""
    return render(request, "ui/accessibility.html")
