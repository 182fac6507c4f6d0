"""Change orders and versions: a case stays on its text (SYS-002, SYS-008, SYS-011)."""

import copy
from datetime import date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from yichuang.accounts.models import Officer
from yichuang.audit.models import Entry
from yichuang.catalog import outlets, queries, services
from yichuang.catalog.models import ChangeOrder, ItemVersion
from yichuang.core import clock
from yichuang.core.errors import Conflict, Forbidden, Invalid, NotFound
from yichuang.core.models import OutboxEvent

CODE = "990714102001"
GUANGYUAN, YUEYANG = "510800000000", "430600000000"
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("published")]


def keeper() -> Officer:
    return Officer.objects.get(user__username="tm_catalogue")


def legal() -> Officer:
    return Officer.objects.get(user__username="tm_legal")


def draft(**changes):
    version = queries.version_in_force(CODE)
    plain = copy.deepcopy(version.definition)
    return {k: v for k, v in plain.items() if k not in ("steps", "process_kind")} | changes


def revised(day=None, **changes) -> ItemVersion:
    order = services.open_change(
        code=CODE, kind="revised", reason="条件放宽", effective_on=day or clock.today(), officer=keeper(),
        draft=draft(**changes), power_list_ref="权责清单第12条",
    )  # fmt: skip
    services.approve_change(change_id=order.pk, officer=legal())
    return services.publish_change(change_id=order.pk, officer=keeper()).version


def test_a_case_on_version_n_still_shows_n_after_the_next_one():
    old = queries.require_open(CODE)
    new = revised(conditions="条件改了")
    assert (old.number, new.number) == (1, 2)
    assert queries.guide(CODE).conditions == "条件改了"
    assert queries.guide_of_version(old.pk).conditions != "条件改了"
    assert queries.guide_of_version(old.pk).version_number == 1


def test_a_change_order_says_who_when_and_why():
    revised(conditions="条件改了")
    order = ChangeOrder.objects.get(item__code=CODE)
    assert (order.opened_by, order.decided_by) == (keeper().actor, legal().actor)
    assert order.reason == "条件放宽"
    assert order.opened_at and order.decided_at and order.power_list_ref == "权责清单第12条"
    verbs = (
        Entry.objects.filter(subject=f"item:{CODE}").order_by("id").values_list("verb", flat=True)
    )
    assert list(verbs)[-4:] == [
        "catalog.change.open",
        "catalog.change.approved",
        "catalog.publish",
        "catalog.change.publish",
    ]


def test_nobody_approves_their_own_order():
    order = services.open_change(
        code=CODE, kind="cancelled", reason="取消", effective_on=clock.today(), officer=keeper()
    )
    both = keeper()
    regions = both.assignments.values_list("region_id", flat=True)
    for region in list(regions):
        both.assignments.create(role="legal", region_id=region, valid_from=clock.today())
    with pytest.raises(Forbidden) as refusal:
        services.approve_change(change_id=order.pk, officer=both)
    assert refusal.value.code == "four_eyes"
    _, name_of_before = both.names_in_the_record
    ChangeOrder.objects.filter(pk=order.pk).update(opened_by=name_of_before)
    with pytest.raises(Forbidden):
        services.approve_change(change_id=order.pk, officer=both)
    ChangeOrder.objects.filter(pk=order.pk).update(opened_by=both.actor)
    with pytest.raises(Conflict):
        services.publish_change(change_id=order.pk, officer=keeper())
    with pytest.raises(IntegrityError), transaction.atomic():
        ChangeOrder.objects.filter(pk=order.pk).update(decided_by=keeper().actor, state="approved")


def test_a_rejected_order_changes_nothing():
    order = services.open_change(
        code=CODE,
        kind="revised",
        reason="改",
        effective_on=clock.today(),
        officer=keeper(),
        draft=draft(),
    )
    services.reject_change(change_id=order.pk, officer=legal(), note="依据不足")
    with pytest.raises(Conflict):
        services.publish_change(change_id=order.pk, officer=keeper())
    assert queries.version_in_force(CODE).number == 1


def test_an_order_does_not_undo_what_was_published_after_it_was_asked_for():
    stale = services.open_change(
        code=CODE,
        kind="revised",
        reason="改承诺",
        effective_on=clock.today(),
        officer=keeper(),
        draft=draft(conditions="旧版上改的"),
    )
    revised(conditions="先发布的")
    with pytest.raises(Conflict, match="第2版") as refusal:
        services.approve_change(change_id=stale.pk, officer=legal())
    assert refusal.value.code == "stale_order"
    ChangeOrder.objects.filter(pk=stale.pk).update(
        state="approved", decided_by=legal().actor, decided_at=clock.now()
    )
    with pytest.raises(Conflict, match="第2版"):
        services.publish_change(change_id=stale.pk, officer=keeper())
    assert queries.guide(CODE).conditions == "先发布的"


