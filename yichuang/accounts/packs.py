"""Packs of this module into the database, and their checks."""

from yichuang.core import packs
from yichuang.reference.queries import prefix
from yichuang.reference.rules.identifiers import credit_code_problem

from .loading.organisations import load_city
from .rules import tasks
from .tables import PARTINGS, TASKS, city_packs, incompatible, naming_rules, roles, short_names


def load() -> int:
    """Bring the organisation trees up to the packs; returns how many units were added. Existing ones are kept."""
    return sum(load_city(pack, naming_rules(pack["region"])) for pack in city_packs())


def check() -> list[str]:
    """What is wrong with these packs, in plain words; empty when nothing is."""
    return [*_role_faults(), *_parting_faults(), *_task_faults(), *_city_faults()]


def _role_faults() -> list[str]:
    named = set()
    for pair in incompatible():
        named.update(pair.roles | pair.others)
    return [f"roles.yaml：不相容表里的 {code} 没有定义" for code in sorted(named - roles().keys())]


def _parting_faults() -> list[str]:
    """A number of days below one would let an administrator be both of the two."""
    terms = packs.read(PARTINGS)["made_lately"]
    days = [term["days"] for term in terms]
    if days and min(days) > 0:
        return []
    return [f"{PARTINGS}：要写天数，每个都大于0"]


def _task_faults() -> list[str]:
    """Types, ladders and kinds of things to do.

    Each with the file that it stands in.
    """
    wrong = tasks.faults(packs.read(TASKS))
    return [f"{TASKS}：{fault}" for fault in wrong]


def _city_faults() -> list[str]:
    """Each with the file that it stands in."""
    faults = []
    for pack in city_packs():
        head = prefix(pack["region"])
        wrong = [*_area_faults(pack, head), *_credit_code_faults(pack), *_short_name_faults(pack)]
        if not naming_rules(pack["region"]):
            wrong.append("没有命名规则包")
        faults += [f"organisations/{head}.yaml：{fault}" for fault in wrong]
    return faults


def _area_faults(pack: dict, head: str) -> list[str]:
    """Villages of shared stations that are not the city's, or are served by two."""
    served: list[str] = []
    for station in pack["shared_stations"]:
        served += station["villages"]
    faults = [f"服务站服务的 {code} 不在本市" for code in served if not code.startswith(head)]
    for code in set(served):
        if served.count(code) > 1:
            faults.append(f"{code} 归了两个服务站")
    return faults


def _credit_code_faults(pack: dict) -> list[str]:
    """Credit codes whose last character is not the one that the others give (GB 32100-2015)."""
    faults = []
    for code, number in pack["credit_codes"].items():
        problem = credit_code_problem(number)
        if problem:
            faults.append(f"{code} 的统一社会信用代码：{problem}")
    return faults


def _short_name_faults(pack: dict) -> list[str]:
    """Two bureaus of a city whose papers begin alike could give the same number twice."""
    faults = []
    used: set[str] = set()
    for code in pack["credit_codes"]:
        name = short_names().get(code)
        if name is None:
            faults.append(f"{code} 没有发文机关代字")
        elif name in used:
            faults.append(f"发文机关代字“{name}”用了两次")
        else:
            used.add(name)
    return faults
