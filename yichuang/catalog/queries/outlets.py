"""Which outlet lags behind, which channel is off."""

from dataclasses import dataclass

from yichuang.catalog import outlets
from yichuang.catalog.models import ChannelSwitch, ItemVersion, Outlet, OutletRevision
from yichuang.catalog.models.items import in_force
from yichuang.core import clock


@dataclass(frozen=True)
class Lag:
    """An outlet that does not show the revision in force; shows: its revision, "" when it shows none."""

    outlet: str
    item_code: str
    shows: str
    should_show: str


def outlets_lagging(codes: list[str] | None = None) -> list[Lag]:
    """Every outlet and item where the revision shown is not the one in force today; `codes` limits the items.

    A live outlet is asked through its probe (catalog.outlets.PROBES), a pushed one by what it last acknowledged.
    """
    current = ItemVersion.objects.filter(in_force(clock.today()))
    if codes is not None:
        current = current.filter(item__code__in=codes)
    revisions = dict(current.values_list("item__code", "revision"))
    lags = []
    answers = {}
    for outlet in Outlet.objects.filter(enabled=True):
        shown = _shown(outlet, list(revisions), answers)
        lags += [
            Lag(outlet.code, code, shown.get(code, ""), revision)
            for code, revision in revisions.items()
            if shown.get(code, "") != revision
        ]
    return lags


def _shown(outlet: Outlet, codes: list[str], answers: dict) -> dict[str, str]:
    probe = outlets.PROBES.get(outlet.code) if outlet.live else None
    if probe:
        if (
            probe not in answers
        ):  # outlets that show the same page share its probe: a page is made once
            answers[probe] = {code: probe(code) for code in codes}
        return answers[probe]
    rows = OutletRevision.objects.filter(outlet=outlet, item__code__in=codes)
    return dict(rows.values_list("item__code", "revision"))


def channel_open(code: str, channel: str) -> bool:
    """False when the item was turned off for the channel."""
    return not ChannelSwitch.objects.filter(
        item__code=code, channel=channel, enabled=False
    ).exists()


def switches(code: str) -> dict[str, bool]:
    """Every switch of an item that was ever set, by channel."""
    return dict(ChannelSwitch.objects.filter(item__code=code).values_list("channel", "enabled"))
