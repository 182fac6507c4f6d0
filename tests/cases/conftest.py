"""A working morning, and an application filled in by the item's own sample."""

from dataclasses import replace
from datetime import datetime, timedelta
from uuid import uuid4

import pytest

from tests.lives import lived
from tests.paper_files import PDF
from tests.publicised import shown_to_the_end
from yichuang.accounts.models import Officer
from yichuang.cases import services
from yichuang.cases.models import Case
from yichuang.cases.queries import fitting, versions
from yichuang.cases.rules.application import Given
from yichuang.cases.services.review import Decision
from yichuang.catalog import queries as catalog
from yichuang.core.clock import SHANGHAI
from yichuang.demo.granting import paid
from yichuang.demo.looking import look_at
from yichuang.registry import queries as register
from yichuang.registry.models import Employer, Person
from yichuang.registry.services import Named

MORNING = datetime(2026, 11, 20, 10, 0, tzinfo=SHANGHAI)


@pytest.fixture
def morning():
    return MORNING


@pytest.fixture
def officer(world):
    """officer("gy_clerk")"""
    return lambda username: Officer.objects.select_related("organisation").get(
        user__username=username
    )


def filled(
    code: str, region: str = "510812000000", now: datetime = MORNING, channel: int = 0, **changes
):
    """A complete Application with the sample's answers and freshly uploaded files: online, or at the window where the
    item is done there only, unless told."""
    if not channel:
        online = catalog.done_on(catalog.guide(code, region=region, on=now.date()), "portal")
        channel = 2 if online else 1
    version = versions.for_application(code, region, channel, now.date())
    by_person = "个人" in version.guide.service_objects and not catalog.sampled_by_unit(version.id)
    first = Person.objects.first() if by_person else Employer.objects.first()
    subject = changes.get("subject", first)
    sample = catalog.sample(version.id, now.date(), _facts(subject))
    situation = {q.key: str(sample.get(q.key) or q.options[0].value) for q in version.situations}
    actor = f"test:{uuid4()}"
    given = []
    for material in version.materials(situation):
        if not (material.is_form or material.exempt):
            file = services.store_file(owner=actor, name="材料.pdf", content=PDF, now=now)
            given.append(Given(material.code, "file", str(file.uuid)))
    made = services.Application(
        item_code=code,
        region=region,
        channel=channel,
        subject=subject,
        answers=dict(sample),
        situation=situation,
        materials=tuple(given),
        source="test",
        client_ref=str(uuid4()),
        actor=actor,
        file_owner=actor,
    )
    return replace(made, **changes)


def _facts(subject):
    if isinstance(subject, Named):
        return register.facts_said(
            name=subject.name, id_number=subject.id_number, id_type=subject.id_type
        )
    return register.facts(subject)


@pytest.fixture
def application(world):
    """application(code, region=…, **changes) → a complete Application with the sample's answers."""
    return filled


@pytest.fixture
def real_application(real_db):
    """The same over a database without rollback."""
    return filled


PROMISED = "990514102003"  # 灵活就业社会保险补贴申领: a person, 15 working days, two files
TABLED = "990514102006"  # 公益性岗位补贴: an employer, decided by a discretion table
INSTANT = "992014101002"  # 失业登记: done on the spot


@pytest.fixture
def submitted(application):
    """submitted(code, now=…, **changes) → the Case of a new application."""

    def make(code: str = PROMISED, now: datetime = MORNING, **changes) -> Case:
        made = application(code, now=now, **changes)
        return Case.objects.get(uuid=services.submit(application=made, now=now).uuid)

    return make


@pytest.fixture
def accepted(submitted, officer):
    """accepted(code) → a case that gy_clerk has accepted half an hour later."""

    def make(code: str = PROMISED, now: datetime = MORNING, **changes) -> Case:
        case = submitted(code, now=now, **changes)
        look_at(case, officer("gy_clerk"), now)
        return services.accept(
            case_id=case.uuid, officer=officer("gy_clerk"), now=now + timedelta(minutes=30)
        )

    return make


@pytest.fixture
def reviewing(accepted, officer):
    """reviewing(code) → a case that gy_reviewer has taken into review an hour after it came in."""

    def make(code: str = PROMISED, now: datetime = MORNING, **changes) -> Case:
        case = accepted(code, now=now, **changes)
        return services.begin_review(
            case_id=case.uuid, officer=officer("gy_reviewer"), now=now + timedelta(hours=1)
        )

    return make


FACT = "岗位名册上没有这个岗位"


def judged(case: Case, reviewer: Officer, now: datetime = MORNING, **found: str) -> None:
    """The reviewer finds every point met but those told: judged(case, reviewer, R2="bad"); 公示 is over, if any."""
    shown_to_the_end(case)
    findings = {point.code: "good" for point in versions.of_case(case).review_points} | found
    facts = {code: FACT for code, finding in findings.items() if finding == "bad"}
    services.review(case_id=case.uuid, officer=reviewer, findings=findings, facts=facts, now=now)


def sound(case: Case, outcome: str = "approve", **changes) -> Decision:
    """A decision that lacks nothing: cited, with the first row and an amount where the item asks for them."""
    version = versions.of_case(case)
    row = fitting.first_fit(fitting.rows_of(version, case))
    money = paid(case, "1200.5", MORNING.date())
    made = Decision(outcome, "材料齐全，情况属实", ("R1",), row, **money, once_more="changed")
    return replace(made, **changes)


@pytest.fixture
def decided(reviewing, officer):
    """decided(code, outcome) → a case that gy_reviewer has decided two hours after it came in."""

    def make(
        code: str = PROMISED, outcome: str = "approve", now: datetime = MORNING, **changes
    ) -> Case:
        case, reviewer, then = (
            reviewing(code, now=now, **changes),
            officer("gy_reviewer"),
            now + timedelta(hours=2),
        )
        judged(case, reviewer, then, **({} if outcome == "approve" else {"R1": "bad"}))
        return services.decide(
            case_id=case.uuid, officer=reviewer, decision=sound(case, outcome), now=then
        )

    return make


@pytest.fixture
def brought(world):
    """brought(case, code) → a new file for this material, as the applicant's answer."""

    def make(
        case: Case, code: str, actor: str = "person:answering", now: datetime = MORNING
    ) -> Given:
        return Given(
            code,
            "file",
            str(services.store_file(owner=actor, name="补正.pdf", content=PDF, now=now).uuid),
        )

    return make
