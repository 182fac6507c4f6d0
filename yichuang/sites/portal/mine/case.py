"""One of my cases: what to do now, how far it is, when it ends, what I gave and got."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_POST

from yichuang.cases import services
from yichuang.cases.models import Case
from yichuang.cases.queries import (
    applicants,
    bodies,
    burdens,
    cases,
    collecting,
    concerned,
    versions,
)
from yichuang.cases.queries.versions import Version
from yichuang.cases.rules import states
from yichuang.cases.rules.endings import DENIED, GRANTED
from yichuang.cases.rules.flags import IN_PART
from yichuang.cases.rules.states import MOVES
from yichuang.catalog import queries as catalog
from yichuang.core import clock
from yichuang.core.access import resident
from yichuang.core.errors import Conflict, Forbidden, Invalid
from yichuang.documents import queries as documents
from yichuang.identity import queries as identity
from yichuang.ratings import queries as ratings
from yichuang.sites.portal.by_rule import ruled
from yichuang.sites.portal.clock import reading as clock_of
from yichuang.sites.portal.clock.look import look_of
from yichuang.sites.portal.clock.past import stood_of
from yichuang.sites.portal.clock.rows import rows_of
from yichuang.sites.portal.following import handed_in, to_bring
from yichuang.sites.portal.mine import late, ratifying
from yichuang.sites.portal.progress import answer, events, tone, waiting_result
from yichuang.sites.portal.visitor import applicant
from yichuang.sites.portal.visitor.applicant import page
from yichuang.sites.ui import answers, guides
from yichuang.sites.ui.fields import by_field


@resident
def case(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """GET /my/cases/<uuid>/: the whole of it, for the one whose case it is.

    Raises NotFound for anybody else's.
    """
    who = applicant.of(request)
    case = applicants.for_subject(case_id, who.sight)
    version = versions.of_case(case)
    name = version.guide.name
    papers = list(documents.of_subject(case.ref))
    standing = {paper.kind: paper for paper in papers if paper.voided_at is None}
    now = clock.now()
    state, words = tone(case, now)
    reading = clock_of.read(case, now, cases.trail(case), named=True)
    context = {
        "case": case,
        "body": bodies.of_case(case),
        "name": name,
        "state": state,
        "words": words,
        "next": _next(case, version),
        "burden": burdens.of_case(case, version),
        "against_refusal": burdens.against_refusal(case, version),
        "why_refused": burdens.why_refused(case),
        "came_to_nothing": _NOTHING.get(case.state, ""),
        "events": events(reading, standing),
        "look": look_of(reading),
        "dates": rows_of(reading),
        "stood": stood_of(reading),
        "ruled": ruled.shown(case, now),
        "late": late.lateness(case, now),
        "complaint": version.guide.complaint,
        "overdue": catalog.when_overdue(version.guide),
        "papers": papers,
        "answers": answers.shown(version.form, case.form),
        "guide": guides.address_of(case),
        "version": version.number,
        "materials": handed_in.shown(case, version),
        "delivery": _delivery(case),
        "sender_to_own": ratifying.sender_to_own(who, case),
        "agents": concerned.agents_of(case, clock.today()),
        "may_end": ratifying.may_end(who),
        "can_withdraw": case.state in MOVES["withdraw"].sources,
        "short": case.number[-4:],
        "crumbs": [
            {"label": "首页", "href": "/"},
            {"label": "我的事", "href": "/my/"},
            {"label": name},
        ],
    }
    return page(request, "portal/mine/case.html", context)


@resident
@require_POST
def result(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """POST /my/cases/<uuid>/result/: leads to the result.

    Opened first by its owner, it is delivered.
    """
    who = applicant.of(request)
    case = applicants.for_subject(case_id, who.sight)
    shown = services.open_result(case_id=case.uuid, actor=who.actor, now=clock.now())
    return HttpResponseRedirect(f"/my/papers/{shown.uuid}/")


@resident
@require_POST
def end_mandate(request: HttpRequest, case_id: UUID, party: int) -> HttpResponse:
    """POST /my/cases/<uuid>/agents/<id>/end/: somebody no longer acts for the applicant.

    What is told says what else they could still do.
    Raises Forbidden for a unit's account that nobody has proved: anybody may have opened it.
    """
    who = applicant.of(request)
    case = applicants.for_subject(case_id, who.sight)
    if not ratifying.may_end(who):
        raise Forbidden(
            "单位账号核对以后才能停别人的委托", way_out="请先请法定代表人同意，或带证件到窗口核对"
        )
    ended = services.end_mandate(
        case_id=case.uuid, party_id=party, actor=who.actor, now=clock.now()
    )
    if case.employer_id is None:
        sentence = f"{ended.name}不再代办这一件"
    elif identity.is_known_to_act(case.employer, ended.person):
        sentence = f"{ended.name}不再代办这一件；他还是登记的经办人或法定代表人，换了人请改登记"
    else:
        sentence = f"{ended.name}不再替单位办事，这一件和别的都不行了"
    messages.success(request, sentence)
    return HttpResponseRedirect(f"/my/cases/{case.uuid}/")


@resident
def withdraw(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """GET asks, POST does: /my/cases/<uuid>/withdraw/.

    Raises Conflict for a case that is decided or over.
    """
    who = applicant.of(request)
    case = applicants.for_subject(case_id, who.sight)
    name = versions.of_case(case).guide.name
    if case.state == states.WITHDRAWN:
        messages.info(request, "这一件已经撤回了，不用再撤")
        return HttpResponseRedirect(f"/my/cases/{case.uuid}/")
    if case.state in _NOT_WITHDRAWN:
        why, way_out = _NOT_WITHDRAWN[case.state]
        raise Conflict(f"“{name}”{why}", way_out=way_out)
    if request.method != "POST":
        shown = {"case": case, "name": name, "crumbs": _crumbs(case, name, "撤回")}
        return page(request, "portal/mine/withdraw.html", shown)
    reason = request.POST.get("reason", "")
    services.withdraw(case_id=case.uuid, actor=who.actor, reason=reason, now=clock.now())
    messages.success(request, "已经撤回，以后还能再申请")
    return HttpResponseRedirect(f"/my/cases/{case.uuid}/")


@resident
def password(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """GET asks, POST makes: a new query password.

    It is shown once; the old one ends.
    """
    who = applicant.of(request)
    case = applicants.for_subject(case_id, who.sight)
    name = versions.of_case(case).guide.name
    new = ""
    if request.method == "POST":
        new = services.renew_password(case_id=case.uuid, actor=who.actor)
    shown = {"case": case, "new": new, "crumbs": _crumbs(case, name, "查询密码")}
    return page(request, "portal/mine/query_password.html", shown)


@resident
def ask(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """GET, POST /my/cases/<uuid>/ask/: a question about this case.

    It goes to the unit that has the case.
    """
    who = applicant.of(request)
    case = applicants.for_subject(case_id, who.sight)
    name = versions.of_case(case).guide.name
    typed = {
        "question": request.POST.get("question", ""),
        "phone": request.POST.get("phone", identity.contact_phone(who.subject)),
    }
    shown = {
        "case": case,
        "name": name,
        "typed": typed,
        "errors": {},
        "crumbs": _crumbs(case, name, "问一问"),
    }
    if request.method != "POST":
        return page(request, "portal/mine/ask.html", shown)
    try:
        services.ask_about(
            case,
            question=typed["question"],
            subject=who.subject,
            phone=typed["phone"].strip(),
            channel=applicant.channel_of(request),
            actor=who.actor,
            now=clock.now(),
        )
    except Invalid as refused:
        shown |= {"problems": refused.problems, "errors": by_field(refused.problems)}
        return page(request, "portal/mine/ask.html", shown, status=422)
    messages.success(request, "问题交上去了，答复会打电话或发短信给您")
    return HttpResponseRedirect(f"/my/cases/{case.uuid}/")


_DECIDED = ("已经有了决定，不能撤回", "对结果有意见，可以打12333")
_ENDED = "以后还能再申请；有不明白的，可以打12333"
_LATER = set(states.STATES) - set(MOVES["withdraw"].sources) - {states.WITHDRAWN}
_NOT_WITHDRAWN = states.total(
    {
        states.APPROVED: _DECIDED,
        states.DENIED: _DECIDED,
        states.CLOSED: _DECIDED,
        states.REFUSED: ("没有受理，不用撤回", _ENDED),
        states.RETURNED: ("已经退回，不用撤回", _ENDED),
        states.VOIDED: ("已经作废，不用撤回", _ENDED),
    },
    _LATER,
)
_NOTHING = states.total(
    {
        states.WITHDRAWN: "这一件撤回了，出过的文书除了收件凭证都不能再用。以后还能再申请。",
        states.VOIDED: (
            "这一件作废了，出过的文书除了收件凭证都不能再用。符合条件的可以重新申请；"
            "不同意作废，可以打12333，也可以到窗口投诉。"
        ),
    },
    states.OF_NO_EFFECT,
)
_RESULTS = {
    GRANTED: {"title": "结果出来了", "body": "点开看，也可以下载。"},
    IN_PART: {
        "title": "决定作出了，部分准予",
        "body": "点开看决定书：给多少、怎么算的、其余的为什么没有准予，都写在里面。",
    },
    DENIED: {
        "title": "决定作出了，没有同意",
        "body": "点开看决定书：为什么没有同意、不服怎么办、多久之内提出，都写在里面。",
    },
    states.REFUSED: {
        "title": "没有受理",
        "body": "点开看不予受理通知书：为什么、依据什么、不服怎么办、多久之内提出，都写在里面。",
    },
}


def _next(case: Case, version: Version) -> dict[str, Any] | None:
    """The one thing to do now, or None."""
    if case.state in (states.CORRECTING, *states.SUPPLIABLE):
        return to_bring.next_of(case, version)
    delivery = getattr(case, "delivery", None)
    if case.state not in states.HANDED_OUT or delivery is None:
        return None
    if delivery.way == "electronic" and delivery.state == "waiting":
        return {**_RESULTS[answer(case)], "result": True}
    if delivery.way == "counter" and delivery.state == "waiting":
        where = delivery.given_when
        document = collecting.to_bring(case, version)
        title = waiting_result(case)
        return {"title": title, "body": f"到{where}，带{document}。"}
    if delivery.state == "delivered":
        return _to_rate(case)
    return None


def _to_rate(case: Case) -> dict[str, Any] | None:
    """The invitation to rate the service, None once it was rated or is over."""
    invited = ratings.waiting_of(case, clock.today())
    if not invited:
        return None
    token = invited[0].token
    return {
        "title": "这次办得怎么样",
        "body": "给这次服务打个分，办的人看不到是谁打的。",
        "href": f"/rate/{token}/",
        "action": "去评价",
        "word": "请您评价",
    }


def _delivery(case: Case) -> dict[str, Any] | None:
    """How the result comes, and the steps of its way; None while there is none."""
    delivery = getattr(case, "delivery", None)
    if delivery is None:
        return None
    steps = []
    for event in delivery.events.order_by("at"):
        step = {"title": event.state, "body": event.place, "at": event.at, "phase": "past"}
        steps.append(step)
    return {
        "row": delivery,
        "way": delivery.told_way,
        "state": delivery.whereabouts.words(),
        "steps": steps,
    }


def _crumbs(case: Case, name: str, here: str) -> list[dict]:
    """The way back: my affairs, and the page of the case."""
    return [
        {"label": "我的事", "href": "/my/"},
        {"label": name, "href": f"/my/cases/{case.uuid}/"},
        {"label": here},
    ]
