"""My account: how to reach me, my password, and who has looked at my data."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from yichuang.accounts import queries as accounts
from yichuang.audit import queries as audit
from yichuang.cases.queries import applicants
from yichuang.core import masking
from yichuang.core.access import resident
from yichuang.core.errors import Invalid, NotFound
from yichuang.identity import queries as identity
from yichuang.registry import services as registry
from yichuang.registry.models import Person
from yichuang.sites.portal.account import proving
from yichuang.sites.portal.visitor import applicant
from yichuang.sites.portal.visitor.applicant import Applicant, page
from yichuang.sites.ui import regions
from yichuang.sites.ui.fields import by_field

CASES_LOOKED_AT = 200
CRUMBS = [{"label": "我的事", "href": "/my/"}, {"label": "账户和联系方式"}]
ACTORS = {
    "system": "系统自动",
    "public": "有编号和密码的人",
    "channel": "接入的渠道",
    "api": "接入的渠道",
}
VERBS = {
    "case.read": "看了这件事",
    "case.read_whole": "看了这件事里完整的号码",
    "case.read_taken": "收件的窗口看了这件事办到哪一步",
    "case.read_concerned": "代办人或事情所涉的人看了这件事",
    "case.open": "打开了这件事",
    "case.audit": "审计时查了这件事的记录",
    "case.track": "凭编号和密码查了进度",
    "person.read": "看了您的登记信息",
    "employer.read": "看了单位的登记信息",
    "desk.find": "在窗口查到您",
    "paper.read": "看了文书",
    "documents.issue": "出具了文书",
    "person.record": "登记了您的信息",
    "person.fill": "补全了您的信息",
}


@resident
def account(request: HttpRequest) -> HttpResponse:
    """GET, POST /account/: contact details; forms are filled with them."""
    who = applicant.of(request)
    if not who.sight.everything:
        return page(request, "portal/account/account.html", _of_unproved(who))
    subject = who.subject
    if who.is_person:
        has = {"phone": subject.phone, "address": subject.address}
    else:
        has = {
            "phone": subject.handler_phone,
            "address": subject.address,
            "handler_name": subject.handler_name,
        }
    typed = {key: request.POST.get(key, value or "").strip() for key, value in has.items()}
    shown = {
        "typed": typed,
        "errors": {},
        "person": who.is_person,
        "known": _known(who),
        "proved": True,
        "units": proving.units_waiting(who),
        "crumbs": CRUMBS,
    }
    if request.method != "POST":
        return page(request, "portal/account/account.html", shown)
    try:
        if who.is_person:
            registry.update_contact(person=subject, actor=who.actor, **typed)
        else:
            registry.update_employer_contact(employer=subject, actor=who.actor, **typed)
    except Invalid as wrong:
        shown |= {"problems": wrong.problems, "errors": by_field(wrong.problems)}
        return page(request, "portal/account/account.html", shown, status=422)
    messages.success(request, "改好了，以后的表单照这个填")
    return HttpResponseRedirect("/account/")


def _of_unproved(who: Applicant) -> dict:
    """What the account was opened with; what the register knows beyond stays shut, and is not written to either."""
    label = ("姓名", "证件号码") if who.is_person else ("单位名称", "统一社会信用代码")
    if who.is_person:
        number = masking.id_number(who.subject.id_number)
    else:
        number = who.subject.credit_code
    rows = [
        (label[0], who.subject.name),
        (label[1], number),
        ("登录手机", masking.phone(who.sight.phone)),
    ]
    return {"known": rows, "proved": False, "person": who.is_person, "errors": {}, "crumbs": CRUMBS}


@resident
def access(request: HttpRequest) -> HttpResponse:
    """GET /my/access/: 我的信息谁看过, newest first, without what I did myself; after a proof of who one is.
    个人信息保护法 44, 45."""
    who = applicant.of(request)
    if not who.sight.everything:
        return HttpResponseRedirect("/account/prove/")
    mine = applicants.of_subject(who.sight)[:CASES_LOOKED_AT]
    names = {case.ref: case.version.definition["name"] for case in mine}
    entries = Paginator(audit.by_others([who.actor, *names], besides=who.actor), 30).get_page(
        request.GET.get("page")
    )
    context = {
        "page": entries,
        "rows": [
            {
                "at": entry.at,
                "who": _actor(entry.actor),
                "what": VERBS.get(
                    entry.verb, "办理了这件事" if entry.subject in names else "处理了您的信息"
                ),
                "of": names.get(entry.subject, "登记信息"),
            }
            for entry in entries
        ],
        "crumbs": [{"label": "我的事", "href": "/my/"}, {"label": "我的信息谁看过"}],
    }
    return page(request, "portal/account/access.html", context)


def _actor(actor: str) -> str:
    kind, _, key = actor.partition(":")
    if kind == "officer":
        return _officer(key)
    return ACTORS.get(kind, "您以外的当事人")


def _officer(key: str) -> str:
    try:
        officer = accounts.officer(key)
    except NotFound:
        return "工作人员"
    return f"{officer.organisation.name} {officer.name}"


def _source(person: Person) -> str:
    """Whence name and number come: of whom no register of citizens has confirmed, from the original at a window."""
    if person.source == "police":
        return "公安人口库"
    return "窗口看过的证件原件"


def _known(who: Applicant) -> list[tuple]:
    phone = masking.phone(identity.contact_phone(who.subject))
    if who.is_person:
        lives = regions.name_of(who.subject.residence_id) if who.subject.residence_id else ""
        number = masking.id_number(who.subject.id_number)
        source = _source(who.subject)
        rows = [("姓名", who.subject.name, source), ("证件号码", number, source), ("常住地", lives)]
    else:
        rows = [("单位名称", who.subject.name), ("统一社会信用代码", who.subject.credit_code)]
    return [*rows, ("登录手机", phone)]
