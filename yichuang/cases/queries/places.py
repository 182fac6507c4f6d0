"""Which unit decides, which is near, what a channel is called in the catalogue's switches."""

from yichuang.accounts import queries as accounts
from yichuang.accounts.models import Organisation
from yichuang.catalog import queries as catalog

_CHANNELS = {1: "window", 2: "portal", 3: "mobile", 4: "kiosk", 5: "hotline", 6: "village"}


def channel_code(channel: int) -> str:
    """1 → "window", 2 → "portal", 3 → "mobile", 4 → "kiosk", 5 → "hotline", 6 → "village"."""
    return _CHANNELS[channel]


def deciding_organisation(item_code: str, region: str) -> Organisation:
    """The unit at the first level upward that reviews (or, for an instant item, finishes) this item."""
    return _organisation(catalog.route(item_code, region).region)


def nearest_organisation(region: str) -> Organisation:
    """The unit of a place, or of the nearest place above it that has one."""
    return _organisation(region)


def _organisation(region: str) -> Organisation:
    return accounts.serving(region) or accounts.bureau_of(region)
