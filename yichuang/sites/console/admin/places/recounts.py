"""期限重算: what new calendars have moved, run by run."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_GET

from yichuang.cases.models import Recount, Recounted
from yichuang.cases.queries import recounts
from yichuang.sites.console.admin import frame
from yichuang.sites.ui.wording import casenumber, cndate, cndatetime

SHOWN = 200
ROLES = ("org_admin", "channel_admin", "supervisor")
RUNS = [
    {"key": "year", "label": "哪一年的放假安排"},
    {"key": "begun", "label": "什么时候算的", "nowrap": True},
    {"key": "looked", "label": "看了几件", "num": True},
    {"key": "moved", "label": "变了几件", "num": True},
    {"key": "state", "label": "现在"},
]
ROWS = [
    {"key": "number", "label": "办件编号", "no": True},
    {"key": "item", "label": "事项"},
    {"key": "unit", "label": "办理单位"},
    {"key": "clock", "label": "哪个日子"},
    {"key": "before", "label": "原来", "nowrap": True},
    {"key": "after", "label": "现在", "nowrap": True},
]
CLOCKS = {
    "promise": "办好",
    "statute": "法定",
    "accept": "受理",
    "silence": "视为决定",
    "deliver": "送达",
}
INTRO = "放假安排装进来以后，没办完的办件的期限都重新算一遍。日子变了的告诉本人一次，不管他有几件。"


@frame.admin(*ROLES)
@require_GET
def listed(request: HttpRequest) -> HttpResponse:
    """GET: the runs, the latest first."""
    rows = []
    for run in recounts.runs()[:SHOWN]:
        rows.append(_run_row(run))
    table = {"caption": "期限重算", "columns": RUNS, "rows": rows, "nothing": "还没有重算过"}
    shown = {
        "crumbs": frame.crumbs(("期限重算", "")),
        "title": f"期限重算{len(rows)}次",
        "intro": INTRO,
        "tables": [table],
    }
    return frame.page(request, "console/admin/report.html", shown)


@frame.admin(*ROLES)
@require_GET
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """GET: what one run moved in the places of the reader, the first ones."""
    run = get_object_or_404(Recount, pk=pk)
    rows = []
    for row in recounts.rows_of(run).iterator(chunk_size=1000):
        if len(rows) == SHOWN:
            break
        if frame.covers(request, row.case.region_id):
            rows.append(_moved_row(row))
    table = {
        "caption": "变了的日子",
        "columns": ROWS,
        "rows": rows,
        "nothing": "您管的地方没有日子变了的办件",
    }
    shown = {
        "crumbs": frame.crumbs(("期限重算", "recounts/"), (f"{run.year}年", "")),
        "title": f"{run.year}年的放假安排变了{run.moved}件",
        "intro": f"这里列您管的地方的前{SHOWN}件。",
        "tables": [table],
    }
    return frame.page(request, "console/admin/report.html", shown)


def _run_row(run: Recount) -> dict[str, Any]:
    """What the list says of a run."""
    return {
        "year": f"{run.year}年",
        "href": f"{frame.ROOT}recounts/{run.pk}/",
        "begun": cndatetime(run.begun_at),
        "looked": run.looked,
        "moved": run.moved,
        "state": "算完了" if run.ended_at else "正在算",
    }


def _moved_row(row: Recounted) -> dict[str, Any]:
    """What the list says of a case."""
    case = row.case
    return {
        "number": casenumber(case.number),
        "item": case.version.item.name,
        "unit": case.organisation.name,
        "clock": CLOCKS[row.clock],
        "before": cndate(row.from_on),
        "after": cndate(row.to_on),
    }
