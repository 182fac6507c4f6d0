"""Every paper of every item, as somebody would hold it: a made-up application goes its whole way, and is undone."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import uuid4

from django.db import transaction

from yichuang.accounts import queries as accounts
from yichuang.accounts.models import Officer
from yichuang.cases import services
from yichuang.cases.models import Case
from yichuang.cases.queries import cases, fitting, permission, versions
from yichuang.cases.rules.application import Given
from yichuang.cases.services.review import Decision
from yichuang.catalog import queries as catalog
from yichuang.catalog.rules.guides import Guide
from yichuang.core import clock, ports
from yichuang.demo import applying, publicising
from yichuang.demo.granting import ONCE_MORE, paid
from yichuang.demo.looking import look_at
from yichuang.demo.pages import blank_page
from yichuang.documents import services as documents
from yichuang.reference import queries as reference
from yichuang.registry import services as registry
from yichuang.registry.models import Employer, Person

REGION = "510812000000"
AMOUNT = "1200.50"
_WINDOW = 1
_ONLINE = 2
_FACT = "提交的材料上没有这一项"
_REASONS = {"approve": "材料齐全，情况属实，符合条件", "deny": "提交的材料不能证明符合规定的条件"}


@dataclass(frozen=True)
class Specimen:
    """One paper.

    code, item: code and name of the item.
    outcome: approve, deny or refuse.
    kind, title, pdf: of the paper.
    """

    code: str
    item: str
    outcome: str
    kind: str
    title: str
    pdf: bytes


def moment() -> datetime:
    """Ten in the morning of the last working day before today."""
    calendar = reference.calendar(REGION)
    day = clock.today() - timedelta(days=1)
    while not calendar.is_working(day):
        day -= timedelta(days=1)
    return datetime.combine(day, time(10), tzinfo=clock.SHANGHAI)


def of_item(code: str, *, now: datetime) -> Iterator[Specimen]:
    """The papers of this item, granted, refused and denied where that can be.

    The database is left as it was.
    """
    with transaction.atomic():
        yield from _granted(code, now)
        transaction.set_rollback(True)
    with transaction.atomic():
        yield from _against(code, now)
        transaction.set_rollback(True)


def _granted(code: str, now: datetime) -> Iterator[Specimen]:
    """All papers of an application that is granted.

    It is done at once where the item is.
    """
    case = _applied(code, now)
    if case.instant:
        _complete_at_once(case, now)
    else:
        _decide(case, "approve", now)
    yield from _papers(case, "approve")


def _against(code: str, now: datetime) -> Iterator[Specimen]:
    """The refusal of an application, then its denial.

    What is done at once is never denied.
    """
    case = _applied(code, now)
    with transaction.atomic():
        _refuse(case, now)
        yield from _papers(case, "refuse", only=("refusal",))
        transaction.set_rollback(True)
    if not case.instant:
        _decide(case, "deny", now)
        yield from _papers(case, "deny", only=("decision", "completion"))


def _applied(code: str, now: datetime) -> Case:
    """The case of an application for this item, online where it can be.

    It is answered as the sample of its form, with an empty page for every
    paper.
    """
    today = now.date()
    guide = catalog.guide(code, region=REGION, on=today)
    channel = _ONLINE if catalog.done_on(guide, "portal") else _WINDOW
    version = versions.for_application(code, REGION, channel, today)
    sample = catalog.sample(version.id, today)
    situation = applying.usual_situation(version, sample)
    actor = f"specimen:{uuid4()}"
    subject = _subject(guide, sample)
    codes = applying.codes_of_papers(version, situation, subject, sample)
    application = services.Application(
        item_code=code,
        region=REGION,
        channel=channel,
        subject=subject,
        answers=dict(sample),
        situation=situation,
        materials=_empty_pages(codes, actor, now),
        source="specimen",
        client_ref=str(uuid4()),
        actor=actor,
        file_owner=actor,
    )
    sent = services.submit(application=application, now=now)
    return cases.get(sent.uuid)


def _empty_pages(codes: list[str], owner: str, now: datetime) -> tuple[Given, ...]:
    """Every paper of these codes, each as the same empty page.

    owner: whose upload it is.
    """
    with ports.alone():
        stored = services.store_file(owner=owner, name="材料.pdf", content=blank_page(), now=now)
    file = str(stored.uuid)
    return tuple(Given(code, "file", file) for code in codes)


def _subject(guide: Guide, sample: dict) -> Person | Employer:
    """Whom the sample names as the applicant.

    Somebody of the demo where it names nobody.
    """
    if "个人" in guide.service_objects:
        return _person(sample)
    if "employer_credit_code" not in sample:
        return Employer.objects.first()
    return registry.record_employer(
        name=sample["employer_name"], credit_code=sample["employer_credit_code"], actor="specimen"
    )


def _person(sample: dict) -> Person:
    """The person whom the sample names.

    One of the demo where it names none by number.
    """
    if "person_id_number" not in sample:
        return Person.objects.first()
    return registry.record_person(
        name=sample["person_name"],
        id_number=sample["person_id_number"],
        id_type=sample["person_id_type"],
        actor="specimen",
    )


def _complete_at_once(case: Case, now: datetime) -> None:
    """The clerk does it while the applicant waits.

    Nine minutes is in time.
    """
    clerk = _officer("clerk", case, "instant")
    look_at(case, clerk, now)
    services.complete_instantly(
        case_id=case.uuid,
        officer=clerk,
        now=now + timedelta(minutes=9),
        result="已按申请办理，内容已当场告知",
        once_more=ONCE_MORE,
    )


def _refuse(case: Case, now: datetime) -> None:
    """The clerk does not take it in.

    It rests on the first basis of the item.
    """
    version = versions.of_case(case)
    bases = catalog.bases_of(version.guide)
    services.refuse(
        case_id=case.uuid,
        officer=_officer("clerk", case, "refuse"),
        reason="申请的事项不属于本单位办理",
        basis=bases[0],
        now=now + timedelta(minutes=9),
    )


def _decide(case: Case, outcome: str, now: datetime) -> None:
    """Taken in, reviewed and decided within three hours.

    What is to be granted and is shown in public first: after that.
    outcome: approve or deny.
    """
    reviewed_at = now + timedelta(hours=2)
    decided_at = now + timedelta(hours=3)
    accepted = _accepted(case, now)
    reviewer = _officer("reviewer", accepted, "begin_review")
    services.begin_review(case_id=case.uuid, officer=reviewer, now=reviewed_at)
    cited = _review(accepted, reviewer, outcome, reviewed_at)
    if outcome == "approve" and publicising.rule_of(accepted):
        decided_at = _after_publicity(accepted, reviewer, reviewed_at)
    decision = _decision(accepted, outcome, cited, now.date())
    services.decide(case_id=case.uuid, officer=reviewer, decision=decision, now=decided_at)


def _after_publicity(case: Case, reviewer: Officer, now: datetime) -> datetime:
    """When it may be granted.

    The morning after the last day of its 公示, which begins now.
    """
    notice = publicising.put_up([case], reviewer, now, amount=AMOUNT)
    morning = datetime.combine(notice.until_on + timedelta(days=1), time(10), tzinfo=clock.SHANGHAI)
    services.end_notice(notice_id=notice.uuid, now=morning)
    return morning


def _accepted(case: Case, now: datetime) -> Case:
    """The case after the clerk has looked at it.

    And has taken it in.
    """
    clerk = _officer("clerk", case, "accept")
    look_at(case, clerk, now)
    services.accept(case_id=case.uuid, officer=clerk, now=now + timedelta(hours=1))
    return cases.get(case.uuid)


def _review(case: Case, reviewer: Officer, outcome: str, now: datetime) -> tuple[str, ...]:
    """Judge every point good, or the first one bad where it is to be denied.

    Returns the codes of the points that the decision is to rest on.
    """
    version = versions.of_case(case)
    findings = {point.code: "good" for point in version.review_points}
    cited = tuple(findings)[:1]
    facts = {}
    if outcome == "deny":
        findings |= dict.fromkeys(cited, "bad")
        facts = dict.fromkeys(cited, _FACT)
    services.review(case_id=case.uuid, officer=reviewer, findings=findings, facts=facts, now=now)
    return cited


def _decision(case: Case, outcome: str, cited: tuple[str, ...], day: date) -> Decision:
    """The decision.

    With what it pays where the item pays anything.
    """
    version = versions.of_case(case)
    rows = fitting.rows_of(version, case)
    row = fitting.first_fit(rows)
    money = paid(case, AMOUNT, day)
    reason = _REASONS[outcome]
    return Decision(outcome, reason, cited, row, **money, once_more=ONCE_MORE)


def _officer(role: str, case: Case, act: str) -> Officer:
    """Who may do this act of the case, with this role.

    Raises StopIteration where nobody may.
    """
    unit = case.organisation.region_id
    now = clock.now()
    officers = accounts.officers_with(role, unit, line=case.line)
    return next(each for each in officers if permission.refusal(act, case, each, now) is None)


def _papers(case: Case, outcome: str, only: tuple[str, ...] = ()) -> Iterator[Specimen]:
    """The papers that the case has come to.

    only: kinds of them; none for all.
    """
    done = cases.get(case.uuid)
    name = versions.of_case(done).guide.name
    verbs = {step.kind for step in cases.trail(done)}
    for kind, title in services.kinds_of(done, verbs):
        if only and kind not in only:
            continue
        paper = services.issue_paper(case_id=done.uuid, kind=kind, now=clock.now())
        pdf = documents.content(paper)
        yield Specimen(done.item_code, name, outcome, kind, title, pdf)
