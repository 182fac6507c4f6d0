"""What a decision must rest on (规范自由裁量权; 行政许可法 38)."""

from collections.abc import Sequence
from dataclasses import dataclass

from yichuang.core.errors import FieldProblem


@dataclass(frozen=True)
class Point:
    """One review point (审查要点) of an item: "R1" and its words."""

    code: str
    text: str


@dataclass(frozen=True)
class Row:
    """One row of a discretion table: code "D1.2", what it is about, the case it fits, the result it gives."""

    code: str
    matter: str
    case: str
    result: str
    basis: str


def problems(decision, points: Sequence[Point], rows: Sequence[Row]) -> list[FieldProblem]:
    """What is missing in a decision. decision: services.review.Decision; rows: the table of the day of acceptance."""
    found = []
    if decision.outcome not in ("approve", "deny"):
        found.append(FieldProblem("outcome", "请选准予或不予", "required"))
    if not decision.reason.strip():
        found.append(FieldProblem("reason", "请写明理由，申请人会看到", "required"))
    known = {p.code for p in points}
    if points and not set(decision.points) & known:
        found.append(FieldProblem("points", "请勾选这个决定依据的审查要点", "required"))
    if unknown := set(decision.points) - known:
        found.append(FieldProblem("points", f"没有这些审查要点：{'、'.join(sorted(unknown))}", "unknown"))
    if rows and decision.outcome == "approve" and not decision.outside and decision.row not in {r.code for r in rows}:
        found.append(FieldProblem("row", "请选裁量表里适用的那一行；都不适用就选“超出裁量表”", "required"))
    return found
