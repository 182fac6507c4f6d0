"""What is asked about a subject, what gives way, what is used again, and for how long it is kept."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.exchange.asking import DEATH_ON, LISI, SHOUTIAN, UNIT, ZHANGSAN, jobs_of, told
from yichuang.core import ports
from yichuang.exchange import ports as exchange
from yichuang.exchange import queries, services
from yichuang.exchange.models import Query
from yichuang.exchange.ports import Answer
from yichuang.exchange.questions import Whom

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def own(monkeypatch):
    """What the platform answers of itself: of 张三 that it knows him."""

    def answer(question):
        outcome = "found" if question.whom.number == ZHANGSAN.number else "not_found"
        return Answer(question.uuid, outcome, question.whom, receipt="GA0001")

    monkeypatch.setattr(exchange.OWN_ANSWERS, "_items", {"own.identity": answer})


def test_what_is_asked_waits_for_a_job_of_its_source(asking):
    before = jobs_of("health.death")
    rows = asking.ask(asking.question(), asking.question("civil.burial"))
    assert [row.outcome for row in rows] == ["waiting", "waiting"]
    assert jobs_of("health.death") == before + 1 and jobs_of("civil.burial") >= 1
    assert rows[0].purpose and rows[0].basis[0] == "国务院关于在线政务服务的若干规定第7条"
    asking.ask(asking.question(subject="case:2"))
    assert jobs_of("health.death") == before + 1, "one job a source"


def test_the_same_is_not_asked_twice(asking):
    first = asking.ask(asking.question())
    assert asking.ask(asking.question()) == first
    asking.take(first[0])
    assert asking.ask(asking.question()) == first
    spelt_otherwise = replace(SHOUTIAN, name="何 守田")
    assert asking.ask(asking.question(whom=spelt_otherwise)) == first
    assert Query.objects.count() == 1


def test_a_correction_that_names_another_has_another_asked(asking, now):  # 17
    (row,) = asking.answered(asking.question())
    assert row.outcome == "found"
    (instead,) = asking.ask(asking.question(whom=LISI))
    assert instead.outcome == "waiting"
    assert list(queries.standing(row.subject)) == [instead]
    assert queries.facts_of(row.subject, now.date()) == {}


def test_another_name_of_the_same_number_is_another_question(asking):
    (row,) = asking.answered(asking.question())
    (instead,) = asking.ask(asking.question(whom=replace(SHOUTIAN, name="何首田")))
    assert instead.pk != row.pk and Query.objects.get(pk=row.pk).superseded_at


def test_people_of_one_table_are_asked_each_and_who_is_taken_out_is_not(asking):
    three = [
        asking.question("hrss.skill", whom, role="trainees") for whom in (ZHANGSAN, LISI, SHOUTIAN)
    ]
    other = asking.question("hrss.skill", UNIT, role="applicant")
    rows = asking.ask(*three, other)
    assert len(set(rows)) == 4
    asking.ask(*three[:2])
    left = {row.whom["name"] for row in queries.standing(rows[0].subject)}
    assert left == {"张三", "李四", UNIT.name}


def test_more_elements_are_another_question(asking):
    (row,) = asking.answered(asking.question(elements=()))
    (more,) = asking.ask(asking.question())
    assert more.pk != row.pk
    assert asking.ask(asking.question(elements=())) == [more]


def test_in_a_draft_it_is_asked_anew_when_it_is_no_longer_fresh(asking, now):  # 15
    (row,) = asking.answered(asking.draft())
    assert (row.outcome, row.valid_until) == ("found", (now + DAY).date())
    assert asking.ask(asking.draft(), now=now + DAY) == [row]
    assert asking.ask(asking.draft(), now=now + 2 * DAY) != [row]


def test_in_a_case_an_answer_stands(asking, now):
    (row,) = asking.answered(asking.question("hrss.card", ZHANGSAN))
    assert asking.ask(asking.question("hrss.card", ZHANGSAN), now=now + 30 * DAY) == [row]


def test_an_application_uses_what_its_draft_was_told(asking, now):  # 14
    licence = asking.draft("market.licence", UNIT)
    (row,) = asking.answered(licence)
    asked_of_case = asking.question("market.licence", UNIT)
    (taken_over,) = asking.ask(asked_of_case, now=now + 30 * DAY, earlier="draft:1")
    assert (taken_over.outcome, taken_over.receipt) == ("found", row.receipt)
    assert taken_over.answered_at == row.answered_at and taken_over.answer == row.answer
    assert told(taken_over.subject) == 0, "whoever asks has it at once"


def test_on_the_day_after_its_last_it_does_not(asking, now):
    asking.answered(asking.draft("market.licence", UNIT))
    (anew,) = asking.ask(
        asking.question("market.licence", UNIT), now=now + 31 * DAY, earlier="draft:1"
    )
    assert anew.outcome == "waiting"


def test_what_was_changed_while_typing_is_asked_anew(asking, now):  # 16
    account = "6217000000000000012"
    asking.answered(asking.draft(claims={"card.bank_account": account}))
    typed = asking.question(
        "hrss.card", ZHANGSAN, claims={"card.bank_account": "6217000000000000020"}
    )
    (row,) = asking.ask(typed, earlier="draft:1")
    assert row.outcome == "waiting"
    assert asking.take(row).outcome == "contradicts"


def test_what_is_asked_each_time_is_lent_to_nobody(asking):
    asking.answered(asking.draft("health.death", SHOUTIAN))
    (row,) = asking.ask(asking.question(), earlier="draft:1")
    assert row.outcome == "waiting"


def test_what_is_ours_is_answered_at_once(asking, own):
    rows = asking.ask(
        asking.question("own.identity", ZHANGSAN), asking.question("own.identity", LISI, role="x")
    )
    assert [row.outcome for row in rows] == ["found", "not_found"]
    assert rows[0].receipt == "GA0001" and told(rows[0].subject) == 1


def test_what_is_ours_does_not_go_on_before_others_have_answered(asking, own):
    rows = asking.ask(asking.question("own.identity", ZHANGSAN), asking.question())
    assert told(rows[0].subject) == 0
    asking.take(rows[1])
    assert told(rows[0].subject) == 1


def test_nobody_asks_who_is_not_connected(asking, own, settings, monkeypatch):
    assert queries.active("health.death") and queries.active("own.identity")
    assert not queries.active("own.results:990714102002"), "nothing of ours answers yet"
    assert queries.holding_of("死亡证明材料") is not None
    monkeypatch.setattr(ports, "connected", lambda kind: kind != "exchange.market")
    assert not queries.active("market.licence")
    assert queries.holding_of("营业执照或统一社会信用代码证书") is None
    assert queries.holding_of("诊断证明、病历或检查资料") is None


def test_by_a_hand_it_is_asked_once_more(asking, now):
    asking.of("health").replies = [ports.Unavailable("down")]
    (row,) = asking.answered(asking.question())
    again = services.ask_again(query_uuid=row.uuid, asked_by="officer:1", now=now)
    assert again.pk == row.pk and queries.next_waiting("health.death", now) == row.uuid
    found = asking.take(again)
    anew = services.ask_again(query_uuid=found.uuid, asked_by="officer:1", now=now)
    assert anew.pk != found.pk and anew.asked_by == "officer:1" and anew.urgent
    assert asking.take(anew).outcome == "found" and anew.whom == found.whom
    with pytest.raises(Query.DoesNotExist):
        services.ask_again(query_uuid=found.uuid, asked_by="officer:1", now=now)


def test_when_its_subject_has_ended_nothing_is_asked_any_more(asking, now):
    waiting, silent = asking.ask(asking.question(), asking.question("civil.burial"))
    asking.of("civil").replies = [ports.Unavailable("down")]
    asking.take(silent)
    services.end_subject(subject=waiting.subject, now=now)
    later = now + 3 * DAY
    assert queries.sources_with_work(later) == []
    assert queries.next_waiting("health.death", later) is None


def test_what_was_told_is_forgotten_thirty_days_after_the_end(asking, now):
    (of_case,) = asking.answered(asking.question())
    (of_draft,) = asking.answered(asking.draft())
    assert services.forget_answers(now=now + 30 * DAY) == 0
    services.end_subject(subject=of_case.subject, now=now + 2 * DAY)
    assert services.forget_answers(now=now + 31 * DAY) == 1
    draft = Query.objects.get(pk=of_draft.pk)
    assert draft.answer is None and draft.receipt == of_draft.receipt and draft.answer_hash
    case = Query.objects.get(pk=of_case.pk)
    assert case.answer == {DEATH_ON: "2026-11-20"}
    assert services.forget_answers(now=now + 33 * DAY) == 1
    assert Query.objects.get(pk=of_case.pk).answer is None


def test_an_imprint_is_of_person_and_claims_together():
    one = queries.imprint_of(SHOUTIAN, {"a": "1", "b": "2"})
    assert one == queries.imprint_of(replace(SHOUTIAN, name="何　守田"), {"b": "2", "a": "1"})
    others = [
        queries.imprint_of(SHOUTIAN, {"a": "1"}),
        queries.imprint_of(SHOUTIAN, {"a": "12", "b": ""}),
        queries.imprint_of(replace(SHOUTIAN, number="510812194003079971"), {"a": "1", "b": "2"}),
        queries.imprint_of(Whom("employer", SHOUTIAN.name, SHOUTIAN.number), {"a": "1", "b": "2"}),
        queries.imprint_of(replace(SHOUTIAN, id_type="06"), {"a": "1", "b": "2"}),
    ]
    assert one not in others and len(set(others)) == len(others)
