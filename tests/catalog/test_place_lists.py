"""地方实施清单: asked for by one, agreed to by another, and nothing in it that is not so (ADR 52)."""

from datetime import timedelta

import pytest

from yichuang.accounts.models import Officer
from yichuang.audit.models import Entry
from yichuang.catalog import queries, services
from yichuang.catalog.models import Implementation, PlaceOrder
from yichuang.catalog.rules import placing
from yichuang.core import clock
from yichuang.core.errors import Conflict, Forbidden, Invalid

HARD = "990714102001"  # 就业困难人员认定: free, done at 县, 乡镇, 村
CHAOTIAN, GUANGYUAN = "510812000000", "510800000000"
COUNTY_LEVEL = 3
UNIFIED = {
    "fee": "不收费",
    "levels": ["县", "乡镇"],
    "places": {"县": "县（区）政务服务中心人社窗口"},
}
HOURS = "周一至周五 9:00—12:00、13:30—17:30"


@pytest.mark.parametrize(
    ("differences", "fields"),
    [
        ({"places": {"火星": "x"}}, ["places"]),
        ({"places": {"市": "市政务服务中心"}}, ["places"]),
        ({"places": {"村": "村便民服务站"}}, ["places"]),
        ({"places": {"县": "政务服务中心2楼"}}, []),
        ({"hours": "随便"}, ["hours"]),
        ({"hours": "周一至周五 9:00—8:00"}, ["hours"]),
        ({"hours": "周一至周五 9:00—25:00"}, ["hours"]),
        ({"hours": "周一至周五 9:70—12:00"}, ["hours"]),
        ({"hours": HOURS}, []),
        ({"hours": "自助区24小时开放"}, []),
        ({"fee_note": "收费100元"}, ["fee_note"]),
        ({"fee_note": "按《某某收费管理办法》收100元"}, []),
        ({"fee_note": "不收费"}, []),
        ({"offered": False}, ["not_offered_reason"]),
        ({"offered": False, "not_offered_reason": "  "}, ["not_offered_reason"]),
        ({"offered": False, "not_offered_reason": "窗口搬迁"}, []),
        ({"not_offered_reason": "窗口搬迁"}, ["offered"]),
        ({"offered": True}, []),
    ],
)
def test_a_place_says_nothing_that_is_not_so(differences, fields):
    problems = placing.problems_of(differences, UNIFIED, COUNTY_LEVEL)
    assert [problem.field for problem in problems] == fields


def test_a_fee_may_be_explained_where_the_item_has_one():
    paid = UNIFIED | {"fee": "按当地标准"}
    assert placing.problems_of({"fee_note": "收费100元"}, paid, COUNTY_LEVEL) == []


@pytest.mark.parametrize(
    ("text", "known"),
    [
        ("朝天区政务服务中心1楼就业窗口", True),
        ("广元市朝天区政务服务中心一楼", True),
        ("县（区）政务服务中心人社窗口", True),
        ("火星大道1号", False),
        ("x", False),
    ],
)
def test_an_office_is_one_of_the_place(text, known):
    offices = {3: ["朝天区政务服务中心人社专区", "广元市朝天区政务服务中心一楼"]}
    problems = placing.unknown_offices({"places": {"县": text}}, UNIFIED, offices)
    assert (problems == []) == known


def officer(username: str) -> Officer:
    return Officer.objects.get(user__username=username)


def ask(
    by: str = "gy_catalogue", region: str = CHAOTIAN, in_days: int = 0, **differences
) -> PlaceOrder:
    return services.propose_place(
        code=HARD,
        region=region,
        differences=differences or {"hours": HOURS},
        effective_from=clock.today() + timedelta(in_days),
        officer=officer(by),
    )


def agree(order: PlaceOrder) -> None:
    services.approve_place(order_id=order.pk, officer=officer("gy_legal"))


def said() -> dict:
    row = Implementation.objects.filter(
        item__code=HARD, region_id=CHAOTIAN, effective_to=None
    ).first()
    return row.differences if row else {}


