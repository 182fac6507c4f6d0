"""The first page: what waits, and the way to everything."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from yichuang.catalog import queries as catalog
from yichuang.catalog.models import ChangeOrder, PlaceOrder
from yichuang.sites.console.admin import frame
from yichuang.sites.console.admin.catalogue import orders
from yichuang.sites.console.admin.places import agreeing


@frame.admin()
@require_GET
def start(request: HttpRequest) -> HttpResponse:
    """What waits for somebody, and how the catalogue stands."""
    waiting = (
        catalog.changes(state=ChangeOrder.OPEN).count()
        + catalog.changes(state=ChangeOrder.APPROVED).count()
    )
    deviations = len(catalog.common_handling_report())
    rows = catalog.items()
    local = sum(1 for row in rows if row.place)
    waits = []
    for state in (ChangeOrder.OPEN, ChangeOrder.APPROVED):
        waits += orders.rows(catalog.changes(state=state)[:20])
    lists = catalog.place_orders().filter(state=PlaceOrder.OPEN)
    shown = {
        "title": f"{waiting}张调整单在等" if waiting else "目录和机构",
        "intro": "事项、渠道、机构和人员在这里管。每次改动先说清会改什么，确认一次，谁在什么时候为什么改都有记录。",
        "figures": [
            ("在用的统一事项", len(rows) - local, "项"),
            ("地方新增", local, "项"),
            ("在等的调整单", waiting, "张"),
            ("通办不统一", deviations, "处"),
        ],
        "tables": [
            {
                "caption": "在等的调整单",
                "columns": orders.COLUMNS,
                "rows": waits,
                "nothing": "没有在等的调整单",
            },
            agreeing.table(list(lists[:20]), "等审核的地方修改")
            | {"nothing": "没有等审核的地方修改"},
        ],
    }
    return frame.page(request, "console/admin/report.html", shown)
