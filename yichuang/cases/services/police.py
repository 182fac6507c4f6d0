"""Whether those whom a form names bear that name: the police register is asked by a job after the form was sent, and
what it says is told to the officer (docs/adr/0053-who-is-named-is-asked-of-the-police-for-the-officer.md)."""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from yichuang.cases.models import Case, NameCheck
from yichuang.cases.queries import listed, named, versions
from yichuang.cases.queries.moved import moved
from yichuang.cases.queries.named import NamedPerson
from yichuang.core import jobs, ports
from yichuang.reference.rules import documents

AT_A_TIME = 200  # names of one case that one job asks for


class _Answer(NamedTuple):
    """What the register said of one name.

    outcome: a value of NameCheck.outcome.
    receipt: the register's number of the question.
    """

    outcome: str
    receipt: str = ""


_NOT_ASKED = _Answer(NameCheck.UNASKED)


def await_answers(*, case_id: UUID, seq: int) -> None:
    """After entry `seq` of the trail: let a job ask for every name that was not asked as it stands now.

    A name that was asked already is not asked again.
    """
    after = moved(case_id, seq)
    persons = named.beside_applicant(after.version, after.case)
    if not persons:
        return
    checks = {}
    for check in after.case.name_checks.all():
        checks[check.name_key] = check
    waits = False
    for person in persons:
        check = checks.get(person.key)
        if check and check.is_of(person.imprint):
            continue
        _wait_for(after.case, person)
        waits = True
    if waits:
        jobs.defer("cases.ask_police", case=str(case_id))


def _wait_for(case: Case, person: NamedPerson) -> None:
    anew = {
        "imprint": person.imprint,
        "outcome": NameCheck.WAITING,
        "receipt": "",
        "asked_at": None,
    }
    NameCheck.objects.update_or_create(case=case, name_key=person.key, defaults=anew)


def ask(*, case_id: UUID, now: datetime) -> bool:
    """Ask the police register about the names of the case that wait for it, while no row is held, and keep what it
    says; return whether others still wait.

    Raises ports.Unavailable when it does not answer; then the names wait as before.
    """
    cases = Case.objects.select_related("person", "employer")
    case = cases.get(uuid=case_id)
    version = versions.of_case(case)
    persons = {}
    for person in named.beside_applicant(version, case):
        persons[person.key] = person
    for each in listed.in_case(version, case):
        persons[each.person.key] = each.person
    waiting = NameCheck.objects.filter(case=case, outcome=NameCheck.WAITING)
    for check in waiting.order_by("id")[:AT_A_TIME]:
        person = persons.get(check.name_key)
        answer = _NOT_ASKED
        if person and check.is_of(person.imprint):
            answer = _answer(person)
        _keep(check, answer, now)
    return waiting.exists()


def _keep(check: NameCheck, answer: _Answer, now: datetime) -> None:
    """A correction may have come meanwhile: its name is not answered by this."""
    checks = NameCheck.objects.filter(pk=check.pk)
    same_name = checks.filter(imprint=check.imprint)
    same_name.update(outcome=answer.outcome, receipt=answer.receipt, asked_at=now)


def _answer(person: NamedPerson) -> _Answer:
    """The register holds citizens and nobody else."""
    kind = person.kind
    if not kind:
        kind = documents.kind_of(person.number)
    if kind != documents.CITIZEN:
        return _NOT_ASKED
    try:
        checked = ports.ask("idcheck", "check", name=person.name, id_number=person.number)
    except ports.NotConnected:
        return _NOT_ASKED
    except ports.Rejected:
        return _Answer(NameCheck.OTHER)
    if checked.matches:
        return _Answer(NameCheck.SAME, checked.receipt)
    return _Answer(NameCheck.OTHER, checked.receipt)
