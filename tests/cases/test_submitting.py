"""Taking an application: once, however often it is sent."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import transaction

from yichuang.audit import queries as audit
from yichuang.cases import services
from yichuang.cases.models import Case, CaseEvent, NumberCounter
from yichuang.cases.queries import cases
from yichuang.cases.rules.application import Given
from yichuang.core.errors import Conflict, Invalid, Problem
from yichuang.core.models import OutboxEvent
from yichuang.registry.models import Person

PROMISED = "990514102003"


def test_one_submission_writes_case_materials_trail_event_and_record_at_once(application, morning):
    wanted = application(PROMISED, channel=2)
    done = services.submit(application=wanted, now=morning)
    case = cases.by_number(done.number)
    assert (case.uuid, case.state, case.channel, case.alarm) == (done.uuid, "received", 2, "green")
    assert {m.code for m in case.materials.filter(source="file")} == {
        g.code for g in wanted.materials
    }
    assert [(e.seq, e.kind, e.code) for e in CaseEvent.objects.filter(case=case)] == [
        (1, "submit", "01")
    ]
    told = OutboxEvent.objects.get(topic="cases.CaseSubmitted", payload__case=str(done.uuid))
    assert told.payload["item_code"] == PROMISED
    assert [e.verb for e in audit.of_subject(case.ref)] == ["case.submit"]
    assert json.loads(audit.of_subject(case.ref)[0].data) == {"item": PROMISED, "channel": 2}


def test_the_same_key_again_gives_the_same_case_without_its_password(application, morning):
    wanted = application(PROMISED)
    first = services.submit(application=wanted, now=morning)
    with transaction.atomic():
        again = services.submit(application=wanted, now=morning + timedelta(minutes=1))
    assert (again.uuid, again.number, again.due_at) == (first.uuid, first.number, first.due_at)
    assert again.replayed and again.password == "" and len(first.password) == 6
    assert Case.objects.filter(client_ref=wanted.client_ref).count() == 1


@pytest.mark.parametrize("change", ["answers", "region", "subject", "materials"])
def test_the_same_key_for_another_application_is_a_conflict(application, morning, change):
    first = application(PROMISED)
    services.submit(application=first, now=morning)
    other = {
        "answers": first.answers | {"person_phone": "13900000007"},
        "region": "510802000000",
        "subject": Person.objects.exclude(pk=first.subject.pk).first(),
        "materials": (),
    }
    with pytest.raises(Conflict) as refused, transaction.atomic():
        services.submit(application=replace(first, **{change: other[change]}), now=morning)
    assert refused.value.code == "idempotency_conflict"


def test_two_senders_may_use_the_same_key(application, morning):
    first, second = application(PROMISED), application(PROMISED)
    second = replace(second, client_ref=first.client_ref, source="another")
    numbers = {services.submit(application=a, now=morning).number for a in (first, second)}
    assert len(numbers) == 2


def test_a_refused_application_leaves_nothing_and_takes_no_number(application, morning):
    good = application(PROMISED)
    day = {"region": good.region[:6], "day": morning.date(), "channel": 2}
    before = list(NumberCounter.objects.filter(**day).values_list("last", flat=True))
    stolen = replace(good, file_owner="person:thief")
    for wrong, kind in ((replace(good, answers={}), Invalid), (stolen, Problem)):
        with pytest.raises(kind), transaction.atomic():
            services.submit(application=wrong, now=morning)
    assert list(NumberCounter.objects.filter(**day).values_list("last", flat=True)) == before
    assert not Case.objects.filter(client_ref=good.client_ref).exists()


@pytest.mark.parametrize(
    ("given", "text"),
    [
        (Given("M04", "promised"), "不能用承诺"),
        (Given("M04", "shared"), "共享"),
        (Given("M04", "file"), "没有传上来"),
        (Given("M99", "seen"), "不用交"),
    ],
)
def test_a_material_given_in_a_way_that_is_not_allowed_is_named(application, morning, given, text):
    good = application("990514102006")
    assert "M04" in {g.code for g in good.materials}
    others = tuple(g for g in good.materials if g.code != given.code)
    with pytest.raises(Invalid) as refused:
        services.submit(application=replace(good, materials=(*others, given)), now=morning)
    assert any(
        text in p.message and p.field == f"materials.{given.code}" for p in refused.value.problems
    )


@pytest.mark.parametrize(
    "name", ["'; drop table cases_case; --", "<script>alert(1)</script>", "王𬭎㛃", "🙂李四"]
)
def test_a_strange_name_stays_as_it_was_typed(application, morning, name):
    good = application("992014101002")
    named = replace(good, answers=good.answers | {"last_employer_name": name})
    done = services.submit(application=named, now=morning)
    assert Case.objects.get(uuid=done.uuid).form["last_employer_name"] == name
