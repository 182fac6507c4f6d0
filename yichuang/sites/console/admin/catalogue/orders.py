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


def rows(listed: Iterable[ChangeOrder]) -> list[dict]:
    """Orders as rows of `COLUMNS`.

    The names of all who asked and decided are read at once.
    """
    shown = list(listed)
    actors = []
    for order in shown:
        actors += [order.opened_by, order.decided_by]
    called = names(actors)
    return [_row(order, called) for order in shown]


def row(order: ChangeOrder) -> dict:
    """One order as a row of `COLUMNS`."""
    return rows([order])[0]


def _row(order: ChangeOrder, called: dict[str, str]) -> dict:
    """One order as a row. called: the names behind those who asked and
    decided.
    """
    return {
        "href": f"{frame.ROOT}changes/{order.pk}/",
        "id": f"第{order.pk}号",
        "item": order.item.name,
        "kind": order.get_kind_display(),
        "state": order.get_state_display(),
        "on": order.effective_on.isoformat(),
        "opened": signed(called, order.opened_by, order.opened_at),
        "decided": signed(called, order.decided_by, order.decided_at),
        "reason": order.reason,
    }


def names(actors: Iterable[str]) -> dict[str, str]:
    """The names behind actors; packs loaded by the system are called so."""
    by_actor = accounts.names_of(actors)
    return {
        key: "系统（装载目录包）" if key.startswith("system") else text
        for key, text in by_actor.items()
    }


def signed(called: dict[str, str], actor: str, at) -> str:
    """Who did it and when, as the lists show it.

    called: the names behind actors (`names`). "" where nobody has done it
    yet.
    """
    if not actor:
        return ""
    return f"{called[actor]} {moment(at)}"


def moment(at) -> str:
    """A moment as the lists show it."""
    return at.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M") if at else ""


def item_fact(item) -> dict[str, str]:
    """The item that an order is about, as a row of a summary that leads to
    its page.
    """
    address = f"{frame.ROOT}items/{item.code}/"
    return {"label": "事项", "value": item.name, "leads_to": address}
