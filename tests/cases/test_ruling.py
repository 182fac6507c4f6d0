"""秒办: a rule says yes to a case within moments, and whatever else it says is for a person, with the trace
(SYS-022; 个人信息保护法 24)."""

from datetime import date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from tests.cases.answered import all_answer
from tests.cases.ruled_by import CARD, OWN_CARD, agree, applied, decided, legal
from yichuang.accounts.models import Officer, Todo
from yichuang.cases import services
from yichuang.cases.models import Case, CaseEvent, Determination
from yichuang.cases.queries import ruled
from yichuang.cases.queries.desk import chain_faults
from yichuang.cases.rules.flags import BY_RULE
from yichuang.cases.rules.states import MOVES
from yichuang.cases.services import papers
from yichuang.core import clock, ports
from yichuang.core.errors import Conflict, Forbidden, Invalid
from yichuang.documents.models import Paper
from yichuang.eligibility import queries as eligibility
from yichuang.eligibility import services as rules
from yichuang.eligibility import tables
from yichuang.exchange import queries as asked
from yichuang.exchange import services as departments
from yichuang.exchange.models import Query
from yichuang.identity.models import RealName

pytestmark = pytest.mark.asks


def verbs(case: Case) -> list[str]:
    return list(CaseEvent.objects.filter(case=case).order_by("seq").values_list("kind", flat=True))


def said_of(case: Case) -> Determination | None:
    return Determination.objects.filter(case=case).first()


def test_a_yes_is_accepted_granted_and_closed_by_nobody_of_us(world):
    agree()
    case = decided()
    assert case.state == "closed"
    assert case.outcome == "approved"
    assert BY_RULE in case.flags
    assert case.accepted_by is None
    assert case.decided_by is None
    steps = [verb for verb in verbs(case) if verb != "note_answers"]
    assert steps == ["submit", "accept_by_rule", "decide_by_rule", "close"]
    codes = CaseEvent.objects.filter(case=case).exclude(code="").order_by("seq")
    assert [step.code for step in codes] == ["01", "02", "09", "11"]
    by_rule = CaseEvent.objects.get(case=case, kind="decide_by_rule")
    assert by_rule.actor == f"system:rule:{CARD}@2026-07-01"
    determination = said_of(case)
    assert determination.verdict == "yes"
    assert determination.decided
    holder = determination.trace[0]
    assert holder["id"] == "holder"
    assert holder["what"]["card.holder"]["source"] == "hrss.card"
    assert holder["what"]["card.holder"]["receipt"]


def left_to_people(case: Case, verdict: str | None) -> None:
    """It waits at the front as any other, and nobody was refused anything."""
    assert case.state == "received"
    assert case.outcome == ""
    assert BY_RULE not in case.flags
    determination = said_of(case)
    if verdict is None:
        assert determination is None
        return
    assert determination.verdict == verdict
    assert not determination.decided
    assert determination.trace


def test_what_two_places_say_differently_goes_to_a_person_with_the_trace(world):
    agree()
    case = decided(answers=OWN_CARD | {"card_no": "A00000009"})
    left_to_people(case, "contradicts")
    steps = [step for step in said_of(case).trace if step["verdict"] == "contradicts"]
    assert steps[0]["what"]["form.card_no"]["value"] == "A00000009"
    assert steps[0]["what"]["card.no"]["value"] == "A00000001"


@pytest.mark.parametrize(
    ("fault", "verdict"),
    [
        ({"outage": True}, "unknown"),
        ({"find_nothing": True}, "no"),
        ({"wrong_person": True}, "unknown"),
        ({"malformed": True}, "unknown"),
        ({"reject": "不对外提供"}, "unknown"),
    ],
)
def test_what_was_not_answered_is_not_known(world, monkeypatch, fault, verdict):
    agree()
    faults = ports.adapter("exchange.hrss").faults
    for name, value in fault.items():
        monkeypatch.setattr(faults, name, value)
    left_to_people(decided(), verdict)


def test_a_later_answer_may_still_bring_the_yes(world, monkeypatch):
    agree()
    faults = ports.adapter("exchange.hrss").faults
    with monkeypatch.context() as down:
        down.setattr(faults, "outage", True)
        case = decided()
        left_to_people(case, "unknown")
    query = Query.objects.get(subject=case.ref, source="hrss.card", superseded_at=None)
    departments.ask_again(query_uuid=query.uuid, asked_by="system:test", now=clock.now())
    monkeypatch.setattr(ports, "_breakers", {})
    all_answer()
    case.refresh_from_db()
    assert case.outcome == "approved"
    assert said_of(case).verdict == "yes"


def test_what_an_answer_leaves_out_is_none_only_where_the_pack_says_so(world):
    agree()
    case = decided()
    agreed = ruled.rule_of(case)
    assert ruled.known(case, agreed)["card.state"].value == "正常"
    row = Query.objects.get(subject=case.ref, source="hrss.card")
    row.answer = {name: value for name, value in row.answer.items() if name != "card.state"}
    row.save()
    assert "card.state" not in ruled.known(case, agreed)
    assert asked.left_out_is_none("hrss.insurance", "insurance.current")
    assert not asked.left_out_is_none("health.death", "health.death.on")


def test_a_pack_that_nobody_agreed_to_asks_nothing_and_says_nothing(world):
    case = decided()
    left_to_people(case, None)
    assert not Query.objects.filter(subject=case.ref, source="hrss.card").exists()


