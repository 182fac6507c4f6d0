"""The tree of units: by division, one unit with its villages and people, its name and its service area."""

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET, require_http_methods

from yichuang.accounts import queries as accounts
from yichuang.accounts import services
from yichuang.accounts import tables as staff
from yichuang.accounts.models import Organisation
from yichuang.catalog import tables as catalog_tables
from yichuang.core import clock
from yichuang.reference import queries as reference
from yichuang.reference.models import Region
from yichuang.sites.console.admin import frame, history
from yichuang.sites.console.admin.organisations import listing
from yichuang.sites.console.admin.writing import Plan, Sheet, carry_out
from yichuang.sites.ui.regions import name_of

MOST_UNITS = 60  # of a unit's own


@frame.admin()
@require_GET
def tree(request: HttpRequest) -> HttpResponse:
    """GET ?region=: the units of a division, and the divisions right below.

    Without a region: the cities. Each number of units leads to the page
    of its division, which says the same number.
    """
    region = request.GET.get("region", "").strip()
    if not region:
        first = _below(_cities(), "")
        return _tree_page(request, [("机构和人员", "")], "机构和人员", [first])
    above = reference.ancestors(region)
    here = above[-1]
    crumbs = [("机构和人员", "units/")]
    for place in above[1:-1]:
        crumbs.append((place.name, f"units/?region={place.code}"))
    crumbs.append((here.full_name, ""))
    title = _title(here)
    tables = [_units(request, region), _below(reference.children(region), region)]
    return _tree_page(request, crumbs, title, tables)


def _tree_page(request: HttpRequest, crumbs: list, title: str, tables: list[dict]) -> HttpResponse:
    """crumbs: (words, address under the root), the last without."""
    shown = {
        "crumbs": frame.crumbs(*crumbs),
        "title": title,
        "intro": "从市看到县、乡镇、村；一个服务站服务几个村的，只列一次。",
        "tables": tables,
    }
    return frame.page(request, "console/admin/report.html", shown)


def _title(place: Region) -> str:
    """What the page of a division is called: with how many units stand in it and below it."""
    counts = accounts.units_below([place.code])
    count = counts.get(place.code, 0)
    return f"{place.full_name}的机构，{count}个"


def _cities() -> list[Region]:
    """The cities that are connected, in the order of the pack."""
    codes = catalog_tables.places()["cities"]
    cities = []
    for code in codes:
        cities.append(reference.region(code))
    return cities


def _below(regions, region: str) -> dict:
    """The divisions right below, how many units each has, and who serves
    the small ones.

    regions: of one level. region: the one above them, "" for the cities.
    """
    columns = [
        {"key": "name", "label": "地方"},
        {"key": "units", "label": "机构", "num": True},
        {"key": "served", "label": "由谁服务"},
    ]
    listed = list(regions)
    small = [place.code for place in listed if place.level >= place.TOWN]
    counts = accounts.units_below(place.code for place in listed)
    serving = accounts.serving_each(small) if small else {}
    rows = []
    for place in listed:
        address = f"{frame.ROOT}units/?region={place.code}"
        units = listing.leading(counts.get(place.code, 0), address)
        row = {"name": place.name, "units": units, "served": ""}
        if place.level != place.VILLAGE:
            row["href"] = address
        unit = serving.get(place.code)
        if unit:
            row["served"] = {"text": unit.name, "href": listing.address_of(unit)}
        rows.append(row)
    caption = f"下一级{len(rows)}个" if region else "接入的市"
    return {"caption": caption, "columns": columns, "rows": rows, "nothing": "下面没有更小的地方了"}


def _units(request: HttpRequest, region: str) -> dict:
    """The units of a division itself, with the points of the villages
    right below it.
    """
    active = Organisation.objects.filter(active=True)
    here = active.filter(region_id=region)
    points = active.filter(region__parent_id=region, level__gte=5)
    listed = here | points
    return {
        "caption": "这里的机构",
        "columns": listing.COLUMNS,
        "rows": listing.of_units(listed.distinct(), request),
        "nothing": "这里没有机构",
    }


@frame.admin()
@require_GET
def unit(request: HttpRequest, code: str) -> HttpResponse:
    """One unit: where it stands, which villages it serves, who works there, what was done to it.

    Who works in another place and what they did is for those who keep it.
    """
    unit = accounts.organisation(code)
    expected = accounts.name_asked(unit, unit.name)
    is_own_place = frame.covers(request, unit.region_id)
    officers = []
    if is_own_place:
        officers = listing.of_officers(unit)
    below = accounts.children(code)
    total = below.count()
    left_off = max(0, total - MOST_UNITS)
    shown_below = below[:MOST_UNITS]
    subject = f"organisation:{unit.uuid}"
    place = unit.region_id
    may_change = frame.may(request, "org_admin", place)
    shown = {
        "crumbs": frame.crumbs(
            ("机构和人员", "units/"),
            (unit.region.full_name, f"units/?region={_place(unit)}"),
            (unit.name, ""),
        ),
        "unit": unit,
        "expected": expected,
        "facts": [
            ("编码", unit.code),
            ("类型", unit.get_kind_display()),
            ("所在", unit.region.full_name),
            ("上级", unit.parent.name if unit.parent else ""),
            ("统一社会信用代码", unit.credit_code),
            ("地址", unit.address),
            ("电话", unit.phone),
            ("办公时间", unit.open_hours),
        ],
        "villages": reference.full_names(accounts.villages_of(unit)),
        "officer_columns": [
            {"key": "name", "label": "姓名", "nowrap": True},
            {"key": "number", "label": "工号", "no": True},
            {"key": "window", "label": "窗口"},
            {"key": "roles", "label": "角色"},
            {"key": "items", "label": "有资格的事项", "num": True},
            {"key": "state", "label": "状态", "nowrap": True},
        ],
        "is_own_place": is_own_place,
        "officers": officers,
        "unit_columns": listing.COLUMNS,
        "children": listing.of_units(shown_below, request),
        "left_off": left_off,
        "below_address": f"{frame.ROOT}units/?region={place}",
        "history_columns": history.COLUMNS,
        "history": history.of(subject) if is_own_place else [],
        "may": may_change,
    }
    return frame.page(request, "console/admin/organisations/unit.html", shown)


