"""Every kind of thing to do, as its module opens it: whoever comes to have it opens its page, also when its owner has
left and when it lies past its day."""

import ast
import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from tests.sites.desk import lives
from yichuang.accounts import queries as accounts
from yichuang.accounts import services as staff
from yichuang.accounts.models import Assignment, Officer, Todo
from yichuang.accounts.services import lookups, partings, vacancies
from yichuang.cases import services
from yichuang.cases.models import Case, Delivery, Enquiry, Notice
from yichuang.cases.queries import owning as owners
from yichuang.cases.queries import versions
from yichuang.cases.rules.publicising import Line
from yichuang.cases.services import corrections, owning, parcels, tasks_of_clock, tasks_of_promises
from yichuang.cases.services.journal import SUPPLIED_TODO
from yichuang.cases.services.objections import OBJECTION_TODO
from yichuang.core import clock, ports
from yichuang.exchange import services as exchange
from yichuang.exchange.questions import Whom
from yichuang.exchange.services import Question, keeping
from yichuang.ratings import services as ratings
from yichuang.ratings.models import Invitation
from yichuang.ratings.services import mending
from yichuang.registry.models import CreditRecord
from yichuang.registry.services import credit
from yichuang.registry.services.credit import Finding
from yichuang.supervision import services as supervision
from yichuang.supervision.queries import to_do
from yichuang.supervision.services import alarms, leaves, quality, slowness, urging

pytestmark = pytest.mark.django_db
HOUSE = Path(__file__).parents[2] / "yichuang"
LONG = timedelta(days=60)
PROVINCE = "510000000000"


def parcel(trouble: parcels.Trouble = parcels.CAME_BACK) -> Todo:
    case = lives.finished()
    delivery = Delivery.objects.get(case=case)
    delivery.way = "mail"
    delivery.state = "returned"
    delivery.asked_by = lives.officer("gy_issuer")
    delivery.save()
    if trouble is parcels.TAKEN_TWICE:
        parcels.taken_twice(delivery, clock.now())
    else:
        parcels.leave_to_officer(delivery, trouble, clock.now())
    return Todo.objects.get(subject=case.ref, done_at=None)


def parcel_twice() -> Todo:
    return parcel(parcels.TAKEN_TWICE)


def supplied() -> Todo:
    case = lives.submitted()
    Case.objects.filter(pk=case.pk).update(holder=lives.officer("gy_clerk"))
    corrections._give_back(lives.again(case), clock.now())
    return Todo.objects.get(subject=case.ref, kind=SUPPLIED_TODO)


def urging_of_holder() -> Todo:
    return Todo.objects.get(subject=lives.urged().ref, kind=urging.TODO)


def urging_of_heads() -> Todo:
    return Todo.objects.get(subject=lives.urged().ref, kind=urging.HEADS_TODO)


def urging_answered() -> Todo:
    question = lives.urged()
    supervision.answer_urging(
        urging_id=question.uuid,
        officer=lives.officer("gy_reviewer"),
        answer="在办，明天办结",
        now=clock.now(),
    )
    return Todo.objects.get(subject=question.ref, kind=urging.ANSWERED_TODO)


def leave_cases() -> Todo:
    lives.reviewing()
    supervision.begin_leave(
        actor="system",
        officer=lives.officer("gy_reviewer"),
        first_day=clock.today(),
        last_day=clock.today(),
        deputy=lives.officer("gy_approver"),
        reason="",
        now=clock.now(),
    )
    return Todo.objects.get(kind=leaves.TODO)


def bad_rating() -> Todo:
    case = lives.finished()
    invitation = Invitation(
        case=case,
        kind=Invitation.WINDOW,
        step="visit",
        organisation=case.organisation,
        officer=lives.officer("gy_clerk"),
        created_at=clock.now(),
        expires_on=clock.today() + LONG,
    )
    invitation.save(force_insert=True)
    ratings.rate(
        token=invitation.token,
        grade=1,
        reasons=[],
        comment="等了两个小时",
        channel=2,
        real_name=False,
        now=clock.now(),
    )
    return Todo.objects.get(kind=mending.TODO)


