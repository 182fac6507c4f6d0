"""What a box of days lets through at most: without it a year gets a fifth digit."""

from yichuang.core import days

LATEST = {
    "date": days.LAST.isoformat(),
    "month": f"{days.LAST:%Y-%m}",
    "datetime": f"{days.LAST.isoformat()}T23:59",
}


def latest(kind: str) -> str:
    """The last day, month or moment that a box of this kind takes; "" for other boxes."""
    return LATEST.get(kind, "")
