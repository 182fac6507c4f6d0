"""packs/targets/metrics.yaml as the code reads it."""

from dataclasses import dataclass
from decimal import Decimal

from yichuang.core import packs

TARGETS, METRICS = "targets/targets.yaml", "targets/metrics.yaml"


@dataclass(frozen=True)
class Metric:
    """Where the actual number of a metric comes from: how "computed" (by `function`) or "entered"; who answers."""

    key: str
    how: str
    owner: str
    function: str = ""


@dataclass(frozen=True)
class Headline:
    """One number of the first page with the line it is held against; limit None: no line; source: a TGT code or
    "platform"."""

    key: str
    label: str
    unit: str
    limit: Decimal | None
    operator: str
    source: str


@packs.kept()
def metrics() -> dict[str, Metric]:
    """Every metric by its key."""
    return {key: Metric(key, **row) for key, row in packs.read(METRICS)["metrics"].items()}


@packs.kept()
def headlines() -> tuple[Headline, ...]:
    """In the order of the page."""
    return tuple(
        Headline(
            key=row["key"],
            label=row["label"],
            unit=row["unit"],
            limit=None if row["limit"] is None else Decimal(str(row["limit"])),
            operator=row["operator"],
            source=row["source"] or "",
        )
        for row in packs.read(METRICS)["headline"]
    )


def regions() -> dict[str, str]:
    """Division code of each place that the targets name."""
    return packs.read(METRICS)["places"]


def source_of(seed: str) -> str:
    """The name of the document that a target stands in."""
    return packs.read(METRICS)["sources"][seed]


def near_percent() -> Decimal:
    """A gap of at most this share of the target counts as near."""
    return Decimal(str(packs.read(METRICS)["near"]))


def late_share_limit() -> Decimal:
    """Percent of late cases that a county may have."""
    return Decimal(str(packs.read(METRICS)["late_share_limit"]))
