"""What the packs of this module say: naming rules, roles and certificates as the rules want them."""

from datetime import date

from yichuang.core import packs

from .rules.naming import NamingRule
from .rules.roles import Incompatible
from .rules.tasks import Tasks, of_pack

ROLES = "organisations/roles.yaml"
CERTIFICATES = "organisations/certificates.yaml"
PARTINGS = "organisations/partings.yaml"
TASKS = "desk/tasks.yaml"


def city_packs() -> list[dict]:
    """The organisation pack of each city: packs/organisations/<four digits>.yaml."""
    return [packs.read(path) for path in packs.files("organisations", "[0-9]*.yaml")]


@packs.kept(64)
def naming_rules(city: str) -> tuple[NamingRule, ...]:
    """The naming rules of a city (12-digit code) in the order in which they are tried; () where there is no pack."""
    for path in packs.files("naming"):
        pack = packs.read(path)
        if pack["region"] == city:
            return tuple(
                NamingRule(**{**rule, "basis": _basis(pack, rule)}) for rule in pack["rules"]
            )
    return ()


def named_cities() -> list[str]:
    """The cities (12-digit codes) that have a pack of naming rules."""
    cities = []
    for path in packs.files("naming"):
        pack = packs.read(path)
        cities.append(pack["region"])
    return cities


@packs.kept()
def short_names() -> dict[str, str]:
    """What the numbers of a unit's papers begin with, by the unit's code: 广人社 (GB/T 9704-2012, 7.2.5). Units that
    are not named here have none."""
    names: dict[str, str] = {}
    for path in packs.files("naming"):
        names |= packs.read(path).get("short_names", {})
    return names


def _basis(pack: dict, rule: dict) -> str:
    return f"{pack['source']} {rule.get('basis', '')}".strip()


@packs.kept()
def roles() -> dict[str, dict]:
    """Roles by code: {code, name, duty}."""
    return {role["code"]: role for role in packs.read(ROLES)["roles"]}


@packs.kept()
def incompatible() -> tuple[Incompatible, ...]:
    """Roles that one officer may not hold together."""
    table = packs.read(ROLES)["incompatible"]
    return tuple(
        Incompatible(frozenset(row["roles"]), frozenset(row["with"]), row["why"]) for row in table
    )


def certificates() -> dict[str, list[str]]:
    """The item codes that each certificate covers, by the certificate's name."""
    return {name: row["items"] for name, row in packs.read(CERTIFICATES)["certificates"].items()}


def days_of_making(day: date) -> int:
    """For how many days before `day` an administrator whom another one made counts as one with the maker."""
    terms = packs.read(PARTINGS)["made_lately"]
    in_force = terms[0]
    for term in terms:
        if term["from"] <= day:
            in_force = term
    return in_force["days"]


@packs.kept()
def tasks() -> Tasks:
    """How things to do press, and how many of the closed cases are looked over again."""
    return of_pack(packs.read(TASKS))
