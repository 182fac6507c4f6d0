"""Packs of this module: naming rules, roles and certificates as the rules want them."""

from functools import cache

from yichuang.core import packs
from yichuang.reference.queries import prefix
from yichuang.reference.rules.identifiers import credit_code_problem

from .loading import officers
from .loading.organisations import load_city
from .rules.naming import NamingRule
from .rules.roles import Incompatible

ROLES = "organisations/roles.yaml"
CERTIFICATES = "organisations/certificates.yaml"
DEMO = "organisations/demo_officers.yaml"


def city_packs() -> list[dict]:
    """The organisation pack of each city: packs/organisations/<four digits>.yaml."""
    return [packs.read(path) for path in packs.files("organisations", "[0-9]*.yaml")]


@cache
def naming_rules(city: str) -> tuple[NamingRule, ...]:
    """The naming rules of a city (12-digit code) in the order in which they are tried; () where there is no pack."""
    for path in packs.files("naming"):
        pack = packs.read(path)
        if pack["region"] == city:
            return tuple(NamingRule(**{**rule, "basis": _basis(pack, rule)}) for rule in pack["rules"])
    return ()


def _basis(pack: dict, rule: dict) -> str:
    return f"{pack['source']} {rule.get('basis', '')}".strip()


@cache
def roles() -> dict[str, dict]:
    """Roles by code: {code, name, duty}."""
    return {role["code"]: role for role in packs.read(ROLES)["roles"]}


@cache
def incompatible() -> tuple[Incompatible, ...]:
    """Roles that one officer may not hold together."""
    table = packs.read(ROLES)["incompatible"]
    return tuple(Incompatible(frozenset(row["roles"]), frozenset(row["with"]), row["why"]) for row in table)


def certificates() -> dict[str, list[str]]:
    """The item codes that each certificate covers, by the certificate's name."""
    return {name: row["items"] for name, row in packs.read(CERTIFICATES)["certificates"].items()}


def demo_accounts() -> list[dict[str, str]]:
    """The demo officers' accounts, to be printed: {username, password, title, place}."""
    demo = packs.read(DEMO)
    return [
        {
            "username": f"{city['prefix']}_{post['post']}",
            "password": demo["password"],
            "title": post["title"],
            "place": city["name"],
        }
        for city in demo["cities"]
        for post in demo["posts"]
    ]


def load() -> int:
    """Bring the organisation trees up to the packs; returns how many units were added. Existing ones are kept."""
    return sum(load_city(pack, naming_rules(pack["region"])) for pack in city_packs())


def load_demo() -> int:
    """Add the demo officers that are missing; returns how many. Needs `load` first."""
    return officers.load_demo(packs.read(DEMO), certificates())


def check() -> list[str]:
    """What is wrong with these packs, in plain words; empty when nothing is."""
    return [*_role_faults(), *_city_faults(), *_demo_faults()]


def _role_faults() -> list[str]:
    named = {code for pair in incompatible() for code in pair.roles | pair.others}
    return [f"roles.yaml：不相容表里的 {code} 没有定义" for code in sorted(named - roles().keys())]


def _city_faults() -> list[str]:
    faults = []
    for pack in city_packs():
        head = prefix(pack["region"])
        file = f"organisations/{head}.yaml"
        if not naming_rules(pack["region"]):
            faults.append(f"{file}：没有命名规则包")
        served = [code for station in pack["shared_stations"] for code in station["villages"]]
        faults += [f"{file}：服务站服务的 {code} 不在本市" for code in served if not code.startswith(head)]
        faults += [f"{file}：{code} 归了两个服务站" for code in set(served) if served.count(code) > 1]
        wrong = ((code, credit_code_problem(number)) for code, number in pack["credit_codes"].items())
        faults += [f"{file}：{code} 的统一社会信用代码：{problem}" for code, problem in wrong if problem]
    return faults


def _demo_faults() -> list[str]:
    demo, faults = packs.read(DEMO), []
    for post in demo["posts"]:
        name = f"demo_officers.yaml：{post['post']}"
        faults += [f"{name} 的角色 {role} 没有定义" for role in post["roles"] if role not in roles()]
        if post.get("certificate", "all") not in certificates():
            faults.append(f"{name} 的证书 {post['certificate']} 没有定义")
        for key in (post["unit"], post["scope"]):
            faults += [f"{name}：{city['prefix']} 没有写 {key}" for city in demo["cities"] if key not in city]
    return faults
