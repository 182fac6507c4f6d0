"""What the platform can count by itself. Each function: (region, now) → Measured; it says None rather than guess."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from yichuang.cases.queries.reach import everywhere
from yichuang.catalog import queries as catalog
from yichuang.catalog import tables
from yichuang.core.plugins import Registry
from yichuang.reference.models import Region
from yichuang.reference.queries import prefix
from yichuang.supervision.queries import figures
from yichuang.supervision.rules import share

LEVELS = {"市": 2, "县": 3, "乡镇": 4, "村": 5}
SPAN = timedelta(days=90)
METRICS: Registry = Registry("metrics")


@dataclass(frozen=True)
class Measured:
    """value None: nothing to count yet. how: one sentence that lets anybody count it again."""

    value: Decimal | None
    how: str


@METRICS.register("catalogue_consistency")
def catalogue_consistency(region: str, now: datetime) -> Measured:
    """Same-level places with the same names and codes."""
    wrong = total = 0
    head = prefix(region)
    for level, number in LEVELS.items():
        report = catalog.consistency_report(level, on=now.date())
        cities = {
            code[:4]
            for code in Region.objects.filter(pk__startswith=head, level=2).values_list(
                "pk", flat=True
            )
        }
        places = Region.objects.filter(
            pk__startswith=head, level=number, city__in=_connected(cities)
        ).count()
        total += places * report.items
        wrong += sum(len(d.missing) for d in report.differences if d.region.startswith(head))
    return Measured(
        share(total - wrong, total),
        f"接入平台的市、县、乡镇、村共{total}个“地方×事项”，名称或编码不同的{wrong}个",
    )


def _connected(cities: set[str]) -> list[str]:
    return [code for code in tables.places()["cities"] if code[:4] in cities]


@METRICS.register("speedup_mean")
def speedup_mean(region: str, now: datetime) -> Measured:
    """Mean of the speed-up of the items on the 提速办 list."""
    listed = [row for row in catalog.speedup_list() if row.listed]
    if not listed:
        return Measured(None, "还没有提速办清单")
    mean = Decimal(str(sum(row.percent for row in listed) / len(listed))).quantize(Decimal("0.1"))
    below = sum(row.below_target for row in listed)
    return Measured(mean, f"提速办清单{len(listed)}项的平均提速，其中{below}项低于50%")


@METRICS.register("instant_minutes")
def instant_minutes(region: str, now: datetime) -> Measured:
    """Mean minutes of business from complete materials to the end, of instant cases of the last 90 days."""
    here = everywhere(prefix(region))
    since = now - SPAN
    count, timed, total = figures.instant_minutes(here, since, now)
    if not timed:
        return Measured(None, "近90天还没有办结的即办件")
    mean = Decimal(total) / timed
    minutes = mean.quantize(Decimal("0.1"))
    how = f"近90天办结的{count}件即办件，收齐材料到办结的平均分钟数，只算上班时间"
    return Measured(minutes, how)


@METRICS.register("fully_online_rate")
def fully_online_rate(region: str, now: datetime) -> Measured:
    """The catalogue's rate of SYS-053."""
    basis = catalog.online_basis(region)
    rate = None if basis.rate is None else Decimal(str(basis.rate))
    how = f"{basis.online}项可全程网办 ÷（依申请{basis.application}项－法规要求到场{basis.onsite_by_law}项）"
    return Measured(rate, how)


@METRICS.register("online_as_possible")
def online_as_possible(region: str, now: datetime) -> Measured:
    """Items with an online channel among those that the law lets be online."""
    rows = [r for r in catalog.items(region=region) if not r.onsite_by_law]
    open_online = {row.code for row in catalog.items(region=region, channel="portal")}
    online = sum(row.code in open_online for row in rows)
    return Measured(share(online, len(rows)), f"可上网{len(rows)}项，已上网{online}项")


@METRICS.register("common_rules_unified")
def common_rules_unified(region: str, now: datetime) -> Measured:
    """Items handled anywhere whose mode and limit are the same in every place."""
    listed = catalog.common_handling_list()
    head = prefix(region)
    differ = {d.code for d in catalog.common_handling_report() if d.region.startswith(head)}
    return Measured(
        share(len(listed) - len(differ), len(listed)),
        f"通办{len(listed)}项，规则不一致{len(differ)}项",
    )


@METRICS.register("services_at_township")
def services_at_township(region: str, now: datetime) -> Measured:
    """Items that a township takes in or finishes."""
    return Measured(
        Decimal(len(catalog.sunk_items("乡镇", region))), "乡镇街道能收件或办结的事项数"
    )


def _count(region: str, counts, how: str) -> Measured:
    return Measured(Decimal(sum(bool(counts(row)) for row in catalog.items(region=region))), how)


def _open_on(channel: str, region: str, how: str) -> Measured:
    """Items that the place does on a channel today.

    A channel that is switched off counts for nothing.
    """
    return Measured(Decimal(len(catalog.items(region=region, channel=channel))), how)


@METRICS.register("instant_items")
def instant_items(region: str, now: datetime) -> Measured:
    """Items of the kind 即办件."""
    return _count(region, lambda r: r.case_kind == "即办件", "目录里的即办件事项数")


@METRICS.register("time_limited_items")
def time_limited_items(region: str, now: datetime) -> Measured:
    """Items with a promised term."""
    return _count(region, lambda r: r.case_kind == "承诺件", "目录里有承诺时限的事项数")


@METRICS.register("mobile_items")
def mobile_items(region: str, now: datetime) -> Measured:
    """Items done on a phone."""
    return _open_on("mobile", region, "目录里能在手机上办、渠道开着的事项数")


@METRICS.register("online_items")
def online_items(region: str, now: datetime) -> Measured:
    """Items done online."""
    return _open_on("portal", region, "目录里能在网上办、渠道开着的事项数")


@METRICS.register("provincial_one_visit_items")
def provincial_one_visit_items(region: str, now: datetime) -> Measured:
    """Items of the provincial level that ask for one visit at most."""
    return _count(
        region, lambda r: "省" in r.levels and r.max_visits <= 1, "省本级最多跑一次的事项数"
    )


def measure(function: str, region: str, now: datetime) -> Measured:
    """The number of a registered function for a place."""
    return METRICS.get(function)(region, now)
