"""Who is asked about people and units: how each source fared, and whose answers did not count."""

from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from yichuang.core import clock
from yichuang.exchange import queries, tables
from yichuang.exchange.models import Incident, Query
from yichuang.sites.console.admin import frame

LATELY = timedelta(days=30)
SHOWN = 100
OUTCOMES = {
    Query.WAITING: "还在问",
    Query.FOUND: "查到",
    Query.NOT_FOUND: "没有查到",
    Query.CONTRADICTS: "对不上",
    Query.REFUSED: "对方不答",
    Query.UNAVAILABLE: "没答上来",
}
INCIDENTS = {
    Incident.WRONG_PERSON: "答的是别人",
    Incident.MALFORMED: "答的不合格式",
    Incident.LATE: "答晚了，没有采用",
    Incident.DOUBLED: "同一个问题答了两次",
    Incident.UNSIGNED: "没有签名或签名不对",
}
COLUMNS = [
    {"key": "name", "label": "来源"},
    {"key": "department", "label": "部门"},
    {"key": "state", "label": "现在"},
    {"key": "fresh_for", "label": "问到的管多久"},
    {"key": "counts", "label": "近30天"},
    {"key": "seconds", "label": "多久答（百分之九十五）"},
    {"key": "amiss", "label": "没有采用的"},
]
INCIDENT_COLUMNS = [
    {"key": "at", "label": "什么时候"},
    {"key": "name", "label": "来源"},
    {"key": "kind", "label": "怎么了"},
    {"key": "receipt", "label": "对方的回执"},
    {"key": "query", "label": "我们的问题号"},
]


@frame.admin(*frame.READERS, "head")
@require_GET
def listed(request: HttpRequest) -> HttpResponse:
    """GET: every source, and the newest answers that did not count."""
    since = clock.now() - LATELY
    fared = queries.fared(since)
    rows = []
    off = 0
    for code, pack in tables.sources().items():
        off += not queries.active(code)
        of_source = fared.get(code, queries.Fared())
        row = _row(pack, of_source)
        rows.append(row)
    incidents = [_incident(row) for row in queries.incidents(since)[:SHOWN]]
    shown = {
        "crumbs": frame.crumbs(("外部来源", "")),
        "title": _title(off),
        "intro": "办一件事要核对的，平台自己向这些来源问。问不到的材料照旧由申请人交，期限照常走。",
        "tables": [
            {"caption": "来源", "columns": COLUMNS, "rows": rows},
            {"caption": "没有采用的回话", "columns": INCIDENT_COLUMNS, "rows": incidents},
        ],
    }
    return frame.page(request, "console/admin/report.html", shown)


def _title(off: int) -> str:
    if off:
        return f"{off}个来源现在问不到"
    return "来源都问得到"


def _row(pack: tables.SourcePack, fared: queries.Fared) -> dict[str, Any]:
    """What the page says of one source."""
    waits = ""
    if fared.waits:
        slowest = max(fared.waits)
        waits = f"{slowest:.1f}秒"
    return {
        "name": pack.name,
        "department": tables.departments()[pack.department],
        "state": _state(pack),
        "fresh_for": f"{pack.fresh_for}天" if pack.fresh_for else "每件都问",
        "counts": _counted(OUTCOMES, fared.counts),
        "seconds": waits,
        "amiss": _counted(INCIDENTS, fared.incidents),
    }


def _state(pack: tables.SourcePack) -> str:
    if not pack.active:
        return "目录上停用"
    if not queries.active(pack.code):
        return "没有接通"
    if pack.own:
        return "本平台自己答"
    if queries.simulated(pack):
        return "演示用的模拟，不是真的"
    return "已接通"


def _counted(words: dict[str, str], counts: Any) -> str:
    """Whatever happened at all, in the order of the words."""
    happened = []
    for kind, word in words.items():
        if counts.get(kind):
            happened.append(f"{word}{counts[kind]}")
    return "，".join(happened)


def _incident(row: Incident) -> dict[str, Any]:
    return {
        "at": clock.local(row.at).strftime("%Y-%m-%d %H:%M"),
        "name": tables.source(row.query.source).name,
        "kind": INCIDENTS[row.kind],
        "receipt": row.receipt,
        "query": str(row.query.uuid),
    }
