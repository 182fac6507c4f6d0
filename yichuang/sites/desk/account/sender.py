"""/desk/cases/<uuid>/sender/: who stands here says that they sent the unit's case from an account in doubt."""

from collections.abc import Collection
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from yichuang.cases import services
from yichuang.cases.models import Case
from yichuang.cases.queries import cases, mandates
from yichuang.core import clock
from yichuang.core.errors import Conflict
from yichuang.registry.models import Person
from yichuang.sites.desk import frame
from yichuang.sites.desk.intake import people
from yichuang.sites.desk.review.parts import steps


@frame.desk("clerk")
@require_POST
def confirm(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """POST: the case is theirs; later ones of the account are asked of again."""
    case = cases.to_act_on(uuid, request.officer)
    person = _comer(request, case)
    if person is None:
        raise Conflict("还没有看他的证件", way_out="请先在窗口页看证件，再回这一件")
    seq = steps.seen_on(request.POST)
    if seq is not None:
        services.require_seen(case_id=case.uuid, seq=seq)
    services.confirm_sender(
        case_id=case.uuid, person=person, officer=request.officer, now=clock.now()
    )
    messages.success(request, f"记下了，这一件是{person.name}交的。")
    return frame.back(request, f"/desk/cases/{uuid}/")


def standing_here(request: HttpRequest, case: Case, may: Collection[str]) -> str:
    """The name of who is asked on the page of the case: they stand at this window, the account was opened in their
    name, and they may act for the unit; "" otherwise.

    may: the verbs that stand open for the officer."""
    if "judge_material" not in may:
        return ""
    person = _comer(request, case)
    if person is None:
        return ""
    sender = mandates.sender_in_doubt(case)
    if sender is None or not sender.owes_mandate:
        return ""
    if sender.person != person:
        return ""
    if not people.may_act_for(request, case.employer, mandates.matter_of(case)):
        return ""
    return person.name


def _comer(request: HttpRequest, case: Case) -> Person | None:
    """Who has come for the unit whose case it is; None for a person's."""
    if case.employer is None:
        return None
    return people.comer(request, case.employer)
