"""我的事: what waits for me, what runs, what is done, what I have begun."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse

from yichuang.cases.models import Case
from yichuang.cases.queries import applicants, drafts
from yichuang.cases.rules import states
from yichuang.cases.rules.deliveries import DELIVERED, MAIL
from yichuang.cases.rules.endings import GRANTED
from yichuang.core import clock
from yichuang.core.access import resident
from yichuang.core.clock import local
from yichuang.sites.portal.apply.drafts import path
from yichuang.sites.portal.mine import concerned as concerning
from yichuang.sites.portal.progress import answer, burden, tone, waiting_result
from yichuang.sites.portal.visitor import applicant
from yichuang.sites.portal.visitor.applicant import page
from yichuang.sites.ui.wording import cnday

PER_PAGE = 12
FILTERS = (("", "全部"), ("waiting", "等我办"), ("running", "正在办"), ("ended", "办完的"))


@resident
def mine(request: HttpRequest) -> HttpResponse:
    """GET /my/?show=waiting|running|ended&page=2."""
    who = applicant.of(request)
    shown = request.GET.get("show", "")
    own = applicants.of_subject(who.sight)
    waiting = applicants.waiting_for_subject(who.sight)
    chosen = {
        "waiting": waiting,
        "running": own.filter(open=True).exclude(state__in=states.WAITING),
        "ended": own.filter(open=False),
    }.get(shown, own)
    current = Paginator(chosen, PER_PAGE).get_page(request.GET.get("page"))
    concerned = []
    if not shown and current.number == 1:
        concerned = concerning.rows(who.sight)
    context = {
        "page": current,
        "rows": [_row(case) for case in current],
        "first": [_row(case) for case in waiting[:3]] if not shown and current.number == 1 else [],
        "begun": [
            {"draft": d, "name": d.version.item.name, "href": path(d)}
            for d in drafts.unsent(who.user)[:10]
        ],
        "segments": [
            {"label": label, "href": f"/my/?show={key}" if key else "/my/", "current": key == shown}
            for key, label in FILTERS
        ],
        "concerned": concerned,
        "base": f"?show={shown}&" if shown else "?",
        "shown": shown,
        "proved": who.sight.everything,
        "crumbs": [{"label": "首页", "href": "/"}, {"label": "我的事"}],
    }
    return page(request, "portal/mine/my.html", context)


def _parcel(case: Case) -> str:
    """Where a result that goes by post is; "" for what does not, or has arrived."""
    delivery = getattr(case, "delivery", None)
    if delivery is None or delivery.way != MAIL:
        return ""
    if delivery.state == DELIVERED:
        return ""
    words = delivery.whereabouts.words()
    sent = "决定书邮寄" if burden(case) else "结果邮寄"
    if case.state == states.REFUSED:
        sent = "通知书邮寄"
    line = f"{sent}，{words}"
    if delivery.waybill:
        line += f"，单号{delivery.waybill}"
    return line


def _row(case: Case) -> dict:
    """The case in a line: how it stands, and what one would open it for."""
    now = clock.now()
    state, words = tone(case, now)
    line = f"{cnday(local(case.received_at).date())}交的"
    if case.state in states.WAITING:
        line = "点进去看要补什么"
    elif state == "late":
        due = cnday(local(case.due_at).date())
        line += f"，应在{due}前办好"
        line += "，对不起，点进去可以催办"
    elif case.open and case.paused_since:
        line += "，点进去看为什么停着"
    elif case.open and not case.instant:
        line += f"，预计{cnday(local(case.due_at).date())}前办好"
    elif waits := waiting_result(case):
        if answer(case) == GRANTED:
            state = "you"
        words = waits
    elif parcel := _parcel(case):
        line = parcel
    return {
        "href": f"/my/cases/{case.uuid}/",
        "name": case.version.definition["name"],
        "number": case.number,
        "state": state,
        "words": words,
        "line": line,
    }
