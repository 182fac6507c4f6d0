"""误登成单位的个人: units of the register under a citizen's number, for the administrator who mends them."""

from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from yichuang.cases.models import Case
from yichuang.core.clock import local
from yichuang.registry import queries as registry
from yichuang.registry.queries import Misfiled
from yichuang.sites.console.admin import frame

COLUMNS = [
    {"key": "name", "label": "登记的名称"},
    {"key": "number", "label": "登记的号码", "no": True},
    {"key": "day", "label": "哪天登记的", "nowrap": True},
    {"key": "cases", "label": "名下的办件", "num": True},
]
INTRO = (
    "有的身份号码末位碰巧符合信用代码的校验，以前在窗口会把个人登记成单位。这里列出这样的登记，名称和号码只显示一部分。"
    "请联系原来收件的窗口，请本人带身份证重新登记成个人，再把没办完的件撤回重办。"
)


@frame.admin("org_admin")
@require_GET
def listed(request: HttpRequest) -> HttpResponse:
    """GET: the units under a citizen's number, of the administrator's own places and of none."""
    units = [unit for unit in registry.misfiled() if _concerns(request, unit)]
    counts = _cases_of(units)
    rows = []
    for unit in units:
        rows.append(
            {
                "name": unit.name,
                "number": unit.number,
                "day": local(unit.entered_at).date().isoformat(),
                "cases": counts.get(unit.pk, 0),
            }
        )
    table = {
        "caption": "用个人号码登记的单位",
        "columns": COLUMNS,
        "rows": rows,
        "nothing": "没有用个人号码登记的单位",
    }
    shown = {
        "crumbs": frame.crumbs(("误登成单位的个人", "")),
        "title": f"误登成单位的个人，{len(rows)}个",
        "intro": INTRO,
        "tables": [table],
    }
    return frame.page(request, "console/admin/report.html", shown)


def _cases_of(units: list[Misfiled]) -> dict[int, int]:
    """How many cases stand under each, by primary key."""
    of_units = Case.objects.filter(employer_id__in=[unit.pk for unit in units]).order_by()
    return dict(of_units.values_list("employer_id").annotate(Count("pk")))


def _concerns(request: HttpRequest, unit: Misfiled) -> bool:
    return not unit.region or frame.may(request, "org_admin", unit.region)