def test_what_came_in_before_the_approval_is_for_a_person(world):
    agree(at=clock.now() + timedelta(minutes=1))
    left_to_people(decided(), None)


def test_another_digest_is_another_rule(world):
    approval = agree()
    approval.digest = "0" * 64
    approval.save()
    left_to_people(decided(), None)


def test_a_withdrawn_approval_decides_no_more(world):
    agree()
    rules.withdraw(item_code=CARD, from_on=date(2026, 7, 1), officer=legal(), now=clock.now())
    left_to_people(decided(), None)


def test_a_pack_over_its_last_day_decides_no_more(world, monkeypatch):
    yesterday = clock.today() - timedelta(days=1)
    packs_of = {code: list(rows) for code, rows in tables.decisions().items()}
    agree()
    packs_of[CARD] = [packs_of[CARD][0] | {"until": yesterday.isoformat()}]
    monkeypatch.setattr(tables, "decisions", lambda: packs_of)
    assert tables.decision_of(CARD, yesterday) is not None
    assert tables.decision_of(CARD, clock.today()) is None
    left_to_people(decided(), None)


def test_only_who_reviews_the_law_agrees_and_only_to_what_they_read(world):
    pack = tables.decision_of(CARD, clock.today())
    given = {"item_code": CARD, "from_on": date(2026, 7, 1), "now": clock.now()}
    clerk = Officer.objects.get(user__username="gy_clerk")
    with pytest.raises(Forbidden):
        rules.approve(digest=eligibility.digest_of(pack), officer=clerk, **given)
    with pytest.raises(Conflict):
        rules.approve(digest="0" * 64, officer=legal(), **given)
    agree()
    with pytest.raises(Conflict):
        agree()


def test_an_account_that_nobody_proved_is_never_decided_by_a_rule(world):
    agree()
    RealName.objects.filter(person__isnull=False).update(proved_at=None)
    left_to_people(decided(), None)


def test_what_a_clerk_has_in_hand_is_the_clerks(world):
    agree()
    case = applied()
    clerk = Officer.objects.get(user__username="gy_clerk")
    services.claim(case_id=case.uuid, officer=clerk, now=clock.now())
    all_answer()
    case.refresh_from_db()
    left_to_people(case, None)
    assert case.holder == clerk


def test_the_same_granted_before_is_for_a_person(world, monkeypatch):
    """A person asks why it is granted once more; a rule does not answer for that."""
    agree()
    monkeypatch.setattr("yichuang.cases.queries.earlier.before", lambda version, case: [case])
    case = decided()
    left_to_people(case, "unknown")
    assert said_of(case).trace[-1]["says"] == "以前没有批过同样的"


def test_no_step_of_a_rule_ends_in_a_refusal(world):
    by_rule = [move for verb, move in MOVES.items() if verb.endswith("_by_rule")]
    assert {move.target for move in by_rule} == {"accepted", "approved"}
    agree()
    case = decided()
    with pytest.raises(IntegrityError), transaction.atomic():
        Case.objects.filter(pk=case.pk).update(outcome="denied")


def test_the_paper_says_that_a_rule_decided_and_how_to_ask_for_a_person(world):
    agree()
    case = decided()
    kind = papers.result_kind(case)
    paper = papers.issue_paper(case_id=case.uuid, kind=kind, now=clock.now())
    words = Paper.objects.only("frozen").get(pk=paper.pk).frozen
    assert "没有人参与" in words
    assert "周正言" in words
    assert "请人来看" in words


def test_the_chain_of_a_case_decided_by_a_rule_verifies(world):
    agree()
    case = decided()
    assert chain_faults(case) == []


def test_a_person_looks_at_it_within_its_days(world):
    agree()
    case = decided()
    ask = {"case_id": case.uuid, "actor": "person:x", "kind": "again", "words": "请再看看"}
    late = clock.now() + timedelta(days=61)
    with pytest.raises(Conflict):
        services.ask_person(**ask, now=late)
    asked_at = datetime(2026, 12, 1, 9, 0, tzinfo=clock.SHANGHAI)
    Case.objects.filter(pk=case.pk).update(closed_at=asked_at - timedelta(hours=13))
    look = services.ask_person(**ask, now=asked_at)
    assert look.due_on == date(2026, 12, 8)  # example 42
    with pytest.raises(Conflict):
        services.ask_person(**ask, now=asked_at)
    todo = Todo.objects.get(kind="second_look", subject=case.ref)
    assert todo.role == "reviewer"
    reviewer = Officer.objects.get(user__username="gy_reviewer")
    answer = {"look": look.uuid, "officer": reviewer, "now": asked_at}
    with pytest.raises(Invalid):
        services.answer_look(finding="", answer="", **answer)
    services.answer_look(finding="kept", answer="看过了，卡是您的，没有要改的", **answer)
    case.refresh_from_db()
    assert case.outcome == "approved"
    with pytest.raises(Conflict):
        services.answer_look(finding="kept", answer="再答一次", **answer)


def test_what_a_person_decided_is_not_asked_to_be_looked_at(world, submitted):
    case = submitted(CARD)
    with pytest.raises(Conflict):
        services.ask_person(
            case_id=case.uuid, actor="person:x", kind="again", words="", now=clock.now()
        )
