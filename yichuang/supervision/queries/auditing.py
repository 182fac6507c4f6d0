"""What an auditor traces: the trail of a case with its chain, who read or did what around it, who looked at a citizen,
and which officers look people up in heaps. 网络安全法 23, 个人信息保护法 54."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Q, QuerySet

from yichuang.accounts import queries as accounts
from yichuang.accounts.models import Officer
from yichuang.audit import queries as audit
from yichuang.audit.models import ALARM, OFFICER, Entry
from yichuang.cases.models import Case, Enquiry
from yichuang.cases.queries import cases, desk
from yichuang.cases.queries.scope import visible_to
from yichuang.cases.rules.states import STATES
from yichuang.core import spelling
from yichuang.core.clock import SHANGHAI, local
from yichuang.core.errors import Forbidden, NotFound
from yichuang.core.ids import as_uuid
from yichuang.reference.queries import in_scope, region
from yichuang.registry import queries as registry
from yichuang.registry.models import Person
from yichuang.supervision.queries import records

ROLE = "auditor"
ALARMS_LOOKED_AT, ALARMS_SHOWN = 400, 20
HEAPS = {"lookup": "一天里查人{}次", "refusal": "一天里{}次想打开看不了的"}


@dataclass(frozen=True)
class Step:
    """One entry of a case's chain. cited: the review points and the row of the discretion table it rests on."""

    seq: int
    at: datetime
    label: str
    who: str
    on_site: bool
    cited: str


@dataclass(frozen=True)
class Alarm:
    """An officer of the auditor's places who looked up, or was refused, a heap in one day."""

    at: datetime
    officer: Officer
    words: str


@dataclass(frozen=True)
class Heaps:
    """What an officer looked up, and was refused, in one day: kind → the words of its last count."""

    at: datetime
    officer: Officer
    words: dict[str, str]


def place_names(auditor: Officer) -> str:
    """Whose cases and officers the auditor may trace, in words. Raises Forbidden without a place."""
    regions = accounts.scopes(auditor).of(ROLE).regions
    if not regions:
        raise Forbidden("您没有可以审计的地方", way_out="请联系管理员开通")
    return "、".join(region(code).name for code in regions)


def case_numbered(auditor: Officer, number: str) -> Case | None:
    """The case with this number, blanks ignored, in the auditor's places."""
    return _cases(auditor).filter(number=spelling.code(number)).first()


def case_of(auditor: Officer, uuid: str) -> Case:
    """The case, if it lies in the auditor's places. Raises NotFound."""
    case = _cases(auditor).filter(uuid=uuid).first()
    if case is None:
        raise NotFound("没有这件，或不在您审计的地方", way_out="请核对办件编号")
    return case


def officers_called(auditor: Officer, text: str) -> list[Officer]:
    """Officers of the auditor's places with exactly this name, account or employee number, at work or not."""
    by_name = Q(name=spelling.name(text))
    by_account = Q(user__username=spelling.login(text))
    by_number = Q(employee_no=spelling.code(text))
    called = by_name | by_account | by_number
    rows = Officer.objects.filter(called)
    joined = rows.select_related("user", "organisation__region")
    in_order = joined.order_by("employee_no")
    places = accounts.scopes(auditor).of(ROLE).regions
    return [officer for officer in in_order if _covers(places, officer)]


def officer_of(auditor: Officer, uuid: str) -> Officer:
    """The officer, if the unit lies in the auditor's places. Raises NotFound."""
    officer = accounts.officer(uuid)
    if not _covers(accounts.scopes(auditor).of(ROLE).regions, officer):
        raise NotFound("没有这名工作人员，或不在您审计的地方", way_out="请核对姓名、账号或工号")
    return officer


def steps(case: Case) -> list[Step]:
    """The chain of the case, oldest first, without what applicant and officers wrote in their own words."""
    chain = []
    for event in cases.trail(case):
        cited = list(event.told.get("points", ()))
        row = event.told.get("row")
        if row:
            cited.append(row)
        step = Step(
            seq=event.seq,
            at=event.at,
            label=event.label,
            who=event.officer or records.actor(event.actor),
            on_site=event.on_site,
            cited="、".join(cited),
        )
        chain.append(step)
    return chain


def chain_faults(case: Case) -> list[str]:
    """What is wrong with the chain of the case; [] when it is whole."""
    return desk.chain_faults(case)


def state(case: Case) -> str:
    """Where the case stands, in the words of officers."""
    return STATES[case.state].label


def applicant(case: Case) -> str:
    """Whose case it is, masked."""
    return records.whose_record(case.subject)


def entries_of(case: Case, kind: str = "") -> QuerySet[Entry]:
    """Reads and writes of the case and of its files, newest first; kind: "read", "write" or "" for both."""
    files = case.materials.filter(file__isnull=False).values_list("file__uuid", flat=True)
    entries = audit.of_subjects([case.ref, *(f"file:{uuid}" for uuid in files)])
    if not kind:
        return entries
    if kind == "read":
        return entries.filter(verb__in=records.READS)
    return entries.exclude(verb__in=records.READS)


def entries_by(officer: Officer, before: int | None = None) -> QuerySet[Entry]:
    """What the officer read and did, newest first; before: id of the last one already shown."""
    entries = audit.by_officer(officer.names_in_the_record)
    if before:
        return entries.filter(id__lt=before)
    return entries


