"""The check of packs/ratings."""

from yichuang.core import packs
from yichuang.ratings import tables


def check() -> list[str]:
    """What is wrong with the list of reasons: five grades, each with reasons, no code twice."""
    faults = []
    if [one.code for one in tables.grades()] != [5, 4, 3, 2, 1]:
        faults.append("等级要从 5 到 1，一个不多一个不少")
    codes = []
    for one in tables.grades():
        for code, _ in one.reasons:
            codes.append(code)
    faults += [f"理由编码重复：{code}" for code in sorted({c for c in codes if codes.count(c) > 1})]
    faults += [f"{one.name}没有可选的理由" for one in tables.grades() if not one.reasons]
    if not set(packs.read(tables.PACK)["bad"]) <= {1, 2}:
        faults.append("差评只能是不满意和非常不满意")
    return [f"{tables.PACK}: {fault}" for fault in faults]
