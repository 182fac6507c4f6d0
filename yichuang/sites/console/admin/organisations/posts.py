"""Who joins a unit, goes to another one, is away on leave and comes back."""

import secrets
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from yichuang.accounts import queries as accounts
from yichuang.accounts import services
from yichuang.accounts.models import Assignment, Leave, Officer, Organisation
from yichuang.core import clock
from yichuang.core.errors import NotFound
from yichuang.reference.rules.regions import in_scope
from yichuang.sites.console.admin import frame
from yichuang.sites.console.admin.organisations import mandate, people
from yichuang.sites.console.admin.writing import Plan, Sheet, Values, carry_out
from yichuang.supervision import services as supervision

CODE_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # none of them is taken for another
CODE_LENGTH = 12
WINDOW = {
    "key": "window",
    "label": "窗口",
    "type": "text",
    "spelt": "name",
    "required": False,
    "validate": {"max_length": 30},
}
NEW = (
    {"key": "name", "label": "姓名", "type": "text", "validate": {"max_length": 60}},
    {
        "key": "employee_no",
        "label": "工号",
        "type": "text",
        "spelt": "code",
        "validate": {"max_length": 20},
    },
    {
        "key": "username",
        "label": "登录账号",
        "type": "text",
        "spelt": "login",
        "validate": {"max_length": 64},
    },
    WINDOW,
    {"key": "phone", "label": "手机", "type": "phone", "required": False},
)
LEAVE_DAYS = (
    {"key": "first_day", "label": "从哪天起", "type": "date"},
    {"key": "last_day", "label": "到哪天止", "type": "date", "ends": True},
)
LEAVE_REASON = {
    "key": "reason",
    "label": "说明",
    "type": "text",
    "required": False,
    "validate": {"max_length": 100},
}


@frame.admin("org_admin")
@require_http_methods(["GET", "POST"])
def join(request: HttpRequest, code: str) -> HttpResponse:
    """A new officer of a unit. The first password is a code that is shown once and must be changed at the first
    sign-in; roles and qualifications are given on the officer's page."""
    unit = accounts.organisation(code)
    frame.permit(request, "org_admin", unit.region_id)
    first_code = "".join(secrets.choice(CODE_LETTERS) for _ in range(CODE_LENGTH))
    made: list[Officer] = []
    back = f"{frame.ROOT}units/{unit.code}/"
    crumbs = frame.crumbs(
        ("机构和人员", "units/"), (unit.name, f"units/{unit.code}/"), ("新增人员", "")
    )
    sheet = Sheet(title=f"{unit.name}：新增人员", crumbs=crumbs, back=back, fields=NEW)

    def plan(values: Values) -> Plan:
        texts = {field["key"]: values.get(field["key"], "") for field in NEW}
        return Plan(
            changes=[
                (
                    "人员",
                    "（没有）",
                    f"{texts['name']}，工号{texts['employee_no']}，账号{texts['username']}",
                )
            ],
            do=lambda: made.append(
                services.create_officer(
                    actor=request.officer.actor, organisation=unit, password=first_code, **texts
                )
            ),
            done=f"已新增{texts['name']}，接着给角色",
            back=back,
        )

    response = carry_out(request, sheet, plan)
    if response.status_code != 302:
        return response
    shown = {"crumbs": crumbs, "person": made[-1], "first_code": first_code}
    return frame.page(request, "console/admin/organisations/joined.html", shown)


