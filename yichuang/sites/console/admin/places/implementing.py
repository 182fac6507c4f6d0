"""地方实施清单: what each place says differently about an item.

Asked for here, agreed to by a second person in `agreeing`.
"""

from datetime import date

import yaml
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_GET, require_http_methods

from yichuang.catalog import queries as catalog
from yichuang.catalog import services, tables
from yichuang.catalog.models import Item, PlaceOrder
from yichuang.catalog.rules import limits
from yichuang.core.errors import FieldProblem, Invalid
from yichuang.reference import queries as reference
from yichuang.reference.models import Region
from yichuang.sites.console.admin import finding, frame
from yichuang.sites.console.admin.catalogue import items, publicity
from yichuang.sites.console.admin.places import agreeing, listed
from yichuang.sites.console.admin.writing import Plan, Sheet, carry_out

MODES = {mode: mode for mode in ("全程网办", "异地代收代办", "多地联办")}
COLUMNS = [
    {"key": "item", "label": "事项"},
    {"key": "place", "label": "地方"},
    {"key": "said", "label": "不同之处"},
    {"key": "since", "label": "从哪天起", "nowrap": True},
    {"key": "until", "label": "到哪天", "nowrap": True},
]
SAID_COLUMNS = [{"key": "what", "label": "要素"}, {"key": "said", "label": "这里怎么说"}]


@frame.admin()
@require_GET
def places(request: HttpRequest) -> HttpResponse:
    """GET ?region=&item=: everything that places say differently; an item and a place lead to their form."""
    region, code = (
        finding.region(request.GET.get("region", "")),
        request.GET.get("item", "").strip(),
    )
    if region and code:
        return HttpResponseRedirect(f"{frame.ROOT}places/{catalog.item(code).code}/{region}/")
    today = catalog.implementations(code)
    later = catalog.implementations_to_come(code)
    if region:
        inside = {"region__code__startswith": reference.prefix(region)}
        today = today.filter(**inside)
        later = later.filter(**inside)
    shown = {
        "crumbs": frame.crumbs(("地方实施清单", "")),
        "title": "地方实施清单",
        "intro": "各地只写和全省统一文本不同的地方，其余随上一级的清单和统一文本走。要填报，请选事项和地方。",
        "finder": finding.item_and_region(request, "填报或查看"),
        "tables": [
            agreeing.table(_waiting(code, region), "等审核的修改"),
            {"caption": "已同意、还没到日子的", "columns": COLUMNS, "rows": _rows(later)},
            {"caption": "现在的不同之处", "columns": COLUMNS, "rows": _rows(today)},
        ],
        "nothing": "没有",
    }
    return frame.page(request, "console/admin/report.html", shown)


def _waiting(code: str, region: str) -> list[PlaceOrder]:
    """What waits for its second person, in a place or everywhere."""
    rows = catalog.place_orders(code, reference.prefix(region) if region else "")
    return list(rows.filter(state=PlaceOrder.OPEN))


def _rows(implementations) -> list[dict]:
    rows = []
    for row in implementations:
        shown = {
            "href": f"{frame.ROOT}places/{row.item.code}/{row.region_id}/",
            "item": row.item.name,
            "place": row.region.full_name,
            "said": items.said(row.differences),
            "since": row.effective_from.isoformat(),
            "until": listed.until(row),
        }
        rows.append(shown)
    return rows


@frame.admin()
@require_http_methods(["GET", "POST"])
def place(request: HttpRequest, code: str, region: str) -> HttpResponse:
    """What one place says differently about one item. An empty form takes all of it back."""
    item, here = catalog.item(code), reference.region(region)
    if request.method == "POST":
        frame.permit(request, "catalogue_admin", region)
    words = listed.words_of(code, region)
    if not frame.may(request, "catalogue_admin", region):
        return _read_only(request, item, here, words)
    common = catalog.latest_version(code).definition
    above = catalog.said_above(code, region)
    last = words.last
    sheet = Sheet(
        title=f"{here.full_name}办“{item.name}”不同在哪",
        crumbs=_crumbs(item, here),
        back=f"{frame.ROOT}places/",
        fields=_fields(),
        initial={"effective_from": words.next_day.isoformat(), **_answers(last)},
        intro=(
            "只填不同的；不填的随上一级的清单和统一文本。全部清空就是收回。提请以后由当地法规审核同意了才算数，"
            "从写的那一天起，代替这里现在的和以后的。"
        ),
        subject=f"item:{code}",
        facts=(
            ("统一承诺", limits.spoken(common["promised_days"], common["promised_unit"])),
            ("统一地点", items.words(common["places"])),
            ("是否收费", common["fee"]),
            *listed.facts(words, above),
        ),
    )

    def plan(values: dict) -> Plan:
        new = _differences(values)
        day = date.fromisoformat(values["effective_from"])
        return Plan(
            changes=[
                *agreeing.changed(words.now, new, above),
                *listed.replaced(words, day),
                ("从哪天起", words.since, str(day)),
            ],
            do=lambda: services.propose_place(
                code=code,
                region=region,
                differences=new,
                effective_from=day,
                officer=request.officer,
            ),
            done=f"{here.name}的修改已提请，等法规审核同意",
            back=f"{frame.ROOT}places/",
            proposes=True,
        )

    return carry_out(request, sheet, plan)


