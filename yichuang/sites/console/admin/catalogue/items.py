"""The catalogue: every item with its state, one item with all its elements, versions and what was done to it."""

from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from yichuang.catalog import queries as catalog
from yichuang.catalog import tables
from yichuang.catalog.models import Item, ItemVersion
from yichuang.catalog.queries import ItemRow
from yichuang.catalog.rules import limits
from yichuang.catalog.rules.completeness import value_at
from yichuang.catalog.rules.delegation import LEVEL_NUMBERS
from yichuang.catalog.rules.guides import Guide
from yichuang.core import clock
from yichuang.sites.console.admin import frame, history
from yichuang.sites.console.admin.catalogue import offers, orders, publicity
from yichuang.sites.ui.regions import name_of

SIZE = 20
FILTERS = ("q", "line", "level", "state")
LEVELS = tuple(LEVEL_NUMBERS)
IN_FORCE = {"common": "在用的统一事项", "local": "在用的地方新增"}
COLUMNS = [
    {"key": "name", "label": "事项"},
    {"key": "code", "label": "基本编码", "no": True},
    {"key": "line", "label": "业务线", "nowrap": True},
    {"key": "levels", "label": "行使层级", "nowrap": True},
    {"key": "version", "label": "版本", "nowrap": True},
    {"key": "revision", "label": "内容摘要", "no": True},
    {"key": "state", "label": "状态", "nowrap": True},
]
VERSION_COLUMNS = [
    {"key": "number", "label": "版本", "nowrap": True},
    {"key": "since", "label": "生效", "nowrap": True},
    {"key": "until", "label": "到", "nowrap": True},
    {"key": "revision", "label": "内容摘要", "no": True},
    {"key": "by", "label": "谁发布"},
]
PLACE_COLUMNS = [
    {"key": "place", "label": "地方"},
    {"key": "said", "label": "不同之处"},
    {"key": "since", "label": "从哪天起", "nowrap": True},
]
MATERIAL_COLUMNS = [
    {"key": "code", "label": "编码"},
    {"key": "name", "label": "材料"},
    {"key": "form", "label": "形式"},
    {"key": "source", "label": "从哪来"},
    {"key": "necessity", "label": "必要性"},
    {"key": "standard", "label": "受理标准"},
    {"key": "basis", "label": "依据"},
]
SOURCES = {
    "applicant": "申请人提交",
    "data_shared": "数据共享核验",
    "exempt_by_commitment": "告知承诺免交",
}


@frame.admin()
@require_GET
def items(request: HttpRequest) -> HttpResponse:
    """GET ?q=&line=&level=&state=&page=: items of the catalogue, the cancelled ones too."""
    filters = {key: request.GET.get(key, "").strip() for key in FILTERS}
    items_listed = Item.objects.select_related("place").order_by("is_local_extension", "code")
    if filters["line"]:
        items_listed = items_listed.filter(line=filters["line"])
    if filters["level"]:
        items_listed = items_listed.filter(levels__contains=[filters["level"]])
    if filters["state"] == "cancelled":
        items_listed = items_listed.filter(status=Item.CANCELLED)
    elif filters["state"] in IN_FORCE:
        common = filters["state"] == "common"
        codes = [row.code for row in catalog.items() if (row.place is None) == common]
        items_listed = items_listed.filter(code__in=codes)
    if filters["q"]:
        codes = [hit.item.code for hit in catalog.search(filters["q"], limit=SIZE)]
        items_listed = items_listed.filter(code__in=codes) | items_listed.filter(
            code__startswith=filters["q"]
        )
    page = Paginator(items_listed, SIZE).get_page(request.GET.get("page"))
    versions = _in_force(page.object_list)
    shown = {
        "crumbs": frame.crumbs(("事项目录", "")),
        "title": f"事项目录，{page.paginator.count}项",
        "intro": "各地同名同编码；地方新增的单独标出。点事项看全部要素、各版本和调整记录。",
        "columns": COLUMNS,
        "rows": [_row(item, versions.get(item.pk)) for item in page],
        "page": page,
        "base": f"?{urlencode(filters)}&",
        "filters": filters,
        "lines": [line for line, _ in catalog.lines()],
        "levels": LEVELS,
        "states": [("", "全部"), *IN_FORCE.items(), ("cancelled", "已取消")],
    }
    return frame.page(request, "console/admin/catalogue/items.html", shown)


def _in_force(items) -> dict[int, ItemVersion]:
    today = clock.today()
    rows = ItemVersion.objects.filter(item__in=list(items), effective_from__lte=today).defer(
        "definition", "form"
    )
    return {row.item_id: row for row in rows.order_by("item_id", "number")}


def _row(item: Item, version: ItemVersion | None) -> dict:
    return {
        "href": f"{frame.ROOT}items/{item.code}/",
        "name": item.name,
        "code": item.code,
        "line": item.line,
        "levels": "、".join(item.levels),
        "version": f"第{version.number}版" if version else "还没生效",
        "revision": version.revision[:12] if version else "",
        "state": state_of(item),
    }


def state_of(item: Item) -> str:
    """The item's state in words."""
    if item.status == Item.CANCELLED:
        word = "已取消" if item.cancelled_on <= clock.today() else "将取消"
        return f"{word}（{item.cancelled_on:%Y-%m-%d}起）"
    return f"在用·{item.place.name}新增" if item.place else "在用"


