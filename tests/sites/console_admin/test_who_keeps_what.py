"""Unified items change at the level that owns them, a local item in its place; both steps of a change ask the same."""

from datetime import timedelta

import pytest
from django.test import Client

from tests.sites.console_admin.writer import ROOT, Desk, text_of
from yichuang.accounts.models import Officer
from yichuang.catalog import queries as catalog
from yichuang.catalog import services
from yichuang.catalog.models import ChangeOrder, Item
from yichuang.core import clock
from yichuang.core.errors import Conflict, Forbidden, Invalid

pytestmark = pytest.mark.django_db
UNIFIED, LOCAL = "990514102006", "992014109001"  # the local one was added by 朝天区 of 广元
KINDS = [kind for kind, _ in ChangeOrder.KINDS]
PROVINCE, CITIES = "510000000000", ("gy", "yy", "qd")
# who may change what: an administrator of …, an item that is …
MAY = {
    ("gy", LOCAL): True,
    ("yy", LOCAL): False,
    ("qd", LOCAL): False,
    ("province", LOCAL): True,
    ("all", LOCAL): True,
    ("gy", UNIFIED): False,
    ("yy", UNIFIED): False,
    ("qd", UNIFIED): False,
    ("province", UNIFIED): False,
    ("all", UNIFIED): True,
}


@pytest.fixture
def pair(world):
    """pair("gy") → who keeps the catalogue there and who reviews it there."""
    return lambda level: tuple(_officer(level, role) for role in ("catalogue", "legal"))


def _officer(level: str, post: str) -> Officer:
    if level in CITIES:
        return Officer.objects.get(user__username=f"{level}_{post}")
    officer = Officer.objects.get(user__username=f"tm_{post}")
    if level == "province":
        officer.assignments.exclude(region_id=PROVINCE).delete()
    return officer


def _asked(code: str, kind: str, officer: Officer, **changes) -> ChangeOrder:
    base = catalog.latest_version(code).definition
    plain = {key: value for key, value in base.items() if key not in ("steps", "process_kind")}
    draft = (
        None if kind == ChangeOrder.CANCELLED else plain | {"conditions": "改过的条件"} | changes
    )
    on = clock.today() + timedelta(days=3)
    return services.open_change(
        code=code,
        kind=kind,
        reason="依据新的办法第三条",
        effective_on=on,
        officer=officer,
        draft=draft,
    )


def _tried(act, **given) -> bool:
    try:
        act(**given)
    except Forbidden as refusal:
        assert refusal.code != "four_eyes" and refusal.way_out
        return False
    return True


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(("level", "code"), MAY)
def test_every_step_of_every_change_is_for_who_keeps_the_item(pair, level, code, kind):
    """Asking, agreeing, turning down and publishing, each on an order that others had brought so far."""
    may = MAY[level, code]
    rightful = pair("all")
    first, second, third = (_asked(code, kind, rightful[0]) for _ in range(3))
    services.approve_change(change_id=third.pk, officer=rightful[1])
    keeper, reviewer = pair(level)
    steps = {
        "ask": lambda: _tried(_asked, code=code, kind=kind, officer=keeper),
        "agree": lambda: _tried(services.approve_change, change_id=first.pk, officer=reviewer),
        "turn down": lambda: _tried(
            services.reject_change, change_id=second.pk, officer=reviewer, note="依据不足"
        ),
        "publish": lambda: _tried(services.publish_change, change_id=third.pk, officer=keeper),
    }
    assert {step: act() for step, act in steps.items()} == dict.fromkeys(steps, may)
    changed = (
        Item.objects.get(code=code).status == "cancelled" or catalog.latest_version(code).number > 1
    )
    assert changed is may


@pytest.mark.parametrize("kind", KINDS)
def test_the_pages_of_another_level_say_who_does_it(world, kind):
    order = _asked(UNIFIED, kind, Officer.objects.get(user__username="tm_catalogue"))
    city, legal = Desk("yy_catalogue"), Desk("yy_legal")
    assert "各地统一的事项" in city.see(f"items/{UNIFIED}/change/{kind}/", status=403)
    assert "地方实施清单" in city.see(f"items/{UNIFIED}/")
    assert (
        f"/items/{UNIFIED}/change/"
        not in city.client.get(f"{ROOT}items/{UNIFIED}/").content.decode()
    )
    for verb in ("approve", "reject"):
        assert legal.client.get(f"{ROOT}changes/{order.pk}/{verb}/").status_code == 403
    assert (
        "changes/" + f"{order.pk}/approve/"
        not in legal.client.get(f"{ROOT}changes/{order.pk}/").content.decode()
    )
    assert (
        city.client.post(f"{ROOT}changes/{order.pk}/publish/", {"_confirm": "yes"}).status_code
        == 403
    )