@frame.admin("org_admin")
@require_http_methods(["GET", "POST"])
def move(request: HttpRequest, uuid: str) -> HttpResponse:
    """The officer goes to another unit."""
    officer = mandate.permitted(request, uuid)
    fields = (
        {
            "key": "unit",
            "label": "调到哪个机构",
            "type": "text",
            "spelt": "code",
            "help": "写机构编码，在“机构和人员”里看",
        },
        WINDOW,
    )

    def plan(values: Values) -> Plan:
        unit = accounts.organisation(values["unit"])
        frame.permit(request, "org_admin", unit.region_id)
        left_behind = _left_behind(officer, unit)
        mandate.require_reach(request, left_behind)
        window = values.get("window", "")
        plain = Plan(
            changes=[
                ("所在机构", officer.organisation.name, unit.name),
                ("窗口", officer.window, window),
            ],
            do=lambda: services.move_officer(
                actor=request.officer.actor, officer=officer, to=unit, window=window
            ),
            done=f"{officer.name}已调到{unit.name}",
            back=people.address(officer),
            warning="管不到新机构的角色马上收回；他手里接着办不了的件放回待办，别人可以领。",
        )
        if services.takes_two(left_behind, clock.now()):
            return mandate.by_two(request, officer, f"move-{unit.code}", f"调到{unit.name}", plain)
        return plain

    return carry_out(request, people.sheet(officer, "调到别的机构", fields, {}), plan)


def _left_behind(officer: Officer, unit: Organisation) -> list[Assignment]:
    """The roles that do not reach the place of a unit."""
    left = []
    place = unit.region_id
    roles = officer.assignments.select_related("region")
    for role in roles:
        reach = role.region_id
        if not in_scope(place, reach):
            left.append(role)
    return left


@frame.admin("org_admin")
@require_http_methods(["GET", "POST"])
def leave(request: HttpRequest, uuid: str) -> HttpResponse:
    """The officer is away on some days."""
    officer = mandate.permitted(request, uuid)
    others = accounts.officers_of(officer.organisation).filter(active=True).exclude(pk=officer.pk)
    colleagues = {str(one.uuid): one for one in others}
    names = {key: f"{one.name}（{one.employee_no}）" for key, one in colleagues.items()}
    deputy = {
        "key": "deputy",
        "label": "交办的事由谁代办",
        "type": "choice",
        "options": names,
        "required": False,
        "help": "不选就由本机构的同事一起看到",
    }
    fields = LEAVE_DAYS
    if names:
        fields += (deputy,)
    fields += (LEAVE_REASON,)

    def plan(values: Values) -> Plan:
        chosen = values.get("deputy", "")
        stands_in = colleagues.get(chosen)
        deputy_name = "本机构的同事"
        if stands_in:
            deputy_name = stands_in.name
        first_day = date.fromisoformat(values["first_day"])
        last_day = date.fromisoformat(values["last_day"])
        return Plan(
            changes=[
                ("请假", "", f"{first_day}到{last_day}"),
                ("交办的事由谁代办", "", deputy_name),
            ],
            do=lambda: supervision.begin_leave(
                actor=request.officer.actor,
                officer=officer,
                first_day=first_day,
                last_day=last_day,
                deputy=stands_in,
                reason=values.get("reason", ""),
                now=clock.now(),
            ),
            done=f"已登记{officer.name}请假",
            back=people.address(officer),
            warning="请假这几天不转件给他；他手里的件，同事谁能办谁就可以领走。",
        )

    initial = {"first_day": clock.today().isoformat()}
    return carry_out(request, people.sheet(officer, "请假", fields, initial), plan)


@frame.admin("org_admin")
@require_http_methods(["GET", "POST"])
def back(request: HttpRequest, uuid: str, leave_uuid: str) -> HttpResponse:
    """The officer is back from today."""
    officer = mandate.permitted(request, uuid)
    today = clock.today()
    leaves = {one.uuid: one for one in accounts.leaves_of(officer, today)}
    held = leaves.get(leave_uuid)
    if held is None:
        raise NotFound("没有这次请假，可能已经结束", way_out="请刷新看最新情况")
    sheet = people.sheet(officer, "销假", (), {})
    return carry_out(request, sheet, lambda values: _end(request, officer, held))


def _end(request: HttpRequest, officer: Officer, held: Leave) -> Plan:
    return Plan(
        changes=[("请假", f"{held.first_day}到{held.last_day}", "今天起在岗")],
        do=lambda: supervision.end_leave(
            actor=request.officer.actor, leave=held, on=clock.today(), now=clock.now()
        ),
        done=f"{officer.name}已销假",
        back=people.address(officer),
    )
