"""What a place says differently: its implementation of an item, its roles in the delegation matrix."""

from collections.abc import Sequence
from datetime import date
from typing import Any, NoReturn

from django.db import transaction
from django.db.models import F

from yichuang.audit.services import record
from yichuang.catalog import tables
from yichuang.catalog.models import DelegationOverride, Implementation, Item, ItemVersion
from yichuang.catalog.models.items import in_force
from yichuang.catalog.queries import place_lists
from yichuang.catalog.rules import completeness, delegation, limits, placing
from yichuang.catalog.rules.guides import merged
from yichuang.catalog.services.publicity import require_room
from yichuang.core.errors import Conflict, FieldProblem, Invalid, NotFound
from yichuang.reference.queries import calendar
from yichuang.reference.queries import region as place

MOST_NAMED = 4  # places in one sentence


@transaction.atomic
def set_implementation(
    *,
    code: str,
    region: str,
    differences: dict[str, Any],
    effective_from: date,
    actor: str,
    said_by: str = "",
) -> Implementation | None:
    """What `region` (12-digit code) says differently about an item from a day on; {} takes all of it back (None).
    said_by: who asked for it where that is not who lets it hold.

    Only the keys of `place_may_change` in packs/catalogue/elements.yaml; the merged guide must still be complete, its
    promise within the law and no slower than what holds there without it (the unified text with the lists of the
    places above), on that day and later; nor may a place below it be left slower. Its places, hours and fees are sane.
    People ask for it by `propose_place`; packs say it at once. A number of days is kept with its unit, by default the
    unified one of that day: what a place promised stays what it is when the unified unit changes.

    What the place was to say from a later day is taken back: from this day on it says this, until it speaks again.
    Raises NotFound, Invalid.
    """
    item = _item(code)
    differences = _with_unit(item, differences, effective_from)
    _check(item, region, differences, effective_from)
    held = Implementation.objects.filter(item=item, region_id=region)
    later = held.filter(effective_from__gt=effective_from)
    later.update(effective_to=F("effective_from"))
    current = held.filter(in_force(effective_from)).first()
    if current and current.differences == differences:
        current.effective_to = None
        current.save(update_fields=["effective_to"])
        return current
    if current:
        current.effective_to = effective_from
        current.save(update_fields=["effective_to"])
    record(
        actor=actor,
        verb="catalog.implementation.set",
        subject=f"item:{code}",
        data={"region": region, "effective_from": str(effective_from), "keys": sorted(differences)},
    )
    if not differences:
        return None
    return Implementation.objects.create(
        item=item,
        region_id=region,
        differences=differences,
        effective_from=effective_from,
        said_by=said_by or actor,
    )


def _check(item: Item, region: str, differences: dict[str, Any], on: date) -> None:
    allowed = tables.elements()["place_may_change"]
    foreign = [key for key in differences if key not in allowed]
    if foreign:
        raise Invalid(
            [FieldProblem(key, f"“{key}”全省统一，地方不能另定", "common") for key in foreign]
        )
    version = _version_on(item, on)
    definition = merged(version.definition, [differences])
    problems = completeness.problems_of(definition, version.form, tables.elements(), calendar())
    if problems:
        raise Invalid(problems, f"这样改以后“{item.name}”不合规：{problems[0].message}")
    level = place(region).level
    problems = placing.problems_of(differences, version.definition, level)
    if problems:
        raise Invalid(problems)
    if "promised_days" in differences:
        _check_promise(item, region, differences, on)
    require_room(item, region, differences, version)


def _with_unit(item: Item, differences: dict[str, Any], on: date) -> dict[str, Any]:
    """The differences with number and unit of the promise together. Raises Invalid for a unit without a number."""
    if "promised_unit" in differences and "promised_days" not in differences:
        text = "写了承诺时限的单位，也请写天数"
        raise Invalid([FieldProblem("promised_days", text, "required")], text)
    if "promised_days" not in differences or "promised_unit" in differences:
        return differences
    unified = _version_on(item, on).definition
    return differences | {"promised_unit": unified["promised_unit"]}