def test_nothing_holds_before_a_second_person_agrees(world):
    before = said()
    order = ask(hours=HOURS)
    assert said() == before
    services.approve_place(order_id=order.pk, officer=officer("gy_legal"))
    assert said() == {"hours": HOURS}
    row = Implementation.objects.get(item__code=HARD, region_id=CHAOTIAN, effective_to=None)
    assert row.said_by == officer("gy_catalogue").actor
    assert queries.guide(HARD, region=CHAOTIAN).hours == HOURS


def test_who_asks_may_not_agree_and_another_place_neither_asks_nor_agrees(world):
    order = ask()
    with pytest.raises(Forbidden):
        services.approve_place(order_id=order.pk, officer=officer("gy_catalogue"))
    with pytest.raises(Forbidden):
        services.approve_place(order_id=order.pk, officer=officer("yy_legal"))
    with pytest.raises(Forbidden):
        ask(by="yy_catalogue")
    order.refresh_from_db()
    assert order.state == PlaceOrder.OPEN


def test_what_changed_since_is_asked_for_anew(world):
    order = ask()
    services.set_implementation(
        code=HARD,
        region=CHAOTIAN,
        differences={"courier": True},
        effective_from=clock.today(),
        actor="tests",
    )
    with pytest.raises(Conflict, match="对不上") as stale:
        services.approve_place(order_id=order.pk, officer=officer("gy_legal"))
    assert stale.value.status == 409
    assert said() == {"courier": True}
    services.reject_place(order_id=order.pk, officer=officer("gy_legal"), note="请重新提出")
    with pytest.raises(Conflict):
        services.reject_place(order_id=order.pk, officer=officer("gy_legal"), note="再退一次")


def test_one_question_at_a_time_and_none_without_a_change(world):
    ask()
    with pytest.raises(Conflict, match="已有一份在等审核"):
        ask(hours="周六 9:00—12:00")
    with pytest.raises(Invalid, match="没有要改的"):
        ask(region=GUANGYUAN, **said_in(GUANGYUAN))


def said_in(region: str) -> dict:
    return Implementation.objects.get(
        item__code=HARD, region_id=region, effective_to=None
    ).differences


@pytest.mark.parametrize(
    "differences",
    [
        {"places": {"火星": "x"}},
        {"places": {"县": "火星大道1号"}},
        {"hours": "随便"},
        {"fee_note": "收费100元"},
        {"offered": False},
    ],
)
def test_what_no_list_may_say_is_not_even_asked_for(world, differences):
    with pytest.raises(Invalid):
        ask(**differences)
    assert not PlaceOrder.objects.exists()


def test_who_asked_takes_it_back_and_nobody_has_to_agree_any_more(world):
    before = said()
    order = ask()
    for other in ("gy_legal", "yy_catalogue"):
        with pytest.raises(Forbidden):
            services.withdraw_place(order_id=order.pk, officer=officer(other))
    services.withdraw_place(order_id=order.pk, officer=officer("gy_catalogue"))
    order.refresh_from_db()
    assert (order.state, order.decided_by) == (PlaceOrder.TAKEN_BACK, "")
    assert order.decided_at is not None
    noted = Entry.objects.get(verb="catalog.place.taken_back")
    assert noted.actor == officer("gy_catalogue").actor
    with pytest.raises(Conflict, match="已撤回"):
        services.approve_place(order_id=order.pk, officer=officer("gy_legal"))
    with pytest.raises(Conflict, match="已撤回"):
        services.withdraw_place(order_id=order.pk, officer=officer("gy_catalogue"))
    assert said() == before
    assert ask(hours="周六 9:00—12:00").state == PlaceOrder.OPEN


def test_what_is_decided_is_not_taken_back(world):
    order = ask()
    services.approve_place(order_id=order.pk, officer=officer("gy_legal"))
    with pytest.raises(Conflict, match="已同意"):
        services.withdraw_place(order_id=order.pk, officer=officer("gy_catalogue"))
    assert said() == {"hours": HOURS}


