"""One question put to its source: what is kept of each way in which it may end."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import transaction

from tests.exchange.asking import DEATH_ON, SHOUTIAN, incidents, told
from tests.sites.desk import lives
from yichuang.accounts import queries as accounts
from yichuang.accounts.models import Todo
from yichuang.core import breaker, ports
from yichuang.core.clock import SHANGHAI
from yichuang.exchange import queries, services, tasks
from yichuang.exchange.models import Incident, Query
from yichuang.exchange.ports import Answer, Unreadable, Unsigned
from yichuang.exchange.services import taking

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


def answer_of(question, **changes):
    plain = Answer(
        question.uuid, "found", question.whom, {DEATH_ON: "2026-11-21"}, (), None, "卫健-0418"
    )
    return replace(plain, **changes)


def test_a_find_is_kept_with_receipt_day_and_hash_and_its_content_encrypted(asking):
    (row,) = asking.answered(asking.question())
    assert (row.outcome, row.answer) == ("found", {DEATH_ON: "2026-11-20"})
    assert row.receipt.startswith("卫生健康-") and row.answer_hash and row.answered_at
    assert row.valid_until is None and row.attempts == 1 and row.next_at is None
    sealed = Query.objects.filter(pk=row.pk).values_list("answer", "whom")[0]
    assert b"2026-11-20" not in b"".join(map(bytes, sealed))
    assert told(row.subject) == 1 and incidents(row) == []


def test_nothing_found_and_a_contradiction_are_answers_with_receipts(asking):
    living = replace(SHOUTIAN, name="王小明", number="510812199001019931")
    (row,) = asking.answered(asking.question(whom=living))
    assert (row.outcome, row.answer) == ("not_found", None) and row.receipt
    (other,) = asking.answered(asking.question(claims={DEATH_ON: "2026-11-21"}))
    assert (other.outcome, other.differs, other.answer) == ("contradicts", [DEATH_ON], None)


def test_an_answer_about_another_is_told_to_whoever_keeps_the_connections(asking, now):
    another = replace(SHOUTIAN, number="510812194003079971")
    asking.of("health").replies = [lambda question: answer_of(question, whom=another)]
    (row,) = asking.answered(asking.question())
    assert (row.outcome, row.answer, row.receipt) == ("unavailable", None, "")
    assert row.next_at - now >= MINUTE
    incident = Incident.objects.get(query=row)
    assert (incident.kind, incident.receipt) == ("wrong_person", "卫健-0418")
    assert len(incident.digest) == 32
    todo = Todo.objects.get(kind="wrong_person")
    assert accounts.todos_of(lives.officer("gy_channel")).filter(pk=todo.pk).exists()
    assert "何守田" not in todo.title and todo.task == Todo.NOW
    again = asking.take(row, now + 2 * MINUTE)
    assert again.outcome == "found", "asked again, and answered for the right one"


@pytest.mark.parametrize(
    ("fault", "kinds"),
    [
        (Unsigned("altered"), ["unsigned"]),
        (Unreadable("too large"), ["malformed"]),
        (ports.Unavailable("down"), []),
        (ports.NotConnected("answer"), []),
    ],
)
def test_who_does_not_answer_is_asked_again(asking, now, fault, kinds):
    asking.of("health").replies = [fault]
    (row,) = asking.answered(asking.question())
    assert row.outcome == "unavailable" and incidents(row) == kinds
    assert timedelta(0) <= row.next_at - now - MINUTE < timedelta(seconds=5)
    assert asking.take(row, now + 2 * MINUTE).outcome == "found"
    assert told(row.subject) == 2, "once that it did not come, once that it did"


def test_who_refuses_is_not_asked_again(asking, now):
    asking.of("health").replies = [ports.Rejected("not ours")]
    (row,) = asking.answered(asking.question())
    assert (row.outcome, row.next_at) == ("refused", None)
    assert not services.take(query_uuid=row.uuid, now=now + timedelta(days=1))


def test_the_tries_of_the_day_are_short_and_that_of_the_night_has_its_time(
    asking, now, monkeypatch
):
    limits = []
    health = asking.of("health")

    def silent(question):
        limits.append(ports.limit())
        raise ports.Unavailable("slow")

    health.replies = [silent] * 5
    (row,) = asking.ask(asking.question())
    moments = []
    moment = now
    for _ in range(5):
        monkeypatch.setattr(ports, "_breakers", {})
        row = asking.take(row, moment)
        moments.append(row.next_at - moment)
        moment = row.next_at
    assert limits == [ports.SOMEBODY_WAITS] * 4 + [ports.NOBODY_WAITS]
    assert [round(wait / MINUTE) for wait in moments[:3]] == [1, 10, 60]
    night = moment.astimezone(SHANGHAI)
    assert (night.hour, night.minute) == (2, 10)
    assert told(row.subject) == 1


def test_the_first_answer_counts_and_the_second_is_an_incident(asking, now):  # 7
    (row,) = asking.ask(asking.question())
    first = taking.take_in_hand(query_uuid=row.uuid, now=now)
    second = taking.take_in_hand(query_uuid=row.uuid, now=now + MINUTE)
    asking.of("health").replies = [
        lambda question: answer_of(question),
        lambda question: answer_of(question, receipt="卫健-0419"),
    ]
    replies = [taking.put(first), taking.put(second)]
    assert taking.keep(taken=first, reply=replies[0], now=now + MINUTE)
    assert not taking.keep(taken=second, reply=replies[1], now=now + MINUTE)
    assert not taking.keep(taken=second, reply=replies[0], now=now + MINUTE)
    kept = Query.objects.get(pk=row.pk)
    assert kept.receipt == "卫健-0418" and told(row.subject) == 1
    assert incidents(row) == ["doubled"], "the very same answer once more is none"


def test_an_answer_that_comes_when_another_is_asked_about_is_late(asking, now):
    (row,) = asking.ask(asking.question())
    taken = taking.take_in_hand(query_uuid=row.uuid, now=now)
    reply = taking.put(taken)
    corrected = replace(SHOUTIAN, number="51081219400307998X")
    (instead,) = asking.ask(asking.question(whom=corrected))
    assert not taking.keep(taken=taken, reply=reply, now=now)
    assert incidents(row) == ["late"] and told(row.subject) == 0
    assert Query.objects.get(pk=instead.pk).outcome == "waiting"
    assert Query.objects.get(pk=row.pk).answer is None


def test_one_in_hand_is_not_taken_by_another_until_its_time_is_over(asking, now):
    (row,) = asking.ask(asking.question())
    assert taking.take_in_hand(query_uuid=row.uuid, now=now)
    assert taking.take_in_hand(query_uuid=row.uuid, now=now + timedelta(seconds=13)) is None
    assert taking.take_in_hand(query_uuid=row.uuid, now=now + timedelta(seconds=14))


def test_who_gives_up_does_not_end_what_another_has_in_hand(asking, now):
    (row,) = asking.ask(asking.question())
    slow = taking.take_in_hand(query_uuid=row.uuid, now=now)
    asking.of("health").replies = [ports.Unavailable("slow")]
    nothing = taking.put(slow)
    other = taking.take_in_hand(query_uuid=row.uuid, now=now + MINUTE)
    assert not taking.keep(taken=slow, reply=nothing, now=now + MINUTE)
    assert Query.objects.get(pk=row.pk).outcome == "waiting"
    assert taking.keep(taken=other, reply=taking.put(other), now=now + MINUTE)


def test_a_subject_goes_on_when_the_last_first_answer_has_come(asking):
    questions = [asking.question(source) for source in ("health.death", "civil.burial")]
    first, second = asking.ask(*questions)
    asking.take(first)
    assert told(first.subject) == 0 and queries.waits(first.subject)
    asking.take(second)
    assert told(first.subject) == 1 and not queries.waits(first.subject)


def test_nothing_is_asked_within_a_transaction_nor_outside_of_a_job(asking):
    (row,) = asking.ask(asking.question())
    job = ports._in_a_job.set(False)
    with pytest.raises(ports.InAWebThread):
        asking.take(row)
    ports._in_a_job.reset(job)
    with transaction.atomic(), pytest.raises(ports.UnderALock):
        services.take(query_uuid=row.uuid, now=asking.now + MINUTE)


def test_a_job_asks_the_urgent_first_and_those_that_are_due_again_last(asking, now, monkeypatch):
    health = asking.of("health")
    health.replies = [ports.Unavailable("down")]
    asking.answered(asking.question(subject="case:due"))
    asking.ask(asking.question(subject="case:usual"))
    asking.ask(asking.question(subject="case:urgent", urgent=True))
    subjects = []
    take = services.take

    def noted(*, query_uuid, now):
        subjects.append(Query.objects.get(uuid=query_uuid).subject)
        return take(query_uuid=query_uuid, now=now)

    monkeypatch.setattr(services, "take", noted)
    monkeypatch.setattr(tasks.clock, "now", lambda: now + 2 * MINUTE)
    tasks.ask("health.death")
    assert subjects == ["case:urgent", "case:usual", "case:due"]
    assert queries.sources_with_work(now + 2 * MINUTE) == []


def test_one_that_rests_is_not_asked_and_all_that_waits_for_it_goes_on(asking, now, monkeypatch):
    health = asking.of("health")
    health.replies = [ports.Unavailable("down")] * breaker.FAILURES
    for number in range(10):
        asking.ask(asking.question(subject=f"case:{number}"))
    monkeypatch.setattr(tasks.clock, "now", lambda: now)
    tasks.ask("health.death")
    assert health.calls == breaker.FAILURES
    outcomes = set(Query.objects.values_list("outcome", flat=True))
    assert outcomes == {"unavailable"} and queries.next_waiting("health.death", now) is None
    assert all(told(f"case:{number}") == 1 for number in range(10))


def test_each_minute_a_job_is_asked_for_where_something_is_due(asking, now, monkeypatch):
    asking.of("health").replies = [ports.Unavailable("down")]
    asking.answered(asking.question())
    asked_for = []
    monkeypatch.setattr(tasks, "defer_once", lambda name, of, source: asked_for.append(source))
    monkeypatch.setattr(tasks.clock, "now", lambda: now)
    tasks.ask_again(timestamp=0)
    assert asked_for == []
    monkeypatch.setattr(tasks.clock, "now", lambda: now + 2 * MINUTE)
    tasks.ask_again(timestamp=0)
    assert asked_for == ["health.death"]