@frame.admin()
@require_GET
def item(request: HttpRequest, code: str, number: int = 0) -> HttpResponse:
    """One item as it stands in its version in force, or in the version asked for."""
    item = catalog.item(code)
    shown = catalog.version(code, number) if number else _current(code)
    guide = catalog.guide_of_version(shown.pk)
    at = f"第{shown.number}版"
    context = {
        "crumbs": frame.crumbs(
            ("事项目录", "items/"), (item.name, f"items/{code}/" if number else ""), *_at(number)
        ),
        "item": item,
        "version": shown,
        "at": at,
        "state": state_of(item),
        "old": bool(number),
        "groups": elements(guide),
        "problems": catalog.definition_problems(shown.definition, shown.form),
        "material_columns": MATERIAL_COLUMNS,
        "materials": [_material(m) for m in shown.definition["materials"]],
        "situations": guide.situations,
        "points": guide.review_points,
        "discretion": guide.discretion,
        "version_columns": VERSION_COLUMNS,
        "versions": _versions(code),
        "offer": offers.waiting(code),
        "order_columns": orders.COLUMNS,
        "orders": orders.rows(catalog.changes(code)),
        "places": _places(code),
        "place_columns": PLACE_COLUMNS,
        "history_columns": history.COLUMNS,
        "history": history.of(f"item:{code}"),
        "may_change": catalog.may_keep(request.officer, "catalogue_admin", item),
        "unified": not item.is_local_extension and "catalogue_admin" in request.roles,
    }
    return frame.page(request, "console/admin/catalogue/item.html", context)


def _current(code: str) -> ItemVersion:
    today = clock.today()
    rows = ItemVersion.objects.filter(item__code=code, effective_from__lte=today).order_by(
        "-number"
    )
    return rows.first() or catalog.latest_version(code)


def _at(number: int) -> tuple:
    return ((f"第{number}版", ""),) if number else ()


def elements(guide: Guide) -> list[tuple[str, list[tuple[str, str]]]]:
    """All national elements by group with their texts; an element that says nothing is told too."""
    texts = {element.key: element.text for element in guide.elements}
    groups: dict[str, list[tuple[str, str]]] = {}
    for row in tables.elements()["elements"]:
        if row["key"] == "materials":
            text = f"{len(value_at(guide.definition, row['path']) or ())}份，见下表"
        else:
            text = texts.get(row["key"], "（没有）")
        groups.setdefault(row["group"], []).append((row["label"], text))
    limits = groups["办理时限"]
    limits.insert(1, ("法定办结时限", guide.limits.statutory_text or "法律没有规定"))
    limits.insert(2, ("原来的时限", guide.limits.previous_text or "（没有）"))
    percent = guide.limits.speedup_percent
    limits.append(("提速", f"{percent}%" if percent is not None else "没有可比的时限"))
    return list(groups.items())


def _material(m: dict) -> dict:
    return {
        **{c["key"]: m.get(c["key"]) for c in MATERIAL_COLUMNS},
        "source": SOURCES.get(m["source"], m["source"]),
    }


def _versions(code: str) -> list[dict]:
    rows = (
        ItemVersion.objects.filter(item__code=code).defer("definition", "form").order_by("-number")
    )
    names = orders.names(row.published_by for row in rows)
    return [
        {
            "href": f"{frame.ROOT}items/{code}/versions/{row.number}/",
            "number": f"第{row.number}版",
            "since": row.effective_from.isoformat(),
            "until": f"{row.effective_to.isoformat()}前" if row.effective_to else "现在",
            "revision": row.revision,
            "by": names[row.published_by],
        }
        for row in rows
    ]


def _places(code: str) -> list[dict]:
    """What places say otherwise today, and what is agreed to and begins later."""
    rows = []
    for when in (catalog.implementations(code), catalog.implementations_to_come(code)):
        for row in when:
            place = {"place": row.region.full_name, "said": said(row.differences)}
            rows.append({**place, "since": f"{row.effective_from}起"})
    return rows


def said(differences: dict) -> str:
    """What a place says differently, in words."""
    texts = []
    for key in differences:
        label = label_of(key)
        text = words_in(differences, key)
        texts.append(f"{label}：{text}")
    return "；".join(texts)


def words_in(differences: dict, key: str) -> str:
    """What a place says of one element, in words; a number of days with the unit that the place says of it."""
    value = differences[key]
    if key == publicity.KEY:
        return publicity.words(value)
    unit = differences.get(key.replace("days", "unit"))
    if key.endswith("days") and isinstance(unit, str):
        return limits.spoken(value, unit)
    return words(value)


def label_of(key: str) -> str:
    """What an element is called that a place may say differently."""
    if key in PLACE_LABELS:
        return PLACE_LABELS[key]
    for row in tables.elements()["elements"]:
        if row["path"] == key:
            return row["label"]
    return key


PLACE_LABELS = {
    "cross_region_mode": "通办方式",
    "channels_added": "增加的渠道",
    "offered": "是否开办",
    "not_offered_reason": "不开办的原因",
    "fee_note": "收费说明",
    "mode_note": "办理方式说明",
    "appointment": "可以预约",
    "courier": "可以邮寄",
    "publicity": "公示",
}


def words(value) -> str:
    """A value of an element as people say it."""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, dict):
        return "、".join(f"{k}：{v}" for k, v in value.items())
    if isinstance(value, list):
        return "、".join(map(str, value))
    return str(value)


def extension_row(row: ItemRow) -> dict:
    """A local extension item in a list."""
    return {
        "href": f"{frame.ROOT}items/{row.code}/",
        "name": row.name,
        "code": row.code,
        "place": name_of(row.place),
        "flag": "地方新增，不计入比较",
    }
