"""Outlets and channel switches."""

from django.db import transaction

from yichuang.audit.services import record
from yichuang.catalog import tables
from yichuang.catalog.models import ChannelSwitch, Item, Outlet, OutletRevision
from yichuang.core import clock
from yichuang.core.errors import FieldProblem, Invalid, NotFound


@transaction.atomic
def add_outlet(*, code: str, name: str, live: bool, actor: str) -> Outlet:
    """Add (or rename) an outlet. A live one is asked by its probe; a pushed one lags until it acknowledges."""
    outlet, fresh = Outlet.objects.update_or_create(
        code=code, defaults={"name": name, "live": live, "enabled": True}
    )
    record(
        actor=actor,
        verb="catalog.outlet.add" if fresh else "catalog.outlet.change",
        subject=f"outlet:{code}",
    )
    return outlet


@transaction.atomic
def acknowledge(*, outlet: str, code: str, revision: str, actor: str) -> OutletRevision:
    """An outlet says which revision of an item it shows now. Raises NotFound."""
    place = Outlet.objects.filter(code=outlet).first()
    item = Item.objects.filter(code=code).first()
    if place is None or item is None:
        raise NotFound(f"没有这个出口或事项：{outlet} {code}")
    row, _ = OutletRevision.objects.update_or_create(
        outlet=place, item=item, defaults={"revision": revision, "seen_at": clock.now()}
    )
    record(
        actor=actor,
        verb="catalog.outlet.acknowledge",
        subject=f"item:{code}",
        data={"outlet": outlet},
    )
    return row


@transaction.atomic
def switch_channel(
    *, code: str, channel: str, enabled: bool, actor: str, reason: str = ""
) -> ChannelSwitch:
    """Turn an item on or off for one channel (a code of packs/catalogue/channels.yaml). Raises NotFound, Invalid."""
    if channel not in tables.channels():
        raise Invalid([FieldProblem("channel", f"没有“{channel}”这个渠道", "list")])
    item = Item.objects.filter(code=code).first()
    if item is None:
        raise NotFound(f"没有编码为{code}的事项")
    row, _ = ChannelSwitch.objects.update_or_create(
        item=item, channel=channel, defaults={"enabled": enabled, "reason": reason}
    )
    record(
        actor=actor,
        verb="catalog.channel.on" if enabled else "catalog.channel.off",
        subject=f"item:{code}",
        data={"channel": channel, "reason": reason},
    )
    return row