def _place(unit: Organisation) -> str:
    """The division on whose page the unit is listed: a village's point
    stands with its town.
    """
    if unit.level < 5:
        return unit.region_id
    return unit.region.parent_id


@frame.admin("org_admin")
@require_http_methods(["GET", "POST"])
def rename(request: HttpRequest, code: str) -> HttpResponse:
    """A new name, checked against the rule of the unit's own city."""
    unit = accounts.organisation(code)
    frame.permit(request, "org_admin", unit.region_id)
    sheet = _sheet(
        unit,
        "改名称",
        ({"key": "name", "label": "机构名称", "type": "text", "validate": {"max_length": 120}},),
        {"name": unit.name},
    )

    def plan(values: dict) -> Plan:
        expected = accounts.name_asked(unit, values["name"])
        done, warning = "名称已改", ""
        if expected:
            done = "名称已改，和当地的名称规则不一致，已列入名称检查"
            warning = f"当地的名称规则要求叫“{expected}”，这样改会列入名称检查"
        return Plan(
            changes=[("机构名称", unit.name, values["name"])],
            do=lambda: services.rename_organisation(
                actor=request.officer.actor, organisation=unit, name=values["name"]
            ),
            done=done,
            back=listing.address_of(unit),
            warning=warning,
        )

    return carry_out(request, sheet, plan)


@frame.admin("org_admin")
@require_http_methods(["GET", "POST"])
def area(request: HttpRequest, code: str) -> HttpResponse:
    """The villages that the unit serves from a day on."""
    unit = accounts.organisation(code)
    frame.permit(request, "org_admin", unit.region_id)
    town = unit.region if unit.level <= 4 else unit.region.parent
    here = {r.code: r.name for r in reference.children(town.code)} or {town.code: town.name}
    now = accounts.villages_of(unit)
    here |= {village: name_of(village) for village in now if village not in here}
    sheet = _sheet(
        unit,
        "设服务区域",
        (
            {
                "key": "villages",
                "label": "服务的村（社区）",
                "type": "multi_choice",
                "options": here,
                "required": False,
            },
            {"key": "on", "label": "从哪天起", "type": "date"},
        ),
        {"villages": now, "on": clock.today().isoformat()},
    )

    def plan(values: dict) -> Plan:
        chosen = values.get("villages") or []
        day = date.fromisoformat(values["on"])
        words = []
        for part in (now, chosen):
            names = "、".join(here[village] for village in part)
            words.append(names or "（没有）")
        villages = ("服务的村（社区）", *words)
        since = ("从哪天起", "", values["on"])
        return Plan(
            changes=[villages, since],
            do=lambda: services.set_service_area(
                actor=request.officer.actor, organisation=unit, villages=chosen, on=day
            ),
            done=f"服务区域已保存，一共{len(chosen)}个",
            back=listing.address_of(unit),
        )

    return carry_out(request, sheet, plan)


def _sheet(unit: Organisation, word: str, fields: tuple, initial: dict) -> Sheet:
    return Sheet(
        title=f"{unit.name}：{word}",
        crumbs=frame.crumbs(
            ("机构和人员", "units/"), (unit.name, f"units/{unit.code}/"), (word, "")
        ),
        back=listing.address_of(unit),
        fields=fields,
        initial=initial,
        subject=f"organisation:{unit.uuid}",
    )


@frame.admin()
@require_GET
def naming(request: HttpRequest) -> HttpResponse:
    """GET ?city=: units whose names break the rule of their own city; none where no rule binds."""
    cities = _cities()
    city = request.GET.get("city") or request.officer.organisation.region.city
    here = next((r for r in cities if r.code == city), cities[0])
    violations = accounts.naming_violations(here.code)
    rules = [rule for rule in staff.naming_rules(here.code) if rule.binding]
    spoken = []
    for rule in rules:
        name = rule.name.format(place="××")
        spoken.append(f"{name}（{rule.basis}）")
    levels = "、".join(spoken) or "没有规则，不检查"
    rows = []
    for each in violations:
        row = {
            "href": f"{frame.ROOT}units/{each.code}/",
            "name": each.name,
            "expected": each.expected,
            "basis": each.basis,
        }
        rows.append(row)
    segments = []
    for each in cities:
        broken = accounts.naming_violations(each.code)
        segment = {
            "label": each.name,
            "href": f"?city={each.code}",
            "current": each == here,
            "count": len(broken),
        }
        segments.append(segment)
    columns = [
        {"key": "name", "label": "现在的名称"},
        {"key": "expected", "label": "规则要求的"},
        {"key": "basis", "label": "依据"},
    ]
    shown = {
        "crumbs": frame.crumbs(("名称检查", "")),
        "title": f"{here.name}{len(violations)}个名称不合规则",
        "intro": f"这里的规则：{levels}。没有规则的级别和类型叫什么都行。",
        "segments": segments,
        "tables": [{"caption": "名称不合规则的机构", "columns": columns, "rows": rows}],
        "nothing": "这里没有不合规则的名称",
    }
    return frame.page(request, "console/admin/report.html", shown)
