"""Change orders in lists: who asked, who agreed, why."""

from collections.abc import Iterable

from yichuang.accounts import queries as accounts
from yichuang.catalog.models import ChangeOrder
from yichuang.core.clock import SHANGHAI
from yichuang.sites.console.admin import frame

COLUMNS = [
    {"key": "id", "label": "调整单", "nowrap": True},
    {"key": "item", "label": "事项"},
    {"key": "kind", "label": "类型", "nowrap": True},
    {"key": "state", "label": "状态"},
    {"key": "on", "label": "生效日期", "nowrap": True},
    {"key": "opened", "label": "谁、什么时候提出"},
    {"key": "decided", "label": "谁、什么时候审核"},
    {"key": "reason", "label": "为什么"},
]


def row(order: ChangeOrder) -> dict:
    """One order as a row of `COLUMNS`."""
    called = names((order.opened_by, order.decided_by))
    return {
        "href": f"{frame.ROOT}changes/{order.pk}/",
        "id": f"第{order.pk}号",
        "item": order.item.name,
        "kind": order.get_kind_display(),
        "state": order.get_state_display(),
        "on": order.effective_on.isoformat(),
        "opened": f"{called[order.opened_by]} {moment(order.opened_at)}",
        "decided": f"{called[order.decided_by]} {moment(order.decided_at)}"
        if order.decided_by
        else "",
        "reason": order.reason,
    }


def names(actors: Iterable[str]) -> dict[str, str]:
    """The names behind actors; packs loaded by the system are called so."""
    by_actor = accounts.names_of(actors)
    return {
        key: "系统（装载目录包）" if key.startswith("system") else text
        for key, text in by_actor.items()
    }


def moment(at) -> str:
    """A moment as the lists show it."""
    return at.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M") if at else ""
