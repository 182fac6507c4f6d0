"""How units are named: their short names, and the rules that bind their full ones."""

from dataclasses import dataclass

from django.db.models import Q

from yichuang.reference.queries import prefix

from .. import tables
from ..models import Organisation
from ..rules.naming import name_problem, rule_for
from .places import CITY, COUNTY, around


@dataclass(frozen=True)
class NamingViolation:
    """A unit whose name is not the one that its own region's rule asks for.

    expected: the name that the rule asks for.
    basis: the legal source of the rule.
    """

    code: str
    uuid: str
    name: str
    expected: str
    basis: str


def short_name(code: str) -> str:
    """What the numbers of the unit's papers begin with: 广人社.

    "" for a unit that has no such name.
    """
    return tables.short_names().get(code, "")


def numbered_by(code: str) -> str:
    """The code of the unit in whose row the papers of this one are numbered.

    Itself where it has a short name; else the bureau above it, for
    which a hall, a town or a village acts.
    """
    names = tables.short_names()
    bureaus = around(code, COUNTY, CITY)
    for each in (code, *bureaus):
        if each in names:
            return each
    return code


def naming_violations(region_code: str = "") -> list[NamingViolation]:
    """Units whose name breaks the rule of their own city's pack.

    region_code: where to look; "" for everywhere.

    A level, kind or place without a binding rule has none.
    岳人社发〔2015〕80号 二（一） is one such rule.
    """
    within = prefix(region_code) if region_code else ""
    every = Organisation.objects.filter(active=True, region__code__startswith=within)
    units = every.filter(_with_binding_rules())
    columns = ("code", "uuid", "name", "level", "kind", "region__name", "region__city")
    rows = units.order_by("code").values_list(*columns)
    violations = []
    for code, uuid, name, level, kind, place, city in rows:
        rules = tables.naming_rules(city)
        expected = name_problem(rules, level, kind, place, name)
        if not expected:
            continue
        rule = rule_for(rules, level, kind, place)
        violation = NamingViolation(code, str(uuid), name, expected, rule.basis)
        violations.append(violation)
    return violations


def _with_binding_rules() -> Q:
    """A filter on Organisation: a binding rule of its city may be its own.

    Few kinds have one, and most units are of other kinds.
    """
    bound = Q(pk__in=[])
    for city in tables.named_cities():
        for rule in tables.naming_rules(city):
            if not rule.binding:
                continue
            bound |= Q(region__city=city, level=rule.level, kind=rule.kind)
    return bound


def name_asked(organisation: Organisation, name: str) -> str:
    """The name that the rule of the unit's own city asks for when `name` is not it.

    "" when it is, and where no rule binds.
    """
    region = organisation.region
    rules = tables.naming_rules(region.city)
    return name_problem(rules, organisation.level, organisation.kind, region.name, name)
