"""/desk/cases/<uuid>/: one case, and every verb that may be done to it."""

from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_GET, require_POST

from yichuang.audit.services import record
from yichuang.cases import services
from yichuang.cases.models import Case
from yichuang.cases.queries import cases, taken_in
from yichuang.cases.queries.permission import refusal
from yichuang.core.bodies import takes_files
from yichuang.core.clock import now
from yichuang.core.errors import Invalid, NotFound
from yichuang.sites.desk import frame, half
from yichuang.sites.desk.review import case_view
from yichuang.sites.desk.review.clock import page as clocks
from yichuang.sites.desk.review.clock.posts import uploads
from yichuang.sites.desk.review.parts import steps
from yichuang.sites.desk.review.publicity import shown as publicity
from yichuang.sites.desk.review.verbs import VERBS
from yichuang.sites.ui.sent_late import CONFIRM


@frame.desk(*frame.CASE_ROLES)
@require_GET
def case(request: HttpRequest, uuid) -> HttpResponse:
    """GET: the whole case, numbers of people and accounts masked.

    `?new=1` right after it was taken in; `?whole=1` with every number in
    full, for those who work on it, and recorded. What this desk took in
    for another place has a page of its own. 404 outside the officer's
    places and lines.
    """
    try:
        case = cases.for_officer(uuid, request.officer)
    except NotFound:
        return _of_another_place(request, uuid)
    whole = "whole" in request.GET and not refusal("see_whole", case, request.officer, now())
    record(
        actor=request.officer.actor,
        verb="case.read_whole" if whole else "case.read",
        subject=case.ref,
    )
    typed = half.take(request, case.uuid)
    return _shown(request, case, typed=typed, whole=whole)


def _of_another_place(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """To the page of what this desk took in for another place. Raises NotFound."""
    case = taken_in.one(uuid, request.officer)
    address = f"/desk/taken/{case.uuid}/"
    if "new" in request.GET:
        address += "?new=1"
    return HttpResponseRedirect(address)


@takes_files
@frame.desk(*frame.CASE_ROLES)
@require_POST
def act(request: HttpRequest, uuid, verb: str) -> HttpResponse:
    """POST /desk/cases/<uuid>/<verb>/: do it and come back.

    What is wrong is shown with everything typed in its place, and so is
    what came since the page was made (409): nobody decides on what they
    have not seen.
    """
    if verb not in VERBS:
        raise Http404
    case = cases.to_act_on(uuid, request.officer)
    not_taken = uploads.take(request, verb)
    if not_taken:
        return _once_more(request, uuid, verb, not_taken, Invalid.status)
    if request.POST.get(CONFIRM) == "no":  # what was typed is put back, nothing is done yet
        return _once_more(request, uuid, verb)
    try:
        said = _done(request, case, verb)
    except Invalid as invalid:
        return _once_more(request, uuid, verb, invalid.problems, invalid.status)
    except services.Unseen as unseen:
        return _once_more(request, uuid, verb, status=unseen.status)
    half.keep(request, case.uuid, verb)
    messages.success(request, f"{said}。")
    page = f"/desk/cases/{uuid}/"
    return frame.back(request, page)


@transaction.atomic
def _done(request: HttpRequest, case: Case, verb: str) -> str:
    """The step on the case as its page showed it. Raises Unseen where something came since."""
    seen = steps.seen_on(request.POST)
    if seen is not None:
        services.require_seen(case_id=case.uuid, seq=seen)
    return VERBS[verb](case, request.officer, request.POST)


def _once_more(
    request: HttpRequest, uuid: UUID, verb: str, problems=(), status: int = 200
) -> HttpResponse:
    """The page as the case is now, with everything typed in its place."""
    case = cases.for_officer(uuid, request.officer)
    record(actor=request.officer.actor, verb="case.read", subject=case.ref)
    typed = half.with_refused(request, verb)
    return _shown(request, case, problems, typed, status=status)


def _shown(
    request: HttpRequest,
    case: Case,
    problems=(),
    typed=None,
    status: int = 200,
    whole: bool = False,
) -> HttpResponse:
    context = case_view.build(request, case, problems, typed, whole)
    context |= clocks.shown(case, request.officer, context)
    context["publicity"] = publicity.shown(case, request.officer, context)
    return frame.page(request, "desk/review/case.html", context, status=status)
