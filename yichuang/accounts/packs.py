"""Packs of this module into the database, and their checks."""

from yichuang.core import packs
from yichuang.reference.queries import prefix
from yichuang.reference.rules.identifiers import credit_code_problem

from . import tables
from .loading import officers
from .loading.organisations import load_city
from .tables import DEMO, certificates, city_packs, incompatible, naming_rules, roles


def demo_accounts() -> list[dict[str, str]]:
    """The demo officers' accounts, to be printed: {username, password, title, place}."""
    return tables.demo_accounts()


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
