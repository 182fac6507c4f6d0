"""五级下延: which level holds which role for an item, and where a case goes. Pure."""

from collections.abc import Mapping, Sequence
from typing import Any

ACCEPTS, PRECHECKS, REVIEWS, FINISHES, ASSISTS, ADVISES = (
    "受理",
    "初审",
    "审核",
    "办结",
    "代办",
    "咨询",
)
PROVINCE, CITY, COUNTY, TOWN, VILLAGE = 1, 2, 3, 4, 5
LEVEL_NAMES = {1: "省", 2: "市", 3: "县", 4: "乡镇", 5: "村"}
LEVEL_NUMBERS = {name: number for number, name in LEVEL_NAMES.items()}
Matrix = dict[int, tuple[str, ...]]


def matrix_of(definition: Mapping[str, Any], table: Mapping[str, Any]) -> Matrix:
    """Roles by level (1省 … 5村) from the rule table. A level of another name, which only a text published before words
    were judged can have, holds nothing. KeyError when no rule covers the kind of process."""
    rule = _rule_of(definition, table["rules"])
    held = {LEVEL_NUMBERS.get(name) for name in definition["levels"]}
    return {
        level: tuple(rule["inside" if level in held else "outside"].get(level, ()))
        for level in sorted(LEVEL_NAMES)
    }


def _rule_of(
    definition: Mapping[str, Any], rules: Sequence[Mapping[str, Any]]
) -> Mapping[str, Any]:
    kind = definition["process_kind"]
    for rule in rules:
        conditions = rule.get("when") or {}
        if kind in rule["kinds"] and all(
            definition.get(key) == value for key, value in conditions.items()
        ):
            return rule
    raise KeyError(kind)


def overridden(matrix: Matrix, overrides: Mapping[int, Sequence[str]]) -> Matrix:
    """The matrix with some levels replaced."""
    return {**matrix, **{level: tuple(roles) for level, roles in overrides.items()}}


def first_holder(matrix: Matrix, filed_at: int, role: str = REVIEWS) -> int | None:
    """The level that holds `role`, from the level of filing upward (village → town → county …), None when no one."""
    return next((level for level in range(filed_at, 0, -1) if role in matrix.get(level, ())), None)


def problems_of(matrix: Matrix, roles: Sequence[str]) -> list[str]:
    """What is wrong with a matrix: an unknown role, or nobody who reviews or finishes."""
    problems = [
        f"{LEVEL_NAMES[level]}级的环节“{role}”不在矩阵的环节里"
        for level, held in matrix.items()
        for role in held
        if role not in roles
    ]
    for role in (REVIEWS, FINISHES):
        if not any(role in held for held in matrix.values()):
            problems.append(f"没有一级承担“{role}”")
    return problems


def ancestor(region: str, level: int) -> str:
    """The 12-digit code of the division of `level` that holds `region` (2+2+2+3+3 digits)."""
    digits = {PROVINCE: 2, CITY: 4, COUNTY: 6, TOWN: 9, VILLAGE: 12}[level]
    return region[:digits].ljust(12, "0")


def level_of(region: str) -> int:
    """The level that a 12-digit code speaks of."""
    for level, digits in ((PROVINCE, 2), (CITY, 4), (COUNTY, 6), (TOWN, 9)):
        if not region[digits:].strip("0"):
            return level
    return VILLAGE


def chain(region: str) -> tuple[str, ...]:
    """The codes from the province down to the region itself."""
    return tuple(ancestor(region, level) for level in range(PROVINCE, level_of(region) + 1))
