"""A case of somebody else's that concerns me: how it ended, where it is about me; how far it is, where I act for
them."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_POST

from yichuang.audit.services import record
from yichuang.cases import services
from yichuang.cases.queries import bodies, cases
from yichuang.cases.queries import concerned as queries
from yichuang.cases.queries.concerned import Concern
from yichuang.cases.queries.objecting import open_objection
from yichuang.cases.rules import parties, states
from yichuang.cases.rules.deliveries import COUNTER, WAITING
from yichuang.core import clock, masking
from yichuang.core.access import resident
from yichuang.core.clock import local
from yichuang.core.errors import Conflict, Invalid, NotFound
from yichuang.identity import queries as identity
from yichuang.identity.queries import Sight
from yichuang.registry import queries as registry
from yichuang.registry.models import Person
from yichuang.sites.portal import progress
from yichuang.sites.portal.clock import reading
from yichuang.sites.portal.visitor import applicant
from yichuang.sites.portal.visitor.applicant import page
from yichuang.sites.ui.wording import cnday

ABOUT, AGENT = "about", "agent"


def rows(sight: Sight) -> list[dict]:
    """The list on the page of my affairs."""
    concerns = queries.of_account(sight, clock.today())
    return [_row(concern) for concern in concerns]


@resident
def concerned(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """GET /my/concerned/<uuid>/: nothing of the answers, the papers and the files.

    Whom it is about may object here; an agent reads what their mandate
    is for. The look is recorded.
    """
    who = applicant.of(request)
    concern = queries.one(case_id, who.sight, clock.today())
    case = concern.case
    record(actor=who.actor, verb="case.read_concerned", subject=case.ref)
    acts = concern.sees == parties.PROGRESS
    context = {
        "row": _row(concern),
        "case": case,
        "body": bodies.of_case(case),
        "acts": acts,
        "document": registry.document_of(who.subject),
        "is_agent": concern.role == AGENT,
        "collecting": _collecting(concern) if acts else "",
        "may_supply": acts and _may_supply(concern),
        "way": _way(concern),
        "objects": concern.role == ABOUT and who.is_person,
        "objected": who.is_person and open_objection(case, who.subject) is not None,
        "applicant": _applicant(concern),
        "events": _events(concern) if acts else [],
        "names_to_supply": _names_to_supply(concern) if acts else None,
        "crumbs": [
            {"label": "首页", "href": "/"},
            {"label": "我的事", "href": "/my/"},
            {"label": case.version.item.name},
        ],
    }
    return page(request, "portal/mine/concerned.html", context)


@resident
@require_POST
def object_to(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """POST /my/concerned/<uuid>/object/: 我没有让人办, a question to the unit that has the case."""
    who = applicant.of(request)
    concern = queries.one(case_id, who.sight, clock.today())
    if concern.role != ABOUT or not who.is_person:
        raise NotFound("这件事不是给您办的", way_out="请到“我的事”里找")
    try:
        services.object_to(
            case=concern.case,
            person=who.subject,
            phone=identity.contact_phone(who.subject),
            channel=applicant.channel_of(request),
            actor=who.actor,
            now=clock.now(),
        )
    except Conflict as earlier:
        messages.info(request, earlier.message)
    except Invalid:
        messages.info(request, "您没有留手机，请打12333说明")
    else:
        messages.success(request, "交上去了，窗口会查，答复会打电话或发短信给您")
    return HttpResponseRedirect(f"/my/concerned/{case_id}/")


def _row(concern: Concern) -> dict:
    """The case in a line: whose it is, how it stands, where it opens."""
    case = concern.case
    state, words = _standing(concern)
    day = cnday(local(case.received_at).date())
    applicant_name = _applicant(concern)
    if concern.role == AGENT:
        line = f"您替{applicant_name}办的，{day}交的"
    else:
        line = f"{applicant_name}办的，事情和您有关，{day}交的"
    return {
        "href": f"/my/concerned/{case.uuid}/",
        "name": case.version.item.name,
        "state": state,
        "words": words,
        "line": line,
    }


def _events(concern: Concern) -> list[dict]:
    """The progress of the case, in words for whoever acts for its applicant."""
    case = concern.case
    read = reading.read(case, clock.now(), cases.trail(case))
    events = progress.events(read, {})
    for event in events:
        event["title"] = event["title"].replace("您", "申请人")
    return events


def _standing(concern: Concern) -> tuple[str, str]:
    """(state of the kit, words): an agent reads where it stands, whom it is about whether there is a result."""
    case = concern.case
    if case.state in states.WAITING and concern.sees == parties.PROGRESS:
        return "doing", "等申请人补材料"
    if concern.sees == parties.PROGRESS or not case.open:
        return progress.tone(case, clock.now())
    return "doing", "还没有结果"


def _applicant(concern: Concern) -> str:
    """An agent knows for whom they act; whom the matter is about reads the name of a person masked."""
    subject = concern.case.subject
    if concern.role != AGENT and isinstance(subject, Person):
        return masking.name(subject.name)
    return subject.name


def _names_to_supply(concern: Concern) -> list[str]:
    """What the applicant is asked to supply, by name.

    [] where nothing is asked for.
    """
    if concern.case.state not in states.WAITING:
        return []
    notice = cases.open_correction(concern.case)
    if not notice:
        return []
    return [item.name for item in notice.items.order_by("id")]


def _may_supply(concern: Concern) -> bool:
    """Whether the mandate is for 补正材料."""
    scope = _scope(concern)
    return parties.SUPPLIES in scope


def _scope(concern: Concern) -> tuple:
    """What the mandate of the form is for.

    Nothing where the form names no agent: who came to a window for a unit."""
    mandate = parties.mandated(concern.case.form)
    if mandate is None:
        return ()
    return mandate.scope


def _collecting(concern: Concern) -> str:
    """Where an agent whose mandate is for it collects the result that waits; "" where none does."""
    if parties.RECEIVES not in _scope(concern):
        return ""
    case = concern.case
    delivery = getattr(case, "delivery", None)
    if delivery is None:
        return ""
    if delivery.way != COUNTER or delivery.state != WAITING:
        return ""
    return delivery.given_when


def _way(concern: Concern) -> str:
    """How the result goes to the applicant; "" while there is none."""
    delivery = getattr(concern.case, "delivery", None)
    if delivery is None:
        return ""
    way = delivery.told_way
    where = delivery.whereabouts.words()
    words = f"{way}，{where}"
    return words.replace("您", "申请人")
