"""统一业务流程: the steps of an item, with stage, role, days and review points, from the table of kinds. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Step:
    """One step. stage: 受理 审核 经办 反馈 (咨询, 跟踪服务 outside the case); role: the post that does it, "applicant"
    for the first; days: its part of the promise, in the promise's unit; review_points: what is checked here."""

    order: int
    name: str
    stage: str
    role: str
    days: int
    standard: str
    produces: str
    review_points: tuple[str, ...]


def kind_of(steps: Sequence[str], table: Mapping[str, Any]) -> str:
    """The key of the process kind with exactly these steps; KeyError when the table has none."""
    for kind in table["kinds"]:
        if [s["name"] for s in kind["steps"]] == list(steps):
            return kind["key"]
    raise KeyError("→".join(steps))


def steps_of(definition: Mapping[str, Any], table: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Every step as plain data, in order, to be frozen in a version. KeyError for an unknown list of steps."""
    kind = kind_of(definition["process"], table)
    rows = next(k["steps"] for k in table["kinds"] if k["key"] == kind)
    days = _divided(definition.get("promised_days") or 0, [s["share"] for s in rows])
    points = list(definition.get("review_points") or ())
    return [
        {
            "order": order,
            "name": row["name"],
            "stage": row["stage"],
            "role": row["role"],
            "days": part,
            "standard": row["standard"],
            "produces": row["produces"],
            "review_points": points if row.get("reviews") else [],
        }
        for order, (row, part) in enumerate(zip(rows, days, strict=True), 1)
    ]


def _divided(days: int, shares: Sequence[float]) -> list[int]:
    parts = [int(days * share) for share in shares]
    longest = max(range(len(shares)), key=lambda n: shares[n])
    parts[longest] += days - sum(parts)
    return parts


def read_steps(rows: Sequence[Mapping[str, Any]]) -> tuple[Step, ...]:
    """The steps of a version as frozen rows."""
    return tuple(Step(**{**row, "review_points": tuple(row["review_points"])}) for row in rows)
