"""Who keeps an item: unified text belongs to the level above all who follow it, a local item to its place.

国务院关于加快推进政务服务标准化规范化便利化的指导意见: the same item has the same elements everywhere, so one city
never rewrites it for another; what a city may say for itself are its implementation and its own items."""

from yichuang.accounts import queries as accounts
from yichuang.accounts.models import Officer
from yichuang.catalog import tables
from yichuang.catalog.models import Item
from yichuang.core.errors import Forbidden


def owners(item: Item) -> tuple[str, ...]:
    """The 12-digit codes of the places that own the text together: of a local item its place, of a unified one the
    provinces of all cities that follow it."""
    return (item.place_id,) if item.place_id else everywhere()


def everywhere() -> tuple[str, ...]:
    """The 12-digit codes of the provinces of all cities that follow the unified catalogue: who has a role over all of
    them has it for the whole platform."""
    return tuple(sorted({code[:2].ljust(12, "0") for code in tables.places()["cities"]}))


def may_keep(officer: Officer, role: str, item: Item) -> bool:
    """Whether the officer holds the role ("catalogue_admin", "legal", "channel_admin") for the item's line over all
    that own it."""
    scope = accounts.scopes(officer)
    return officer.active and all(scope.allows(role, item.line, region) for region in owners(item))


def require_keeper(officer: Officer, role: str, item: Item) -> None:
    """Let go on only who keeps the item. Raises Forbidden."""
    if may_keep(officer, role, item):
        return
    if item.place_id:
        raise Forbidden(
            f"“{item.name}”是{item.place.full_name}新增的事项，您的岗位管不到",
            way_out="请由当地的事项管理员办理",
        )
    raise Forbidden(
        f"“{item.name}”是各地统一的事项，一个地方不能改它",
        way_out="请向统一目录的管理员提出；本地要承诺得更快、多开渠道的，改本地的地方实施清单",
    )
