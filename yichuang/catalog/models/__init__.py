"""事项: what may be applied for, under which version of the text, where it differs, who does what."""

from yichuang.catalog.models.before import Before
from yichuang.catalog.models.changes import ChangeOrder
from yichuang.catalog.models.items import Item, ItemVersion
from yichuang.catalog.models.outlets import ChannelSwitch, Outlet, OutletRevision
from yichuang.catalog.models.places import DelegationOverride, Implementation, PlaceOrder

__all__ = [
    "Before",
    "ChangeOrder",
    "ChannelSwitch",
    "DelegationOverride",
    "Implementation",
    "Item",
    "ItemVersion",
    "Outlet",
    "OutletRevision",
    "PlaceOrder",
]
