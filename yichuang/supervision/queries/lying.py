"""What is to be done, lies late and can be passed upward to nobody: how much, and where the first of it lies."""

from dataclasses import dataclass
from datetime import date

from yichuang.accounts import queries as accounts
from yichuang.accounts.models import Todo

UNITS = "/console/admin/units/"
NOBODY = "上面没有监督人员，过期没有人可报"


@dataclass(frozen=True)
class Lying:
    """Of a place and all below it.

    days: since the day of the first.
    href: the page of its unit, or of the place whose units have it.
    """

    count: int
    days: int
    why: str
    href: str


def of_place(place: str, on: date) -> Lying | None:
    """None where nothing lies."""
    rows = accounts.stuck(place, on)
    first = rows.first()
    if first is None:
        return None
    late = on - first.due_on
    where = _where(first)
    return Lying(
        count=rows.count(), days=late.days, why=f"{NOBODY}；最早的在{where}", href=_page(first)
    )


def _where(todo: Todo) -> str:
    owner = todo.owner
    if owner is None:
        return todo.region.full_name
    unit = owner.organisation
    return f"{unit.name}{owner.name}手里"


def _page(todo: Todo) -> str:
    owner = todo.owner
    if owner is None:
        code = todo.region_id
        return f"{UNITS}?region={code}"
    unit = owner.organisation
    return f"{UNITS}{unit.code}/"
