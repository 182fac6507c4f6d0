"""Whether those whom a form names bear that name: the police register is asked by a job after the form was sent, and
what it says is told to the officer (docs/adr/0053-who-is-named-is-asked-of-the-police-for-the-officer.md)."""

from datetime import datetime
from uuid import UUID

from yichuang.cases.models import Case, NameCheck
from yichuang.cases.queries import named, versions
from yichuang.cases.queries.moved import moved
from yichuang.cases.queries.named import NamedPerson
from yichuang.core import jobs, ports
from yichuang.reference.rules import documents


def await_answers(*, case_id: UUID, seq: int) -> None:
    """After entry `seq` of the trail: let a job ask for every name that was not asked as it stands now."""
    after = moved(case_id, seq)
    persons = named.beside_applicant(after.version, after.case)
    if not persons:
        return
    checks = {check.name_key: check for check in after.case.name_checks.all()}
    waits = False
    for person in persons:
        check = checks.get(person.key)
        if check and bytes(check.imprint) == person.imprint:
            continue
        asked_anew = {
            "imprint": person.imprint,
            "outcome": NameCheck.WAITING,
            "receipt": "",
            "asked_at": None,
        }
        NameCheck.objects.update_or_create(
            case=after.case, name_key=person.key, defaults=asked_anew
        )
        waits = True
    if waits:
        jobs.defer("cases.ask_police", case=str(case_id))


def ask(*, case_id: UUID, now: datetime) -> None:
    """Ask the police register about every name of the case that waits for it, while no row is held, and keep what it
    says. Raises ports.Unavailable when it does not answer; then the names wait as before."""
    case = Case.objects.select_related("person", "employer").get(uuid=case_id)
    version = versions.of_case(case)
    persons = {person.key: person for person in named.beside_applicant(version, case)}
    waiting = NameCheck.objects.filter(case=case, outcome=NameCheck.WAITING)
    for check in waiting:
        person = persons.get(check.name_key)
        if person is None or person.imprint != bytes(check.imprint):
            outcome, receipt = NameCheck.UNASKED, ""
        else:
            outcome, receipt = _answer(person)
        # a correction may have come meanwhile: its name is not answered by this
        same = waiting.filter(pk=check.pk, imprint=check.imprint)
        same.update(outcome=outcome, receipt=receipt, asked_at=now)


def _answer(person: NamedPerson) -> tuple[str, str]:
    """(outcome, receipt). The register holds citizens and nobody else."""
    if documents.kind_of(person.number) != documents.CITIZEN:
        return NameCheck.UNASKED, ""
    try:
        checked = ports.ask("idcheck", "check", name=person.name, id_number=person.number)
    except ports.NotConnected:
        return NameCheck.UNASKED, ""
    except ports.Rejected:
        return NameCheck.OTHER, ""
    outcome = NameCheck.SAME if checked.matches else NameCheck.OTHER
    return outcome, checked.receipt