SATURDAY, SUNDAY = "周六 9:00—12:00", "周日 9:00—12:00"


def hours_in(days: int) -> str:
    return queries.guide(HARD, region=CHAOTIAN, on=clock.today() + timedelta(days)).hours


def test_what_begins_later_does_not_lock_the_place(world):
    agree(ask(hours=HOURS))
    agree(ask(hours=SATURDAY, in_days=10))
    assert (hours_in(9), hours_in(10)) == (HOURS, SATURDAY)
    agree(ask(hours=SUNDAY, in_days=20))
    assert (hours_in(9), hours_in(10), hours_in(20)) == (HOURS, SATURDAY, SUNDAY)
    agree(ask(hours=SUNDAY, in_days=5))
    assert (hours_in(4), hours_in(5), hours_in(10), hours_in(20)) == (HOURS, SUNDAY, SUNDAY, SUNDAY)
    assert queries.implementations_to_come(HARD).filter(region_id=CHAOTIAN).count() == 1


def test_what_begins_later_is_taken_back_by_what_is_said_now(world):
    agree(ask(hours=HOURS))
    agree(ask(hours=SATURDAY, in_days=10))
    agree(ask(hours=HOURS))
    assert (hours_in(0), hours_in(10)) == (HOURS, HOURS)
    with pytest.raises(Invalid, match="没有要改的"):
        ask(hours=HOURS, in_days=3)
    assert not queries.implementations_to_come(HARD).exists()


def test_the_same_may_begin_earlier_than_it_was_to(world):
    agree(ask(hours=SATURDAY, in_days=10))
    agree(ask(hours=SATURDAY, in_days=2))
    assert (hours_in(2), hours_in(10)) == (SATURDAY, SATURDAY)
    assert hours_in(1) != SATURDAY


def promise(region: str, number: int, in_days: int = 0) -> None:
    agree(ask(region=region, in_days=in_days, promised_days=number, promised_unit="工作日"))


def test_a_county_promises_no_slower_than_its_city_does_on_any_day_to_come(world):
    unified = queries.latest_version(HARD).definition
    assert (unified["promised_days"], unified["promised_unit"]) == (5, "工作日")
    assert said_in(GUANGYUAN)["promised_days"] == 4
    with pytest.raises(Invalid, match="比广元市承诺的4个工作日慢"):
        promise(CHAOTIAN, 5)
    promise(CHAOTIAN, 4)
    promise(CHAOTIAN, 3)
    with pytest.raises(Invalid, match=r"1个地方承诺得更慢.*朝天区（3个工作日）"):
        promise(GUANGYUAN, 2, in_days=30)
    promise(CHAOTIAN, 2)
    promise(GUANGYUAN, 2, in_days=30)
    with pytest.raises(Invalid, match=r"起的广元市承诺的2个工作日慢"):
        promise(CHAOTIAN, 3)
    assert queries.guide(HARD, region=CHAOTIAN).limits.promised_days == 2


def test_a_list_of_a_place_promises_what_its_guides_do(world):
    rows = {row.code: row for row in queries.items(region=CHAOTIAN)}
    agree(ask(promised_days=2, promised_unit="工作日"))
    there = {row.code: row for row in queries.items(region=CHAOTIAN)}
    assert (there[HARD].promised, there[HARD].promised_days) == ("2个工作日", 2)
    own = Implementation.objects.filter(differences__has_key="promised_days", effective_to=None)
    assert {HARD} <= set(own.values_list("item__code", flat=True))
    for code in own.values_list("item__code", flat=True):
        if code in there:
            guide = queries.guide(code, region=CHAOTIAN)
            assert there[code].promised == guide.limits.promised_text, code
    unified = {row.code: row for row in queries.items()}
    assert unified[HARD].promised_days == 5 and rows[HARD].promised_days == 3
