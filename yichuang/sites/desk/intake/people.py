"""Whom a desk may open, and who stands at it today.

Who has shown a document today is kept in the officer's session: so a
person of another city is served after number and name were compared,
and only then. Whoever was found by a phone or a name is shown where
this desk knows them; nothing is done for them before their document
was seen.
"""

from collections.abc import Mapping

from django.http import HttpRequest

from yichuang.cases.queries import acquaintance, mandates, taken_back
from yichuang.cases.queries.mandates import Matter
from yichuang.core import clock
from yichuang.core.errors import NotFound
from yichuang.core.ids import as_uuid
from yichuang.registry.models import Employer, Person
from yichuang.sites.desk import naming

Subject = Person | Employer
Pairs = dict[str, str]

# keys of the officer's session
MET = "met"  # uuid of a person or unit → the day on which it was identified
COMERS = "comers"  # uuid of a unit → uuid of who has come for it
OWING = "owing"  # uuid of a unit → uuid of who has come without the mandate
MOST_MET = 300

NOT_OPEN_HERE = "没有这个人或单位的记录，或还没有在这里刷过证"


def subject_in(request: HttpRequest, data: Mapping[str, str]) -> Subject | None:
    """The person or employer that an address or a form names, or None.

    data: an address names them by its handle, a form by its hidden
    field.
    Raises NotFound for an unknown one, and for one whom this desk
    neither knows nor has identified today.
    """
    handle = data.get(naming.WHO)
    if handle:
        kind, uuid = naming.meant(request, handle)
        model = naming.KINDS.get(kind, Person)
        return _one(request, model, uuid)
    person = data.get("person")
    if person:
        return _one(request, Person, person)
    employer = data.get("employer")
    if employer:
        return _one(request, Employer, employer)
    return None


def _one(request: HttpRequest, model: type[Subject], uuid: str) -> Subject:
    """The person or employer with this uuid. Raises NotFound."""
    rows = model.objects.filter(uuid=as_uuid(uuid))
    subject = rows.first()
    if subject is None or not _may_see(request, subject):
        raise NotFound(NOT_OPEN_HERE, way_out="请刷证，或输入号码和姓名")
    return subject


def _may_see(request: HttpRequest, subject: Subject) -> bool:
    """Whether this desk has identified them today, or knows them."""
    if _is_met(request, subject):
        return True
    return acquaintance.knows(request.officer, subject)


def meet(request: HttpRequest, subject: Subject) -> None:
    """This person or employer stands at the desk, identified by document.

    The desk may see them for today.
    """
    uuid = str(subject.uuid)
    today = clock.today()
    met = _met_today(request)
    met[uuid] = today.isoformat()
    request.session[MET] = _newest(met)


def may_act_for(request: HttpRequest, subject: Subject, matter: Matter | None = None) -> bool:
    """Whether somebody stands here whose document was seen in this session today.

    That is the person, or who has come for the employer and may act for
    it in this matter (`cases.queries.mandates`).
    """
    if isinstance(subject, Person):
        return _is_met(request, subject)
    today = clock.today()
    somebody = comer(request, subject)
    if somebody is None:
        return False
    return mandates.may_act(subject, somebody, today, matter)


def may_hand_in(request: HttpRequest, subject: Subject, matter: Matter | None = None) -> bool:
    """Whether what they bring is taken in.

    It is, of who may act, and of who has come for an employer without
    the mandate, once the clerk has said so: the mandate is asked for
    with all else that is missing (行政许可法 32).
    """
    if may_act_for(request, subject, matter):
        return True
    somebody = comer(request, subject)
    if somebody is None:
        return False
    if taken_back.is_taken_back(subject, somebody, clock.today()):
        return False
    unit = str(subject.uuid)
    owing = _noted(request, OWING)
    return owing.get(unit) == str(somebody.uuid)


def bring_later(request: HttpRequest, employer: Employer, person: Person) -> None:
    """Who has come for the employer did not bring the mandate.

    What they hand in is received, and they are told what is missing.
    """
    _note(request, OWING, employer, person)


def come_for(request: HttpRequest, employer: Employer, person: Person) -> None:
    """This person, identified by document, stands at the desk for the employer today.

    That they owe a mandate is to be said anew.
    """
    meet(request, person)
    unit = str(employer.uuid)
    owing = _noted(request, OWING)
    owing.pop(unit, None)
    request.session[OWING] = owing
    _note(request, COMERS, employer, person)


def forget_comers(request: HttpRequest) -> None:
    """The next visitor.

    The document of whoever comes for a unit is asked for again.
    """
    session = request.session
    session.pop(COMERS, None)
    session.pop(OWING, None)


def comer(request: HttpRequest, subject: Subject) -> Person | None:
    """Who stands here for the employer today.

    None for a person, and while nobody was identified.
    """
    unit = str(subject.uuid)
    comers = _noted(request, COMERS)
    uuid = comers.get(unit, "")
    if uuid not in _met_today(request):
        return None
    persons = Person.objects.filter(uuid=uuid)
    return persons.first()


def _is_met(request: HttpRequest, subject: Subject) -> bool:
    """Whether they were identified at this desk today."""
    uuid = str(subject.uuid)
    return uuid in _met_today(request)


def _met_today(request: HttpRequest) -> Pairs:
    """Who was identified today.

    uuid of a person or unit → today; what stands of earlier days is
    left out.
    """
    today = clock.today().isoformat()
    met = _noted(request, MET)
    return {uuid: day for uuid, day in met.items() if day == today}


def _noted(request: HttpRequest, key: str) -> Pairs:
    """What this session keeps under one of its keys, to be changed without changing the session."""
    pairs = request.session.get(key, {})
    return dict(pairs)


def _note(request: HttpRequest, key: str, employer: Employer, person: Person) -> None:
    """Keep the person beside the unit, under one of the keys of the session."""
    unit = str(employer.uuid)
    pairs = _noted(request, key)
    pairs[unit] = str(person.uuid)
    request.session[key] = _newest(pairs)


def _newest(pairs: Pairs) -> Pairs:
    """As many of the pairs as a session keeps: those that were noted last."""
    newest = list(pairs.items())
    return dict(newest[-MOST_MET:])
