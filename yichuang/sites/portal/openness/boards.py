"""The published lists as data: title, columns, and where the rows come from."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from yichuang.catalog import queries as catalog
from yichuang.catalog.queries import ItemRow
from yichuang.catalog.queries.reports import SpeedUp

LEVELS = ("乡镇", "村")
FOUR = ("procedure", "basis", "limits")  # with the results: 四公开
_SHORT = ("law", "promised", "visits", "since", "scope", "kind", "contact", "listed", "base")
_VISITS = {0: "一次不用跑", 1: "最多跑一次"}
Row = dict[str, Any]


@dataclass(frozen=True)
class Board:
    """One list. rows: function(region code, level) → cells by column key, or what `cells` (row, region code) makes
    cells of when the page is shown."""

    title: str
    intro: str
    columns: tuple[Row, ...]
    rows: Callable[[str, str], list]
    by_level: bool = False
    cells: Callable[[Any, str], Row] | None = None


def _columns(*pairs: tuple[str, str]) -> tuple[Row, ...]:
    return tuple(
        {"key": key, "label": label, "num": key == "percent", "nowrap": key in _SHORT}
        for key, label in pairs
    )


def _link(code: str, name: str) -> Row:
    return {"item": {"text": name, "href": f"/items/{code}/"}}


def _plain(rows: Iterable[ItemRow]) -> list[Row]:
    return [
        _link(row.code, row.name)
        | {
            "line": row.line,
            "promised": row.promised,
            "who": "、".join(row.service_objects),
            "kind": row.case_kind,
        }
        for row in rows
    ]


def _items(region: str, level: str) -> list[ItemRow]:
    return catalog.items(region=region)


def _procedure(row: ItemRow, region: str) -> Row:
    steps = catalog.guide(row.code, region=region).steps
    return _link(row.code, row.name) | {
        "steps": "→".join(step.name for step in steps),
        "visits": _visits_of(row.max_visits),
    }


def _basis(row: ItemRow, region: str) -> Row:
    return _link(row.code, row.name) | {
        "basis": "；".join(catalog.guide(row.code, region=region).legal_basis)
    }


def _limits(row: ItemRow, region: str) -> Row:
    limits = catalog.guide(row.code, region=region).limits
    return _link(row.code, row.name) | {
        "law": limits.statutory_text or "没有规定",
        "promised": limits.promised_text,
    }


def _visits_of(count: int) -> str:
    return _VISITS.get(count, f"{count}次")


def _sunk(region: str, level: str) -> list[Row]:
    return _plain(catalog.sunk_items(level, region))


def _speed(region: str, level: str) -> list[Row]:
    bases = {"statutory": "法律规定", "previous": "提速以前"}
    return [
        _link(row.code, row.name)
        | {
            "base": f"{bases[row.base]}{row.base_text}",
            "promised": row.promised_text,
            "percent": f"{row.percent:g}%",
            "listed": _beside_target(row),
        }
        for row in reversed(catalog.speedup_list())
    ]


def _beside_target(row: SpeedUp) -> str:
    if row.below_target:
        return "还没到50%"
    if row.listed:
        return "提速清单内"
    return ""


def _visits(region: str, level: str) -> list[Row]:
    rows = sorted(catalog.items(region=region), key=lambda row: row.max_visits)
    return [
        _link(row.code, row.name)
        | {"visits": _visits_of(row.max_visits), "why": row.onsite_reason or ""}
        for row in rows
    ]


def _cross(region: str, level: str) -> list[Row]:
    return [
        _link(row["code"], row["name"])
        | {
            "scope": row["scope"],
            "mode": row["mode"],
            "fallback": row["fallback"],
            "promised": row["limit"],
            "contact": row["contact"],
            "since": str(row["effective_from"]),
        }
        for row in catalog.common_handling_list()
    ]


def _instant(region: str, level: str) -> list[Row]:
    return _plain(row for row in catalog.items(region=region) if row.case_kind == "即办件")


def _mobile(region: str, level: str) -> list[Row]:
    return _plain(catalog.items(region=region, channel="mobile"))


_PLAIN = _columns(
    ("item", "事项"),
    ("line", "业务"),
    ("who", "谁来办"),
    ("kind", "办件类型"),
    ("promised", "承诺时限"),
)
BOARDS: dict[str, Board] = {
    "procedure": Board(
        "办事程序",
        "每一件事分几步走、要跑几次。",
        _columns(("item", "事项"), ("steps", "程序"), ("visits", "要跑几次")),
        _items,
        cells=_procedure,
    ),
    "basis": Board(
        "办事依据",
        "每一件事凭哪部法律、哪个文件办。",
        _columns(("item", "事项"), ("basis", "依据")),
        _items,
        cells=_basis,
    ),
    "limits": Board(
        "办理时限",
        "法律规定多久，我们承诺多久。",
        _columns(("item", "事项"), ("law", "法定时限"), ("promised", "承诺时限")),
        _items,
        cells=_limits,
    ),
    "sunk": Board("家门口能办的事", "下沉到乡镇（街道）和村（社区）的事项。", _PLAIN, _sunk, by_level=True),
    "speed": Board(
        "提速清单",
        "承诺比法律规定（没有规定的，比提速以前）快多少；1个工作日按1.4天比。",
        _columns(
            ("item", "事项"), ("base", "比什么"), ("promised", "现在承诺"), ("percent", "快了"), ("listed", "说明")
        ),
        _speed,
    ),
    "visits": Board(
        "少跑腿清单",
        "一次不用跑，或最多跑一次；要去现场的，写明原因。",
        _columns(("item", "事项"), ("visits", "要跑几次"), ("why", "要去现场的原因")),
        _visits,
    ),
    "cross": Board(
        "异地通办清单",
        "不管人在哪里，都能就近办的事。",
        _columns(
            ("item", "事项"), ("scope", "范围"), ("mode", "怎么办"), ("fallback", "不会上网的"), ("promised", "时限"),
            ("contact", "电话"), ("since", "从哪天起"),
        ),
        _cross,
    ),
    "instant": Board("当场办好的事", "材料齐全，当场办结。", _PLAIN, _instant),
    "mobile": Board("手机能办的事", "在手机上就能办。", _PLAIN, _mobile),
}  # fmt: skip
