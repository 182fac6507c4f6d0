"""Who has shown a document at this desk today, kept in the officer's session.

So a person of another city is served after number and name were compared, and only then."""

from django.http import HttpRequest

from yichuang.cases.queries import acquaintance
from yichuang.core import clock
from yichuang.registry.models import Employer, Person

KEY, MOST = "met", 300


def meet(request: HttpRequest, subject: Person | Employer) -> None:
    """This person or employer stands at the desk: identified by document."""
    met = {**_met_today(request), str(subject.uuid): _today()}
    request.session[KEY] = dict(list(met.items())[-MOST:])


def may_see(request: HttpRequest, subject: Person | Employer) -> bool:
    """Whether the desk may open the page of this person or employer."""
    return str(subject.uuid) in _met_today(request) or acquaintance.knows(request.officer, subject)


def _met_today(request: HttpRequest) -> dict[str, str]:
    met = request.session.get(KEY, {})
    return {uuid: day for uuid, day in met.items() if day == _today()}


def _today() -> str:
    return clock.today().isoformat()
