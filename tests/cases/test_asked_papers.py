"""A paper that others hold is asked for after the application is in, and what they say decides how it stands: found,
missing with a ladder, or not answered, which stops nobody (国务院关于在线政务服务的若干规定 7)."""

import json

import pytest

from tests.cases.answered import all_answer, deliver
from tests.cases.conftest import TABLED
from tests.looking import look_at
from yichuang.cases import services
from yichuang.cases.models import Case, CaseEvent, Correction, Material
from yichuang.cases.queries import completeness
from yichuang.cases.rules.flags import DEMANDED_HELD, UNVERIFIED
from yichuang.cases.services import asking
from yichuang.cases.services.corrections import Asked
from yichuang.core import clock, ports
from yichuang.core.errors import Invalid
from yichuang.exchange.models import Query
from yichuang.notify.models import Message

LICENCE = "M01"
MARKET = "exchange.market"
pytestmark = pytest.mark.asks
# what the register of the market does → what becomes of the paper: its way, whether it is missing, whether it may be
# demanded
OUTCOMES = {
    "finds": ({}, "shared", False, False),
    "finds nothing": ({"find_nothing": True}, "asked", True, True),
    "does not answer": ({"outage": True}, "asked", False, False),
    "refuses": ({"reject": "不对外提供"}, "asked", False, False),
    "speaks of somebody else": ({"wrong_person": True}, "asked", False, False),
    "speaks of another name": ({"wrong_name": True}, "asked", False, False),
    "tells what nobody asked": ({"malformed": True}, "asked", False, False),
    "answers twice": ({"duplicate": True}, "shared", False, False),
}


@pytest.fixture
def market(world, monkeypatch):
    """market(outage=True): the register of the market behaves so."""

    def behave(**faults):
        for name, value in faults.items():
            monkeypatch.setattr(ports.adapter(MARKET).faults, name, value)

    return behave


@pytest.fixture
def filed(submitted):
    """A unit's application, for which its licence is asked of the market."""

    def make() -> Case:
        case = submitted(TABLED, now=clock.now())
        assert paper_of(case).source == Material.ASKED
        return case

    return make


def paper_of(case: Case) -> Material:
    return Material.objects.select_related("query").get(case=case, code=LICENCE)


def steps_of(case: Case) -> list[dict]:
    rows = CaseEvent.objects.filter(case=case, kind="note_answers").order_by("seq")
    return [json.loads(row.data)["data"] for row in rows]


def notice(case: Case, officer) -> Correction:
    return services.ask_correction(
        case_id=case.uuid,
        officer=officer("gy_clerk"),
        items=[Asked("material", LICENCE, "请交营业执照")],
        now=clock.now(),
    )


@pytest.mark.parametrize("outcome", OUTCOMES)
def test_what_is_said_of_a_paper_decides_how_it_stands(outcome, market, filed, officer):
    faults, way, is_missing, may_be_demanded = OUTCOMES[outcome]
    market(**faults)
    case = filed()
    all_answer()
    case.refresh_from_db()
    paper = paper_of(case)
    assert paper.source == way
    missing = [each.code for each in completeness.missing(case)]
    assert (LICENCE in missing) is is_missing
    correction = notice(case, officer)
    case.refresh_from_db()
    assert correction.breach is not may_be_demanded
    assert (DEMANDED_HELD in case.flags) is not may_be_demanded
    assert (case.paused_since is None) is not may_be_demanded


def test_a_notice_prints_the_receipt_that_allows_it(market, filed, officer):
    market(find_nothing=True)
    case = filed()
    all_answer()
    receipt = paper_of(case).query.receipt
    (line,) = notice(case, officer).items.all()
    assert receipt and line.reason == f"请交营业执照（问过营业执照：没有查到，回执{receipt}）"


def test_what_was_found_is_told_to_the_trail_and_nothing_of_what_it_says(filed):
    case = filed()
    all_answer()
    (told,) = steps_of(case)
    (answer,) = told["answers"]
    query = Query.objects.get(subject=case.ref)
    assert (answer["code"], answer["outcome"], answer["source"]) == (LICENCE, "found", query.source)
    assert answer["receipts"] == [query.receipt] and len(answer["hash"]) == 64
    assert "存续" not in json.dumps(told, ensure_ascii=False)


def test_the_same_answers_once_more_change_nothing(filed):
    case = filed()
    all_answer()
    assert not asking.settle(case_id=case.uuid, now=clock.now())
    assert len(steps_of(case)) == 1


def test_while_one_is_waited_for_nothing_is_settled(filed):
    case = filed()
    deliver()
    assert Query.objects.get(subject=case.ref).outcome == Query.WAITING
    assert not asking.settle(case_id=case.uuid, now=clock.now())
    assert steps_of(case) == []


def test_who_is_not_found_is_told_once_what_to_do(market, filed):
    market(find_nothing=True)
    filed()
    all_answer()
    messages = Message.objects.filter(kind="paper_not_found")
    assert messages.count() == 1
    assert "营业执照" in messages.get().body


def test_a_late_answer_mends_what_was_not_answered(market, filed):
    market(outage=True)
    case = filed()
    all_answer()
    assert paper_of(case).source == Material.ASKED
    market(outage=False)
    Query.objects.filter(subject=case.ref).update(next_at=clock.now())
    ports.breaker(MARKET).answered()
    all_answer()
    assert paper_of(case).source == Material.SHARED
    assert [step["answers"][0]["outcome"] for step in steps_of(case)][-1] == "found"


def test_a_case_is_accepted_while_nobody_answers_and_granted_with_a_word_only(
    market, filed, officer
):
    market(outage=True)
    case = filed()
    all_answer()
    clerk = officer("gy_clerk")
    look_at(case, clerk, clock.now())
    services.accept(case_id=case.uuid, officer=clerk, now=clock.now())
    reviewer = officer("gy_reviewer")
    services.begin_review(case_id=case.uuid, officer=reviewer, now=clock.now())
    judged = {
        "case_id": case.uuid,
        "officer": reviewer,
        "material": paper_of(case).pk,
        "verdict": "good",
        "now": clock.now(),
    }
    with pytest.raises(Invalid):
        services.judge_material(**judged, remark="")
    services.judge_material(**judged, remark="单位把执照原件给我看了")
    assert UNVERIFIED not in case.flags


@pytest.mark.parametrize("faults", [{}, {"find_nothing": True}, {"outage": True}])
def test_nobody_is_asked_any_more_for_a_case_that_has_ended(faults, market, filed):
    market(**faults)
    case = filed()
    all_answer()
    services.withdraw(case_id=case.uuid, actor="test", reason="不办了", now=clock.now())
    assert asking.end_questions(now=clock.now()) == 1
    assert Query.objects.get(subject=case.ref).ended_at is not None


def test_nobody_is_asked_for_a_case_that_ended_before_anybody_was(filed):
    case = filed()
    services.withdraw(case_id=case.uuid, actor="test", reason="不办了", now=clock.now())
    all_answer()
    assert not Query.objects.filter(subject=case.ref).exists()
