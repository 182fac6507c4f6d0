"""The person at the counter, as the left pane shows them, and whom a desk may open at all.

Who has shown a document today is kept in the officer's session: so a person of another city is served after number and
name were compared, and only then. Whoever was found by a phone or a name is shown where this desk knows them; nothing
is done for them before their document was seen."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.http import HttpRequest

from yichuang.accounts.models import Officer
from yichuang.audit.services import record
from yichuang.cases.models import Case, Draft, Enquiry
from yichuang.cases.queries import acquaintance, desk, mandates, taken_back
from yichuang.cases.queries.mandates import Matter
from yichuang.cases.rules import endings
from yichuang.core import clock, masking
from yichuang.core.errors import NotFound
from yichuang.core.ids import as_uuid
from yichuang.reference.rules import documents
from yichuang.registry import queries as registry
from yichuang.registry.models import Employer, Person
from yichuang.sites.desk import naming

MET, COMERS, OWING, MOST_MET = "met", "comers", "owing", 300
SEXES = {"1": "男", "2": "女"}


@dataclass(frozen=True)
class Shown:
    """One person or employer with what they have running here. handle: names them in addresses of this session;
    checkable: the register of citizens may know them."""

    subject: Person | Employer
    employer: bool
    handle: str
    line: str
    checked: bool
    document: str
    checkable: bool
    needs: str
    rows: list[tuple[str, str]]
    running: list[Case]
    past: list[Case]
    drafts: list[Draft]
    enquiries: list[Enquiry]

    @property
    def query(self) -> str:
        """`who=<handle>` for links."""
        return f"{naming.WHO}={self.handle}"


def subject_in(request: HttpRequest, data: Mapping[str, str]) -> Person | Employer | None:
    """The person or employer whom an address (by its handle) or a form (by its hidden field) names, or None.

    Raises NotFound for an unknown one and for one whom this desk neither knows nor has identified today."""
    if data.get(naming.WHO):
        kind, uuid = naming.meant(request, data[naming.WHO])
        return _one(request, naming.KINDS.get(kind, Person), uuid)
    if data.get("person"):
        return _one(request, Person, data["person"])
    if not data.get("employer"):
        return None
    return _one(request, Employer, data["employer"])


def meet(request: HttpRequest, subject: Person | Employer) -> None:
    """This person or employer stands at the desk, identified by document: the desk may see them for today."""
    met = _met_today(request)
    met[str(subject.uuid)] = clock.today().isoformat()
    newest = list(met.items())[-MOST_MET:]
    request.session[MET] = dict(newest)


def may_act_for(
    request: HttpRequest, subject: Person | Employer, matter: Matter | None = None
) -> bool:
    """Whether somebody stands here whose document was seen in this session today: the person, or who has come for the
    employer and may act for it in this matter (`cases.queries.mandates`)."""
    if isinstance(subject, Person):
        return str(subject.uuid) in _met_today(request)
    today = clock.today()
    somebody = comer(request, subject)
    if somebody is None:
        return False
    return mandates.may_act(subject, somebody, today, matter)


def may_hand_in(
    request: HttpRequest, subject: Person | Employer, matter: Matter | None = None
) -> bool:
    """Whether what they bring is taken in: of who may act, and of who has come for an employer without the mandate,
    once the clerk has said so. It is asked for with all else that is missing (行政许可法 32)."""
    if may_act_for(request, subject, matter):
        return True
    somebody = comer(request, subject)
    if somebody is None or taken_back.is_taken_back(subject, somebody, clock.today()):
        return False
    unit = str(subject.uuid)
    owing = _noted(request, OWING)
    return owing.get(unit) == str(somebody.uuid)


def bring_later(request: HttpRequest, employer: Employer, person: Person) -> None:
    """Who has come for the employer did not bring the mandate: it is received and told, not refused."""
    _note(request, OWING, employer, person)


def come_for(request: HttpRequest, employer: Employer, person: Person) -> None:
    """This person, identified by document, stands at the desk for the employer today."""
    meet(request, person)
    unit = str(employer.uuid)
    owing = _noted(request, OWING)
    owing.pop(unit, None)
    request.session[OWING] = owing
    _note(request, COMERS, employer, person)


def forget_comers(request: HttpRequest) -> None:
    """The next visitor: the document of whoever comes for a unit is asked for again."""
    request.session.pop(COMERS, None)
    request.session.pop(OWING, None)


def comer(request: HttpRequest, subject: Person | Employer) -> Person | None:
    """Who stands here for the employer today; None for a person, and while nobody was identified."""
    unit = str(subject.uuid)
    comers = _noted(request, COMERS)
    uuid = comers.get(unit, "")
    if uuid not in _met_today(request):
        return None
    return Person.objects.filter(uuid=uuid).first()


def _noted(request: HttpRequest, key: str) -> dict[str, str]:
    """uuid of a unit → uuid of a person, as this session keeps it."""
    pairs = request.session.get(key, {})
    return dict(pairs)


def _note(request: HttpRequest, key: str, employer: Employer, person: Person) -> None:
    """Keep the person beside the unit, the newest of them."""
    unit = str(employer.uuid)
    pairs = _noted(request, key)
    pairs[unit] = str(person.uuid)
    newest = list(pairs.items())
    request.session[key] = dict(newest[-MOST_MET:])


def _may_see(request: HttpRequest, subject: Person | Employer) -> bool:
    return str(subject.uuid) in _met_today(request) or acquaintance.knows(request.officer, subject)


def _met_today(request: HttpRequest) -> dict[str, str]:
    today = clock.today().isoformat()
    met = request.session.get(MET, {})
    return {uuid: day for uuid, day in met.items() if day == today}


def show(request: HttpRequest, subject: Person | Employer) -> Shown:
    """The pane of a subject; the look is written down."""
    officer = request.officer
    employer = isinstance(subject, Employer)
    note_look(subject, officer)
    cases = desk.cases_of(subject, officer)
    for case in cases:
        case.word = endings.said_of(case)
    return Shown(
        subject=subject,
        employer=employer,
        handle=naming.handle_of(request, subject),
        line=subject.credit_code if employer else _line(subject),
        checked=not employer and _is_checked(subject),
        document="" if employer else documents.KINDS[subject.id_type].name,
        checkable=not employer and subject.id_type == documents.CITIZEN,
        needs="" if employer else subject.needs,
        rows=_employer_rows(request, subject) if employer else _person_rows(subject),
        running=[case for case in cases if case.open],
        past=[case for case in cases if not case.open],
        drafts=desk.drafts_of(subject, officer.user),
        enquiries=desk.enquiries_of(subject, officer),
    )


def _is_checked(person: Person) -> bool:
    """Whether the population register knows the person; it holds citizens only."""
    return person.id_type == documents.CITIZEN and person.source == "police"


def note_look(subject: Person | Employer, officer: Officer) -> None:
    """An entry that the officer saw what the register says of somebody."""
    kind = "employer" if isinstance(subject, Employer) else "person"
    record(actor=officer.actor, verb=f"{kind}.read", subject=f"{kind}:{subject.uuid}")


def _one(
    request: HttpRequest, model: type[Person] | type[Employer], uuid: str
) -> Person | Employer:
    subject = model.objects.filter(uuid=as_uuid(uuid)).first()
    if subject is None or not _may_see(request, subject):
        raise NotFound(
            "没有这个人或单位的记录，或还没有在这里刷过证", way_out="请刷证，或输入号码和姓名"
        )
    return subject


def _line(person: Person) -> str:
    facts = []
    sex = SEXES.get(person.sex)
    if sex:
        facts.append(sex)
    age = registry.age_on(person, clock.today())
    if age is not None:
        facts.append(f"{age}岁")
    number = masking.id_number(person.id_number)
    facts.append(number)
    return "，".join(facts)


def _person_rows(person: Person) -> list[tuple[str, str]]:
    phone = "没有留"
    if person.phone:
        phone = masking.phone(person.phone)
    rows = [("手机", phone)]
    if person.address:
        rows.append(("住址", masking.text(person.address)))
    return rows


def _employer_rows(request: HttpRequest, employer: Employer) -> list[tuple[str, str]]:
    """Names of its people are whole once somebody stands here for it, to be compared with who has come."""
    shown = str if may_act_for(request, employer) else masking.name
    rows = []
    if employer.kind:
        rows.append(("性质", employer.kind))
    if employer.industry:
        rows.append(("行业", employer.industry))
    if employer.legal_rep_name:
        rows.append(("法人", shown(employer.legal_rep_name)))
    if employer.handler_name:
        rows.append(("经办", shown(employer.handler_name)))
    return rows