def heap() -> Todo:
    officer = lives.officer("gy_clerk")
    lookups._alarm(officer, {"times": lookups.LOOKUPS.most, "kind": "lookup"}, clock.now())
    return Todo.objects.get(kind=lookups.HEAP_TODO)


def parting() -> Todo:
    auditor = lives.officer("gy_auditor")
    done = staff.part_by_two(
        by=lives.officer("gy_org"),
        officer=auditor,
        step="close",
        title="审计员离岗，要另一位组织管理员确认",
        link=f"/console/admin/officers/{auditor.uuid}/close/",
        do=lambda: None,
        now=clock.now(),
    )
    assert not done
    return Todo.objects.get(kind=partings.PARTING_TODO)


def put_up() -> Notice:
    """A case that everybody may object to, from now on."""
    case = lives.reviewing(lives.RULED)
    reviewer = lives.officer("gy_reviewer")
    findings = {point.code: "good" for point in versions.of_case(case).review_points}
    services.review(case_id=case.uuid, officer=reviewer, findings=findings, now=clock.now())
    return services.publicise(
        lines=[Line(case.uuid, "", "99999")],
        officer=reviewer,
        days=5,
        title="公示",
        conditions="符合条件",
        now=clock.now(),
    )


def objection() -> Todo:
    against = services.object_to_notice(
        notice_id=put_up().uuid, place=1, text="他在别处上班", phone="", now=clock.now()
    )
    return Todo.objects.get(subject=against.ref)


def notice_over() -> Todo:
    notice = put_up()
    days = notice.until_on - notice.from_on + timedelta(days=1)
    services.end_notice(notice_id=notice.uuid, now=clock.now() + days)
    return Todo.objects.get(kind=tasks_of_clock.OVER_TODO)


def vacancy() -> Todo:
    """Nobody looks after the place any more, nor above it."""
    supervisors = Assignment.objects.filter(role="supervisor").exclude(
        officer=lives.officer("gy_supervisor")
    )
    supervisors.delete()
    role = lives.officer("gy_supervisor").assignments.get(role="supervisor")
    staff.revoke_role(actor="system", assignment=role)
    return Todo.objects.get(kind=vacancies.VACANCY_TODO)


def of_reviewer(kind: str) -> Callable[[], Todo]:
    """A stop or a suspension that comes to its end."""

    def opened() -> Todo:
        case = lives.reviewing()
        return tasks_of_clock.to_reviewer(kind, case, "看结果", clock.now(), due_on=clock.today())

    return opened


def of_head(kind: str) -> Callable[[], Todo]:
    """What a law leaves to the head, and what the night found."""

    def opened() -> Todo:
        return tasks_of_clock.to_head(kind, lives.reviewing(), "请看", clock.now())

    return opened


def unsigned_check() -> Todo:
    other = lives.officer("gy_reviewer_sb")
    return tasks_of_clock.to_officer(
        tasks_of_clock.SIGN_TODO, lives.reviewing(), "请签字", clock.now(), other
    )


def refused_extension() -> Todo:
    case = lives.reviewing()
    reviewer = lives.officer("gy_reviewer")
    kind = tasks_of_clock.REFUSED_TODO
    return tasks_of_clock.to_officer(kind, case, "延期没有批准", clock.now(), reviewer)


def refused_suspension() -> Todo:
    case = lives.reviewing()
    reviewer = lives.officer("gy_reviewer")
    kind = tasks_of_clock.DENIED_TODO
    return tasks_of_clock.to_officer(kind, case, "中止没有批准", clock.now(), reviewer)


def undelivered() -> Todo:
    """A result that lies at the desk, with the last day for it."""
    case = lives.reviewing()
    return tasks_of_clock.to_issuer(
        tasks_of_clock.DELIVER_TODO, case, "到期以前送达结果", clock.now(), due_on=clock.today()
    )


