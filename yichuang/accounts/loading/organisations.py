"""The organisation tree of a city, worked out from its divisions, its naming pack and the little that differs."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product

from django.db import transaction

from yichuang.reference.models import Region
from yichuang.reference.queries import prefix

from ..models import Organisation, ServiceArea
from ..rules.naming import NamingRule, rule_for

_KINDS = {
    2: Organisation.BUREAU,
    3: Organisation.BUREAU,
    4: Organisation.STATION,
    5: Organisation.POINT,
}


@dataclass(frozen=True)
class Unit:
    """A unit that should exist: its row without ids, the code of the unit above, and the villages that it serves."""

    row: Organisation
    parent: str
    villages: tuple[str, ...] = ()


@transaction.atomic
def load_city(pack: dict, rules: Sequence[NamingRule]) -> int:
    """Add the units and service areas of one city that are missing; returns how many units were added."""
    inside = prefix(pack["region"])
    known = dict(
        Organisation.objects.filter(region__code__startswith=inside).values_list("code", "pk")
    )
    regions = {region.code: region for region in Region.objects.filter(code__startswith=inside)}
    missing = [unit for unit in _units(pack, rules, regions) if unit.row.code not in known]
    for level, bureau in product(
        (2, 3, 4, 5), (True, False)
    ):  # a unit comes after the one above it
        batch = [
            u
            for u in missing
            if u.row.level == level and (u.row.kind == Organisation.BUREAU) is bureau
        ]
        for unit in batch:
            unit.row.parent_id = known[unit.parent] if unit.parent else None
        known |= {
            row.code: row.pk
            for row in Organisation.objects.bulk_create([unit.row for unit in batch])
        }
    areas = []
    for unit in missing:
        for village in unit.villages:
            areas.append(
                ServiceArea(
                    organisation_id=known[unit.row.code],
                    region_id=village,
                    valid_from=pack["since"],
                )
            )
    ServiceArea.objects.bulk_create(areas, ignore_conflicts=True)
    return len(missing)


def _units(pack: dict, rules: Sequence[NamingRule], regions: dict[str, Region]) -> list[Unit]:
    shared = set()
    for station in pack["shared_stations"]:
        shared.update(station["villages"])
    units = [
        _regular(pack, rules, region) for region in regions.values() if region.code not in shared
    ]
    units += [_hall(pack, hall, regions[hall["region"]]) for hall in pack["halls"]]
    return units + [
        _shared(pack, rules, row, regions[row["villages"][0]]) for row in pack["shared_stations"]
    ]


def _common(pack: dict, region: Region) -> dict:
    address = pack["addresses"].get(region.level, "").format(full=region.full_name)
    return {"region": region, "level": region.level, "address": address} | {
        k: pack[k] for k in ("phone", "open_hours")
    }


def _named(rules: Sequence[NamingRule], kind: str, region: Region) -> str:
    rule = rule_for(rules, region.level, kind, region.name)
    return rule.name_of(region.name) if rule else region.name


def _regular(pack: dict, rules: Sequence[NamingRule], region: Region) -> Unit:
    kind = _KINDS[region.level]
    row = Organisation(
        code=region.code,
        kind=kind,
        name=_named(rules, kind, region),
        credit_code=pack["credit_codes"].get(region.code, ""),
        **_common(pack, region),
    )
    above = region.parent_id if region.level > 2 else ""
    return Unit(row, above, (region.code,) if region.level == 5 else ())


def _hall(pack: dict, hall: dict, region: Region) -> Unit:
    row = Organisation(
        **_common(pack, region)
        | {key: hall[key] for key in ("code", "name", "address", "counters")}
    )
    row.kind = Organisation.HALL
    return Unit(row, region.code)


def _shared(pack: dict, rules: Sequence[NamingRule], station: dict, region: Region) -> Unit:
    name = _named(rules, Organisation.STATION, region)
    row = Organisation(
        code=station["code"], kind=Organisation.STATION, name=name, **_common(pack, region)
    )
    return Unit(row, region.parent_id, tuple(station["villages"]))
