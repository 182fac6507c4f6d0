"""The tree of units: by division, one unit with its villages and people, its name and its service area."""

from datetime import date

from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET, require_http_methods

from yichuang.accounts import queries as accounts
from yichuang.accounts import services
from yichuang.accounts import tables as staff
from yichuang.accounts.models import Organisation
from yichuang.catalog import tables as catalog_tables
from yichuang.core import clock
from yichuang.reference import queries as reference
from yichuang.sites.console.admin import frame, history
from yichuang.sites.console.admin.writing import Plan, Sheet, carry_out
from yichuang.sites.ui.regions import name_of

MOST_UNITS = 60  # of a unit's own
UNIT_COLUMNS = [
    {"key": "name", "label": "机构"},
    {"key": "kind", "label": "类型", "nowrap": True},
    {"key": "place", "label": "所在"},
    {"key": "serves", "label": "服务几个村（社区）", "num": True},
    {"key": "officers", "label": "人员", "num": True},
]


@frame.admin()
@require_GET
def tree(request: HttpRequest) -> HttpResponse:
    """GET ?region=: the divisions right below, with their units, and the units that stand in the region itself."""
    region = request.GET.get("region", "").strip()
    below = reference.children(region) if region else _cities()
    above = reference.ancestors(region)[1:] if region else []
    links = [(r.name, f"units/?region={r.code}") for r in above[:-1]]
    title = above[-1].full_name if above else "机构和人员"
    shown = {
        "crumbs": frame.crumbs(
            ("机构和人员", "units/" if region else ""), *links, *([(title, "")] if region else [])
        ),
        "title": title,
        "intro": "从市看到县、乡镇、村；一个服务站服务几个村的，只列一次。",
        "tables": [_units(region)] if region else [],
    }
    shown["tables"].append(_below(below, region))
    return frame.page(request, "console/admin/report.html", shown)


def _cities():
    codes = catalog_tables.places()["cities"]
    return [reference.region(code) for code in codes]


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
        row = {"name": place.name, "units": counts.get(place.code, 0), "served": ""}
        if place.level != place.VILLAGE:
            row["href"] = f"{frame.ROOT}units/?region={place.code}"
        unit = serving.get(place.code)
        if unit:
            row["served"] = {"text": unit.name, "href": _unit(unit)}
        rows.append(row)
    caption = f"下一级{len(rows)}个" if region else "接入的市"
    return {"caption": caption, "columns": columns, "rows": rows, "nothing": "下面没有更小的地方了"}


def _unit(unit: Organisation) -> str:
    return f"{frame.ROOT}units/{unit.code}/"


def _units(region: str) -> dict:
    active = Organisation.objects.filter(active=True)
    here = active.filter(region_id=region)
    points = active.filter(region__parent_id=region, level__gte=5)
    listed = here | points
    return {
        "caption": "这里的机构",
        "columns": UNIT_COLUMNS,
        "rows": _unit_rows(listed.distinct()),
        "nothing": "这里没有机构",
    }


def _unit_rows(listed) -> list[dict]:
    """Units as rows of `UNIT_COLUMNS`; listed: they themselves, cut short or
    not.

    People and villages of all of them are counted at once.
    """
    units = Organisation.objects.filter(pk__in=listed.values("pk"))
    rows = (
        units.select_related("region")
        .annotate(staff_count=Count("officers", distinct=True))
        .order_by("code")
    )
    listed = list(rows)
    villages = accounts.villages_served(listed)
    return [
        {
            "href": _unit(row),
            "name": row.name,
            "kind": row.get_kind_display(),
            "place": row.region.name,
            "serves": villages.get(row.pk, ""),
            "officers": row.staff_count or "",
        }
        for row in listed
    ]