def alarmed(colour: str, kind: str) -> Todo:
    """A case that waits for its reviewer turned so."""
    case = lives.reviewing()
    Case.objects.filter(pk=case.pk).update(alarm=colour)
    alarms.press(case_id=case.uuid, now=clock.now())
    return Todo.objects.get(kind=kind, subject=case.ref, done_at=None)


def alarm_yellow() -> Todo:
    return alarmed("yellow", alarms.YELLOW_TODO)


def alarm_red() -> Todo:
    return alarmed("red", alarms.RED_TODO)


def slow_reason() -> Todo:
    """A case that was closed too late, without a word why."""
    case = lives.finished()
    Case.objects.filter(pk=case.pk).update(late=True, slow_reason="")
    slowness.ask_why(case_id=case.uuid, seq=case.seq, now=clock.now())
    return Todo.objects.get(kind=slowness.SLOW_TODO, subject=case.ref)


def looked_over() -> Todo:
    """A case of a sample."""
    lives.finished()
    supervision.publish_seeds(now=clock.now())
    with clock.frozen(clock.now() + LONG):
        supervision.draw_samples(now=clock.now())
    return Todo.objects.get(kind=quality.QUALITY_TODO)


def wrong_person() -> Todo:
    """A department spoke of somebody else."""
    question = Question(
        source="police.identity",
        role="applicant",
        whom=Whom("person", "某人", "510812197001019979"),  # of whom the simulator does so
        elements=(),
        claims={},
        subject="case:wrong",
        case=None,
        place="510812000000",
    )
    (row,) = exchange.ask(questions=[question], asked_by="system:test", now=clock.now())
    with ports.nobody_waits():
        exchange.take(query_uuid=row.uuid, now=clock.now())
    return Todo.objects.get(kind=keeping.WRONG_TODO)


def credit_record() -> CreditRecord:
    """Of somebody who broke a promise, confirmed."""
    finding = Finding("false_commitment", "general", "不是实情", "国办发〔2020〕42号", "test:1")
    reviewer = lives.officer("gy_reviewer")
    row = credit.propose_record(
        subject=lives.person(), finding=finding, officer=reviewer, now=clock.now()
    )
    approver = lives.officer("gy_approver")
    return credit.confirm_record(record_id=row.uuid, officer=approver, now=clock.now())


def credit_objected() -> Todo:
    row = credit_record()
    credit.object_to(
        record_id=row.uuid,
        subject=lives.person(),
        actor="person:test",
        text="不对",
        now=clock.now(),
    )
    return Todo.objects.get(kind=credit.OBJECTION_TODO)


def credit_to_repair() -> Todo:
    with clock.frozen(clock.now() - LONG - LONG):
        row = credit_record()
    credit.ask_repair(
        record_id=row.uuid, subject=lives.person(), actor="person:test", now=clock.now()
    )
    return Todo.objects.get(kind=credit.REPAIR_TODO)


def asked() -> Enquiry:
    """A question from outside, which falls to somebody."""
    return services.ask(
        question="怎么办？",
        name="甲",
        phone="13900000001",
        region="510812000000",
        channel=2,
        actor="public:web",
        now=clock.now(),
    )


def question() -> Todo:
    return Todo.objects.get(kind=owning.ASKED_TODO, subject=asked().ref)


def question_handed_over() -> Todo:
    enquiry = asked()
    colleague = next(one for one in owners.colleagues(enquiry, clock.today()))
    services.hand_over_enquiry(
        enquiry_id=enquiry.uuid,
        officer=enquiry.owner,
        to=colleague,
        reason="是社保的事",
        now=clock.now(),
    )
    return Todo.objects.get(kind=owning.HANDED_TODO, subject=enquiry.ref)


