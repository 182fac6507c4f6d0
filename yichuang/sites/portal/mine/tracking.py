"""How far is it: by the number and the six-digit password, for anyone who has both."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from yichuang.cases import services
from yichuang.cases.models import Case, Delivery
from yichuang.cases.queries import bodies, burdens, cases
from yichuang.cases.rules import states
from yichuang.cases.rules.deliveries import COUNTER, DELIVERED, ELECTRONIC, MAIL
from yichuang.core import clock, masking
from yichuang.core.access import public
from yichuang.core.addresses import who_is_counted
from yichuang.core.errors import FieldProblem, Invalid, Problem
from yichuang.sites.portal.apply.files import sentence
from yichuang.sites.portal.clock import reading as clock_of
from yichuang.sites.portal.clock.look import look_of
from yichuang.sites.portal.clock.rows import rows_of
from yichuang.sites.portal.progress import events, tone
from yichuang.sites.portal.visitor.applicant import page
from yichuang.sites.ui.fields import by_field


@public
@never_cache
@sensitive_post_parameters("password")
def track(request: HttpRequest, number: str = "") -> HttpResponse:
    """GET, POST /track/, GET /t/<number>: the number may be typed in groups; five wrong tries lock it."""
    typed = request.POST.get("number", number).strip()
    shown = {
        "number": typed,
        "errors": {},
        "crumbs": [{"label": "首页", "href": "/"}, {"label": "查进度"}],
    }
    if request.method != "POST":
        return page(request, "portal/mine/track.html", shown)
    try:
        if not request.POST.get("password", "").strip():
            raise Invalid(
                [FieldProblem("password", "请填6位查询密码，在窗口给的小票上，或提交成功的页面上")]
            )
        case = services.track(
            number=typed,
            password=request.POST["password"],
            address=who_is_counted(request),
            now=clock.now(),
        )
    except Problem as problem:
        if isinstance(problem, Invalid):
            problems = problem.problems
        else:
            problems = [FieldProblem("password", sentence(problem))]
        return page(
            request,
            "portal/mine/track.html",
            shown | {"problems": problems, "errors": by_field(problems)},
            status=problem.status,
        )
    return page(request, "portal/mine/tracked.html", shown | _shown(case))


def _shown(case: Case) -> dict:
    now = clock.now()
    state, words = tone(case, now)
    reading = clock_of.read(case, now, cases.trail(case))
    trail = [
        {**e, "body": "" if e["phase"] == "past" else e.get("body", "")}
        for e in events(reading, {})
    ]
    version = reading.version
    burden = burdens.of_case(case, version)
    return {
        "case": case,
        "body": bodies.of_case(case),
        "burden": burden,
        "against_refusal": burdens.against_refusal(case, version),
        "paper_at": _where(case),
        "name": version.guide.name,
        "whose": masking.name(case.person.name) if case.person else case.employer.name,
        "state": state,
        "words": words,
        "events": [{**e, "href": ""} for e in trail],
        "look": look_of(reading),
        "dates": rows_of(reading),
    }


def _where(case: Case) -> str:
    """Where whose case it is finds the decision, or the notice that it was not taken on; "" while there is none."""
    if case.state not in states.HANDED_OUT:
        return ""
    delivery = getattr(case, "delivery", None)
    if delivery is None:
        return ""
    if delivery.way == MAIL:
        return f"寄给本人，也可以登录看，或者到{delivery.given_at}看"
    if delivery.way == COUNTER and delivery.state == DELIVERED:
        return f"已经在{delivery.given_at}领走了，也可以登录看"
    window = _window_of(delivery)
    if delivery.way == ELECTRONIC:
        return f"本人登录看，也可以带证件到{window}打印"
    return f"本人带证件到{window}领，也可以登录看"


def _window_of(delivery: Delivery) -> str:
    """The window, with its address where it is the office's own, and its hours."""
    office = delivery.case.organisation
    if delivery.place or not office.address:
        return delivery.given_when
    where = f"{office.address}；{office.open_hours}".rstrip("；")
    return f"{office.name}（{where}）"
