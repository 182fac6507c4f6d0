"""Whom a form lists by number is asked of the police register and told of it.

By jobs, so many at a time, so that a roster of thousands holds nobody up
(docs/adr/0048-who-stands-in-a-list-is-asked-and-told-by-jobs.md).
"""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from yichuang.cases.models import Case, NameCheck
from yichuang.cases.queries import bodies, listed, named, versions
from yichuang.cases.queries.listed import Listed
from yichuang.cases.queries.moved import moved
from yichuang.cases.queries.versions import Version
from yichuang.cases.services.contexts import chinese
from yichuang.core import jobs
from yichuang.core.clock import local
from yichuang.identity import queries as identity
from yichuang.notify import services as notify
from yichuang.registry import queries as register
from yichuang.registry.models import Employer, Person

AT_A_TIME = 200
MESSAGE, INBOX = "message", "inbox"  # ways of packs/forms/named.yaml by which somebody is told


def take_in_later(*, case_id: UUID, seq: int) -> None:
    """After entry `seq` of the trail: where the answers list people, a job takes them in hand."""
    after = moved(case_id, seq)
    answers = after.case.form
    for field, _ in listed.fields_of(after.version):
        if field.key in answers:
            jobs.defer("cases.take_in_listed", case=str(case_id), start=0)
            return


def take_in(*, case_id: UUID, start: int, now: datetime) -> None:
    """Put down the next people for the police register, and tell them; then ask for the job that goes on.

    Anybody once, however often it is called.

    start: how many were taken in hand before.
    """
    cases = Case.objects.select_related("person", "employer", "organisation")
    case = cases.get(uuid=case_id)
    version = versions.of_case(case)
    people = listed.in_case(version, case)
    end = start + AT_A_TIME
    part = people[start:end]
    _put_down(case, part)
    _tell(case, version, part, now)
    key = str(case_id)
    if len(people) > end:
        jobs.defer("cases.take_in_listed", case=key, start=end)
    elif people:
        jobs.defer("cases.ask_police", case=key)


def _put_down(case: Case, people: Sequence[Listed]) -> None:
    """For the police register: whoever is asked for there and was not put down before."""
    checks = []
    for each in people:
        if not each.declared.asks:
            continue
        person = each.person
        check = NameCheck(case=case, name_key=person.key, imprint=person.imprint)
        checks.append(check)
    NameCheck.objects.bulk_create(checks, ignore_conflicts=True)


def _tell(case: Case, version: Version, people: Sequence[Listed], now: datetime) -> None:
    """Those whom the register knows.

    But for whom the matter is about and the agent: they are told of that, or the pack says why not.
    """
    numbers_of_others = set()
    for person in named.in_form(version, case.form):
        numbers_of_others.add(person.number)
    listed_by_number = {}
    for each in people:
        number = each.person.number
        if number not in numbers_of_others:
            listed_by_number[number] = each
    holders = register.persons_by_numbers(listed_by_number)
    for number, persons in holders.items():
        each = listed_by_number[number]
        way = each.declared.tells
        for holder in each.person.meant_among(persons):
            if way == MESSAGE:
                _send_message(case, version, holder)
            elif way == INBOX:
                _put_into_inbox(case, version, holder)


def _send_message(case: Case, version: Version, holder: Person) -> None:
    """Once of a case, by the phone that is known to be theirs too."""
    words = {
        "item": version.guide.name,
        "number": case.number,
        "place": bodies.of_case(case),
        "document": register.document_of(holder),
    }
    notify.send(
        recipient=f"person:{holder.uuid}",
        kind="named_in_form",
        context=words,
        key=f"{case.ref}:listed:{holder.uuid}",
        phone=identity.known_phone(holder),
    )


def _put_into_inbox(case: Case, version: Version, holder: Person) -> None:
    """One line a day of the same applicant and item: a roster that is sent in parts tells once."""
    subject = case.subject
    who = "申请人"
    if isinstance(subject, Employer):
        who = subject.name
    filed_on = local(case.received_at).date()
    words = {
        "item": version.guide.name,
        "number": case.number,
        "place": bodies.of_case(case),
        "who": who,
        "day": chinese(filed_on),
        "document": register.document_of(holder),
    }
    roster = f"{subject.uuid}:{case.item_code}:{filed_on}"
    notify.send(
        recipient=f"person:{holder.uuid}",
        kind="named_in_list",
        context=words,
        key=f"listed:{roster}:{holder.uuid}",
    )
