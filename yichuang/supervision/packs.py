"""Targets into the database, and their check."""

from yichuang.core import packs
from yichuang.supervision import metrics, services, tables


def load() -> None:
    """The targets of packs/targets; safe to repeat."""
    services.load_targets(rows=packs.read(tables.TARGETS)["targets"])


def check() -> list[str]:
    """What is wrong with the targets: a double, a metric nobody explains, a place without a code."""
    rows = packs.read(tables.TARGETS)["targets"]
    codes = [row["id"] for row in rows]
    known = tables.metrics()
    faults = [
        f"{tables.TARGETS}: {code} 写了两次"
        for code in sorted({c for c in codes if codes.count(c) > 1})
    ]
    faults += [
        f"{row['id']}: metrics.yaml 里没有 {row['metric']}"
        for row in rows
        if row["metric"] not in known
    ]
    faults += [
        f"{row['id']}: 没有 {row['place']} 的区划代码"
        for row in rows
        if row["place"] not in tables.regions()
    ]
    unknown = {row["seed"] for row in rows} - set(packs.read(tables.METRICS)["sources"])
    faults += [f"metrics.yaml: 没有写 {seed} 是哪份文件" for seed in sorted(unknown)]
    for one in known.values():
        if one.how not in ("computed", "entered"):
            faults.append(f"{one.key}: how 只能是 computed 或 entered")
        elif one.how == "computed" and metrics.METRICS.get(one.function) is None:
            faults.append(f"{one.key}: 没有算法 {one.function}")
    used = {row["metric"] for row in rows}
    return faults + [f"metrics.yaml: 没有目标用到 {key}" for key in known if key not in used]