def question_declined() -> Todo:
    todo = question_handed_over()
    enquiry = Enquiry.objects.get()
    services.decline_enquiry(
        enquiry_id=enquiry.uuid, officer=todo.owner, why="手里太多", now=clock.now()
    )
    return Todo.objects.get(kind=owning.MOVED_TODO, subject=enquiry.ref)


KINDS: dict[str, Callable[[], Todo]] = {
    keeping.WRONG_TODO: wrong_person,
    credit.OBJECTION_TODO: credit_objected,
    credit.REPAIR_TODO: credit_to_repair,
    tasks_of_clock.SPECIAL_TODO: of_reviewer(tasks_of_clock.SPECIAL_TODO),
    tasks_of_clock.SUSPENDED_TODO: of_reviewer(tasks_of_clock.SUSPENDED_TODO),
    tasks_of_clock.SUSPENSION_TODO: of_head(tasks_of_clock.SUSPENSION_TODO),
    tasks_of_clock.EXTENSION_TODO: of_head(tasks_of_clock.EXTENSION_TODO),
    tasks_of_clock.DEEMED_TODO: of_head(tasks_of_clock.DEEMED_TODO),
    tasks_of_clock.OVERRUN_TODO: of_head(tasks_of_clock.OVERRUN_TODO),
    tasks_of_clock.SILENCE_TODO: of_head(tasks_of_clock.SILENCE_TODO),
    tasks_of_clock.SIGN_TODO: unsigned_check,
    tasks_of_clock.DELIVER_TODO: undelivered,
    parcels.TROUBLE_TODO: parcel,
    parcels.TWICE_TODO: parcel_twice,
    SUPPLIED_TODO: supplied,
    OBJECTION_TODO: objection,
    tasks_of_clock.OVER_TODO: notice_over,
    tasks_of_clock.REFUSED_TODO: refused_extension,
    tasks_of_clock.DENIED_TODO: refused_suspension,
    urging.TODO: urging_of_holder,
    urging.HEADS_TODO: urging_of_heads,
    urging.ANSWERED_TODO: urging_answered,
    leaves.TODO: leave_cases,
    mending.TODO: bad_rating,
    lookups.HEAP_TODO: heap,
    partings.PARTING_TODO: parting,
    vacancies.VACANCY_TODO: vacancy,
    alarms.YELLOW_TODO: alarm_yellow,
    alarms.RED_TODO: alarm_red,
    quality.QUALITY_TODO: looked_over,
    tasks_of_promises.CHECK_TODO: of_reviewer(tasks_of_promises.CHECK_TODO),
    tasks_of_promises.LATE_TODO: of_reviewer(tasks_of_promises.LATE_TODO),
    tasks_of_promises.UNSUPPLIED_TODO: of_reviewer(tasks_of_promises.UNSUPPLIED_TODO),
    tasks_of_promises.AFTER_TODO: of_reviewer(tasks_of_promises.AFTER_TODO),
    tasks_of_promises.STATEMENT_TODO: of_reviewer(tasks_of_promises.STATEMENT_TODO),
    tasks_of_promises.REVOCATION_TODO: of_head(tasks_of_promises.REVOCATION_TODO),
    tasks_of_promises.LOOK_TODO: of_reviewer(tasks_of_promises.LOOK_TODO),
    slowness.SLOW_TODO: slow_reason,
    owning.ASKED_TODO: question,
    owning.HANDED_TODO: question_handed_over,
    owning.MOVED_TODO: question_declined,
}
# what has no day is never late, and what is done with care is not hurried
STAY = {
    lookups.HEAP_TODO,
    urging.ANSWERED_TODO,
    partings.PARTING_TODO,
    vacancies.VACANCY_TODO,
    quality.QUALITY_TODO,
    owning.HANDED_TODO,
}


@pytest.fixture(autouse=True)
def supervisor_of_the_province(world) -> None:
    """Somebody stands above the supervisor of the city, and looks after what theirs was."""
    held = Assignment.objects.filter(officer=lives.officer("tm_catalogue"), region_id=PROVINCE)
    held.update(role="supervisor")


