"""What an auditor traces: the trail of a case with its chain, and who read or did what around it. 网络安全法 21."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from yichuang.accounts import queries as accounts
from yichuang.accounts.models import Officer
from yichuang.audit import queries as audit
from yichuang.audit.models import Entry
from yichuang.cases.models import Case
from yichuang.cases.queries import cases, desk
from yichuang.cases.queries.scope import visible_to
from yichuang.cases.rules.states import STATES
from yichuang.core import masking, spelling
from yichuang.core.errors import Forbidden, NotFound
from yichuang.reference.queries import in_scope, region
from yichuang.supervision.queries import records

ROLE = "auditor"


@dataclass(frozen=True)
class Step:
    """One entry of a case's chain. cited: the review points and the row of the discretion table it rests on."""

    seq: int
    at: datetime
    label: str
    who: str
    on_site: bool
    cited: str


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
    asked = Q(name=text) | Q(user__username=text) | Q(employee_no=text)
    rows = Officer.objects.filter(asked).select_related("user", "organisation__region").order_by("employee_no")
    places = accounts.scopes(auditor).of(ROLE).regions
    return [one for one in rows if _covers(places, one)]


def officer_of(auditor: Officer, uuid: str) -> Officer:
    """The officer, if the unit lies in the auditor's places. Raises NotFound."""
    found = accounts.officer(uuid)
    if not _covers(accounts.scopes(auditor).of(ROLE).regions, found):
        raise NotFound("没有这名工作人员，或不在您审计的地方", way_out="请核对姓名、账号或工号")
    return found


def steps(case: Case) -> list[Step]:
    """The chain of the case, oldest first, without what applicant and officers wrote in their own words."""
    return [
        Step(
            seq=one.seq,
            at=one.at,
            label=one.label,
            who=one.officer or records.actor(one.actor),
            on_site=one.on_site,
            cited="、".join([*one.told.get("points", ()), one.told.get("row") or ""]).strip("、"),
        )
        for one in cases.trail(case)
    ]


def chain_faults(case: Case) -> list[str]:
    """What is wrong with the chain of the case; [] when it is whole."""
    return desk.chain_faults(case)


def state(case: Case) -> str:
    """Where the case stands, in the words of officers."""
    return STATES[case.state].label


def applicant(case: Case) -> str:
    """Whose case it is, masked."""
    subject = case.subject
    if case.employer_id:
        return f"{subject.name}（{subject.credit_code}）"
    return f"{masking.name(subject.name)}（{masking.id_number(subject.id_number)}）"


def entries_of(case: Case, kind: str = "") -> QuerySet[Entry]:
    """Reads and writes of the case and of its files, newest first; kind: "read", "write" or "" for both."""
    files = case.materials.filter(file__isnull=False).values_list("file__uuid", flat=True)
    found = audit.of_subjects([case.ref, *(f"file:{uuid}" for uuid in files)])
    if kind:
        found = found.filter(verb__in=records.READS) if kind == "read" else found.exclude(verb__in=records.READS)
    return found


def entries_by(officer: Officer, before: int | None = None) -> QuerySet[Entry]:
    """What the officer read and did, newest first; before: id of the last one already shown."""
    found = audit.by_officer([officer.actor, f"officer:{officer.uuid}"])
    return found.filter(id__lt=before) if before else found


def told(entries: Iterable[Entry], auditor: Officer) -> list[records.Line]:
    """Entries in words; a case of another place is not named."""
    rows = list(entries)
    uuids = {row.subject.removeprefix("case:") for row in rows if row.subject.startswith("case:")}
    mine = _cases(auditor).filter(uuid__in=uuids).values_list("uuid", "number")
    return records.told(rows, {str(uuid): number for uuid, number in mine})


def _cases(auditor: Officer) -> QuerySet[Case]:
    rows = Case.objects.filter(visible_to(auditor, (ROLE,)))
    return rows.select_related("version__item", "person", "employer", "organisation", "region").defer("form")


def _covers(places: tuple[str, ...], officer: Officer) -> bool:
    return any(in_scope(officer.organisation.region_id, mine) for mine in places)
