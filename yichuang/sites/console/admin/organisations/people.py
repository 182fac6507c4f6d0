"""One officer: post, roles over regions and lines, qualifications per
item.

Given and taken back.
"""

from datetime import date

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET, require_http_methods

from yichuang.accounts import queries as accounts
from yichuang.accounts import services
from yichuang.accounts import tables as staff
from yichuang.accounts.models import Assignment, Leave, Officer
from yichuang.catalog import queries as catalog
from yichuang.core import clock
from yichuang.core.errors import Conflict, FieldProblem, Invalid, NotFound
from yichuang.reference import queries as reference
from yichuang.sites.console.admin import finding, frame, history
from yichuang.sites.console.admin.organisations import mandate
from yichuang.sites.console.admin.writing import Plan, Sheet, carry_out

SPAN = (
    {"key": "valid_from", "label": "从哪天起", "type": "date"},
    {"key": "valid_to", "label": "到哪天止", "type": "date", "required": False, "ends": True},
)
PAPERS_ON_PAGE = 20
NOT_HERE = "您管的地方没有这名工作人员"
REGION = {
    "key": "region",
    "label": "管辖的地方",
    "type": "text",
    "help": "写全称或代码，连下面的地方一起管",
}


@frame.admin()
@require_GET
def officer(request: HttpRequest, uuid: str) -> HttpResponse:
    """GET ?page=: one officer with everything held and everything done to the post.

    What an officer is qualified for may be a whole catalogue: it stands on pages.
    Raises NotFound for one of another place.
    """
    officer = accounts.officer(uuid)
    if not _concerns(request, officer):
        raise NotFound(NOT_HERE, way_out="请问当地的管理员")
    today = clock.today()
    roles = officer.assignments.select_related("region").order_by("valid_to", "role")
    names = {row.code: row.name for row in catalog.items()}
    leaves = accounts.leaves_of(officer, today)
    qualifications = officer.qualifications.order_by("item_code", "valid_from")
    item_count = accounts.qualified_counts([officer], today).get(officer.pk, 0)
    papers = Paginator(qualifications, PAPERS_ON_PAGE).get_page(request.GET.get("page"))
    shown = {
        "crumbs": _crumbs(officer),
        "leaves": leaves,
        "person": officer,
        "facts": [
            ("工号", officer.employee_no),
            ("账号", officer.user.username),
            {
                "label": "所在机构",
                "value": officer.organisation.name,
                "leads_to": f"{frame.ROOT}units/{officer.organisation.code}/",
            },
            ("窗口", officer.window),
            ("状态", "在岗" if officer.active else "离岗"),
            *(("请假", _days_of(row)) for row in leaves),
        ],
        "roles_held": [
            {
                "pk": row.pk,
                "role": staff.roles()[row.role]["name"],
                "line": row.line or "全部业务线",
                "region": row.region.full_name,
                "since": row.valid_from.isoformat(),
                "until": row.valid_to.isoformat() if row.valid_to else "",
                "open": not row.is_over(today),
            }
            for row in roles
        ],
        "paper_columns": [
            {"key": "name", "label": "事项"},
            {"key": "code", "label": "编码", "no": True},
            {"key": "certificate", "label": "证书"},
            {"key": "since", "label": "起", "nowrap": True},
            {"key": "until", "label": "止", "nowrap": True},
        ],
        "papers": [
            {
                "name": names.get(row.item_code, row.item_code),
                "code": row.item_code,
                "certificate": row.certificate,
                "since": row.valid_from.isoformat(),
                "until": row.valid_to.isoformat() if row.valid_to else "",
            }
            for row in papers
        ],
        "papers_page": papers,
        "item_count": item_count,
        "not_in_force": papers.paginator.count - item_count,
        "history_columns": history.COLUMNS,
        "history": history.of(*officer.names_in_the_record),
        "may": _may(request, officer),
    }
    return frame.page(request, "console/admin/organisations/officer.html", shown)


def _concerns(request: HttpRequest, officer: Officer) -> bool:
    """Whether the reader's own place holds that of the officer, or it is they themselves."""
    if officer == request.officer:
        return True
    return frame.covers(request, officer.organisation.region_id)


def _days_of(leave: Leave) -> str:
    """First and last day of a leave, and who stands in, in words."""
    first = leave.first_day.isoformat()
    last = leave.last_day.isoformat()
    days = f"{first}到{last}"
    if not leave.deputy:
        return days
    return f"{days}，{leave.deputy.name}代办"


def _may(request: HttpRequest, officer: Officer) -> bool:
    """Whether the reader keeps the officers of this place."""
    return frame.may(request, "org_admin", officer.organisation.region_id)


def address(officer: Officer) -> str:
    """The page of an officer."""
    return f"{frame.ROOT}officers/{officer.uuid}/"


def _crumbs(officer: Officer, *more: tuple[str, str]) -> list[dict]:
    unit = (officer.organisation.name, f"units/{officer.organisation.code}/")
    return frame.crumbs(
        ("机构和人员", "units/"),
        unit,
        (officer.name, f"officers/{officer.uuid}/" if more else ""),
        *more,
    )


def sheet(officer: Officer, word: str, fields: tuple, initial: dict) -> Sheet:
    """A form about an officer."""
    return Sheet(
        title=f"{officer.name}：{word}",
        crumbs=_crumbs(officer, (word, "")),
        back=address(officer),
        fields=fields,
        initial=initial,
        subject=officer.actor,
    )


