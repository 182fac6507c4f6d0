"""Two or eight at the same moment, over a real database: once, in a row, and one winner."""

from concurrent.futures import ThreadPoolExecutor
from time import sleep
from uuid import uuid4

import pytest
from django.db import connection, transaction

from tests.cases.clock_rules import heard, on
from tests.cases.frozen_terms import frozen
from yichuang.accounts.models import Officer
from yichuang.cases import services
from yichuang.cases.models import Case
from yichuang.cases.queries import cases
from yichuang.cases.services.corrections import Asked
from yichuang.core.errors import Conflict, Problem
from yichuang.core.models import OutboxEvent

PROMISED = "990514102003"
INSURANCE = "990514206001"  # both clerks of the first step are qualified for it


def _in_threads(work, count=8):
    def one(i):
        try:
            return work(i)
        except Problem as problem:
            return problem
        finally:
            connection.close()

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(one, range(count)))


def test_eight_clicks_at_once_make_one_case(real_application, morning):
    wanted = real_application(PROMISED, client_ref=f"race:{uuid4()}")
    got = _in_threads(lambda _: services.submit(application=wanted, now=morning))
    assert len({done.number for done in got}) == 1
    assert sorted(done.replayed for done in got) == [False] + [True] * 7
    assert Case.objects.filter(client_ref=wanted.client_ref).count() == 1
    assert OutboxEvent.objects.filter(payload__case=str(got[0].uuid)).count() == 1


def test_eight_people_at_once_get_eight_numbers_in_a_row(real_application, morning):
    moment = morning.replace(year=2026, month=11, day=21)
    wanted = [
        real_application(PROMISED, client_ref=f"race:{uuid4()}", now=moment) for _ in range(8)
    ]
    got = _in_threads(lambda i: services.submit(application=wanted[i], now=moment))
    serials = sorted(int(done.number[13:20]) for done in got)
    assert serials == list(range(serials[0], serials[0] + 8))


def _fresh(application, morning, code=PROMISED):
    done = services.submit(application=application(code, client_ref=f"race:{uuid4()}"), now=morning)
    return Case.objects.get(uuid=done.uuid)


def test_of_two_who_claim_at_once_exactly_one_has_it(real_application, morning):
    people = list(
        Officer.objects.filter(user__username__in=["gy_clerk", "gy_clerk_sb"]).order_by("id")
    )
    for _ in range(5):
        case = _fresh(real_application, morning, INSURANCE)
        got = _in_threads(
            lambda i, c=case: services.claim(case_id=c.uuid, officer=people[i], now=morning), 2
        )
        assert sorted(isinstance(g, Conflict) for g in got) == [False, True]
        case.refresh_from_db()
        assert case.holder in people and case.seq == 2


def test_who_waited_for_a_case_sees_who_holds_it_now(real_application, morning):
    winner, loser = Officer.objects.filter(user__username__in=["gy_clerk", "gy_clerk_sb"]).order_by(
        "id"
    )
    case = _fresh(real_application, morning, INSURANCE)
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            services.claim(case_id=case.uuid, officer=winner, now=morning)
            second = pool.submit(_claim_and_leave, case, loser, morning)
            _until_somebody_waits_for_a_row()
        with pytest.raises(Conflict, match=winner.name):
            second.result()
    case.refresh_from_db()
    assert case.holder == winner and case.seq == 2


def _claim_and_leave(case: Case, officer: Officer, now):
    try:
        return services.claim(case_id=case.uuid, officer=officer, now=now)
    finally:
        connection.close()


def _until_somebody_waits_for_a_row():
    waiting = "select exists (select from pg_locks where not granted and pid <> pg_backend_pid())"
    with connection.cursor() as cursor:
        for _ in range(500):
            if cursor.execute(waiting).fetchone()[0]:
                return
            sleep(0.02)
    raise AssertionError("nobody waits for the row")


def test_of_two_clerks_who_decide_at_once_one_is_told_that_the_other_was_faster(
    real_application, morning
):
    clerk = Officer.objects.get(user__username="gy_clerk")
    for _ in range(3):
        case = _fresh(real_application, morning)
        steps = (
            lambda c=case: services.accept(case_id=c.uuid, officer=clerk, now=morning),
            lambda c=case: services.refuse(
                case_id=c.uuid, officer=clerk, reason="不属", basis="行政许可法第32条", now=morning
            ),
        )
        got = _in_threads(lambda i, s=steps: s[i](), 2)
        lost = [g for g in got if isinstance(g, Conflict)]
        assert len(lost) == 1 and "刷新" in lost[0].way_out
        case.refresh_from_db()
        assert case.state in ("accepted", "refused") and case.seq == 2
        assert not list(n for n, _ in cases.broken_chains() if n == case.number)


def test_a_notice_of_the_last_minute_and_the_night_never_both_have_their_way(
    real_application, monkeypatch
):
    """The clerk pressed at 23:59; the night comes at 00:10, and looks under the lock."""
    frozen(monkeypatch, heard("视为受理"), promise=(10, "工作日"))
    clerk = Officer.objects.get(user__username="gy_clerk")
    received_at = on(11, 23)
    for _ in range(3):
        application = real_application(PROMISED, client_ref=f"race:{uuid4()}", now=received_at)
        done = services.submit(application=application, now=received_at)
        items = [Asked("field", "person_phone", "请核对手机")]
        steps = (
            lambda c=done, i=items: services.ask_correction(
                case_id=c.uuid, officer=clerk, items=i, now=on(11, 30, 23, 59)
            ),
            lambda c=done: services.deem_accepted(case_id=c.uuid, now=on(12, 1, 0, 10)),
        )
        _in_threads(lambda i, s=steps: s[i](), 2)
        case = Case.objects.get(uuid=done.uuid)
        assert case.seq == 2 and case.state in ("correcting", "accepted")
        assert (case.accepted_at is None) == (case.state == "correcting")
