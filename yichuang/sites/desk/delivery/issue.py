"""/desk/issue/: results of every line.

They are handed out at one counter or given to the courier.
"""

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yichuang.cases import services
from yichuang.cases.models import Case, Delivery
from yichuang.cases.queries import cases, desk
from yichuang.cases.rules import endings, parties
from yichuang.cases.rules.deliveries import COUNTER, ELSEWHERE
from yichuang.cases.rules.states import REFUSED
from yichuang.core import clock, ports, spelling
from yichuang.core.errors import Invalid, Problem
from yichuang.core.ids import as_uuid
from yichuang.core.ports import NotConnected
from yichuang.reference.rules import documents
from yichuang.sites.desk import frame
from yichuang.sites.desk.delivery import signing

SHOWN = 50
ONLINE, WAITING, ARRIVED = "electronic", "waiting", "delivered"
READ_ONLINE = "这件的结果在网上看，不用到窗口领"
HAS_ARRIVED = "这件的结果已经领走或送到了"
LOOK = "3"  # seconds between two looks for the courier's word …
LOOKS_AT = 5  # … and for how many parcels of a page
LISTS = (
    ("counter", "等人来领", ("counter",), ("waiting",)),
    (ELSEWHERE, "在别处领", (ELSEWHERE,), ("waiting",)),
    ("mail", "等寄出", ("mail",), ("waiting",)),
    ("sent", "在路上", ("mail",), ("sent",)),
    ("returned", "退回来的", ("mail",), ("returned",)),
)


@frame.desk("issuer", "clerk")
@require_http_methods(["GET", "POST"])
def results(request: HttpRequest) -> HttpResponse:
    """GET ?list=counter|elsewhere|mail|sent|returned&case=: finished cases whose result waits.

    POST number: that one of them, in whichever list it stands; the
    address that comes of it does not say the number.
    """
    if request.method == "GET":
        return _shown(request)
    typed = request.POST.get("number", "")
    number = spelling.code(typed)
    if not number:
        key, *_ = _chosen(request)
        return HttpResponseRedirect(f"/desk/issue/?list={key}")
    everywhere = _everywhere(request)
    row = everywhere.filter(case__number=number).first()
    if row is None:
        lies = _where_it_lies(request, number)
        return _shown(request, number=number, lies=lies)
    key = _list_of(row)
    return HttpResponseRedirect(f"/desk/issue/?list={key}&case={row.case.uuid}")


@frame.desk("issuer", "clerk")
@require_POST
def give(request: HttpRequest, uuid, verb: str) -> HttpResponse:
    """POST /desk/issue/<uuid>/{deliver,post,track,note}/: what is done with one result.

    Hand it out with a signer, have it given to the courier, have the
    courier asked where it is, note a parcel that was posted by hand.
    """
    case = cases.to_act_on(uuid, request.officer)
    act = _ACTS.get(verb, _ask_where)
    try:
        done = act(request, case)
    except Invalid as invalid:
        return _shown(request, problems=invalid.problems, at=case.uuid, status=422)
    except NotConnected as fault:
        way_out = "请自己寄出，再把单号记下来"
        raise Problem("这里没有接通快递", way_out=way_out, status=503) from fault
    messages.success(request, done)
    return frame.back(request, "/desk/issue/")


def _deliver(request: HttpRequest, case: Case) -> str:
    """Hand the result out; returns what is told."""
    collector = signing.collector(request.POST)
    warning = signing.check_together(collector, request.officer)
    delivered = services.deliver(
        case_id=case.uuid,
        actor=request.officer.actor,
        officer=request.officer,
        signer=collector,
        now=clock.now(),
    )
    if warning:
        messages.warning(request, warning)
    signed_by = delivered.delivery.signed_by
    if not signed_by:
        return "记下了，已签收。"
    return f"已交给{signed_by}，送达回证可以打印。"


def _note(request: HttpRequest, case: Case) -> str:
    """Note a parcel that was posted by hand; returns what is told."""
    officer = request.officer
    waybill = request.POST.get("waybill", "")
    services.note_parcel(case_id=case.uuid, officer=officer, waybill=waybill, now=clock.now())
    return "单号记下了。对方收到后，请点“已签收”。"


def _post(request: HttpRequest, case: Case) -> str:
    """Have the result given to the courier; returns what is told."""
    services.post_result(case_id=case.uuid, officer=request.officer, now=clock.now())
    return "正在联系快递，单号来了会写在“在路上”里。"


def _ask_where(request: HttpRequest, case: Case) -> str:
    """Have the courier asked where the parcel is; returns what is told."""
    services.ask_where(case_id=case.uuid, now=clock.now())
    return "正在问快递，有了回话这里会变。"


_ACTS = {"deliver": _deliver, "note": _note, "post": _post, "track": _ask_where}


