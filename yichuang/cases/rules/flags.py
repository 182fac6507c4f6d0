"""Flags of a case: what stays noted on it, and whether it counts against the office."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Flag:
    """label: for officers; fault: it is a breach of a term or of a duty of the office."""

    label: str
    fault: bool


LATE, OVER_30_MINUTES = "late", "over_30_minutes"
SECOND_CORRECTION, OUTSIDE_TABLE = "second_correction", "outside_table"
IN_PART = "in_part"

FLAGS = {
    LATE: Flag("超过承诺的时间", fault=True),
    OVER_30_MINUTES: Flag("即办件超过30分钟", fault=True),
    SECOND_CORRECTION: Flag("再次要求补正", fault=True),
    OUTSIDE_TABLE: Flag("裁量表以外的决定", fault=False),
    IN_PART: Flag("准予一部分", fault=False),
}


def noted(flags: list[str], flag: str) -> list[str]:
    """The flags with `flag` among them, sorted. Raises KeyError for one that stands in no table."""
    FLAGS[flag]
    return sorted({*flags, flag})