def test_nobody_agrees_to_what_may_not_be_published_and_the_refusal_is_the_same(pair):
    keeper, reviewer = pair("all")
    draft = _asked(UNIFIED, "revised", keeper, conditions="")
    with pytest.raises(Invalid) as at_agreement:
        services.approve_change(change_id=draft.pk, officer=reviewer)
    ChangeOrder.objects.filter(pk=draft.pk).update(state="approved", decided_by=reviewer.actor)
    with pytest.raises(Invalid) as at_publishing:
        services.publish_change(change_id=draft.pk, officer=keeper)
    assert at_agreement.value.problems == at_publishing.value.problems
    first, again = (_asked(UNIFIED, "cancelled", keeper) for _ in range(2))
    services.approve_change(change_id=first.pk, officer=reviewer)
    services.publish_change(change_id=first.pk, officer=keeper)
    with pytest.raises(Conflict):
        services.approve_change(change_id=again.pk, officer=reviewer)
    again.refresh_from_db()
    assert again.state == ChangeOrder.OPEN


def test_an_agreed_trial_leaves_nothing_behind(pair):
    keeper, reviewer = pair("all")
    order = _asked(UNIFIED, "cancelled", keeper)
    services.approve_change(change_id=order.pk, officer=reviewer)
    assert Item.objects.get(code=UNIFIED).status == Item.ACTIVE
    assert catalog.guide(UNIFIED).cancelled_on is None


def test_a_cancellation_is_announced_on_the_guide_with_its_date_and_never_for_a_day_that_is_over(
    pair,
):
    keeper, reviewer = pair("all")
    order = _asked(UNIFIED, "cancelled", keeper)
    services.approve_change(change_id=order.pk, officer=reviewer)
    services.publish_change(change_id=order.pk, officer=keeper)
    on = order.effective_on
    told = text_of(Client().get(f"/items/{UNIFIED}/"))
    assert (
        f"这件事从{on.year}年{on.month}月{on.day}日" in told
        and "起取消" in told
        and "以前照常受理" in told
    )
    with clock.frozen(clock.now() + timedelta(days=3)):
        told = text_of(Client().get(f"/items/{UNIFIED}/"))
        assert "起不再办了" in told and "起取消" not in told
    other = _asked(LOCAL, "cancelled", keeper)
    with clock.frozen(clock.now() + timedelta(days=4)), pytest.raises(Invalid):
        services.approve_change(change_id=other.pk, officer=reviewer)


@pytest.mark.parametrize("agreed", [False, True])
@pytest.mark.parametrize("other", KINDS)
@pytest.mark.parametrize("kind", KINDS)
def test_whatever_was_published_since_an_order_it_can_be_published_or_sent_back(
    pair, kind, other, agreed
):
    """No state of an order has no way out, and the page shows it."""
    keeper, reviewer = pair("all")
    order, first = _asked(UNIFIED, kind, keeper), _asked(UNIFIED, other, keeper)
    if agreed:
        services.approve_change(change_id=order.pk, officer=reviewer)
    services.approve_change(change_id=first.pk, officer=reviewer)
    services.publish_change(change_id=first.pk, officer=keeper)
    if kind == ChangeOrder.CANCELLED and other != ChangeOrder.CANCELLED:
        if not agreed:
            services.approve_change(change_id=order.pk, officer=reviewer)
        services.publish_change(change_id=order.pk, officer=keeper)
        return
    with pytest.raises(Conflict):
        if not agreed:
            services.approve_change(change_id=order.pk, officer=reviewer)
        services.publish_change(change_id=order.pk, officer=keeper)
    legal = Desk("tm_legal")
    page = legal.client.get(f"{ROOT}changes/{order.pk}/").content.decode()
    assert f"changes/{order.pk}/reject/" in page
    assert (f"changes/{order.pk}/approve/" in page) is not agreed
    services.reject_change(change_id=order.pk, officer=reviewer, note="已有更新的版本")
    order.refresh_from_db()
    assert (order.state, order.decision_note) == ("rejected", "已有更新的版本")
    with pytest.raises(Conflict):
        services.reject_change(change_id=order.pk, officer=reviewer, note="再退一次")


def test_what_was_published_is_not_sent_back(pair):
    keeper, reviewer = pair("all")
    order = _asked(UNIFIED, "revised", keeper)
    services.approve_change(change_id=order.pk, officer=reviewer)
    services.publish_change(change_id=order.pk, officer=keeper)
    with pytest.raises(Conflict):
        services.reject_change(change_id=order.pk, officer=reviewer, note="后悔了")
    page = Desk("tm_legal").client.get(f"{ROOT}changes/{order.pk}/").content.decode()
    assert f"changes/{order.pk}/reject/" not in page


@pytest.mark.parametrize(
    ("days", "unit", "marked"),
    [(1, "月", True), (25, "工作日", True), (20, "工作日", False), (1, "工作日", False)],
)
def test_a_promise_that_becomes_longer_is_marked_for_who_agrees(pair, days, unit, marked):
    keeper, _ = pair("all")
    order = _asked(UNIFIED, "revised", keeper, promised_days=days, promised_unit=unit)
    legal = Desk("tm_legal")
    page = legal.see(f"changes/{order.pk}/")
    confirming = legal.client.post(f"{ROOT}changes/{order.pk}/approve/", {"note": ""})
    assert ("承诺的时限变长了" in page) is marked
    assert ("比现在慢" in text_of(confirming)) is marked
