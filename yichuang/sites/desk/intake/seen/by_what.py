"""By what somebody who has come acts for a unit: they are known to, or they bring the mandate, now or later.

One step of the counter (ADR 50), left out where they are known; the last way is never a dead end."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.http import HttpRequest

from yichuang.cases import services, tables
from yichuang.cases.models import Case, Mandate, Party
from yichuang.cases.queries import mandates, taken_back
from yichuang.cases.rules.mandates import COLLECTED, SCANNED, OnPaper
from yichuang.core import clock, days, masking
from yichuang.core.errors import FieldProblem, Invalid
from yichuang.identity import queries as identity
from yichuang.registry.models import Employer, Person
from yichuang.sites.desk.intake import people
from yichuang.sites.desk.intake.brought import uploading
from yichuang.sites.ui.wording import cndate

LICENCE = "licence"
LATER = "later"
PAPERS = (COLLECTED, SCANNED)
WAYS = (
    (COLLECTED, "委托书收下原件"),
    (SCANNED, "委托书扫描上传"),
    (LICENCE, "他就是法定代表人，营业执照看过了"),
    (LATER, "没带委托书，先收件，一并告知补来"),
)
KNOWN = "登记的经办人或法定代表人"
OWED = "授权委托书还没有交"
STOPPED = "单位不再让他代办，原来的委托书停了"
UNASKED = "收件时没有看授权委托书"
UNREAD = "授权委托书补来了，还没有核对"
LABELS = {"signed_on": "签的日期", "until": "委托到哪天"}  # boxes of days
ENDED = "单位说过不再让他代办，没有新的委托书不收；请他带单位新签的委托书来"
NO_WAY = "请选凭什么替单位办"


@dataclass(frozen=True)
class Came:
    """Who has come for a unit, and by what, in words.

    scan: there is a picture of the mandate to look at; owes: it was not brought; uuid: of the person; representative:
    the name, masked, under which the register has the unit's; online: they sent it from an account in doubt; namesake:
    the register has their name, and no number with it."""

    name: str
    by: str
    scan: bool = False
    owes: bool = False
    uuid: str = ""
    representative: str = ""
    online: bool = False
    namesake: bool = False


def of_comer(request: HttpRequest, subject: Person | Employer) -> Came | None:
    """Who stands here for the unit today, and by what.

    None for a person, and while nobody was identified."""
    today = clock.today()
    comer = people.comer(request, subject)
    if comer is None:
        return None
    name = comer.name
    uuid = str(comer.uuid)
    if identity.is_known_to_act(subject, comer):
        return Came(name, KNOWN, uuid=uuid)
    mandate = mandates.in_force(subject, comer, today)
    by = _in_words(mandate)
    owes = mandate is None
    return Came(
        name,
        by,
        owes=owes,
        uuid=uuid,
        representative=_representative(subject),
        namesake=identity.is_namesake(subject, comer),
    )


def _representative(unit: Employer) -> str:
    masked = []
    for name in sorted(identity.representatives_of(unit)):
        masked.append(masking.name(name))
    return "、".join(masked)


def of_case(case: Case) -> Came | None:
    """Who came to the window for the unit whose case it is, and by what as it was then; or who sent it from an account
    that nobody has proved.

    None for a person's case, and for one that came from the unit's own account."""
    party = mandates.agent_at_the_window(case)
    if party is None:
        return _online(case)
    name = party.name
    mandate = party.mandate
    if mandates.is_owed(case):
        return Came(name, _owed(party), owes=True)
    if party.owes_mandate:
        return Came(name, UNREAD)
    if mandate is None:
        return Came(name, _without(case, party.person))
    by = _in_words(mandate)
    scan = mandate.file_id is not None
    return Came(name, by, scan)


def _online(case: Case) -> Came | None:
    party = mandates.sender_in_doubt(case)
    if party is None:
        return None
    owes = False
    by = UNREAD
    if not party.owes_mandate:
        by = _in_words(party.mandate)
    elif mandates.is_owed(case):
        owes = True
        by = _owed(party)
    name = party.name
    return Came(name, by, owes=owes, online=True)


def _owed(party: Party) -> str:
    """Of who has brought none, or whose the unit has ended."""
    if party.mandate:
        return STOPPED
    return OWED


def _without(case: Case, person: Person) -> str:
    """Of who came without a mandate and owes none."""
    unit = case.employer
    if identity.is_known_to_act(unit, person):
        return KNOWN
    return UNASKED


def _in_words(mandate: Mandate | None) -> str:
    if mandate is None:
        return OWED
    signed_on = cndate(mandate.signed_on)
    what = tables.scopes_of_mandates()[mandate.scope]
    signed = f"凭授权委托书，{mandate.signed_by}{signed_on}签，{what}"
    if mandate.until is None:
        return f"{signed}，只管{cndate(mandate.brought_on)}这一天"
    until = cndate(mandate.until)
    if mandate.as_handler:
        return f"{signed}，当经办人，到{until}"
    return f"{signed}，到{until}"


def scopes() -> list[tuple[str, str]]:
    """What a mandate may be for, as a page offers it."""
    labels = tables.scopes_of_mandates()
    return list(labels.items())


def scan_of(request: HttpRequest) -> tuple[str, list[FieldProblem]]:
    """The uuid of the scan that was chosen, now or on an earlier try of this page; what is wrong with it.

    Whose it is, is looked at where it is used."""
    upload = request.FILES.get("file")
    if upload is None:
        earlier = request.POST.get("kept", "")
        return earlier, []
    officer = request.officer
    stored, problem = uploading.store(upload, "file", officer)
    if problem:
        return "", [problem]
    uuid = str(stored.uuid)
    return uuid, []


def settle(request: HttpRequest, unit: Employer, comer: Person, scan: str) -> None:
    """Keep what the clerk says of it.

    scan: uuid of a stored file, "" for none.
    Raises Invalid with what is wrong, at its field."""
    how = request.POST.get("how", "")
    officer = request.officer
    now = clock.now()
    if how == LICENCE:
        services.meet_representative(
            employer=unit,
            person=comer,
            licence_name=request.POST.get("licence_name", ""),
            officer=officer,
            now=now,
        )
    elif how == LATER:
        _require_not_taken_back(unit, comer)
        people.bring_later(request, unit, comer)
    elif how in PAPERS:
        paper = read(request.POST, how, scan)
        services.bring_mandate(employer=unit, person=comer, paper=paper, officer=officer, now=now)
    else:
        problem = FieldProblem("how", NO_WAY, "required")
        raise Invalid([problem])


def _require_not_taken_back(unit: Employer, comer: Person) -> None:
    """Raises Invalid for whom the unit has told not to act any more: they bring a new mandate first."""
    if taken_back.is_taken_back(unit, comer, clock.today()):
        problem = FieldProblem("how", ENDED, "mandate")
        raise Invalid([problem])


def read(post: Mapping[str, str], how: str, scan: str) -> OnPaper:
    """What stands on the paper as it was typed. Raises Invalid for what is no day."""
    days_typed = {}
    problems = []
    for field, label in LABELS.items():
        typed = post.get(field, "")
        try:
            days_typed[field] = days.typed(typed, field, label)
        except Invalid as fault:
            problems += fault.problems
    if problems:
        raise Invalid(problems)
    return OnPaper(
        how=how,
        signed_by=post.get("signed_by", ""),
        signed_on=days_typed["signed_on"],
        until=days_typed["until"],
        file=scan,
        as_handler=bool(post.get("as_handler")),
        scope=post.get("scope", ""),
    )
