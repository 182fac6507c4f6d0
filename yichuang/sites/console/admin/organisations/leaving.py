"""离岗 and 复岗: an officer leaves the post, and comes back to it."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from yichuang.accounts import services
from yichuang.core import clock
from yichuang.core.errors import Conflict
from yichuang.sites.console.admin import frame
from yichuang.sites.console.admin.organisations import mandate, people
from yichuang.sites.console.admin.writing import Plan, Values, carry_out

STATE = "状态"
OPENED, CLOSED = "启用", "停用"
AT_WORK = "在岗"
LEFT = "离岗"
BACK = "复岗"
METHODS = ["GET", "POST"]
WARNING = (
    "马上不能登录，正开着的页面也停下；角色和资格今天截止；"
    "他手里的件放回待办，交办的事转给能办的同事，没有的转给当地复核人。"
)
COMES_BACK = (
    "马上能登录，用离岗前的密码，登录后先改。"
    "离岗前的角色和资格不会回来，要再给；放回待办的件和转走的事也不会回来。"
)


@frame.admin("org_admin")
@require_http_methods(METHODS)
def close(request: HttpRequest, uuid: str) -> HttpResponse:
    """The officer leaves the post for good: nobody signs in with the account any more.

    An auditor is let go by two: the first administrator who confirms asks for it, the second does it.
    """
    officer = mandate.permitted(request, uuid)
    assignments = officer.assignments
    roles = assignments.select_related("region")
    mandate.require_reach(request, roles)
    me = request.officer
    account = officer.user
    changes = [(STATE, AT_WORK, LEFT), (f"账号{account.username}", OPENED, CLOSED)]

    def plan(values: Values) -> Plan:
        def do() -> None:
            services.deactivate_officer(actor=me.actor, officer=officer, reason=values["reason"])

        by_one = Plan(
            changes=changes,
            do=do,
            done=f"{officer.name}已离岗，账号停用",
            back=people.address(officer),
            warning=WARNING,
        )
        now = clock.now()
        if not services.takes_two(roles, now):
            return by_one
        return mandate.by_two(request, officer, "close", LEFT, by_one)

    fields = _reason("为什么离岗")
    sheet = people.sheet(officer, LEFT, fields, {})
    return carry_out(request, sheet, plan)


@frame.admin("org_admin")
@require_http_methods(METHODS)
def reopen(request: HttpRequest, uuid: str) -> HttpResponse:
    """An officer who has left is at work again, or had not left.

    Nothing that was ended with the post begins again by itself.
    """
    officer = mandate.in_my_place(request, uuid)
    if officer.active:
        raise Conflict("这名工作人员在岗", way_out="请刷新看最新情况")
    me = request.officer
    account = officer.user
    changes = [(STATE, LEFT, AT_WORK), (f"账号{account.username}", CLOSED, OPENED)]

    def plan(values: Values) -> Plan:
        def do() -> None:
            services.reactivate_officer(actor=me.actor, officer=officer, reason=values["reason"])

        return Plan(
            changes=changes,
            do=do,
            done=f"{officer.name}已复岗，接着给角色",
            back=people.address(officer),
            warning=COMES_BACK,
        )

    fields = _reason("为什么复岗")
    sheet = people.sheet(officer, BACK, fields, {})
    return carry_out(request, sheet, plan)


def _reason(label: str) -> tuple[dict]:
    """The one question of both pages. It goes into the record with what was done, so that whoever looks back knows
    why somebody went or came."""
    field = {"key": "reason", "label": label, "type": "text", "validate": {"max_length": 100}}
    return (field,)
