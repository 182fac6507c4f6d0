"""/desk/mandates/<uuid>/end/: the unit's own people say at the counter that somebody acts for it no longer."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_POST

from yichuang.cases import services
from yichuang.cases.queries import taken_back
from yichuang.core import clock
from yichuang.core.errors import Forbidden
from yichuang.identity import queries as identity
from yichuang.registry.models import Employer, Person
from yichuang.sites.desk import frame, naming
from yichuang.sites.desk.intake import people
from yichuang.sites.ui import mandated
from yichuang.sites.ui.mandated import Mandated


def rows(request: HttpRequest, subject: Person | Employer | None) -> list[Mandated]:
    """The mandates of the unit, for its own people who stand here; nothing for whoever came by one."""
    if not _is_of_its_own(request, subject):
        return []
    return mandated.rows(subject, clock.today())


@frame.desk("clerk")
@require_POST
def end(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """POST employer: the bearer of this mandate acts for the unit no longer, in any matter."""
    unit = people.subject_in(request, request.POST)
    if not _is_of_its_own(request, unit):
        raise Forbidden(
            "只有单位登记的法定代表人或经办人能停别人的委托", way_out="请先在窗口页看他的证件"
        )
    mandate = taken_back.of_unit(uuid, unit)
    person = mandate.person
    officer = request.officer
    services.stop_acting(employer=unit, person=person, actor=officer.actor, now=clock.now())
    messages.success(request, f"{person.name}不再替单位办事，在哪个窗口都不行了")
    return HttpResponseRedirect(f"/desk/?{naming.query_of(request, unit)}")


def _is_of_its_own(request: HttpRequest, subject: Person | Employer | None) -> bool:
    """Whether who stands here is the unit's representative, or handles its business by no mandate."""
    if not isinstance(subject, Employer):
        return False
    comer = people.comer(request, subject)
    if comer is None:
        return False
    return identity.acts_for_good(subject, comer)
