"""After the decision: close, hand out the result, ask how it went. What goes by post: `services.posting`; who may take
a person's result: `services.collecting`."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import BigAutoField

from yichuang.accounts.models import Officer
from yichuang.cases.models import Case, Delivery, FollowUp
from yichuang.cases.queries import mandates, taken_back, versions
from yichuang.cases.queries.permission import require
from yichuang.cases.rules import endings, overruns, states
from yichuang.cases.rules.deliveries import COUNTER, ELECTRONIC, MAIL
from yichuang.cases.rules.flags import LATE, noted
from yichuang.cases.rules.papers import REFUSAL
from yichuang.cases.services import collecting, delivering, parcels
from yichuang.cases.services.collecting import Collector
from yichuang.cases.services.journal import actor_of, lock, write
from yichuang.cases.services.papers import issue_paper, result_kind
from yichuang.catalog import queries as catalog
from yichuang.core import prepared, spelling
from yichuang.core.clock import local
from yichuang.core.errors import Conflict, FieldProblem, Forbidden, Invalid
from yichuang.core.prepared import Prepared, Told
from yichuang.documents.models import Paper
from yichuang.documents.services import note_read
from yichuang.reference import queries as reference
from yichuang.reference.rules import documents
from yichuang.reference.rules.deadlines import office_minutes
from yichuang.registry import queries as registry
from yichuang.registry.models import Person

DECISION = "decision"  # kind of the paper that says how it was decided
FOLLOW_UP_DAYS = 7
NOT_ACTING = (
    "他不是单位登记的经办人或法定代表人，单位的结果不能只凭证件给他。"
    "请先由收件的人在窗口页看他的证件和授权委托书，再来交"
)
_SIGNED = ("signed_by", "signer_document", "signer_relation")
_HELD = Prepared(
    lambda: Delivery.objects.filter(case_id=Told("case", BigAutoField())).select_for_update()
)


@transaction.atomic
def close(*, case_id: UUID, officer: Officer, now: datetime) -> Case:
    """办结: all steps are done. Opens the delivery of the result."""
    case = lock(case_id)
    require("close", case, officer, now)
    close_locked(case, actor=actor_of(officer), officer=officer, now=now)
    return case


def close_locked(case: Case, *, actor: str, officer: Officer | None, now: datetime) -> None:
    """`close` for a case whose row is held already.

    Whoever gives out results is told until when the law has it delivered.
    """
    late = case.late or now > case.due_at
    if case.instant:
        minutes = office_minutes(case.clock_from, now, reference.calendar(case.region_id))
    else:
        minutes = None
    flags = _past_statute(case, now)
    write(
        case,
        "close",
        actor=actor,
        officer=officer,
        now=now,
        closed_at=now,
        minutes=minutes,
        late=late,
        flags=noted(flags, LATE) if late else flags,
        data={"late": late},
    )
    delivery = open_delivery(case, now)
    delivering.watch(case, delivery, now)


def _past_statute(case: Case, now: datetime) -> list[str]:
    """The flags of a case that is done now.

    With that of a decision past its statute, if it is one.
    """
    today = local(now).date()
    complete_on = local(case.clock_from).date()
    last_day = case.statutory_due
    return overruns.flags_after(case.flags, last_day, today, complete_on)


def open_delivery(case: Case, now: datetime) -> Delivery:
    """The delivery record that each finished case has; the way is the one chosen in the form, where the thing that is
    given can go by it: a card is never looked at online.

    A branch of a bank gives out cards, and no refusals."""
    chosen = catalog.chosen_way(case.form)
    default = ELECTRONIC
    is_done_at_once = case.instant and case.outcome == states.APPROVED
    if case.channel == 1 and not is_done_at_once:
        default = COUNTER
    way = chosen.way or default
    place = chosen.place
    if case.outcome == states.APPROVED:
        result = catalog.result_of(versions.of_case(case).guide)
        way = result.way(way)
    elif place:
        way = default
        place = ""
    person = case.person
    today = local(now).date()
    delivery = Delivery(
        case=case,
        way=way,
        place=place,
        recipient=person.name if person else case.employer.name,
        phone=_first(case.form, "delivery_receiver_phone") or taken_back.phone_of(case, today),
        address=chosen.address or _first(case.form, "delivery_address", "postal_address"),
        created_at=now,
    )
    return prepared.insert(delivery)


def _first(form: dict, *keys: str) -> str:
    """The answer to the first of these fields that is answered."""
    for key in keys:
        if form.get(key):
            return str(form[key])
    return ""


@transaction.atomic
def deliver(
    *, case_id: UUID, actor: str, officer: Officer | None, signer: Collector | None, now: datetime
) -> Case:
    """送达: the result is in the person's hands (counter: signed by `signer`; electronic: opened by them).

    Opens the follow-up. Raises Invalid at a counter without a signer, without a document that can be, and for whoever
    may not have it; Conflict when it was delivered before."""
    case = lock(case_id)
    delivery = delivery_of(case)
    if officer:
        require("deliver", case, officer, now)
    elif delivery.way != "electronic":
        raise Forbidden("这件的结果要由窗口交给您或寄给您", way_out="请按办结通知上的方式领取")
    if delivery.state == "delivered":
        raise Conflict("这件的结果已经送达", code="wrong_state", way_out="请刷新看最新情况")
    by_whom: Mapping[str, Any] = {}
    if delivery.way == "counter":
        collector = signer or Collector("")
        by_whom = _signed(case, delivery, collector, local(now).date())
    delivered(
        case,
        delivery,
        actor,
        officer,
        now,
        on_site=delivery.way == "counter" and officer is not None,
        by_whom=by_whom,
    )
    return case


@transaction.atomic
def open_result(*, case_id: UUID, actor: str, now: datetime) -> Paper:
    """The result's paper for its owner; the first opening delivers an electronic result. Raises Conflict while there
    is none. The caller has checked whose case it is. 行政许可法 44, 国务院令第716号 (电子送达)."""
    case = lock(case_id)
    if case.state not in states.HANDED_OUT:
        raise Conflict("结果还没有出来", code="wrong_state", way_out="办好了会发短信告诉您")
    delivery = delivery_of(case)
    if delivery.way == "electronic" and delivery.state == "waiting":
        delivered(case, delivery, actor, None, now, on_site=False)
    return issue_paper(case_id=case.uuid, kind=result_kind(case), now=now)


def result_opened(*, case_id: UUID, kind: str, actor: str, now: datetime) -> None:
    """The owner opens a paper of this kind by its own link.

    That of an electronic result, opened first, delivers it as `open_result` does.
    A decision that burdens them and goes another way, and a refusal to
    accept, are known from then on. Any other changes nothing.
    """
    if kind == REFUSAL:
        note_read(subject=f"case:{case_id}", kind=kind, now=now)
    of_case = Delivery.objects.filter(case__uuid=case_id)
    unread = of_case.filter(delivered_at__isnull=True, read_at__isnull=True)
    if not unread.exists():
        return
    with transaction.atomic():
        case = lock(case_id)
        delivery = delivery_of(case)
        if delivery.delivered_at or kind not in (DECISION, result_kind(case)):
            return
        if delivery.way == "electronic" and kind == result_kind(case):
            delivered(case, delivery, actor, None, now, on_site=False)
        elif endings.of_case(case) in endings.BURDENS and delivery.read_at is None:
            delivery.read_at = now
            delivery.save(update_fields=["read_at"])


def _signed(case: Case, delivery: Delivery, collector: Collector, today: date) -> Mapping[str, Any]:
    """Note who collected it and by which document: `delivered` saves it. Returns what the trail tells of it. Raises
    Invalid, also for whoever may not act for the unit whose case it is."""
    if case.person is not None:
        return collecting.sign(case, delivery, collector, today)
    name = spelling.name(collector.name)
    if not name:
        raise Invalid([FieldProblem("signer", "请填签收人的姓名", "required")])
    number = spelling.code(collector.number)
    kind = collector.kind or documents.kind_of(number) or documents.CITIZEN
    wrong = documents.problem(kind, number)
    if wrong:
        raise Invalid([FieldProblem("document", f"要看来领的人的证件：{wrong}", "type")])
    relation = collector.relation.strip()
    if not relation:
        raise Invalid([FieldProblem("relation", "请填代领人是申请人的什么人", "required")])
    known = _of_this_name(registry.holders(number, kind), name)
    _require_acting(case, name, known, today)
    delivery.signed_by = name
    delivery.signer_document = f"{documents.KINDS[kind].name} {number}"
    delivery.signer_relation = relation[:40]
    return {}


def _of_this_name(holders: list[Person], name: str) -> Person | None:
    for holder in holders:
        if spelling.is_same_name(holder.name, name):
            return holder
    return None


def _require_acting(case: Case, name: str, collector: Person | None, today: date) -> None:
    """Nobody gets a unit's result by a document alone.

    name: as it was typed; collector: whom the register has under number and name. Raises Invalid. 民法典 165."""
    if collector is not None and mandates.may_collect(case, collector, today):
        return
    problem = FieldProblem("document", NOT_ACTING, "mandate")
    raise Invalid([problem])


def delivery_of(case: Case) -> Delivery:
    """The delivery of a finished case, its row held until the transaction ends. Raises Conflict before the end."""
    delivery = _HELD.first(case=case.pk)
    if delivery is None:
        raise Conflict(
            "这件还没有办结，没有要送的结果", code="wrong_state", way_out="请刷新看最新情况"
        )
    delivery.case = case
    return delivery


def delivered(
    case: Case,
    delivery: Delivery,
    actor: str,
    officer,
    now: datetime,
    *,
    on_site: bool,
    by_whom: Mapping[str, Any] | None = None,
) -> None:
    """Write that the result is in the person's hands, and open the follow-up. Both rows are held. by_whom: what the
    trail tells of who took it at a counter."""
    delivery.state = "delivered"
    delivery.delivered_at = now
    delivery.handed_by = officer
    delivery.asked_at = None
    delivery.save(update_fields=["state", "delivered_at", "handed_by", "asked_at", *_SIGNED])
    if delivery.way == MAIL:
        parcels.settled(case, now)
    refused = case.state == states.REFUSED
    write(
        case,
        "serve" if refused else "deliver",
        actor=actor,
        officer=officer,
        now=now,
        on_site=on_site,
        **delivering.settled(case, delivery, now),
        data={"way": delivery.way, **(by_whom or {})},
    )
    if refused:  # who was refused is not asked how the service went
        return
    prepared.insert(FollowUp(case=case, due_on=local(now).date() + timedelta(FOLLOW_UP_DAYS)))


@transaction.atomic
def follow_up(*, case_id: UUID, officer: Officer, remark: str, now: datetime) -> FollowUp:
    """跟踪服务: the officer has asked how it went and writes it down."""
    case = lock(case_id)
    require("follow_up", case, officer, now)
    task = FollowUp.objects.select_for_update().filter(case=case, state="open").first()
    if task is None:
        raise Conflict("这件没有等着的回访", code="wrong_state", way_out="请刷新看最新情况")
    if not remark.strip():
        raise Invalid([FieldProblem("remark", "请写下回访的情况", "required")])
    task.state = "done"
    task.note = remark.strip()
    task.owner = officer
    task.done_at = now
    task.save(update_fields=["state", "note", "owner", "done_at"])
    write(case, "follow_up", actor=actor_of(officer), officer=officer, now=now, data={})
    return task
