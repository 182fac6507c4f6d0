"""Whom an administrator may change, what they may take away, and what takes two of them."""

from collections.abc import Iterable
from dataclasses import replace

from django.http import HttpRequest

from yichuang.accounts import queries as accounts
from yichuang.accounts import services
from yichuang.accounts import tables as staff
from yichuang.accounts.models import Assignment, Officer
from yichuang.core import clock
from yichuang.core.errors import Conflict, Forbidden
from yichuang.sites.console.admin import frame
from yichuang.sites.console.admin.writing import Plan

KEEPER = "org_admin"
FIRST_OF_TWO = "已提出，等另一位组织管理员确认"
TELLS_FIRST = "他是审计员，一个人不能让他离开：您提出以后，要另一位组织管理员也确认，才算数。"
TELLS_BARRED = (
    "另一位组织管理员已经提出，可是他和您两位里，有一位的账号、角色或密码是另一位在最近{}天里给的，只算一位，不能由您确认。"
    "请第三位组织管理员来确认；您也可以提出，由别的组织管理员确认。"
)
TELLS_SECOND = "另一位组织管理员已经提出，您确认以后就算数。"
WAITS = "您确认以后还不算数，要另一位组织管理员也确认"


def permitted(request: HttpRequest, uuid: str) -> Officer:
    """The active officer whom the asking administrator may change. Raises Forbidden, NotFound, Conflict for one who has
    left."""
    officer = in_my_place(request, uuid)
    if not officer.active:
        raise Conflict("这名工作人员已经离岗", way_out="请先办复岗，或选在岗的人员")
    return officer


def in_my_place(request: HttpRequest, uuid: str) -> Officer:
    """The officer, at work or not, of a place of the asking administrator. Raises Forbidden, NotFound."""
    officer = accounts.officer(uuid)
    unit = officer.organisation
    frame.permit(request, KEEPER, unit.region_id)
    if officer == request.officer:
        raise Forbidden("不能给自己发权限", way_out="请由另一位组织管理员办理")
    return officer


def require_reach(request: HttpRequest, roles: Iterable[Assignment]) -> None:
    """Only who could give these roles takes them away. Raises Forbidden for one that reaches further than the asking
    administrator does."""
    today = clock.today()
    for role in roles:
        if role.is_over(today):
            continue
        if frame.may(request, KEEPER, role.region_id):
            continue
        named = staff.roles()[role.role]
        name = named["name"]
        place = role.region.full_name
        sentence = f"他还是{place}的{name}，您管不到那里"
        raise Forbidden(sentence, way_out=f"请由{place}的组织管理员办理")


def by_two(request: HttpRequest, officer: Officer, step: str, word: str, plan: Plan) -> Plan:
    """The plan as it is for an auditor: the first administrator asks for it, another one does it by confirming the
    same. step: what tells it from others ("close"); word: what people call it."""
    me = request.officer
    title = f"{me.name}提出审计员{officer.name}{word}，要另一位组织管理员确认"

    def do() -> None:
        services.part_by_two(
            by=me,
            officer=officer,
            step=step,
            title=title,
            link=request.path,
            do=plan.do,
            now=clock.now(),
        )

    now = clock.now()
    asking = services.who_has_asked(officer=officer, step=step, by=me, now=now)
    if asking == services.ANOTHER:
        return replace(plan, do=do, warning=TELLS_SECOND)
    warning = TELLS_FIRST
    if asking == services.AS_ONE:
        days = staff.days_of_making(clock.today())
        warning = TELLS_BARRED.format(days)
    return replace(plan, do=do, done=FIRST_OF_TWO, warning=warning, waits=WAITS)
