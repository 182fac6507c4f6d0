"""Who acts for an applicant, as long as the applicant wants it, and by what paper somebody acts for a unit."""

from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from yichuang.accounts.models import Officer
from yichuang.audit.services import record
from yichuang.cases import tables
from yichuang.cases.models import Case, Mandate, Material, Party, StoredFile
from yichuang.cases.queries import concerned, looking, taken_back
from yichuang.cases.queries import files as stored
from yichuang.cases.queries import mandates as queries
from yichuang.cases.queries.permission import require
from yichuang.cases.rules import looking as opening
from yichuang.cases.rules import mandates
from yichuang.cases.rules.mandates import Brought, OnPaper
from yichuang.cases.services import ending, mandate_news, mandate_papers, sender_news
from yichuang.cases.services.concerning import Concerned
from yichuang.cases.services.files import claim
from yichuang.cases.services.journal import lock, write
from yichuang.core import spelling
from yichuang.core.clock import local
from yichuang.core.errors import Conflict, FieldProblem, Invalid, NotFound
from yichuang.identity import queries as identity
from yichuang.registry.models import Employer, Person


@transaction.atomic
def end_mandate(*, case_id: UUID, party_id: int, actor: str, now: datetime) -> Party:
    """The applicant takes the mandate back: from now on the agent sees nothing of the case (民法典 173).

    A unit takes it back for all its matters (`stop_acting`).

    The caller has checked whose case it is. Raises NotFound where no mandate of this case stands."""
    case = lock(case_id)
    moment = local(now)
    today = moment.date()
    rows = case.parties.select_related("person", "employer")
    stands = concerned.standing(today)
    agents = rows.filter(stands, role="agent")
    chosen = agents.filter(pk=party_id)
    party = chosen.first()
    if party is None:
        raise NotFound("没有这个代办人，或已经不再代办", way_out="请刷新看最新情况")
    yesterday = today - timedelta(days=1)
    party.until = yesterday
    party.save(update_fields=["until"])
    subject = case.ref
    record(actor=actor, verb="case.end_mandate", subject=subject)
    if case.employer and party.person:
        ending.stop_acting(employer=case.employer, person=party.person, actor=actor, now=now)
    return party


@transaction.atomic
def bring_mandate(
    *, employer: Employer, person: Person, paper: OnPaper, officer: Officer, now: datetime
) -> Mandate:
    """The clerk has the mandate before them: the person may act for the unit until its last day, and owes it no more
    for what they filed at a window before.

    paper: as it was read; its scan is an upload of the officer.
    Raises Invalid with what is wrong with the paper (民法典 165)."""
    file = None
    is_scanned = paper.how == mandates.SCANNED
    if is_scanned and paper.file:
        file = stored.of_owner(paper.file, officer.actor)
    mandate = _keep(employer, person, paper, file, officer, now)
    mandate_papers.settle(
        employer=employer, person=person, mandate=mandate, settled_by=officer, now=now
    )
    return mandate


@transaction.atomic
def read_mandate(*, case_id: UUID, officer: Officer, paper: OnPaper, now: datetime) -> Mandate:
    """The mandate that came by a correction, read by who works on the case: from now on it is one as if it had been
    brought to the counter, and a paper of the case that is met.

    paper: what stands on it; how it came and its file are known.
    Raises Conflict where none waits to be read.
    Raises Invalid while its file is not opened, where it is for no case of this line, and with what is wrong
    with it."""
    case = lock(case_id)
    require("judge_material", case, officer, now)
    party = queries.unread_of(case)
    if party is None:
        raise Conflict("这件没有等着核对的委托书", way_out="请刷新看最新情况")
    newest = _newest_paper(case)
    _require_opened(case, newest, officer)
    if paper.scope:
        _require_own_line(paper, case)
    file = ""
    if newest.file:
        file = str(newest.file.uuid)
    read = replace(paper, how=newest.source, file=file)
    mandate = _keep(case.employer, party.person, read, newest.file, officer, now, for_case=case)
    newest.verdict = opening.GOOD
    newest.save(update_fields=["verdict"])
    data = {"material": newest.code, "round": newest.round}
    data["verdict"] = opening.GOOD
    actor = officer.actor
    write(case, "judge_material", actor=actor, officer=officer, now=now, data=data)
    mandate_papers.settle_one(party, mandate=mandate, settled_by=officer, now=now)
    if mandate.scope == mandates.ONE:
        return mandate
    mandate_papers.settle(
        employer=case.employer, person=party.person, mandate=mandate, settled_by=officer, now=now
    )
    return mandate


