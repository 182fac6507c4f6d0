"""/desk/issue/: results of every line, handed out at one counter or given to the courier."""

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yichuang.cases import services
from yichuang.cases.models import Case, Delivery
from yichuang.cases.queries import cases, desk
from yichuang.cases.rules import endings, parties
from yichuang.core import clock, ports, spelling
from yichuang.core.errors import Invalid, Problem
from yichuang.core.ids import as_uuid
from yichuang.core.ports import NotConnected
from yichuang.reference.rules import documents
from yichuang.sites.desk import frame
from yichuang.sites.desk.delivery import signing

SHOWN = 50
LOOK = "3"  # seconds between two looks for the courier's word …
LOOKS_AT = 5  # … and for how many parcels of a page
LISTS = (
    ("counter", "等人来领", ("counter",), ("waiting",)),
    ("mail", "等寄出", ("mail",), ("waiting",)),
    ("sent", "在路上", ("mail",), ("sent",)),
    ("returned", "退回来的", ("mail",), ("returned",)),
)


@frame.desk("issuer", "clerk")
@require_http_methods(["GET", "POST"])
def results(request: HttpRequest) -> HttpResponse:
    """GET ?list=counter|mail|sent|returned&case=: finished cases whose result waits here. POST number: that one of
    them, in whichever list it stands; the address that comes of it does not say the number."""
    if request.method == "GET":
        return _shown(request)
    number = spelling.code(request.POST.get("number", ""))
    if not number:
        return HttpResponseRedirect(f"/desk/issue/?list={_chosen(request)[0]}")
    everywhere = _everywhere(request)
    row = everywhere.filter(case__number=number).first()
    if row is None:
        return _shown(request, number=number)
    return HttpResponseRedirect(f"/desk/issue/?list={_list_of(row)}&case={row.case.uuid}")


@frame.desk("issuer", "clerk")
@require_POST
def give(request: HttpRequest, uuid, verb: str) -> HttpResponse:
    """POST /desk/issue/<uuid>/{deliver,post,track,note}/: hand out with a signer, have it given to the courier, have
    the courier asked where it is, note a parcel that was posted by hand."""
    case = cases.to_act_on(uuid, request.officer)
    act = _ACTS.get(verb, _ask_where)
    try:
        done = act(request, case)
    except Invalid as invalid:
        return _shown(request, problems=invalid.problems, at=case.uuid, status=422)
    except NotConnected as fault:
        raise Problem(
            "这里没有接通快递", way_out="请自己寄出，再把单号记下来", status=503
        ) from fault
    messages.success(request, done)
    return frame.back(request, "/desk/issue/")


def _deliver(request: HttpRequest, case: Case) -> str:
    collector = signing.collector(request.POST)
    delivered = services.deliver(
        case_id=case.uuid,
        actor=request.officer.actor,
        officer=request.officer,
        signer=collector,
        now=clock.now(),
    )
    name = delivered.delivery.signed_by
    if not name:
        return "记下了，已签收。"
    return f"已交给{name}，送达回证可以打印。"


def _note(request: HttpRequest, case: Case) -> str:
    services.note_parcel(
        case_id=case.uuid,
        officer=request.officer,
        waybill=request.POST.get("waybill", ""),
        now=clock.now(),
    )
    return "单号记下了。对方收到后，请点“已签收”。"


def _post(request: HttpRequest, case: Case) -> str:
    services.post_result(case_id=case.uuid, officer=request.officer, now=clock.now())
    return "正在联系快递，单号来了会写在“在路上”里。"


def _ask_where(request: HttpRequest, case: Case) -> str:
    services.ask_where(case_id=case.uuid, now=clock.now())
    return "正在问快递，有了回话这里会变。"


_ACTS = {"deliver": _deliver, "note": _note, "post": _post, "track": _ask_where}


@frame.desk("issuer", "clerk")
@require_safe
def where(request: HttpRequest, uuid) -> HttpResponse:
    """GET /desk/issue/<uuid>/where/: what the courier has said of one parcel; the lists look here while they wait."""
    case = cases.for_officer(uuid, request.officer)
    row = desk.delivery(case)
    _look_again([row])
    shown = {"row": row, "list": _list_of(row)}
    return frame.page(request, "desk/delivery/where.html", shown)


def _look_again(rows: list[Delivery]) -> None:
    """Each row gets `ended` (how it was decided), `silent` (the courier has said nothing for long) and `look` (after
    how many seconds the page looks for news; "" for what is not awaited, is silent, or is one of too many)."""
    now = clock.now()
    looking = 0
    for row in rows:
        row.silent = row.whereabouts.is_silent(now)
        row.ended = _ended(row.case)
        row.look = ""
        if row.asked_at and not row.silent and looking < LOOKS_AT:
            row.look = LOOK
            looking += 1


def _ended(case: Case) -> str:
    """How it was decided, in a word."""
    ended = endings.of_case(case)
    return endings.LABELS.get(ended, "")


def _chosen(request: HttpRequest) -> tuple[str, str, tuple[str, ...], tuple[str, ...]]:
    """The row of LISTS that the address or the form names."""
    key = request.GET.get("list") or request.POST.get("list", "counter")
    for row in LISTS:
        if row[0] == key:
            return row
    return LISTS[0]


def _everywhere(request: HttpRequest) -> QuerySet[Delivery]:
    all_ways: set[str] = set()
    all_states: set[str] = set()
    for _, _, ways, states in LISTS:
        all_ways.update(ways)
        all_states.update(states)
    return desk.deliveries(request.officer, ways=all_ways, states=all_states)


def _list_of(delivery: Delivery) -> str:
    """The key of the list in which it stands.

    The first list for what stands in none any more."""
    for key, _, ways, states in LISTS:
        if delivery.way in ways and delivery.state in states:
            return key
    return LISTS[0][0]


def _shown(
    request: HttpRequest, problems=(), at=None, status: int = 200, number: str = ""
) -> HttpResponse:
    """number: one that was typed and that no result here has."""
    key, title, ways, states = _chosen(request)
    rows = desk.deliveries(request.officer, ways=ways, states=states)
    case = as_uuid(request.GET.get("case", ""))
    if number:
        rows = rows.none()
    elif case:
        rows = rows.filter(case__uuid=case)
    rows = rows.defer(None)  # the forms name the agents, and those for whom it is done
    shown = desk.with_guides(rows.prefetch_related("events")[:SHOWN])
    if key == "counter":
        signing.offered(shown, clock.today())
        signing.typed_at(shown, at, request.POST, problems)
    for row in shown:
        row.about = parties.about_whom(row.case.form)
    _look_again(shown)
    counts = desk.delivery_counts(request.officer)
    segments = []
    for code, label, of, being in LISTS:
        segment = {
            "label": label,
            "href": f"?list={code}",
            "current": code == key,
            "count": counts[of[0], being[0]],
        }
        segments.append(segment)
    return frame.page(
        request,
        "desk/delivery/issue.html",
        {
            "key": key,
            "title": title,
            "rows": shown,
            "segments": segments,
            "number": number,
            "one": bool(number or case),
            "courier": ports.connected("courier"),
            "problems": [{"field": f"{p.field}-{at}", "message": p.message} for p in problems],
            "at": at,
            "typed": request.POST if at else {},
            "kinds": documents.named(),
        },
        status=status,
    )