@frame.desk("issuer", "clerk")
@require_safe
def where(request: HttpRequest, uuid) -> HttpResponse:
    """GET /desk/issue/<uuid>/where/: what the courier has said of one parcel.

    The lists look here while they wait.
    """
    case = cases.for_officer(uuid, request.officer)
    row = desk.delivery(case)
    _look_again([row])
    shown = {"row": row, "list": _list_of(row)}
    return frame.page(request, "desk/delivery/where.html", shown)


def _look_again(rows: list[Delivery]) -> None:
    """Each row gets what the page says of it beside the row itself.

    ended: how it was decided.
    silent: the courier has said nothing for long.
    refused: it was not taken on.
    look: after how many seconds the page looks for news; "" for what is
    not awaited, is silent, or is one of too many.
    """
    now = clock.now()
    looking = 0
    for row in rows:
        row.silent = row.whereabouts.is_silent(now)
        row.ended = _ended(row.case)
        row.refused = row.case.state == REFUSED
        row.look = ""
        if row.asked_at and not row.silent and looking < LOOKS_AT:
            row.look = LOOK
            looking += 1


def _ended(case: Case) -> str:
    """How it was decided, in a word.

    "" where nothing was.
    """
    ended = endings.of_case(case)
    return endings.LABELS.get(ended, "")


def _chosen(request: HttpRequest) -> tuple[str, str, tuple[str, ...], tuple[str, ...]]:
    """The row of LISTS that the address or the form names.

    The first where none does.
    """
    key = request.GET.get("list") or request.POST.get("list", "counter")
    for row in LISTS:
        own_key, *_ = row
        if own_key == key:
            return row
    return LISTS[0]


def _everywhere(request: HttpRequest) -> QuerySet[Delivery]:
    """The results of all lists."""
    all_states: set[str] = set()
    for _, _, _, states in LISTS:
        all_states.update(states)
    ways = _all_ways()
    return desk.deliveries(request.officer, ways=ways, states=all_states)


def _all_ways() -> set[str]:
    """The ways of all lists."""
    all_ways: set[str] = set()
    for _, _, ways, _ in LISTS:
        all_ways.update(ways)
    return all_ways


def _where_it_lies(request: HttpRequest, number: str) -> str:
    """Where a result is that stands in no list.

    It is read online, or has arrived; "" where the officer sees none of
    this number.
    """
    online = desk.deliveries(request.officer, ways=(ONLINE,), states=(WAITING, ARRIVED))
    if online.filter(case__number=number).exists():
        return READ_ONLINE
    ways = _all_ways()
    arrived = desk.deliveries(request.officer, ways=ways, states=(ARRIVED,))
    if arrived.filter(case__number=number).exists():
        return HAS_ARRIVED
    return ""


def _list_of(delivery: Delivery) -> str:
    """The key of the list in which it stands.

    The first list for what stands in none any more.
    """
    for key, _, ways, states in LISTS:
        if delivery.listed_as in ways and delivery.state in states:
            return key
    first, *_ = LISTS[0]
    return first


def _shown(
    request: HttpRequest, problems=(), at=None, status: int = 200, number: str = "", lies: str = ""
) -> HttpResponse:
    """The page of one list.

    at: the case whose form was sent, with the problems of it.
    number: one that was typed and that no result here has.
    lies: where its result is instead, "" where there is none.
    """
    key, title, ways, states = _chosen(request)
    rows = desk.deliveries(request.officer, ways=ways, states=states)
    case = as_uuid(request.GET.get("case", ""))
    if number:
        rows = rows.none()
    elif case:
        rows = rows.filter(case__uuid=case)
    # the forms name the agents, and those for whom it is done
    with_events = rows.defer(None).prefetch_related("events")
    shown = desk.with_guides(with_events[:SHOWN])
    is_fetched = key in (COUNTER, ELSEWHERE)
    if is_fetched:
        signing.offered(shown, clock.today())
        signing.typed_at(shown, at, request.POST, problems)
    for row in shown:
        row.about = parties.about_whom(row.case.form)
    _look_again(shown)
    problems_at = []
    for problem in problems:
        field = f"{problem.field}-{at}"
        problems_at.append({"field": field, "message": problem.message})
    context = {
        "key": key,
        "title": title,
        "rows": shown,
        "is_fetched": is_fetched,
        "segments": _segments(request, key),
        "number": number,
        "lies": lies,
        "one": bool(number or case),
        "courier": ports.connected("courier"),
        "problems": problems_at,
        "at": at,
        "typed": request.POST if at else {},
        "kinds": documents.named(),
    }
    return frame.page(request, "desk/delivery/issue.html", context, status=status)


def _segments(request: HttpRequest, current: str) -> list[dict]:
    """The lists by name, and how many results each has.

    current: the key of the one that is shown.
    """
    counts = desk.delivery_counts(request.officer)
    segments = []
    for key, label, ways, states in LISTS:
        count = counts[ways[0], states[0]]
        segment = {
            "label": label,
            "href": f"?list={key}",
            "current": key == current,
            "count": count,
        }
        segments.append(segment)
    return segments
