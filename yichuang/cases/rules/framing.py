"""Where the months of a benefit lie in time: not before the fact that it follows from, not far beyond the acceptance.

Months are texts as 2026-12, which stand in the order of time.
"""

from dataclasses import dataclass

from yichuang.core.errors import FieldProblem


@dataclass(frozen=True)
class Frame:
    """The bounds of one case.

    first: the earliest month that may be paid for.
    begins_by: the latest month from which it may be paid.
    last: the latest month that may be paid for.
    why: what the first month follows from.
    """

    first: str
    begins_by: str
    last: str
    why: str

    @property
    def words(self) -> str:
        """As who decides reads it beside the months."""
        return f"{in_words(self.first)}至{in_words(self.last)}之间：{self.why}"


def problems(since: str, until: str, frame: Frame | None) -> list[FieldProblem]:
    """What is wrong with the months of a grant.

    since, until: months, "" for none.
    frame: None where none was asked for.
    """
    if frame is None:
        return []
    outside = []
    if since and since < frame.first:
        message = f"不能早于{in_words(frame.first)}：{frame.why}"
        early = FieldProblem("since", message, "before")
        outside.append(early)
    elif since > frame.begins_by:
        message = f"不能晚于{in_words(frame.begins_by)}，请核对年份"
        late = FieldProblem("since", message, "after")
        outside.append(late)
    if until > frame.last:
        message = f"不能晚于{in_words(frame.last)}：{frame.why}"
        long = FieldProblem("until", message, "after")
        outside.append(long)
    return outside


def moved(month: str, by: int) -> str:
    """So many months later, or earlier: 2026-12, 1 → 2027-01."""
    year, number = month.split("-")
    months = int(year) * 12 + int(number) - 1 + by
    years, of_year = divmod(months, 12)
    return f"{years:04d}-{of_year + 1:02d}"


def in_words(month: str) -> str:
    """2026-12 → 2026年12月."""
    year, number = month.split("-")
    plain = int(number)
    return f"{year}年{plain}月"