@frame.admin("org_admin")
@require_http_methods(["GET", "POST"])
def grant(request: HttpRequest, uuid: str) -> HttpResponse:
    """Give a role over a region, on one line or all.

    Raises Forbidden for a region that the administrator does not keep.
    """
    officer = mandate.permitted(request, uuid)
    roles = {code: f"{row['name']}（{row['duty']}）" for code, row in staff.roles().items()}
    lines = {line: line for line, _ in catalog.lines()}
    line = {"key": "line", "label": "业务线", "type": "choice", "options": lines, "required": False}
    fields = (
        {"key": "role", "label": "角色", "type": "choice", "options": roles},
        {**line, "help": "不选就是全部业务线"},
        REGION,
        *SPAN,
    )
    initial = {
        "valid_from": clock.today().isoformat(),
        "region": officer.organisation.region.full_name,
    }

    def plan(values: dict) -> Plan:
        region = reference.region(finding.region(values["region"]))
        frame.permit(request, "org_admin", region.code)
        over = f"{region.full_name}，{values.get('line') or '全部业务线'}"
        return Plan(
            changes=[
                ("角色", "（没有）", f"{staff.roles()[values['role']]['name']}：{over}"),
                _span(values),
            ],
            do=lambda: services.grant_role(
                actor=request.officer.actor,
                officer=officer,
                role=values["role"],
                region=region,
                line=values.get("line", ""),
                **_days(values),
            ),
            done=f"已给{officer.name}“{staff.roles()[values['role']]['name']}”的角色",
            back=address(officer),
        )

    return carry_out(request, sheet(officer, "给角色", fields, initial), plan)


def _days(values: dict) -> dict[str, date | None]:
    """First and last day as the services take them; None for no end."""
    days = {}
    for key in ("valid_from", "valid_to"):
        text = values.get(key)
        if text:
            days[key] = date.fromisoformat(text)
        else:
            days[key] = None
    return days


def _span(values: dict) -> tuple[str, str, str]:
    """The line of the plan that says from when until when."""
    words = f"{values['valid_from']}起"
    last = values.get("valid_to")
    if last:
        words = f"{words}，到{last}"
    return "有效期", "", words


@frame.admin("org_admin")
@require_http_methods(["GET", "POST"])
def revoke(request: HttpRequest, uuid: str, pk: int) -> HttpResponse:
    """Take a role back, at once or after a last day; one that is over is no more to be taken back (409).

    That of an auditor is asked for by one administrator and taken back by another who confirms the same.
    """
    officer = mandate.permitted(request, uuid)
    held: Assignment | None = officer.assignments.select_related("region").filter(pk=pk).first()
    if held is None:
        raise NotFound("没有这个角色，可能已经收回")
    if held.is_over(clock.today()):
        raise Conflict("这个角色已经收回", way_out="要再给，请点“给角色”")
    mandate.require_reach(request, [held])
    name = staff.roles()[held.role]["name"]
    fields = (
        {
            "key": "last_day",
            "label": "最后一天",
            "type": "date",
            "required": False,
            "help": "不填就是马上收回",
        },
    )

    def plan(values: dict) -> Plan:
        typed = values.get("last_day")
        last = None
        after = "马上收回"
        waits = ""
        if typed:
            last = date.fromisoformat(typed)
            after = f"{last}以后没有"
            if last >= clock.today():
                waits = f"这个角色用到{last}，以后没有"
        before = f"{name}：{held.region.full_name}"
        plain = Plan(
            changes=[("角色", before, after)],
            do=lambda: services.revoke_role(
                actor=request.officer.actor, assignment=held, last_day=last
            ),
            done=f"已收回{officer.name}“{name}”的角色",
            back=address(officer),
            warning="他手里接着办不了的件放回待办，别人可以领。",
            waits=waits,
        )
        now = clock.now()
        if not services.takes_two([held], now):
            return plain
        step = f"role-{held.pk}-{typed or 'today'}"
        word = f"收回“{name}”（{after}）"
        return mandate.by_two(request, officer, step, word, plain)

    return carry_out(request, sheet(officer, f"收回“{name}”", fields, {}), plan)


@frame.admin("org_admin")
@require_http_methods(["GET", "POST"])
def qualify(request: HttpRequest, uuid: str) -> HttpResponse:
    """Let the officer accept an item.

    Raises Invalid for a code that is no item of the catalogue.
    """
    officer = mandate.permitted(request, uuid)
    fields = (
        {
            "key": "item",
            "label": "事项编码",
            "type": "text",
            "spelt": "code",
            "help": "12位基本编码，在事项目录里看",
        },
        {
            "key": "certificate",
            "label": "证书编号",
            "type": "text",
            "spelt": "code",
            "required": False,
            "validate": {"max_length": 60},
        },
        *SPAN,
    )

    def plan(values: dict) -> Plan:
        item = _item(values["item"])
        return Plan(
            changes=[("事项资格", "（没有）", f"{item.name}（{item.code}）"), _span(values)],
            do=lambda: services.qualify(
                actor=request.officer.actor,
                officer=officer,
                item_code=item.code,
                certificate=values.get("certificate", ""),
                **_days(values),
            ),
            done=f"{officer.name}可以受理“{item.name}”了",
            back=address(officer),
        )

    initial = {"valid_from": clock.today().isoformat()}
    return carry_out(request, sheet(officer, "给事项资格", fields, initial), plan)


def _item(code: str):
    try:
        return catalog.item(code)
    except NotFound as problem:
        raise Invalid([FieldProblem("item", problem.message, "known")]) from None
