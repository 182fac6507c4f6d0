"""Every paper of every item, as somebody would hold it: a made-up application goes its whole way, and is undone."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta
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
from yichuang.demo.granting import ONCE_MORE, paid
from yichuang.demo.looking import look_at
from yichuang.demo.pages import blank_page
from yichuang.documents import services as documents
from yichuang.reference import queries as reference
from yichuang.registry import services as registry
from yichuang.registry.models import Employer, Person

REGION = "510812000000"
AMOUNT = "1200.50"
_FACT = "提交的材料上没有这一项"
_REASONS = {"approve": "材料齐全，情况属实，符合条件", "deny": "提交的材料不能证明符合规定的条件"}


@dataclass(frozen=True)
class Specimen:
    """One paper. code, item: of the item; outcome: approve, deny or refuse; kind, title, pdf: of the paper."""

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
    """The papers of this item, granted, refused and denied where that can be. The database is left as it was."""
    with transaction.atomic():
        yield from _granted(code, now)
        transaction.set_rollback(True)
    with transaction.atomic():
        yield from _against(code, now)
        transaction.set_rollback(True)


def _granted(code: str, now: datetime) -> Iterator[Specimen]:
    case = _applied(code, now)
    if case.instant:
        clerk = _officer("clerk", case, "instant")
        result = "已按申请办理，内容已当场告知"
        look_at(case, clerk, now)
        services.complete_instantly(
            case_id=case.uuid,
            officer=clerk,
            now=now + timedelta(minutes=9),
            result=result,
            once_more=ONCE_MORE,
        )
    else:
        _decided(case, "approve", now)
    yield from _papers(case, "approve")


def _against(code: str, now: datetime) -> Iterator[Specimen]:
    case = _applied(code, now)
    reason = "申请的事项不属于本单位办理"
    version = versions.of_case(case)
    bases = catalog.bases_of(version.guide)
    basis = bases[0]
    clerk = _officer("clerk", case, "refuse")
    with transaction.atomic():
        services.refuse(
            case_id=case.uuid,
            officer=clerk,
            reason=reason,
            basis=basis,
            now=now + timedelta(minutes=9),
        )
        yield from _papers(case, "refuse", only=("refusal",))
        transaction.set_rollback(True)
    if not case.instant:
        _decided(case, "deny", now)
        yield from _papers(case, "deny", only=("decision", "completion"))


def _applied(code: str, now: datetime) -> Case:
    guide = catalog.guide(code, region=REGION, on=now.date())
    channel = 2 if catalog.done_on(guide, "portal") else 1
    version = versions.for_application(code, REGION, channel, now.date())
    sample = catalog.sample(version.id, now.date())
    situation = {
        each.key: str(sample.get(each.key) or each.options[0].value) for each in version.situations
    }
    actor = f"specimen:{uuid4()}"
    with ports.alone():
        file = services.store_file(owner=actor, name="材料.pdf", content=blank_page(), now=now)
    materials = [each for each in version.materials(situation) if not (each.is_form or each.exempt)]
    application = services.Application(
        item_code=code,
        region=REGION,
        channel=channel,
        subject=_subject(guide, sample),
        answers=dict(sample),
        situation=situation,
        materials=tuple(Given(each.code, "file", str(file.uuid)) for each in materials),
        source="specimen",
        client_ref=str(uuid4()),
        actor=actor,
        file_owner=actor,
    )
    return cases.get(services.submit(application=application, now=now).uuid)


def _subject(guide: Guide, sample: dict) -> Person | Employer:
    """Whom the sample names as the applicant; somebody of the demo where it names nobody."""
    if "个人" in guide.service_objects:
        return _person(sample)
    if "employer_credit_code" not in sample:
        return Employer.objects.first()
    name = sample["employer_name"]
    code = sample["employer_credit_code"]
    return registry.record_employer(name=name, credit_code=code, actor="specimen")


def _person(sample: dict) -> Person:
    if "person_id_number" not in sample:
        return Person.objects.first()
    name = sample["person_name"]
    number = sample["person_id_number"]
    kind = sample["person_id_type"]
    return registry.record_person(name=name, id_number=number, id_type=kind, actor="specimen")


def _decided(case: Case, outcome: str, now: datetime) -> None:
    clerk = _officer("clerk", case, "accept")
    look_at(case, clerk, now)
    services.accept(case_id=case.uuid, officer=clerk, now=now + timedelta(hours=1))
    accepted = cases.get(case.uuid)
    reviewer = _officer("reviewer", accepted, "begin_review")
    services.begin_review(case_id=case.uuid, officer=reviewer, now=now + timedelta(hours=2))
    version = versions.of_case(accepted)
    findings = {point.code: "good" for point in version.review_points}
    cited = tuple(findings)[:1]
    facts = {}
    if outcome == "deny":
        findings |= dict.fromkeys(cited, "bad")
        facts = dict.fromkeys(cited, _FACT)
    services.review(
        case_id=case.uuid,
        officer=reviewer,
        findings=findings,
        facts=facts,
        now=now + timedelta(hours=2),
    )
    rows = fitting.rows_of(version, accepted)
    row = fitting.first_fit(rows)
    money = paid(accepted, AMOUNT, now.date())
    decision = Decision(outcome, _REASONS[outcome], cited, row, **money, once_more=ONCE_MORE)
    services.decide(
        case_id=case.uuid, officer=reviewer, decision=decision, now=now + timedelta(hours=3)
    )


def _officer(role: str, case: Case, act: str) -> Officer:
    """Who may do this act of the case, with this role."""
    held = accounts.officers_with(role, case.organisation.region_id, line=case.line)
    return next(
        officer for officer in held if permission.refusal(act, case, officer, clock.now()) is None
    )


def _papers(case: Case, outcome: str, only: tuple[str, ...] = ()) -> Iterator[Specimen]:
    done = cases.get(case.uuid)
    name = versions.of_case(done).guide.name
    verbs = {step.kind for step in cases.trail(done)}
    for kind, title in services.kinds_of(done, verbs):
        if not only or kind in only:
            paper = services.issue_paper(case_id=done.uuid, kind=kind, now=clock.now())
            yield Specimen(done.item_code, name, outcome, kind, title, documents.content(paper))
