"""/account/mandates/: who may act for the unit by a mandate, and no longer letting them."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_GET, require_POST

from yichuang.cases import services
from yichuang.cases.queries import taken_back
from yichuang.core import clock
from yichuang.core.access import resident
from yichuang.core.errors import Forbidden
from yichuang.identity import queries as identity
from yichuang.sites.portal.visitor import applicant
from yichuang.sites.portal.visitor.applicant import Applicant, page
from yichuang.sites.ui import mandated

CRUMBS = [
    {"label": "我的事", "href": "/my/"},
    {"label": "账户和联系方式", "href": "/account/"},
    {"label": "替单位办事的人"},
]


@resident
@require_GET
def mandates(request: HttpRequest) -> HttpResponse:
    """GET: every mandate that stands, in what and until when. A person, who has none, is led to their own account."""
    if applicant.of(request).is_person:
        return HttpResponseRedirect("/account/")
    who = _unit(request)
    context = {"mandates": mandated.rows(who.subject, clock.today()), "crumbs": CRUMBS}
    return page(request, "portal/account/mandates.html", context)


@resident
@require_POST
def end(request: HttpRequest, mandate_id: UUID) -> HttpResponse:
    """POST /account/mandates/<uuid>/end/: its bearer acts for the unit no longer, in any matter."""
    who = _unit(request)
    mandate = taken_back.of_unit(mandate_id, who.subject)
    person = mandate.person
    services.stop_acting(employer=who.subject, person=person, actor=who.actor, now=clock.now())
    if identity.is_known_to_act(who.subject, person):
        messages.warning(
            request, f"{person.name}的委托停了；他还是登记的经办人或法定代表人，换了人请改登记"
        )
    else:
        messages.success(request, f"{person.name}不再替单位办事，在哪个窗口都不行了")
    return HttpResponseRedirect("/account/mandates/")


def _unit(request: HttpRequest) -> Applicant:
    """The unit whose account this is, known to be its own. Raises Forbidden for everybody else."""
    who = applicant.of(request)
    if who.is_person or not who.sight.everything:
        raise Forbidden(
            "这一页是单位自己的账号看的", way_out="请先核对单位账号，或带证件到就近的人社窗口"
        )
    return who
