"""Units and the people of a unit as rows of tables: each number leads to what it counts."""

from django.db.models import Count
from django.http import HttpRequest

from yichuang.accounts import queries as accounts
from yichuang.accounts import tables as staff
from yichuang.accounts.models import Organisation
from yichuang.core import clock
from yichuang.sites.console.admin import frame

COLUMNS = [
    {"key": "name", "label": "机构"},
    {"key": "kind", "label": "类型", "nowrap": True},
    {"key": "place", "label": "所在"},
    {"key": "serves", "label": "服务几个村（社区）", "num": True},
    {"key": "officers", "label": "人员", "num": True},
]


def of_units(listed, request: HttpRequest) -> list[dict]:
    """Units as rows of `COLUMNS`; listed: they themselves, cut short or
    not.

    People and villages of all of them are counted at once. The number of
    people leads to them where the reader may see who they are.
    """
    units = Organisation.objects.filter(pk__in=listed.values("pk"))
    rows = (
        units.select_related("region")
        .annotate(staff_count=Count("officers", distinct=True))
        .order_by("code")
    )
    listed = list(rows)
    villages = accounts.villages_served(listed)
    lines = []
    for row in listed:
        address = address_of(row)
        officers = leading(row.staff_count, f"{address}#officers")
        if officers and not frame.covers(request, row.region_id):
            officers = str(row.staff_count)
        line = {
            "href": address,
            "name": row.name,
            "kind": row.get_kind_display(),
            "place": row.region.name,
            "serves": leading(villages.get(row.pk, 0), f"{address}#villages"),
            "officers": officers,
        }
        lines.append(line)
    return lines


def of_officers(unit: Organisation) -> list[dict]:
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
        address = f"{frame.ROOT}officers/{person.uuid}/"
        rows.append(
            {
                "href": address,
                "name": person.name,
                "number": person.employee_no,
                "window": person.window,
                "roles": "、".join(roles),
                "items": leading(qualified.get(person.pk, 0), f"{address}#items"),
                "state": "在岗" if person.active else "离岗",
            }
        )
    return rows


def leading(count: int, address: str) -> dict | str:
    """A cell whose number leads to what it counts; "" where there is nothing."""
    if not count:
        return ""
    return {"text": str(count), "href": address}


def address_of(unit: Organisation) -> str:
    return f"{frame.ROOT}units/{unit.code}/"