def kinds_in_the_house() -> set[str]:
    """The kinds that modules name: constants called TODO, and their like."""
    kinds = set()
    for path in HOUSE.rglob("*.py"):
        for line in path.read_text().splitlines():
            named = re.match(r"(?:[A-Z]+_)?TODO(?:, [A-Z_]*TODO)* = (.+)", line)
            if named:
                kinds |= set(re.findall(r'"([\w.]+)"', named[1]))
    return kinds


def who_has(todo: Todo) -> list[Officer]:
    officers = Officer.objects.filter(active=True).select_related("user", "organisation")
    return [one for one in officers if accounts.todos_of(one).filter(pk=todo.pk).exists()]


def assert_it_opens(todo: Todo) -> None:
    """For everybody who has it; somebody does."""
    officers = who_has(todo)
    assert officers, todo.kind
    for officer in officers:
        client = lives.signed_in(officer.user.username)
        assert client.get("/desk/todos/").status_code == 200
        link = to_do.link_for(todo, officer)
        assert link, (todo.kind, officer.user.username)
        assert client.get(link).status_code == 200, (todo.kind, officer.user.username, link)


def test_no_kind_is_named_twice():
    """Of two under one name only the later would be looked at."""
    tree = ast.parse(Path(__file__).read_text(encoding="utf-8"))
    tables = [node.value for node in tree.body if isinstance(node, ast.AnnAssign)]
    assert [len(table.keys) for table in tables] == [len(KINDS)]


def test_every_kind_in_the_house_is_looked_at():
    assert kinds_in_the_house() == set(KINDS)
    opening = "\n".join(path.read_text() for path in HOUSE.rglob("*.py"))
    named = re.findall(r"open_todo\(\s*kind=([\w.\"]+)", opening)
    assert named
    assert all(name == "kind" or name.endswith("TODO") for name in named)


@pytest.mark.parametrize("kind", KINDS)
def test_whoever_has_it_opens_its_page(world, kind):
    assert_it_opens(KINDS[kind]())


@pytest.mark.parametrize("kind", KINDS)
def test_when_its_owner_has_left_it_falls_to_who_opens_its_page(world, kind):
    todo = KINDS[kind]()
    if todo.owner:
        staff.deactivate_officer(actor="system", officer=todo.owner)
    todo.refresh_from_db()
    assert todo.owner is None
    assert_it_opens(todo)


@pytest.mark.parametrize("kind", [parcels.TROUBLE_TODO, parcels.TWICE_TODO])
def test_when_its_owner_has_lost_the_role_it_falls_to_who_holds_it(world, kind):
    todo = KINDS[kind]()
    for role in todo.owner.assignments.all():
        staff.revoke_role(actor="system", assignment=role)
    todo.refresh_from_db()
    assert (todo.owner, todo.role) == (None, "issuer")
    assert_it_opens(todo)


@pytest.mark.parametrize("owned", [True, False])
@pytest.mark.parametrize("kind", KINDS)
def test_what_lies_past_its_day_finds_somebody_above_whose_page_opens(world, kind, owned):
    todo = KINDS[kind]()
    if not owned and todo.owner:
        staff.deactivate_officer(actor="system", officer=todo.owner)
    with clock.frozen(clock.now() + LONG):
        supervision.pass_on_overdue(now=clock.now())
        todo.refresh_from_db()
        assert (todo.escalated_to is None) == (kind in STAY)
        assert_it_opens(todo)


def test_what_was_passed_up_to_somebody_who_leaves_is_passed_up_anew(world):
    todo = urging_of_holder()
    with clock.frozen(clock.now() + LONG):
        supervision.pass_on_overdue(now=clock.now())
        todo.refresh_from_db()
        above = todo.escalated_to
        staff.deactivate_officer(actor="system", officer=above)
        supervision.pass_on_overdue(now=clock.now())
    todo.refresh_from_db()
    assert todo.escalated_to not in (None, above)
