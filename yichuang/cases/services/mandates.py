"""Who acts for an applicant, as long as the applicant wants it, and by what paper somebody acts for a unit."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from yichuang.accounts.models import Officer
from yichuang.audit.services import record
from yichuang.cases.models import Mandate, Party
from yichuang.cases.queries import concerned
from yichuang.cases.queries import files as stored
from yichuang.cases.queries import mandates as queries
from yichuang.cases.rules import mandates
from yichuang.cases.rules.mandates import OnPaper
from yichuang.cases.services.concerning import Concerned
from yichuang.cases.services.files import claim
from yichuang.cases.services.journal import lock
from yichuang.core import spelling
from yichuang.core.clock import local
from yichuang.core.errors import Invalid, NotFound
from yichuang.identity import queries as identity
from yichuang.identity import services as accounts
from yichuang.registry import services as registry
from yichuang.registry.models import Employer, Person


@transaction.atomic
def end_mandate(*, case_id: UUID, party_id: int, actor: str, now: datetime) -> Party:
    """The applicant takes the mandate back: from now on the agent sees nothing of the case (民法典 173).

    The caller has checked whose case it is. Raises NotFound where no mandate of this case stands."""
    case = lock(case_id)
    today = local(now).date()
    rows = case.parties.select_related("person", "employer")
    party = rows.filter(concerned.standing(today), pk=party_id, role="agent").first()
    if party is None:
        raise NotFound("没有这个代办人，或已经不再代办", way_out="请刷新看最新情况")
    party.until = today - timedelta(days=1)
    party.save(update_fields=["until"])
    record(actor=actor, verb="case.end_mandate", subject=case.ref)
    return party


@transaction.atomic
def bring_mandate(
    *, employer: Employer, person: Person, paper: OnPaper, officer: Officer, now: datetime
) -> Mandate:
    """The clerk has the mandate before them: the person may act for the unit until its last day, and owes it no more
    for what they filed before. Raises Invalid with what is wrong with the paper (民法典 165)."""
    today = local(now).date()
    problems = mandates.problems(paper, identity.representatives_of(employer), today)
    if problems:
        raise Invalid(problems)
    file = None
    if paper.how == mandates.SCANNED:
        file = stored.of_owner(paper.file, officer.actor)
        claim({file.uuid})
    mandate = Mandate.objects.create(
        employer=employer,
        person=person,
        signed_by=spelling.name(paper.signed_by),
        signed_on=paper.signed_on,
        until=paper.until,
        file=file,
        officer=officer,
        brought_on=today,
        at=now,
    )
    owed = Party.objects.filter(
        case__employer=employer, role="agent", person=person, owes_mandate=True
    )
    owed.update(mandate=mandate, owes_mandate=False, until=paper.until)
    data = {"person": str(person.uuid), "how": paper.how}
    record(
        actor=officer.actor, verb="employer.mandate", subject=f"employer:{employer.uuid}", data=data
    )
    return mandate


@transaction.atomic
def meet_representative(
    *, employer: Employer, person: Person, officer: Officer, now: datetime
) -> None:
    """The clerk has read in the licence that who stands here is the unit's legal representative, who needs no mandate
    (民法典 61)."""
    came_from = officer.actor.replace("officer", "window", 1)
    accounts.represent(employer=employer, person=person, came_from=came_from, now=now)
    registry.record_employer(
        name=employer.name,
        credit_code=employer.credit_code,
        actor=officer.actor,
        legal_rep_name=person.name,
    )
    record(
        actor=officer.actor,
        verb="employer.representative",
        subject=f"employer:{employer.uuid}",
        data={"person": str(person.uuid)},
    )


def acting_for(subject: Person | Employer, agent: Person | None, now: datetime) -> list[Concerned]:
    """Who came to the window for the unit, as they are written with its case: until the last day of their mandate."""
    if agent is None or isinstance(subject, Person):
        return []
    until = None
    today = local(now).date()
    mandate = queries.in_force(subject, agent, today)
    if mandate:
        until = mandate.until
    acting = Concerned("agent", agent, until)
    return [acting]


def note_by_what(
    case_id: UUID, subject: Person | Employer, agent: Person | None, now: datetime
) -> None:
    """Write beside who came for the unit by which mandate, or that they owe one. In the transaction of the filing."""
    if agent is None or isinstance(subject, Person):
        return
    if identity.is_known_to_act(subject, agent):
        return
    today = local(now).date()
    mandate = queries.in_force(subject, agent, today)
    came = Party.objects.filter(case__uuid=case_id, role="agent", person=agent)
    owing = mandate is None
    came.update(mandate=mandate, owes_mandate=owing)
