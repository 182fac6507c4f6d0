"""Packs of this module into the database, and their checks."""

from yichuang.reference.queries import prefix
from yichuang.reference.rules.identifiers import credit_code_problem

from .loading.organisations import load_city
from .tables import city_packs, incompatible, naming_rules, roles, short_names


def load() -> int:
    """Bring the organisation trees up to the packs; returns how many units were added. Existing ones are kept."""
    return sum(load_city(pack, naming_rules(pack["region"])) for pack in city_packs())


def check() -> list[str]:
    """What is wrong with these packs, in plain words; empty when nothing is."""
    return [*_role_faults(), *_city_faults()]


def _role_faults() -> list[str]:
    named = set()
    for pair in incompatible():
        named.update(pair.roles | pair.others)
    return [f"roles.yaml：不相容表里的 {code} 没有定义" for code in sorted(named - roles().keys())]


def _city_faults() -> list[str]:
    faults = []
    for pack in city_packs():
        head = prefix(pack["region"])
        file = f"organisations/{head}.yaml"
        if not naming_rules(pack["region"]):
            faults.append(f"{file}：没有命名规则包")
        served = []
        for station in pack["shared_stations"]:
            served.extend(station["villages"])
        faults += [
            f"{file}：服务站服务的 {code} 不在本市" for code in served if not code.startswith(head)
        ]
        faults += [
            f"{file}：{code} 归了两个服务站" for code in set(served) if served.count(code) > 1
        ]
        faults += _short_name_faults(pack, file)
        wrong = (
            (code, credit_code_problem(number)) for code, number in pack["credit_codes"].items()
        )
        faults += [
            f"{file}：{code} 的统一社会信用代码：{problem}" for code, problem in wrong if problem
        ]
    return faults


def _short_name_faults(pack: dict, file: str) -> list[str]:
    """Two units of a city whose papers begin alike could give the same number twice."""
    names = short_names()
    bureaus = pack["credit_codes"]
    faults = [f"{file}：{code} 没有发文机关代字" for code in bureaus if code not in names]
    used = [name for code, name in names.items() if code in bureaus]
    twice = {name for name in used if used.count(name) > 1}
    return faults + [f"{file}：发文机关代字“{name}”用了两次" for name in sorted(twice)]
