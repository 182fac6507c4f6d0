"""秒办: a rule that a legal officer approved says yes to a case, and to nothing else does it say anything.

What it cannot say yes to stays with the people of the office, with the trace
of every condition (个人信息保护法 24, docs/adr/0083-a-rule-says-yes-and-nothing-but-yes.md).
"""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import asdict
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from yichuang.cases.models import Case, CaseEvent, Determination, Material, NameCheck
from yichuang.cases.queries import completeness, earlier, mandates, ruled, senders, versions
from yichuang.cases.queries.moved import moved
from yichuang.cases.queries.versions import Version
from yichuang.cases.rules import states
from yichuang.cases.rules.flags import BY_RULE, noted
from yichuang.cases.services import dates, deeming, finish
from yichuang.cases.services.journal import lock, write
from yichuang.core.clock import local
from yichuang.core.errors import Conflict
from yichuang.eligibility import queries as eligibility
from yichuang.eligibility.queries import Agreed
from yichuang.eligibility.rules import determining
from yichuang.eligibility.rules.faults import LICENCE, PUBLICISED
from yichuang.exchange import queries as exchange

# a system actor, with the pack by which it decides
ACTOR = "system:rule:{item}@{day}"
DECIDES = (states.RECEIVED, states.SUPPLIED)
HELD, PAPERS, NAMES = "有人在办", "材料都齐、都查到了", "表里写的人都核对过了"
UNIT, BEFORE, LEFT = "单位确认过是它交的", "以前没有批过同样的", "要人来定的都没有"
ON_TIME = "还没有到依法视为的日子"
Pending = Iterator[str]


def try_submitted(*, case_id: UUID, seq: int, now: datetime) -> bool:
    """`try_rule` after entry `seq` of the trail.

    Where everything was known at once there is no answer to wait for.
    """
    after = moved(case_id, seq)
    case = after.case
    if not eligibility.has_pack(case.item_code):
        return False
    return try_rule(case_id=case_id, now=now)


@transaction.atomic
def try_rule(*, case_id: UUID, now: datetime) -> bool:
    """Let the rule of the item look at a case that waits at the front and that nobody has in hand.

    Nothing happens before everybody was tried once. A later answer may
    still bring the yes.

    Returns whether it was granted.
    """
    rows = Case.objects.filter(uuid=case_id)
    codes = rows.values_list("item_code", flat=True)
    code = codes.first()
    if code is None or not eligibility.has_pack(code):
        return False
    case = lock(case_id)
    if case.state not in DECIDES or case.holder_id:
        return False
    agreed = ruled.rule_of(case)
    if agreed is None or exchange.waits(case.ref):
        return False
    facts = ruled.known(case, agreed)
    outcome = eligibility.determine(agreed, facts, case.region_id, case.received_at)
    version = versions.of_case(case)
    left = list(_left_to_people(case, version, now))
    is_yes = outcome.verdict == Determination.YES and not left
    _keep(case, agreed, outcome, left, now, is_yes=is_yes)
    if not is_yes:
        return False
    _grant(case, version, agreed, outcome, now)
    return True


def actor_of(agreed: Agreed) -> str:
    """How the trail names a rule.

    system:rule:<item>@<first day>.
    """
    pack = agreed.pack
    code = pack["item"]
    day = pack["from"]
    return ACTOR.format(item=code, day=day)


def _left_to_people(case: Case, version: Version, now: datetime) -> Pending:
    """What else a person would stop at before granting, in words.

    To a rule each of it is not known.
    """
    worked_on = CaseEvent.objects.filter(case=case, seq__gt=1, officer__isnull=False)
    if worked_on.exists():
        yield HELD
    rows = Material.objects.filter(case=case, source__in=(Material.ASKED, Material.LATER))
    if rows.exists() or completeness.missing(case) or mandates.unread_of(case):
        yield PAPERS
    checks = NameCheck.objects.filter(case=case).exclude(outcome=NameCheck.SAME)
    if checks.exists():
        yield NAMES
    if senders.is_not_let_in(case):
        yield UNIT
    if earlier.before(version, case):
        yield BEFORE
    if _needs_a_hand(case, version) or dates.moved_by_acceptance(case, now):
        yield LEFT
    if _is_over(case, now):
        yield ON_TIME


def _needs_a_hand(case: Case, version: Version) -> bool:
    """Whether the law leaves a range, money is measured, or somebody may object first."""
    if version.pays:
        return True
    received = local(case.received_at)
    day = received.date()
    if version.discretion_on(day):
        return True
    definition = version.definition
    if definition["type"] == LICENCE:
        return True
    return PUBLICISED in definition["process"]


def _is_over(case: Case, now: datetime) -> bool:
    """Whether the answer is not ours to give any more, or waits."""
    if case.paused_since:
        return True
    try:
        deeming.require_not_deemed(case, "由规则受理", now)
    except Conflict:
        return True
    return False


def _keep(
    case: Case,
    agreed: Agreed,
    outcome: determining.Determination,
    left: list[str],
    now: datetime,
    *,
    is_yes: bool,
) -> None:
    """What the rule said last of the case, with every condition.

    left: what a person has to look at whatever it said.
    """
    row = ruled.determination_of(case)
    if row is None:
        row = Determination(case=case)
    trace: list[dict[str, Any]] = []
    for step in outcome.steps:
        condition = asdict(step)
        condition["verdict"] = str(step.verdict)
        trace.append(condition)
    for words in left:
        trace.append({"id": "", "says": words, "verdict": "unknown", "basis": "", "what": {}})
    verdict = str(outcome.verdict)
    if left and verdict == Determination.YES:
        verdict = Determination.UNKNOWN
    row.item_code = case.item_code
    row.pack_from = agreed.pack["from"]
    row.pack_digest = agreed.digest
    row.numbers_digest = agreed.digest_of_figures
    row.verdict = verdict
    row.trace = trace
    row.facts_hash = _hash(trace)
    row.at = now
    row.decided = is_yes
    row.save()


def _hash(trace: list[dict[str, Any]]) -> str:
    """sha256 of the trace as canonical JSON, in hex."""
    text = json.dumps(trace, ensure_ascii=False, sort_keys=True, default=str)
    content = text.encode()
    return hashlib.sha256(content).hexdigest()


def _grant(
    case: Case, version: Version, agreed: Agreed, outcome: determining.Determination, now: datetime
) -> None:
    """Accepted, granted and closed, each an entry of its own with its true time, by nobody of us."""
    actor = actor_of(agreed)
    due = {"due": case.due_at.date().isoformat()}
    write(case, "accept_by_rule", actor=actor, now=now, accepted_at=now, data=due)
    approval = agreed.approval
    points = [point.code for point in version.review_points]
    facts = {
        "outcome": "approve",
        "reason": outcome.reason,
        "points": points,
        "row": "",
        "outside": False,
        "rule": f"{agreed.pack['item']}@{agreed.pack['from']}",
        "digest": agreed.digest,
        "approval": approval.pk,
    }
    terms = version.terms_in(case.situation)
    write(
        case,
        "decide_by_rule",
        actor=actor,
        now=now,
        decided_at=now,
        outcome=states.APPROVED,
        flags=noted(case.flags, BY_RULE),
        deliver_by=dates.delivery(case, terms, now, is_granted=True),
        data=facts,
    )
    finish.close_locked(case, actor=actor, officer=None, now=now)
