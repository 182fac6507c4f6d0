"""Cases whose rule has every verb of the clock, or none of them, in each state in which one of these is taken.

Received on Monday, 23 November 2026 (`tests/cases/clock_rules.py`): due on 7 December, by law on 21 December.
"""

from contextlib import contextmanager
from datetime import date

from tests.cases.branching import branch
from tests.cases.clock_rules import (
    BY_BOTH,
    CONCLUSION,
    HEARING,
    JOINED,
    LICENCE,
    MEDIATION,
    MONDAY,
    TEN_MORE,
    TEST,
    TWO_OFFICERS,
    on,
)
from tests.cases.frozen_terms import frozen
from tests.sites.desk import lives
from yichuang.cases import services
from yichuang.cases.models import Case
from yichuang.core import clock

ITEM = lives.BENEFIT
PROMISE = (10, "工作日")
CLEAR = {
    "days": 15,
    "unit": "自然日",
    "why": "事实清楚、权利义务明确",
    "basis": "工伤保险条例第20条",
}
OF_HEAD = {"by": "head", "whose": "仲裁委员会主任"}
EVERY = {
    "stops": [TEST, HEARING, MEDIATION],
    "suspends": [CONCLUSION],
    "extension": TEN_MORE,
    "restarts": [JOINED],
    "on_site": TWO_OFFICERS,
    "shorter": CLEAR,
}
LATER = date(2026, 12, 2)
LOOKED_AT = on(11, 25)


def with_rule(monkeypatch, **rule) -> None:
    """Every version froze this rule, whatever its item."""
    frozen(monkeypatch, branch(**LICENCE, **rule), promise=PROMISE)


def without(monkeypatch) -> None:
    """Every version froze a rule that names nothing beside its terms."""
    with_rule(monkeypatch)


@contextmanager
def wednesday():
    """The day on which the verbs are taken: 25 November, at ten."""
    with clock.frozen(LOOKED_AT):
        yield


def brought(state: str, monkeypatch) -> Case:
    """A case that was brought to this state by its services, as of Wednesday."""
    return BRINGING[state](monkeypatch)


def received(monkeypatch) -> Case:
    with clock.frozen(MONDAY):
        return lives.submitted(ITEM)


def deferred(monkeypatch) -> Case:
    case = received(monkeypatch)
    services.defer_acceptance(
        case_id=case.uuid,
        officer=lives.officer("gy_clerk"),
        kind="mediate_first",
        reason="双方愿意先调解",
        planned_until=LATER,
        is_agreed=True,
        now=LOOKED_AT,
    )
    return lives.again(case)


def accepted(monkeypatch) -> Case:
    with clock.frozen(MONDAY):
        return lives.accepted(ITEM)


def reviewing(monkeypatch) -> Case:
    with clock.frozen(MONDAY):
        return lives.reviewing(ITEM)


def clear(monkeypatch) -> Case:
    """Accepted and reviewed by the shorter term."""
    case = received(monkeypatch)
    services.judge_all_good(
        case_id=lives.opened(case).uuid, officer=lives.officer("gy_clerk"), now=MONDAY
    )
    services.accept(case_id=case.uuid, officer=lives.officer("gy_clerk"), now=MONDAY, clear=True)
    services.begin_review(case_id=case.uuid, officer=lives.officer("gy_reviewer"), now=MONDAY)
    return lives.again(case)


def special(monkeypatch) -> Case:
    case = reviewing(monkeypatch)
    services.begin_special(
        case_id=case.uuid,
        officer=lives.officer("gy_reviewer"),
        kind="test",
        reason="要送检",
        planned_until=LATER,
        now=on(11, 24),
    )
    return lives.again(case)


WAIT = {
    "cause": "conclusion",
    "reason": "责任认定书还没有出",
    "expected_until": LATER,
    "not_visible": True,
}


def suspended(monkeypatch) -> Case:
    case = reviewing(monkeypatch)
    reviewer = lives.officer("gy_reviewer")
    services.suspend(case_id=case.uuid, officer=reviewer, now=on(11, 24), **WAIT)
    return lives.again(case)


def suspension_waits(monkeypatch) -> Case:
    """The head has to grant it."""
    with_rule(monkeypatch, **EVERY, suspended_by=OF_HEAD)
    case = reviewing(monkeypatch)
    reviewer = lives.officer("gy_reviewer")
    services.ask_suspension(case_id=case.uuid, officer=reviewer, now=on(11, 24), **WAIT)
    return lives.again(case)


def extension_waits(monkeypatch) -> Case:
    case = reviewing(monkeypatch)
    services.ask_extension(
        case_id=case.uuid,
        officer=lives.officer("gy_reviewer"),
        reason="场所有三处",
        until=date(2026, 12, 18),
        now=on(11, 24),
    )
    return lives.again(case)


def by_parties(monkeypatch) -> Case:
    """Both parties may make the term longer."""
    with_rule(monkeypatch, **EVERY | {"extension": BY_BOTH})
    return reviewing(monkeypatch)


def unsigned(monkeypatch) -> Case:
    """A check on the spot waits for the second signature."""
    case = reviewing(monkeypatch)
    services.check_on_site(
        case_id=case.uuid,
        officer=lives.officer("gy_reviewer"),
        second=lives.officer("gy_city_reviewer"),
        on_day=date(2026, 11, 24),
        place_of="朝天镇的经营场所",
        findings="和申请书写的相符",
        now=on(11, 24),
    )
    return lives.again(case)


BRINGING = {
    "received": received,
    "deferred": deferred,
    "accepted": accepted,
    "reviewing": reviewing,
    "clear": clear,
    "special": special,
    "suspended": suspended,
    "suspension_waits": suspension_waits,
    "extension_waits": extension_waits,
    "by_parties": by_parties,
    "unsigned": unsigned,
}
