"""A case of a unit that was sent before it was known who has its account: the unit says whether it is its own."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_POST

from yichuang.cases import services
from yichuang.cases.models import Case
from yichuang.cases.queries import applicants, mandates
from yichuang.cases.rules.application import ON_SITE
from yichuang.core import clock
from yichuang.core.access import resident
from yichuang.core.errors import Conflict, Forbidden
from yichuang.sites.portal.visitor import applicant
from yichuang.sites.portal.visitor.applicant import Applicant

ONLINE = "{name}用单位账号交的，那时账号还没有核对过"
AT_A_WINDOW = "{name}到窗口替单位交的，窗口还没有看到授权委托书"
STOPPED = "{name}凭委托书替单位交的，受理以前单位停了他的委托"


@resident
@require_POST
def ratify(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """POST /my/cases/<uuid>/ratify/: it is the unit's own. Whoever has said so already, in another tab, is led back."""
    who = applicant.of(request)
    case = applicants.for_subject(case_id, who.sight)
    if not _may_say(who):
        raise Forbidden(
            "单位账号核对以后才能确认", way_out="请先请法定代表人同意，或带证件到窗口核对"
        )
    try:
        services.ratify(case_id=case.uuid, actor=who.actor, now=clock.now())
        messages.success(request, "记下了，这一件是单位交的，接着办")
    except Conflict as conflict:
        messages.info(request, conflict.message)
    return HttpResponseRedirect(f"/my/cases/{case.uuid}/")


def sender_to_own(who: Applicant, case: Case) -> str:
    """Who filed the case of which the unit is asked on its page, in words without the last full stop; "" where nothing
    is in doubt, or who reads it may not say."""
    if not case.open or not _may_say(who):
        return ""
    agent = mandates.who_owes(case)
    if agent is None:
        return ""
    if agent.mandate:
        return STOPPED.format(name=agent.name)
    if case.channel in ON_SITE:
        return AT_A_WINDOW.format(name=agent.name)
    return ONLINE.format(name=agent.name)


def may_end(who: Applicant) -> bool:
    """Who acts for a person is ended by the person, who acts for a unit by its proved account."""
    return who.is_person or who.sight.everything


def _may_say(who: Applicant) -> bool:
    """A unit by its proved account."""
    return not who.is_person and who.sight.everything