def within(entries: QuerySet[Entry], first: date | None, last: date | None) -> QuerySet[Entry]:
    """Those of the entries from the first to the last day, both included; None for no end."""
    if first:
        entries = entries.filter(at__gte=datetime.combine(first, time(), SHANGHAI))
    if last:
        day_after = last + timedelta(days=1)
        entries = entries.filter(at__lt=datetime.combine(day_after, time(), SHANGHAI))
    return entries


def persons_numbered(auditor: Officer, number: str) -> list[Person]:
    """Everybody with a document of this number of whom there is anything that this auditor may read.

    Two kinds of document, or two countries, may give one number.
    """
    readable = []
    for person in registry.persons_by_number(number):
        if _read_by_others(person, auditor):
            readable.append(person)
    return readable


def person_of(auditor: Officer, uuid: str) -> Person:
    """The citizen, as in `persons_numbered`. Raises NotFound."""
    person = Person.objects.filter(uuid=as_uuid(uuid)).first()
    if person is None or not _read_by_others(person, auditor):
        raise NotFound("没有这个人的读写记录，或不在您审计的地方", way_out="请核对身份号码")
    return person


def _read_by_others(person: Person, auditor: Officer) -> bool:
    """Whether there is anything to audit: that the auditor asks, in vain or not, opens no page."""
    own = auditor.names_in_the_record
    return entries_about(person, auditor).exclude(actor__in=own).exists()


def entries_about(person: Person, auditor: Officer) -> QuerySet[Entry]:
    """Who looked at this citizen, newest first: everything around their cases and questions in the auditor's places,
    and what officers of these places read or did of the register."""
    own_cases = _cases(auditor).filter(person=person)
    matters = [f"case:{uuid}" for uuid in own_cases.values_list("uuid", flat=True)]
    matters += [f"enquiry:{uuid}" for uuid in _enquiries(auditor, person)]
    themselves = f"person:{person.uuid}"
    by_officers = audit.of_subjects([themselves]).filter(actor__startswith=OFFICER)
    of_place = _actors_of_place(by_officers, auditor)
    entries = audit.of_subjects([*matters, themselves])
    return entries.filter(Q(subject__in=matters) | Q(actor__in=of_place))


def alarms(auditor: Officer) -> list[Alarm]:
    """The newest heaps of look-ups and refusals by officers of the auditor's places: one of each officer and day, with
    the last counts, which hold those before."""
    rows = list(audit.of_subjects([ALARM])[:ALARMS_LOOKED_AT])
    officers = _officers_by_actor({row.actor for row in rows})
    places = accounts.scopes(auditor).of(ROLE).regions
    heaps: dict[tuple[int, date], Heaps] = {}
    for row in rows:
        officer = officers.get(row.actor)
        if officer and _covers(places, officer):
            heap = json.loads(row.data)
            day = local(row.at).date()
            key = (officer.pk, day)
            newest = Heaps(row.at, officer, {})
            of_day = heaps.setdefault(key, newest)
            kind = heap["kind"]
            words = HEAPS[kind].format(heap["times"])
            of_day.words.setdefault(kind, words)
    shown = []
    for each in heaps.values():
        words = "，".join(each.words.values())
        alarm = Alarm(each.at, each.officer, words)
        shown.append(alarm)
    return shown[:ALARMS_SHOWN]


def _enquiries(auditor: Officer, person: Person) -> list:
    places = accounts.scopes(auditor).of(ROLE).regions
    rows = Enquiry.objects.filter(person=person).values_list("uuid", "region_id")
    return [uuid for uuid, place in rows if any(in_scope(place, mine) for mine in places)]


def _actors_of_place(entries: QuerySet[Entry], auditor: Officer) -> list[str]:
    places = accounts.scopes(auditor).of(ROLE).regions
    actors = set(entries.order_by().values_list("actor", flat=True).distinct())
    return [actor for actor, one in _officers_by_actor(actors).items() if _covers(places, one)]


def _officers_by_actor(actors: set[str]) -> dict[str, Officer]:
    """The officers behind the actors as the record keeps them: by uuid, older entries by primary key."""
    keys = {actor.removeprefix(OFFICER) for actor in actors}
    uuids = [uuid for uuid in map(as_uuid, keys) if uuid]
    numbers = [key for key in keys if spelling.is_digits(key)]
    rows = Officer.objects.filter(Q(uuid__in=uuids) | Q(pk__in=numbers))
    by_actor = {}
    for officer in rows.select_related("user", "organisation__region"):
        for actor in officer.names_in_the_record:
            if actor in actors:
                by_actor[actor] = officer
    return by_actor


def lines(entries: Iterable[Entry], auditor: Officer) -> list[records.Line]:
    """Entries in words; a case of another place is not named."""
    rows = list(entries)
    uuids = set()
    for row in rows:
        kind, _, uuid = row.subject.partition(":")
        if kind == "case":
            uuids.add(uuid)
    mine = _cases(auditor).filter(uuid__in=uuids).values_list("uuid", "number")
    return records.lines(rows, {str(uuid): number for uuid, number in mine})


def _cases(auditor: Officer) -> QuerySet[Case]:
    rows = Case.objects.filter(visible_to(auditor, (ROLE,)))
    return rows.select_related(
        "version__item", "person", "employer", "organisation", "region"
    ).defer("form")


def _covers(places: tuple[str, ...], officer: Officer) -> bool:
    return any(in_scope(officer.organisation.region_id, mine) for mine in places)
