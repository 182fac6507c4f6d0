"""The first page: what waits, and the way to everything."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from yichuang.catalog import queries as catalog
from yichuang.catalog.models import ChangeOrder, PlaceOrder
from yichuang.catalog.queries.changes import WAITING
from yichuang.sites.console.admin import frame
from yichuang.sites.console.admin.catalogue import orders
from yichuang.sites.console.admin.places import agreeing

WAITING_ORDERS = f"{frame.ROOT}changes/?state={WAITING}"
MOST = 20  # of each kind on this page; all of them stand on their own


@frame.admin()
@require_GET
def start(request: HttpRequest) -> HttpResponse:
    """What waits for somebody, and how the catalogue stands."""
    waiting = catalog.changes(state=WAITING).count()
    deviations = len(catalog.common_handling_report())
    rows = catalog.items()
    local = sum(1 for row in rows if row.place)
    waits = []
    for state in (ChangeOrder.OPEN, ChangeOrder.APPROVED):
        waits += orders.rows(catalog.changes(state=state)[:MOST])
    lists = catalog.place_orders().filter(state=PlaceOrder.OPEN)
    lists_waiting = lists.count()
    some_lists = list(lists[:MOST])
    shown = {
        "title": _title(waiting, lists_waiting),
        "intro": "事项、渠道、机构和人员在这里管。每次改动先说清会改什么，确认一次，谁在什么时候为什么改都有记录。",
        "figures": [
            ("在用的统一事项", len(rows) - local, "项", f"{frame.ROOT}items/?state=common"),
            ("地方新增", local, "项", f"{frame.ROOT}items/?state=local"),
            ("在等的调整单", waiting, "张", WAITING_ORDERS),
            ("通办不统一", deviations, "处", f"{frame.ROOT}common/"),
        ],
        "tables": [
            {
                "caption": "在等的调整单",
                "columns": orders.COLUMNS,
                "rows": waits,
                "nothing": "没有在等的调整单",
                "left_off": waiting - len(waits),
                "all": WAITING_ORDERS,
            },
            {
                **agreeing.table(some_lists, "等审核的地方修改"),
                "nothing": "没有等审核的地方修改",
                "left_off": lists_waiting - len(some_lists),
                "all": f"{frame.ROOT}places/",
            },
        ],
    }
    return frame.page(request, "console/admin/report.html", shown)


def _title(orders_waiting: int, lists_waiting: int) -> str:
    """How much waits, or what the pages are about where nothing does."""
    waiting = []
    if orders_waiting:
        waiting.append(f"{orders_waiting}张调整单")
    if lists_waiting:
        waiting.append(f"{lists_waiting}份地方修改")
    if not waiting:
        return "目录和机构"
    words = "、".join(waiting)
    return f"{words}在等"