def test_an_order_without_a_reason_or_for_another_code_is_refused():
    with pytest.raises(Invalid) as refusal:
        services.open_change(
            code=CODE, kind="revised", reason=" ", effective_on=clock.today(), officer=keeper(),
            draft=draft(code="992014101001"),
        )  # fmt: skip
    assert {p.field for p in refusal.value.problems} == {"reason", "draft"}


def test_an_item_cancelled_on_a_day_refuses_new_cases_from_that_day_on():
    day = clock.today() + timedelta(10)
    order = services.open_change(
        code=CODE, kind="cancelled", reason="取消", effective_on=day, officer=keeper()
    )
    services.approve_change(change_id=order.pk, officer=legal())
    services.publish_change(change_id=order.pk, officer=keeper())
    assert queries.require_open(CODE, on=day - timedelta(1)).number == 1
    for late in (day, day + timedelta(100)):
        with pytest.raises(Conflict) as refusal:
            queries.require_open(CODE, on=late)
        assert refusal.value.code == "item_cancelled"
        assert CODE not in {row.code for row in queries.items(on=late)}
    assert queries.guide(CODE, on=day).cancelled_on == day
    with pytest.raises(Conflict):
        form = queries.guide(CODE).form
        services.publish(
            definition=draft(conditions="又改"), form=form, effective_from=day, actor="officer:1"
        )


def test_a_version_published_ahead_waits_for_its_day():
    day = clock.today() + timedelta(30)
    new = revised(day, conditions="下月起")
    assert queries.guide(CODE).version_number == 1
    assert queries.guide(CODE, on=day).version_id == new.pk
    with clock.frozen(datetime(day.year, day.month, day.day, 9)):
        assert queries.guide(CODE).conditions == "下月起"
    with pytest.raises(Conflict):
        services.publish(
            definition=draft(), form=new.form, effective_from=day - timedelta(1), actor="officer:1"
        )


def test_two_versions_never_hold_on_the_same_day():
    version = queries.version_in_force(CODE)
    with pytest.raises(IntegrityError), transaction.atomic():
        ItemVersion.objects.create(
            item_id=version.item_id, number=9, effective_from=date(2026, 1, 1), definition={}, form={},
            revision="0" * 64, published_at=clock.now(), published_by="x",
        )  # fmt: skip


def test_the_same_text_again_is_the_same_version():
    version = queries.version_in_force(CODE)
    again = services.publish(
        definition=draft(), form=version.form, effective_from=clock.today(), actor="officer:1"
    )
    assert again.pk == version.pk


def test_two_cities_run_the_same_version_and_change_together():
    assert (
        queries.require_open(CODE, region=GUANGYUAN).pk
        == queries.require_open(CODE, region=YUEYANG).pk
    )
    new = revised(review_points=["只看这一条"])
    for city in (GUANGYUAN, YUEYANG):
        shown = queries.guide(CODE, region=city)
        assert (shown.version_id, shown.review_points) == (new.pk, ("只看这一条",))
        assert [s.review_points for s in shown.steps if s.name == "审核"] == [("只看这一条",)]


def test_publishing_tells_every_outlet():
    new = revised(conditions="条件改了")
    event = OutboxEvent.objects.filter(topic="catalog.ItemPublished").latest("id")
    assert event.payload["revision"] == new.revision == queries.guide(CODE).revision
    assert event.payload["item_code"] == CODE


def test_an_outlet_that_lags_is_listed_and_one_added_later_joins(monkeypatch):
    monkeypatch.setattr(outlets.PROBES, "_items", {})
    for code in ("portal", "mobile", "api", "print"):
        outlets.PROBES.register(code)(lambda item: queries.guide(item).revision)
    revised(conditions="条件改了")
    assert queries.outlets_lagging([CODE]) == []
    services.add_outlet(code="screen", name="大厅屏", live=False, actor="officer:1")
    lag = queries.outlets_lagging([CODE])
    assert [(row.outlet, row.item_code, row.shows) for row in lag] == [("screen", CODE, "")]
    services.acknowledge(
        outlet="screen", code=CODE, revision=lag[0].should_show, actor="outlet:screen"
    )
    assert queries.outlets_lagging([CODE]) == []
    revised(conditions="条件又改了")
    assert [row.outlet for row in queries.outlets_lagging([CODE])] == ["screen"]


def test_an_unknown_item_is_not_found():
    with pytest.raises(NotFound):
        queries.guide("990000000000")
    with pytest.raises(NotFound):
        queries.guide(CODE, on=date(2020, 1, 1))
