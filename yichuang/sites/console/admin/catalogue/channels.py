"""Channels and outlets: what is on where, and which outlet does not show the revision in force."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET, require_http_methods

from yichuang.catalog import queries as catalog
from yichuang.catalog import services, tables
from yichuang.catalog.models import ChannelSwitch, Item, Outlet
from yichuang.core.errors import NotFound
from yichuang.sites.console.admin import frame
from yichuang.sites.console.admin.writing import Plan, Sheet, carry_out

SIZE = 30


@frame.admin()
@require_GET
def switches(request: HttpRequest) -> HttpResponse:
    """GET ?q=&off=1&page=: items by channel."""
    query = request.GET.get("q", "").strip()
    only_off = request.GET.get("off") == "1"
    if query:
        rows = [hit.item for hit in catalog.search(query, limit=SIZE)]
    else:
        rows = catalog.items()
    off = set(ChannelSwitch.objects.filter(enabled=False).values_list("item__code", "channel"))
    if only_off:
        rows = [row for row in rows if any(code == row.code for code, _ in off)]
    page = Paginator(rows, SIZE).get_page(request.GET.get("page"))
    channels = tables.channels()
    columns = [{"key": "name", "label": "事项"}]
    columns += [
        {"key": code, "label": row["label"], "nowrap": True, "short": True}
        for code, row in channels.items()
    ]
    shown = {
        "crumbs": frame.crumbs(("渠道开关", "")),
        "title": "渠道开关",
        "intro": "一个事项在一个渠道上关掉，那里就看不到它，接口也会拒绝。管这些事项的人点“开”或“关”来改。",
        "filters": {"q": query},
        "segments": [
            {"label": "全部", "href": "?", "current": not only_off},
            {
                "label": "有关掉的",
                "href": "?off=1",
                "current": only_off,
                "count": len({code for code, _ in off}),
            },
        ],
        "tables": [
            {
                "caption": "事项和渠道",
                "columns": columns,
                "rows": _rows(request, page, channels, off),
            }
        ],
        "page": page,
        "base": f"?q={query}&{'off=1&' if only_off else ''}",
        "nothing": "没有这样的事项",
        "search": True,
    }
    return frame.page(request, "console/admin/report.html", shown)


def _rows(request: HttpRequest, page, channels: dict, off: set) -> list[dict]:
    listed = Item.objects.filter(code__in=[row.code for row in page]).select_related("place")
    codes = {
        item.code for item in listed if catalog.may_keep(request.officer, "channel_admin", item)
    }
    return [_row(row, channels, off, row.code in codes) for row in page]


def _row(row, channels: dict, off: set, may_switch: bool) -> dict:
    cells = {}
    for code, channel in channels.items():
        if (row.code, code) in off:
            word = "关"
        elif channel["word"] in row.channels:
            word = "开"
        else:
            word = "不办"
        href = ""
        if may_switch and word != "不办":
            href = f"{frame.ROOT}channels/{row.code}/{code}/"
        cells[code] = {"text": word, "href": href}
    return {"name": row.name, "href": f"{frame.ROOT}items/{row.code}/", **cells}


@frame.admin("channel_admin")
@require_http_methods(["GET", "POST"])
def switch(request: HttpRequest, code: str, channel: str) -> HttpResponse:
    """Turn one item on or off for one channel."""
    item = catalog.item(code)
    row = tables.channels().get(channel)
    catalog.require_keeper(request.officer, "channel_admin", item)
    if row is None:
        raise NotFound("没有这个渠道")
    is_open = catalog.channel_open(code, channel)
    words = {"on": "开", "off": "关"}
    sheet = Sheet(
        title=f"“{item.name}”在{row['label']}",
        crumbs=frame.crumbs(("渠道开关", "channels/"), (item.name, "")),
        back=f"{frame.ROOT}channels/",
        fields=(
            {"key": "state", "label": "开关", "type": "choice", "options": words},
            {"key": "reason", "label": "原因", "type": "text", "required": False},
        ),
        initial={"state": "on" if is_open else "off"},
        intro="关掉以后，办到一半的件不受影响；新的申请从这个渠道进不来。",
    )

    def plan(values: dict) -> Plan:
        enabled = values["state"] == "on"
        return Plan(
            changes=[(row["label"], "开" if is_open else "关", words[values["state"]])],
            do=lambda: services.switch_channel(
                code=code,
                channel=channel,
                enabled=enabled,
                actor=request.officer.actor,
                reason=values.get("reason", ""),
            ),
            done=f"“{item.name}”在{row['label']}已{'打开' if enabled else '关掉'}",
            back=f"{frame.ROOT}channels/?q={item.name}",
        )

    return carry_out(request, sheet, plan)


@frame.admin()
@require_GET
def outlets(request: HttpRequest) -> HttpResponse:
    """GET ?item=: every outlet that does not show the revision in force; one item, or all of them with ?item=all."""
    item = request.GET.get("item", "").strip()
    if item == "all":
        codes = None
    elif item:
        codes = [item]
    else:
        codes = [row.code for row in catalog.items()][:10]
    lagging = catalog.outlets_lagging(codes)
    names = {row.code: row.name for row in catalog.items()}
    called = dict(Outlet.objects.values_list("code", "name"))
    rows = [
        {
            "outlet": called[lag.outlet],
            "item": names.get(lag.item_code, lag.item_code),
            "href": f"{frame.ROOT}items/{lag.item_code}/",
            "shows": lag.shows[:12] or "没有",
            "should": lag.should_show[:12],
        }
        for lag in lagging
    ]
    what = {"all": "全部事项", "": "前10个事项"}.get(item, names.get(item, item))
    shown = {
        "crumbs": frame.crumbs(("发布出口", "")),
        "title": f"{len(rows)}处落后" if rows else "各出口都是现行版本",
        "intro": f"核对{what}：每个出口现在显示的内容摘要，和现行版本的是不是一样。",
        "finder": {"label": "核对", "item": "" if item == "all" else item, "region": None},
        "segments": [
            {"label": "前10个事项", "href": "?", "current": not item},
            {"label": "全部事项", "href": "?item=all", "current": item == "all"},
        ],
        "tables": [_lags(rows), _outlets()],
    }
    return frame.page(request, "console/admin/report.html", shown)


def _lags(rows: list[dict]) -> dict:
    columns = [
        {"key": "item", "label": "事项"},
        {"key": "outlet", "label": "出口", "nowrap": True},
        {"key": "shows", "label": "现在显示", "no": True},
        {"key": "should", "label": "应当显示", "no": True},
    ]
    return {"caption": "落后的出口", "columns": columns, "rows": rows, "nothing": "没有落后的出口"}


def _outlets() -> dict:
    columns = [
        {"key": "name", "label": "出口"},
        {"key": "code", "label": "代码"},
        {"key": "way", "label": "怎么取"},
        {"key": "state", "label": "状态"},
    ]
    rows = [
        {
            "name": row.name,
            "code": row.code,
            "way": "每次直接读目录" if row.live else "自己留一份，换了要确认",
            "state": "启用" if row.enabled else "停用",
        }
        for row in Outlet.objects.all()
    ]
    return {"caption": "发布出口", "columns": columns, "rows": rows, "nothing": "还没有出口"}
