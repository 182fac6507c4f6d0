"""Two answers, one that comes late and a question that gives way, in every order: a question changes once at most, and
nothing that was said of another is kept."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.exchange.asking import DEATH_ON, LISI, SHOUTIAN, Asking, told
from yichuang.core import ports
from yichuang.core.ids import uuid7
from yichuang.exchange.models import Query
from yichuang.exchange.ports import Answer
from yichuang.exchange.rules.answers import judged
from yichuang.exchange.services import taking

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)
KINDS = {DEATH_ON: "date"}
SAID = st.sampled_from(["found", "not_found", "another", "nothing"])
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("take"), st.just("")),
        st.tuples(st.just("answer"), SAID),
        st.tuples(st.just("ask"), st.sampled_from(["him", "another"])),
    ),
    min_size=3,
    max_size=12,
)


def reply(question, said, number):
    """What comes back: about him, about another, or nothing at all."""
    if said == "nothing":
        return taking._without_answer(Query.UNAVAILABLE)
    whom = question.whom
    if said == "another":
        whom = replace(whom, number="510812194003079971")
    outcome = "not_found" if said == "not_found" else "found"
    facts = {DEATH_ON: "2026-11-21"} if outcome == "found" else {}
    answer = Answer(question.uuid, outcome, whom, facts, receipt=f"卫健-{number}")
    return taking.Reply(answer, judged(question, answer, KINDS))


@given(steps=STEPS)
@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_question_changes_once_whatever_comes_in_which_order(world, now, steps):
    asking = Asking({}, now)
    asking.case = uuid7()
    moment = now
    in_hand = []
    about = SHOUTIAN
    with ports.nobody_waits():
        asking.ask(asking.question(whom=about))
        for number, (step, word) in enumerate(steps):
            moment += MINUTE
            row = Query.objects.get(subject=f"case:{asking.case}", superseded_at=None)
            if step == "take":
                taken = taking.take_in_hand(query_uuid=row.uuid, now=moment)
                in_hand += [taken] if taken else []
            elif step == "ask":
                about = SHOUTIAN if word == "him" else LISI
                asking.ask(asking.question(whom=about), now=moment)
            elif in_hand:
                taken = in_hand.pop(number % len(in_hand))
                before = Query.objects.get(uuid=taken.question.uuid)
                written = taking.keep(
                    taken=taken, reply=reply(taken.question, word, number), now=moment
                )
                after = Query.objects.get(uuid=taken.question.uuid)
                if before.outcome in Query.ANSWERED or before.superseded_at:
                    assert not written and after.receipt == before.receipt
                    assert after.outcome == before.outcome and after.answer == before.answer
                if word == "another":
                    assert (after.answer, after.receipt) == (before.answer, before.receipt)
    subject = f"case:{asking.case}"
    rows = list(Query.objects.filter(subject=subject))
    standing = [row for row in rows if row.superseded_at is None]
    assert len(standing) == 1 and standing[0].whom["number"] == about.number
    for row in rows:
        assert (row.answer is not None) == (row.outcome == "found")
        assert bool(row.receipt) == (row.outcome in Query.ANSWERED)
    # each question was told of once that its first try ended, and once more if it was answered after that
    assert told(subject) <= 2 * len(rows)
