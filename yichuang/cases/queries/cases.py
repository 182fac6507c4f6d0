"""One case as its readers see it, and small lists of cases."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import BigAutoField, Q, QuerySet, UUIDField

from yichuang.accounts.models import Officer
from yichuang.cases.models import Case, CaseEvent, Correction
from yichuang.cases.queries import scope
from yichuang.cases.rules import chain, endings, sealed, states, told
from yichuang.cases.rules.deliveries import QUIET, SENT, WAITING
from yichuang.cases.rules.flags import IN_PART
from yichuang.cases.rules.terms import GIVEN_UP
from yichuang.core import spelling
from yichuang.core.clock import local
from yichuang.core.errors import NotFound
from yichuang.core.ids import as_uuid
from yichuang.core.prepared import Prepared, Told


@dataclass(frozen=True)
class TrailStep:
    """One entry of the trail.

    label: for officers.
    plain: for residents, "" where it is not shown to them.
    told: its data.
    """

    seq: int
    kind: str
    at: datetime
    label: str
    plain: str
    actor: str
    officer: str
    on_site: bool
    told: dict


GIVEN_UP_LABEL = "到期没有补，视为放弃这次申请"
_PLAIN = {
    "submit": "已提交",
    "accept": "已受理",
    "refuse": "没有受理",
    "ask_correction": "请您补材料",
    "answer_correction": "补的材料已收到",
    "drop_notice": "不用补了，接着办",
    "return": "到期没有补，按退件处理",
    "defer_acceptance": "暂缓受理，等先行调解",
    "resume_acceptance": "不再暂缓受理",
    "deem_accepted": "我们没有按时答复，依法视为已经受理",
    "note_right": "您可以走另外的路了",
    "begin_special": "开始走特别程序，这些天不算时间",
    "end_special": "特别程序走完了，接着审核",
    "suspend": "依法停着，等到了接着办",
    "resume": "接着办",
    "grant_extension": "依法延长了时间",
    "agree_longer": "双方同意延长时间",
    "restart_term": "时间从那天起重新算",
    "take_back_clear": "还要再查，时间按一般的算",
    "publicise": "审核过了，开始公示",
    "end_notice": "公示结束",
    "decide_by_silence": "期满没有决定，依法视为同意",
    "accept_by_rule": "材料和信息都查到了，已受理",
    "decide_by_rule": "由规则决定：已同意",
    "ask_person": "您请人来看",
    "answer_look": "有人看过了，已答复",
    "begin_review": "开始审核",
    "propose": "请第二个人复核",
    "approve": "已同意",
    "deny": "没有同意",
    "close": "已办结",
    "post": "结果已寄出",
    "deliver": "结果已送达",
    "serve": "通知书已送达",
    "withdraw": "您已撤回",
    "void": "已作废",
}


def get(uuid: UUID | str) -> Case:
    """The case with what its page needs. Raises NotFound."""
    case = _CASE.first(uuid=as_uuid(uuid))
    if case is None:
        raise NotFound("没有这件", way_out="请核对办件编号")
    return case


def for_officer(uuid: UUID | str, officer: Officer) -> Case:
    """The case, if it lies in a region and line of the officer. Raises NotFound otherwise."""
    return _within_sight(_CASE.first(uuid=as_uuid(uuid)), officer)


def to_act_on(uuid: UUID | str, officer: Officer) -> Case:
    """`for_officer` for a service that reads the case itself: only its names and its place are read."""
    return _within_sight(_PLACED.first(uuid=as_uuid(uuid)), officer)


def _within_sight(case: Case | None, officer: Officer) -> Case:
    if case is None or not scope.sees(officer, case):
        raise NotFound("没有这件，或不在您管的地方和业务线", way_out="请核对编号，或找管理员开通")
    return case


def by_number(number: str) -> Case | None:
    """The case with this number, blanks ignored."""
    return full().filter(number=spelling.code(number)).first()


def open_correction(case: Case) -> Correction | None:
    """The notice that waits for an answer, or None; a case that has ended waits for none."""
    if case.state != states.CORRECTING:
        return None
    unanswered_ones = case.corrections.filter(answered_at__isnull=True)
    return unanswered_ones.order_by("-seq").first()


def corrections_of(case: Case) -> list[Correction]:
    """Every notice with what it asked for, the first first."""
    return _CORRECTIONS(case=case.pk)


def trail(case: Case) -> list[TrailStep]:
    """Everything that happened, oldest first."""
    return steps_of(events(case))


def events(case: Case) -> list[CaseEvent]:
    """The rows of the trail with their officers, oldest first: what it tells and what its chain is proved by."""
    return _EVENTS(case=case.pk)


def steps_of(events: Iterable[CaseEvent]) -> list[TrailStep]:
    """Rows of a trail as people read them."""
    steps = []
    for event in events:
        written = json.loads(event.data)
        officer = ""
        if event.officer_id:
            officer = event.officer.name
        kind = event.kind
        facts = written["data"]
        label, plain = _labels(kind, facts)
        step = TrailStep(
            seq=event.seq,
            kind=kind,
            at=local(event.at),
            label=label,
            plain=plain,
            actor=event.actor,
            officer=officer,
            on_site=event.on_site,
            told=facts,
        )
        steps.append(step)
    return steps


def _labels(kind: str, facts: Mapping[str, Any]) -> tuple[str, str]:
    """What a step is called by officers, and by residents ("" where it is not shown to them).

    facts: what its entry of the trail keeps.
    """
    if kind == "approve" and endings.is_part(facts):
        label = endings.LABELS[IN_PART]
        return label, label
    if facts.get("effect") == GIVEN_UP:
        return GIVEN_UP_LABEL, GIVEN_UP_LABEL
    move = states.MOVES[kind]
    plain = _PLAIN.get(kind, "")
    return move.label, plain


def unanswered(today: date) -> list[UUID]:
    """Cases whose correction should have been answered before today."""
    rows = Case.objects.filter(state=states.CORRECTING, corrections__answered_at__isnull=True)
    late = rows.filter(corrections__answer_by__lt=today, corrections__stops_clock=True)
    uuids = late.values_list("uuid", flat=True)
    return list(uuids.distinct())


def numbers(uuids: Iterable[UUID | None]) -> dict[UUID, str]:
    """uuid → the number that people know the case by. uuids: of cases; None, and what is no case, stand for nothing."""
    ids = list(uuids)
    rows = Case.objects.filter(uuid__in=ids)
    pairs = rows.values_list("uuid", "number")
    return dict(pairs)


def on_the_way() -> list[UUID]:
    """Cases whose result is with the courier, who knows of it."""
    sent = Case.objects.filter(delivery__state=SENT)
    rows = sent.filter(delivery__refusal__isnull=True)
    uuids = rows.values_list("uuid", flat=True)
    return list(uuids)


def awaited_parcels(now: datetime) -> list[UUID]:
    """Cases whose parcel was given to a courier that has said nothing for a minute, the longest waiting first."""
    quiet = Q(delivery__asked_at__lt=now - QUIET) | Q(delivery__asked_at__gt=now)
    rows = Case.objects.filter(quiet, delivery__state=WAITING)
    longest_first = rows.order_by("delivery__asked_at")
    uuids = longest_first.values_list("uuid", flat=True)
    return list(uuids)


_PROVED = (
    *(*sealed.TOLD_BY_THEMSELVES, *sealed.AS_FILED, *sealed.SEALED_SINCE_2),
    *(*sealed.SEALED_LATER, *sealed.SEALED_AT_THE_END, *sealed.SUBJECT),
    *("person__uuid", "person__id_type", "person__id_blind"),
    *("employer__uuid", "employer__credit_code"),
)


def broken_chains(batch: int = 500) -> Iterator[tuple[str, list[str]]]:
    """(number, faults) of every case whose trail was changed, or whose row is not what the trail tells;
    walks all cases in constant memory."""
    last = 0
    while True:
        later = Case.objects.filter(id__gt=last).order_by("id")
        rows = later.select_related("person", "employer").only(*_PROVED)
        cases = list(rows[:batch])
        if not cases:
            return
        trails = _trails_of(cases)
        for case in cases:
            faults = _faults(case, trails[case.id])
            if faults:
                yield case.number, faults
        last = cases[-1].id


def _trails_of(cases: list[Case]) -> dict[int, list[CaseEvent]]:
    """Key of a case → its trail, oldest first, with the officers; read at once for all of them."""
    trails: dict[int, list[CaseEvent]] = {case.id: [] for case in cases}
    rows = CaseEvent.objects.filter(case_id__in=trails)
    with_officers = rows.select_related("officer")
    for event in with_officers.order_by("case_id", "seq"):
        trail = trails[event.case_id]
        trail.append(event)
    return trails


def _faults(case: Case, trail: list[CaseEvent]) -> list[str]:
    """What is wrong with the chain of this case, and what the case says otherwise than its trail."""
    uuid = str(case.uuid)
    head = bytes(case.head)
    faults = chain.faults(uuid, head, case.seq, case.state, trail)
    faults += told.differing(case, trail)
    return faults


def full() -> QuerySet[Case]:
    """Cases with what their pages need, without the long texts of their item."""
    rows = Case.objects.select_related(
        "version__item",
        "person",
        "employer",
        "organisation",
        "received_at_org",
        "holder",
        "accepted_by",
        "region",
    )
    return rows.defer(
        "version__definition", "version__form"
    )  # long texts, which the catalogue keeps in memory


_CASE = Prepared(lambda: full().filter(uuid=Told("uuid", UUIDField())))
_EVENTS = Prepared(
    lambda: (
        CaseEvent.objects.filter(case_id=Told("case", BigAutoField()))
        .select_related("officer")
        .order_by("seq")
    )
)
_CORRECTIONS = Prepared(
    lambda: (
        Correction.objects.filter(case_id=Told("case", BigAutoField()))
        .order_by("seq")
        .prefetch_related("items")
    )
)
_PLACED = Prepared(
    lambda: (
        Case.objects.filter(uuid=Told("uuid", UUIDField()))
        .select_related("organisation")
        .only("uuid", "line", "region", "organisation__region")
    )
)
