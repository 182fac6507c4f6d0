"""Many cases in one transaction: numbers in a row, all or none, and no two transactions that wait for each other."""

import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from uuid import uuid4

import pytest
from django.db import connection, transaction

from yichuang.cases import services
from yichuang.cases.models import Case, CaseEvent, NumberCounter
from yichuang.cases.queries import cases
from yichuang.cases.rules.application import Given
from yichuang.core.errors import Conflict, Invalid, Problem
from yichuang.core.models import OutboxEvent

PROMISED = "990514102003"
HERE, THERE = "510812", "430602"


def _serials(numbers):
    return [int(number[13:20]) for number in numbers]


def test_many_are_written_as_one_would_be(application, morning):
    apart = [application(PROMISED, now=morning) for _ in range(3)]
    apart[1] = application(PROMISED, region="430602000000", now=morning)
    done = services.submit_many(applications=apart, now=morning)
    made = [Case.objects.get(uuid=each.uuid) for each in done]
    assert [case.number for case in made] == [each.number for each in done]
    assert [case.number[:6] for case in made] == [HERE, THERE, HERE]
    first, _, last = _serials(case.number for case in made)
    assert last == first + 1
    alone = services.submit(application=application(PROMISED, now=morning), now=morning)
    papers = list(
        Case.objects.get(uuid=alone.uuid).materials.order_by("id").values_list("code", "source")
    )
    assert len(papers) > 2
    assert {len(each.password) for each in done} == {6}
    for case, each in zip(made, apart, strict=True):
        assert list(case.materials.order_by("id").values_list("code", "source")) == papers
        assert case.client_ref == each.client_ref and case.state == "received" and case.seq == 1
        assert CaseEvent.objects.filter(case=case).count() == 1
        assert OutboxEvent.objects.filter(payload__case=str(case.uuid)).count() == 1
    assert not [
        number for number, _ in cases.broken_chains() if number in {case.number for case in made}
    ]


def test_what_was_sent_before_comes_back_and_the_rest_is_made(application, morning):
    early, late = application(PROMISED, now=morning), application(PROMISED, now=morning)
    before = services.submit(application=early, now=morning)
    done = services.submit_many(applications=[late, early], now=morning)
    assert [each.replayed for each in done] == [False, True]
    assert done[1].number == before.number and done[0].number != before.number


def test_one_wrong_application_leaves_nothing(application, morning):
    good, bad = (
        application(PROMISED, now=morning),
        replace(application(PROMISED, now=morning), answers={}),
    )
    counters = list(NumberCounter.objects.order_by("id").values_list("id", "last"))
    with pytest.raises(Invalid):
        services.submit_many(applications=[good, bad], now=morning)
    strange = replace(
        good, materials=tuple(Given(m.code, "file", str(uuid4())) for m in good.materials)
    )
    with pytest.raises(Problem) as refused:
        services.submit_many(
            applications=[application(PROMISED, now=morning), strange], now=morning
        )
    assert refused.value.code == "unknown_file"
    assert not Case.objects.filter(client_ref__in=[good.client_ref, bad.client_ref]).exists()
    assert list(NumberCounter.objects.order_by("id").values_list("id", "last")) == counters


def test_a_key_used_for_another_application_is_refused(application, morning):
    first = application(PROMISED, now=morning)
    services.submit(application=first, now=morning)
    other = replace(application(PROMISED, now=morning), client_ref=first.client_ref)
    with pytest.raises(Conflict):
        services.submit_many(applications=[other], now=morning)


ONE_AT_A_TIME = "992014101002"


def test_a_second_application_among_many_is_refused_as_one_alone_is(application, morning):
    def one(**more):
        return replace(application(ONE_AT_A_TIME, now=morning), refuses_second=True, **more)

    other = application(PROMISED, now=morning)
    before = services.submit(application=one(source="api:one"), now=morning)
    for source, number in (("api:one", before.number), ("api:two", "")):
        with pytest.raises(services.OneIsOpen) as refused:
            services.submit_many(applications=[other, one(source=source)], now=morning)
        assert refused.value.number == number
    assert not Case.objects.filter(client_ref=other.client_ref).exists()


def test_two_of_one_person_among_many_are_each_others_second(application, morning):
    twice = [replace(application(ONE_AT_A_TIME, now=morning), refuses_second=True) for _ in "12"]
    with pytest.raises(services.OneIsOpen) as refused:
        services.submit_many(applications=twice, now=morning)
    assert refused.value.number == "" and refused.value.code == "one_is_open"
    assert not Case.objects.filter(client_ref=twice[0].client_ref).exists()


def test_two_transactions_with_counties_in_opposite_order_both_end(real_application, morning):
    """Each takes the counter of its first county before either asks for its second."""
    places = ("510812000000", "430602000000")
    there = [
        [real_application(PROMISED, region=place, client_ref=f"many:{uuid4()}") for place in order]
        for order in (places, places[::-1])
    ]
    both_begun = threading.Barrier(2, timeout=30)

    def batch(applications):
        try:
            with transaction.atomic():
                both_begun.wait()
                return services.submit_many(applications=applications, now=morning)
        finally:
            connection.close()

    for _ in range(5):
        fresh = [
            [replace(app, client_ref=f"many:{uuid4()}") for app in applications]
            for applications in there
        ]
        with ThreadPoolExecutor(2) as pool:
            first, second = pool.map(batch, fresh)
        numbers = [each.number for each in (*first, *second)]
        assert len(set(numbers)) == 4
        assert [number[:6] for number in numbers] == [HERE, THERE, THERE, HERE]


def test_counters_are_taken_in_one_order_whatever_the_order_of_the_cases(real_application, morning):
    """The deadlock made certain: one transaction holds the lower counter; the other, told the higher place first, must
    wait there without holding the higher one."""
    low, high = sorted(["510812000000", "430602000000"])
    apps = [
        real_application(PROMISED, region=place, client_ref=f"many:{uuid4()}")
        for place in (high, low)
    ]
    one = real_application(PROMISED, region=low, client_ref=f"many:{uuid4()}")
    holding, release = threading.Event(), threading.Event()

    def holder():
        try:
            with transaction.atomic():
                services.submit_many(applications=[one], now=morning)
                holding.set()
                release.wait(30)
        finally:
            connection.close()

    def waiter():
        try:
            return services.submit_many(applications=apps, now=morning)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        held = pool.submit(holder)
        assert holding.wait(30)
        waiting = pool.submit(waiter)
        counter = NumberCounter.objects.filter(region=high[:6], day=morning.date())
        with transaction.atomic():  # free, though the waiter was told this county first
            list(counter.select_for_update(nowait=True))
        release.set()
        held.result(30)
        assert len(waiting.result(30)) == 2