@frame.admin()
@require_GET
def unit(request: HttpRequest, code: str) -> HttpResponse:
    """One unit: where it stands, which villages it serves, who works there, what was done to it."""
    unit = accounts.organisation(code)
    expected = accounts.name_asked(unit, unit.name)
    officers = _officer_rows(unit)
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
        "officers": officers,
        "unit_columns": UNIT_COLUMNS,
        "children": _unit_rows(shown_below),
        "left_off": left_off,
        "below_address": f"{frame.ROOT}units/?region={place}",
        "history_columns": history.COLUMNS,
        "history": history.of(subject),
        "may": may_change,
    }
    return frame.page(request, "console/admin/organisations/unit.html", shown)


def _officer_rows(unit: Organisation) -> list[dict]:
    """Who works in a unit, with roles and qualifications of today.

    Those of all its people are read at once.
    """
    today = clock.today()
    names = {role["code"]: role["name"] for role in staff.roles().values()}
    people = list(accounts.officers_of(unit))
    scopes = accounts.scopes_among(people, today)
    qualified = accounts.qualified_counts(people, today)
    rows = []
    for person in people:
        roles = sorted(names[code] for code in scopes[person.pk].roles)
        rows.append(
            {
                "href": f"{frame.ROOT}officers/{person.uuid}/",
                "name": person.name,
                "number": person.employee_no,
                "window": person.window,
                "roles": "、".join(roles),
                "items": qualified.get(person.pk, ""),
                "state": "在岗" if person.active else "离岗",
            }
        )
    return rows


def _place(unit: Organisation) -> str:
    return unit.region_id if unit.level < 5 else unit.region.parent_id


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
        return Plan(
            changes=[("机构名称", unit.name, values["name"])],
            do=lambda: services.rename_organisation(
                actor=request.officer.actor, organisation=unit, name=values["name"]
            ),
            done="名称已改" + ("，和当地的名称规则不一致，已列入名称检查" if expected else ""),
            back=_unit(unit),
            warning=f"当地的名称规则要求叫“{expected}”，这样改会列入名称检查" if expected else "",
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
        words = ["、".join(here[v] for v in part) or "（没有）" for part in (now, chosen)]
        return Plan(
            changes=[("服务的村（社区）", *words), ("从哪天起", "", values["on"])],
            do=lambda: services.set_service_area(
                actor=request.officer.actor, organisation=unit, villages=chosen, on=day
            ),
            done=f"服务区域已保存，一共{len(chosen)}个",
            back=_unit(unit),
        )

    return carry_out(request, sheet, plan)


def _sheet(unit: Organisation, word: str, fields: tuple, initial: dict) -> Sheet:
    return Sheet(
        title=f"{unit.name}：{word}",
        crumbs=frame.crumbs(
            ("机构和人员", "units/"), (unit.name, f"units/{unit.code}/"), (word, "")
        ),
        back=_unit(unit),
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
    levels = (
        "、".join(f"{rule.name.format(place='××')}（{rule.basis}）" for rule in rules)
        or "没有规则，不检查"
    )
    rows = [
        {
            "href": f"{frame.ROOT}units/{row.code}/",
            "name": row.name,
            "expected": row.expected,
            "basis": row.basis,
        }
        for row in violations
    ]
    columns = [
        {"key": "name", "label": "现在的名称"},
        {"key": "expected", "label": "规则要求的"},
        {"key": "basis", "label": "依据"},
    ]
    shown = {
        "crumbs": frame.crumbs(("名称检查", "")),
        "title": f"{here.name}{len(violations)}个名称不合规则",
        "intro": f"这里的规则：{levels}。没有规则的级别和类型叫什么都行。",
        "segments": [
            {
                "label": r.name,
                "href": f"?city={r.code}",
                "current": r == here,
                "count": len(accounts.naming_violations(r.code)),
            }
            for r in cities
        ],
        "tables": [{"caption": "名称不合规则的机构", "columns": columns, "rows": rows}],
        "nothing": "这里没有不合规则的名称",
    }
    return frame.page(request, "console/admin/report.html", shown)