def _crumbs(item: Item, here: Region) -> list[dict]:
    """Where the page stands: the lists, the item, the place."""
    steps = (("地方实施清单", "places/"), (item.name, f"items/{item.code}/"), (here.name, ""))
    return frame.crumbs(*steps)


def _read_only(request: HttpRequest, item: Item, here: Region, words: listed.Words) -> HttpResponse:
    """What the place says, for who may not change it."""
    tables_shown = [_said_table(words.now, "现在的不同之处")]
    for row in words.later:
        tables_shown.append(_said_table(row.differences, f"从{row.effective_from}起的不同之处"))
    shown = {
        "crumbs": _crumbs(item, here),
        "title": f"{here.full_name}办“{item.name}”不同在哪",
        "intro": "只能看：这里的实施清单由当地的事项管理员提出，当地的法规审核同意。",
        "tables": tables_shown,
        "nothing": "这里没有自己的说法，随上一级的清单和统一文本",
    }
    return frame.page(request, "console/admin/report.html", shown)


def _said_table(differences: dict, caption: str) -> dict:
    rows = []
    for key in differences:
        rows.append({"what": items.label_of(key), "said": items.words_in(differences, key)})
    return {"caption": caption, "columns": SAID_COLUMNS, "rows": rows}


def _fields() -> tuple[dict, ...]:
    words = {row["word"]: row["word"] for row in tables.channels().values()}
    shapes = (
        {"key": "effective_from", "label": "从哪天起", "type": "date", "required": True},
        {"key": "promised_days", "label": "承诺办结时限", "type": "integer"},
        {
            "key": "promised_unit",
            "label": "承诺时限单位",
            "type": "choice",
            "options": {"工作日": "工作日", "自然日": "自然日", "月": "月"},
        },
        {"key": "cross_region_mode", "label": "通办方式", "type": "choice", "options": MODES},
        {"key": "channels_added", "label": "增加的渠道", "type": "multi_choice", "options": words},
        {
            "key": "places",
            "label": "办理地点",
            "type": "long_text",
            "help": "按“县: 地点”一行一级写，地点照机构的名称或地址写，可以加楼层和窗口",
        },
        {
            "key": "hours",
            "label": "办理时间",
            "type": "text",
            "help": "写几点到几点，例如“周一至周五 9:00—12:00、13:30—17:30”",
        },
        {"key": "consult", "label": "咨询方式", "type": "text"},
        {"key": "complaint", "label": "监督投诉方式", "type": "text"},
        {
            "key": "fee_note",
            "label": "收费说明",
            "type": "text",
            "help": "统一不收费而当地收费的，写明收费依据的文件",
        },
        {"key": "mode_note", "label": "办理方式说明", "type": "text"},
        {"key": "max_visits", "label": "到办事现场次数", "type": "integer"},
        {"key": "appointment", "label": "可以预约", "type": "boolean"},
        {"key": "courier", "label": "可以邮寄", "type": "boolean"},
        {"key": "offered", "label": "在这里开办", "type": "boolean"},
        {"key": "not_offered_reason", "label": "不开办的原因", "type": "text"},
        *publicity.FIELDS,
    )
    return tuple({"required": False, **shape} for shape in shapes)


def _answers(differences: dict) -> dict:
    return {
        **differences,
        **publicity.answers(differences),
        "places": _dumped(differences.get("places")),
    }


def _dumped(places: dict | None) -> str:
    return "\n".join(f"{level}: {where}" for level, where in (places or {}).items())


def _differences(values: dict) -> dict:
    differences = {
        key: value for key, value in values.items() if key not in ("effective_from", "places")
    }
    differences = publicity.taken(differences)
    if values.get("places"):
        differences["places"] = _places(values["places"])
    return differences


def _places(text: str) -> dict[str, str]:
    try:
        read = yaml.safe_load(text.replace("：", ": "))
    except yaml.YAMLError:
        read = None
    if not isinstance(read, dict):
        raise Invalid([FieldProblem("places", "“办理地点”请按“县: 地点”一行一级写", "yaml")])
    return {str(level): str(where) for level, where in read.items()}
