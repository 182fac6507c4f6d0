"""Every write of the catalogue, one function per verb."""

from yichuang.catalog.services.changes import (
    approve_change,
    open_change,
    publish_change,
    reject_change,
)
from yichuang.catalog.services.offers import offer
from yichuang.catalog.services.outlets import acknowledge, add_outlet, switch_channel
from yichuang.catalog.services.place_orders import (
    approve_place,
    propose_place,
    reject_place,
    withdraw_place,
)
from yichuang.catalog.services.places import clear_delegation, set_delegation, set_implementation
from yichuang.catalog.services.versions import cancel_item, expanded, publish

__all__ = [
    "acknowledge",
    "add_outlet",
    "approve_change",
    "approve_place",
    "cancel_item",
    "clear_delegation",
    "expanded",
    "offer",
    "open_change",
    "propose_place",
    "publish",
    "publish_change",
    "reject_change",
    "reject_place",
    "set_delegation",
    "set_implementation",
    "switch_channel",
    "withdraw_place",
]
