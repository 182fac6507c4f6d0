"""五级下延: the matrix of an item in a place, the way of a case, what each level can finish."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

import structlog

from yichuang.catalog import tables
from yichuang.catalog.models import DelegationOverride, ItemVersion
from yichuang.catalog.queries.guides import version_in_force
from yichuang.catalog.queries.lists import ItemRow, items
from yichuang.catalog.rules import delegation
from yichuang.catalog.rules.delegation import LEVEL_NAMES, Matrix
from yichuang.core import clock, revision
from yichuang.core.errors import Conflict

log = structlog.get_logger("catalog")


@dataclass(frozen=True)
class Route:
    """Where a case goes for review: the level (1省 … 5村), its region's code, the word of the level, its roles."""

    level: int
    region: str
    level_name: str
    roles: tuple[str, ...]


def delegation_matrix(code: str, region: str | None = None, on: date | None = None) -> Matrix:
    """Roles by level for an item; inside `region` with the overrides of the region and all above it, the nearest
    one winning. Raises NotFound."""
    version = version_in_force(code, on)
    matrix = delegation.matrix_of(version.definition, tables.delegation())
    if not region:
        return matrix
    rows = DelegationOverride.objects.filter(
        item_id=version.item_id, region_id__in=delegation.chain(region)
    )
    return delegation.overridden(
        matrix, dict(rows.order_by("region_id").values_list("level", "roles"))
    )


def route(
    code: str,
    region_code: str,
    level: int | None = None,
    *,
    role: str = delegation.REVIEWS,
    on: date | None = None,
) -> Route:
    """The first level upward from where a case is filed that holds `role` there.

    region_code: where it is filed; level: of the filing desk, the region's own by default. A case filed above every
    holder goes nowhere: raises Conflict (code "no_route") that says at which level to file.
    """
    matrix = delegation_matrix(code, region_code, on)
    filed_at = level or delegation.level_of(region_code)
    holder = delegation.first_holder(matrix, filed_at, role)
    if holder is None:
        below = [LEVEL_NAMES[n] for n in sorted(matrix) if n > filed_at and role in matrix[n]]
        where = f"请到{'、'.join(below)}级办理" if below else "请打12333问清办理的地方"
        raise Conflict(f"这件事在{LEVEL_NAMES[filed_at]}级不办", code="no_route", way_out=where)
    return Route(
        holder, delegation.ancestor(region_code, holder), LEVEL_NAMES[holder], matrix[holder]
    )


def finishable_counts(region: str | None = None) -> dict[str, int]:
    """How many common items each level can finish (holds 办结), 省 to 村."""
    counts = Counter(
        LEVEL_NAMES[level]
        for matrix in _matrices(region).values()
        for level, roles in matrix.items()
        if delegation.FINISHES in roles
    )
    return {name: counts.get(name, 0) for name in LEVEL_NAMES.values()}


def finishing(level: str, region: str | None = None) -> list[ItemRow]:
    """The common items that a level (省 to 村) can finish: what `finishable_counts` counts."""
    number = delegation.LEVEL_NUMBERS[level]
    matrices = _matrices(region)
    rows = []
    for row in items(region=region):
        matrix = matrices.get(row.code, {})
        roles = matrix.get(number, ())
        if delegation.FINISHES in roles:
            rows.append(row)
    return rows


def sunk_items(level: str, region: str | None = None) -> list[ItemRow]:
    """The public list of items sunk to a level (乡镇 or 村).

    Those that it takes in or finishes.
    """
    return [row for row, _ in sunk_with_roles(level, region)]


def sunk_with_roles(level: str, region: str | None = None) -> list[tuple[ItemRow, tuple[str, ...]]]:
    """`sunk_items` with what the level does of each.

    level: 乡镇 or 村; region: with the overrides of the place and of all
    above it, the common table without one. Items that the level neither
    takes in nor finishes are left out. The matrices of all items are read
    at once and kept (`_matrices_on`).
    """
    number = delegation.LEVEL_NUMBERS[level]
    matrices = _matrices(region)
    sinking = {delegation.ACCEPTS, delegation.FINISHES}
    sunk = []
    for row in items(region=region):
        roles = tuple(matrices.get(row.code, {}).get(number, ()))
        if sinking & set(roles):
            sunk.append((row, roles))
    return sunk


def _matrices(region: str | None) -> dict[str, Matrix]:
    today = clock.today()
    return _matrices_on(region, today)


@revision.kept(256)
def _matrices_on(region: str | None, day: date) -> dict[str, Matrix]:
    every = items(region=region, on=day)
    rows = [row for row in every if row.place is None]
    versions = ItemVersion.objects.defer("form").in_bulk([row.version_id for row in rows])
    table = tables.delegation()
    matrices = {}
    for row in rows:
        try:
            matrices[row.code] = delegation.matrix_of(versions[row.version_id].definition, table)
        except (KeyError, TypeError):  # one text that cannot be read hides no other item
            log.exception("item without a matrix", item=row.code)
    if region:
        held = DelegationOverride.objects.filter(region_id__in=delegation.chain(region)).order_by(
            "region_id"
        )
        for code, level, roles in held.values_list("item__code", "level", "roles"):
            if code in matrices:
                matrices[code] = delegation.overridden(matrices[code], {level: roles})
    return matrices