def _version_on(item: Item, on: date) -> ItemVersion:
    """The text of that day, or the newest. Raises NotFound before the first."""
    of_the_day = item.versions.filter(in_force(on)).first()
    version = of_the_day or item.versions.order_by("-number").first()
    if version is None:
        raise NotFound(f"“{item.name or item.code}”还没有发布")
    return version


def _check_promise(item: Item, region: str, differences: dict[str, Any], on: date) -> None:
    """A place may promise faster than what holds there without its word,
    never slower.

    And none below it may be left with a promise slower than its own. Raises
    Invalid.
    """
    ours = _promise(differences)
    for above in place_lists.promises_above(item, region, on):
        common = (above.number, above.unit)
        if limits.first_late_promise(ours, common, calendar()):
            since = f"{above.day}起的" if above.day > on else ""
            text = f"本地承诺{limits.spoken(*ours)}，比{since}{above.whose}的{limits.spoken(*common)}慢"
            _refuse(f"{text}；地方只能承诺得更快")
    slower = []
    for row in place_lists.promising_below(item, region, on):
        promised_there = _promise(row.differences)
        if limits.first_late_promise(promised_there, ours, calendar()):
            slower.append(f"{row.region.name}（{limits.spoken(*promised_there)}）")
    if slower:
        names = "、".join(slower[:MOST_NAMED])
        _refuse(f"下面有{len(slower)}个地方承诺得更慢，请先把它们改快：{names}")


def _promise(says: dict[str, Any]) -> tuple[int, str]:
    return says["promised_days"], says["promised_unit"]


def _refuse(text: str) -> NoReturn:
    """Raises Invalid for the number of days."""
    raise Invalid([FieldProblem("promised_days", text, "range")], text)


@transaction.atomic
def set_delegation(
    *, code: str, region: str, level: int, roles: Sequence[str], actor: str
) -> DelegationOverride:
    """The roles that `level` (1省 … 5村) holds for an item inside `region`, instead of the rule table's.

    Raises NotFound, Invalid for an unknown role or when nobody would review or finish any more.
    """
    item = _item(code)
    version = item.versions.order_by("-number").first()
    if version is None:
        raise NotFound(f"“{item.name or item.code}”还没有发布")
    table = tables.delegation()
    held = DelegationOverride.objects.filter(item=item, region_id=region).exclude(level=level)
    matrix = delegation.overridden(
        delegation.matrix_of(version.definition, table),
        {**dict(held.values_list("level", "roles")), level: roles},
    )
    problems = delegation.problems_of(matrix, table["roles"])
    if problems:
        raise Invalid([FieldProblem("roles", text, "list") for text in problems], problems[0])
    row, _ = DelegationOverride.objects.update_or_create(
        item=item, region_id=region, level=level, defaults={"roles": list(roles)}
    )
    record(
        actor=actor,
        verb="catalog.delegation.set",
        subject=f"item:{code}",
        data={"region": region, "level": level, "roles": list(roles)},
    )
    return row


@transaction.atomic
def clear_delegation(*, code: str, region: str, level: int, actor: str) -> None:
    """Go back to the rule table for one level of an item in a region. Raises Conflict where it is in force already."""
    own = DelegationOverride.objects.filter(item=_item(code), region_id=region, level=level)
    deleted, _ = own.delete()
    if not deleted:
        raise Conflict("这一级现在就按统一规则", code="ended", way_out="请刷新看最新情况")
    record(
        actor=actor,
        verb="catalog.delegation.clear",
        subject=f"item:{code}",
        data={"region": region, "level": level},
    )


def _item(code: str) -> Item:
    item = Item.objects.select_for_update(no_key=True).filter(code=code).first()
    if item is None:
        raise NotFound(f"没有编码为{code}的事项")
    return item
