"""The left pane of a desk: somebody as the register has them, and what they have running here."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

from yichuang.accounts.models import Officer
from yichuang.audit.services import record
from yichuang.cases.models import Case, Draft, Enquiry
from yichuang.cases.queries import desk, enquiries
from yichuang.cases.rules import endings
from yichuang.core import clock, masking
from yichuang.reference.rules import documents
from yichuang.registry import queries as registry
from yichuang.registry.models import Employer, Person
from yichuang.sites.desk import naming
from yichuang.sites.desk.intake import people
from yichuang.sites.desk.intake.people import Subject

SEXES = {"1": "男", "2": "女"}
Rows = list[tuple[str, str]]


@dataclass(frozen=True)
class Shown:
    """One person or employer with what they have running here.

    employer: whether it is one.
    handle: names them in addresses of this session.
    line: what stands below the name.
    rows: (heading, text) of what else the register says.
    running, past: their cases, still open and ended.

    Of a person only:
    checked: the register of citizens knows them.
    checkable: it may know them.
    document: the kind of the document.
    needs: what they need of whoever serves them.
    """

    subject: Subject
    employer: bool
    handle: str
    line: str
    rows: Rows
    running: list[Case]
    past: list[Case]
    drafts: list[Draft]
    enquiries: list[Enquiry]
    checked: bool = False
    checkable: bool = False
    document: str = ""
    needs: str = ""

    @property
    def query(self) -> str:
        """`who=<handle>` for links."""
        return f"{naming.WHO}={self.handle}"


def show(request: HttpRequest, subject: Subject) -> Shown:
    """The pane of a subject; the look is written down."""
    officer = request.officer
    note_look(subject, officer)
    running = []
    past = []
    for case in desk.cases_of(subject, officer):
        case.word = endings.said_of(case)
        if case.open:
            running.append(case)
        else:
            past.append(case)
    if isinstance(subject, Employer):
        about = _about_employer(request, subject)
    else:
        about = _about_person(subject)
    return Shown(
        subject=subject,
        handle=naming.handle_of(request, subject),
        running=running,
        past=past,
        drafts=desk.drafts_of(subject, officer.user),
        enquiries=enquiries.enquiries_of(subject, officer),
        **about,
    )


def note_look(subject: Subject, officer: Officer) -> None:
    """An entry that the officer saw what the register says of somebody."""
    kind = _kind_of(subject)
    actor = officer.actor
    record(actor=actor, verb=f"{kind}.read", subject=f"{kind}:{subject.uuid}")


def note_reading(subject: Subject, officer: Officer, what: str, item_code: str) -> None:
    """An entry of a whole read of what the platform knows of somebody.

    what: how it was read.
    item_code: of the item for which it was.
    """
    kind = _kind_of(subject)
    actor = officer.actor
    purpose = {"item": item_code}
    record(actor=actor, verb=f"{kind}.{what}", subject=f"{kind}:{subject.uuid}", data=purpose)


def _kind_of(subject: Subject) -> str:
    """What an entry of the audit calls them."""
    if isinstance(subject, Employer):
        return "employer"
    return "person"


def _about_employer(request: HttpRequest, employer: Employer) -> dict[str, Any]:
    """What the register says of a unit, as Shown has it."""
    return {
        "employer": True,
        "line": employer.credit_code,
        "rows": _employer_rows(request, employer),
    }


def _about_person(person: Person) -> dict[str, Any]:
    """What the register says of a person, as Shown has it.

    The population register holds citizens only.
    """
    is_citizen = person.id_type == documents.CITIZEN
    kind = documents.KINDS[person.id_type]
    return {
        "employer": False,
        "line": _line(person),
        "rows": _person_rows(person),
        "checked": is_citizen and person.source == "police",
        "checkable": is_citizen,
        "document": kind.name,
        "needs": person.needs,
    }


def _line(person: Person) -> str:
    """Sex and age as far as they are known, and the number, masked."""
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


def _person_rows(person: Person) -> Rows:
    """How a person is reached, masked."""
    phone = "没有留"
    if person.phone:
        phone = masking.phone(person.phone)
    rows = [("手机", phone)]
    if person.address:
        address = masking.text(person.address)
        rows.append(("住址", address))
    return rows


def _employer_rows(request: HttpRequest, employer: Employer) -> Rows:
    """What a unit does, and its people.

    Their names are whole once somebody stands here for it, to be
    compared with who has come.
    """
    shown = masking.name
    if people.may_act_for(request, employer):
        shown = str
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
