"""A case of somebody else's that concerns me: how it ended, where it is about me; how far it is, where I act for
them."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse

from yichuang.audit.services import record
from yichuang.cases.queries import cases
from yichuang.cases.queries import concerned as queries
from yichuang.cases.queries.concerned import Concern
from yichuang.cases.rules import parties, states
from yichuang.core import clock, masking
from yichuang.core.access import resident
from yichuang.core.clock import local
from yichuang.identity.queries import Sight
from yichuang.registry.models import Person
from yichuang.sites.portal import progress
from yichuang.sites.portal.visitor import applicant
from yichuang.sites.portal.visitor.applicant import page
from yichuang.sites.ui.wording import cnday


def rows(sight: Sight) -> list[dict]:
    """The list on the page of my affairs."""
    return [_row(concern) for concern in queries.of_account(sight, clock.today())]


@resident
def concerned(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """GET /my/concerned/<uuid>/: nothing of the answers, the papers and the files; the look is recorded."""
    who = applicant.of(request)
    concern = queries.one(case_id, who.sight, clock.today())
    case = concern.case
    record(actor=who.actor, verb="case.read_concerned", subject=case.ref)
    acts = concern.sees == parties.PROGRESS
    context = {
        "row": _row(concern),
        "case": case,
        "acts": acts,
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


def _row(concern: Concern) -> dict:
    case = concern.case
    state, words = _standing(concern)
    day = cnday(local(case.received_at).date())
    if concern.sees == parties.PROGRESS:
        line = f"您替{_applicant(concern)}办的，{day}交的"
    else:
        line = f"{_applicant(concern)}办的，事情和您有关，{day}交的"
    return {
        "href": f"/my/concerned/{case.uuid}/",
        "name": case.version.item.name,
        "state": state,
        "words": words,
        "line": line,
    }


def _events(concern: Concern) -> list[dict]:
    """The progress of the case, in words for whoever acts for its applicant."""
    events = progress.events(concern.case, clock.now(), {})
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
    if concern.sees == parties.RESULT and isinstance(subject, Person):
        return masking.name(subject.name)
    return subject.name


def _names_to_supply(concern: Concern) -> list[str]:
    """What the applicant is asked to supply."""
    if concern.case.state not in states.WAITING:
        return []
    notice = cases.open_correction(concern.case)
    if not notice:
        return []
    return [item.name for item in notice.items.order_by("id")]