def _newest_paper(case: Case) -> Material:
    """The mandate that came last with the case."""
    code = mandates.PAPER.code
    brought = case.materials.select_related("file")
    of_kind = brought.filter(code=code)
    in_order = of_kind.order_by("id")
    return in_order.last()


def _require_own_line(paper: OnPaper, case: Case) -> None:
    """Raises Invalid where the paper is for matters of another line than the case's."""
    of_another_line = mandates.line_problems(paper.scope, case.line)
    if of_another_line:
        raise Invalid(of_another_line)


def _require_opened(case: Case, row: Material, officer: Officer) -> None:
    """Raises Invalid while the officer has not opened the file of this paper."""
    looked_at = []
    papers = looking.papers_of(case, officer)
    for paper in papers:
        if paper.row == row.id:
            looked_at.append(paper)
    unopened = opening.unopened_problems(looked_at)
    if unopened:
        raise Invalid(unopened)


def _keep(
    employer: Employer,
    person: Person,
    paper: OnPaper,
    file: StoredFile | None,
    officer: Officer,
    now: datetime,
    for_case: Case | None = None,
) -> Mandate:
    """A row of the mandate, and the record of who brought which kind.

    file: its scan, None for an original that was collected. for_case: at which it is read, None at the counter.
    Raises Invalid with what is wrong with the paper."""
    moment = local(now)
    today = moment.date()
    representatives = identity.representatives_of(employer)
    brought = Brought(
        today=today,
        bounds=tables.bounds_of_mandates(today),
        taken_back=taken_back.taken_back_on(employer, person),
    )
    bringer = person.name
    is_another = identity.has_another_representative(employer, person)
    if is_another:
        bringer = ""
    problems = mandates.problems(paper, bringer, representatives, brought)
    if problems:
        raise Invalid(problems)
    if file:
        _require_unread(file)
        claim({file.uuid})
    mandate = Mandate.objects.create(
        employer=employer,
        person=person,
        signed_by=spelling.name(paper.signed_by),
        signed_on=paper.signed_on,
        until=paper.until,
        as_handler=paper.as_handler,
        scope=paper.scope,
        file=file,
        officer=officer,
        brought_on=today,
        at=now,
    )
    data = {"person": str(person.uuid), "how": paper.how, "as_handler": paper.as_handler}
    subject = identity.subject_key(employer)
    actor = officer.actor
    record(actor=actor, verb="employer.mandate", subject=subject, data=data)
    mandate_news.tell(mandate, for_case)
    return mandate


def _require_unread(file: StoredFile) -> None:
    """Raises Invalid where a mandate was read off this scan before: one paper is one mandate."""
    before = Mandate.objects.filter(file=file)
    is_read = before.exists()
    if is_read:
        twice = FieldProblem("scope", mandates.TWICE, "mandate")
        raise Invalid([twice])


def acting_for(
    subject: Person | Employer, agent: Person | None, line: str, now: datetime, *, seen: bool
) -> list[Concerned]:
    """Who came to the window for the unit, or sent it from an account in doubt, as they are written with its case.

    Until the last day of their mandate.
    line: of the item; seen: as in `note_by_what`."""
    if agent is None or isinstance(subject, Person):
        return []
    mandate = _mandate_of(unit=subject, agent=agent, line=line, now=now, seen=seen)
    until = None
    if mandate:
        until = mandate.until
    acting = Concerned("agent", agent, until)
    return [acting]


def note_by_what(
    case_id: UUID, subject: Person | Employer, agent: Person | None, now: datetime, *, seen: bool
) -> None:
    """Write beside who came for the unit by which mandate, or that they owe one.

    In the transaction of the filing.
    seen: they stand at a window with their document; online neither the names that the register has nor a mandate
    of the name that was typed prove anything."""
    if agent is None or isinstance(subject, Person):
        return
    if seen and identity.is_known_to_act(subject, agent):
        return
    case = Case.objects.get(uuid=case_id)
    mandate = _mandate_of(unit=subject, agent=agent, line=case.line, now=now, seen=seen)
    agents = Party.objects.filter(case=case, role="agent")
    came = agents.filter(person=agent)
    owing = mandate is None
    came.update(mandate=mandate, owes_mandate=owing)
    if mandate:
        mandate_papers.add_to_new_case(case, mandate)
    if not seen:
        sender_news.tell(case)


def _mandate_of(
    *, unit: Employer, agent: Person, line: str, now: datetime, seen: bool
) -> Mandate | None:
    """By which mandate somebody files a case of this line; None of who was not seen, whatever was brought under
    their name."""
    if not seen:
        return None
    moment = local(now)
    matter = queries.Matter(line)
    return queries.in_force(unit, agent, moment.date(), matter)
