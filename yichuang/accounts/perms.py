"""Predicates that pages ask, and the record of what pages refuse to officers."""

from django.http import HttpRequest

from yichuang.core import clock
from yichuang.core.access import refusals_to, roles_by
from yichuang.core.errors import Problem
from yichuang.core.ids import as_uuid

from . import queries, services

REFUSED = (403, 404)
# the piece of an address before an identifier, or the name of a parameter → what kind of thing it names
KINDS = {
    "cases": "case",
    "enquiries": "enquiry",
    "followups": "case",
    "issue": "case",
    "drafts": "draft",
    "officers": "officer",
    "people": "person",
    "employers": "employer",
}
PARAMETERS = ("person", "employer", "draft")


@roles_by
def holds_any(user, roles) -> bool:
    """True when the account is an active officer with any of the roles today; no roles named: any officer."""
    officer = queries.on_duty(user)
    if officer is None:
        return False
    return not roles or bool(queries.scopes(officer).roles & set(roles))


@refusals_to
def note_refused_opening(request: HttpRequest, problem: Problem) -> None:
    """Record that an officer asked for somebody's page and was refused, for the auditor."""
    subject = _asked_for(request)
    if subject and problem.status in REFUSED:
        officer = queries.on_duty(request.user)
    else:
        officer = None
    if officer:
        services.note_refusal(
            officer=officer, subject=subject, status=problem.status, now=clock.now()
        )


def _asked_for(request: HttpRequest) -> str:
    """What the address of a request names ("case:<uuid>"); "" when it names nobody's matter."""
    match = request.resolver_match
    if match is None:
        return ""
    if "uuid" in match.kwargs:
        piece = match.route.partition("<")[0].rstrip("/").rpartition("/")[2]
        if piece not in KINDS:
            return ""
        return f"{KINDS[piece]}:{match.kwargs['uuid']}"
    for name in PARAMETERS:
        named = as_uuid(request.POST.get(name, "") or request.GET.get(name, ""))
        if named:
            return f"{name}:{named}"
    return ""
