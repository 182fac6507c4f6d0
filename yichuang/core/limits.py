"""How often somebody may try: counted in the database, so that all processes and hosts count together.

Whoever is counted (an address, an account, a number, a phone) is written as a keyed hash only. Count outside the
transaction of the deed: what a refusal rolls back is not counted.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil

from django.db import connection

from yichuang.core import clock, crypto, db
from yichuang.core.errors import TooMany
from yichuang.core.models import Try

_COUNT = "select tries, ends from core_count_tries(%s, %s, %s, %s, %s, %s)"


@dataclass(frozen=True)
class Limit:
    """name: what is tried, by whom counted ("verify:address"); most: tries within the time.

    locks: the wait begins with the try that reaches the limit, instead of with the first."""

    name: str
    most: int
    within: timedelta
    locks: bool = False


Asked = Sequence[tuple[Limit, str]]  # which limit, and who is counted


def refuse_when_over(limited: Asked, now: datetime) -> bool:
    """Count nothing; True when something was counted before. Raises TooMany, with the time at which it ends, when one
    of the limits is reached."""
    return any(_refuse(limited, now, add=0, reached=0))


def is_over(limited: Asked, now: datetime) -> bool:
    """Count nothing; whether one of the limits is reached."""
    tries, _ = _counted(limited, now, add=0)
    for (limit, _), made in zip(limited, tries, strict=True):
        if made >= limit.most:
            return True
    return False


def count(limited: Asked, now: datetime) -> None:
    """One try more of each."""
    _counted(limited, now, add=1)


def take(limited: Asked, now: datetime, many: int = 1) -> None:
    """So many tries more of each, in one round trip. Raises TooMany when one of the limits is passed now."""
    _refuse(limited, now, add=many, reached=1)


def tally(limit: Limit, who: str, now: datetime) -> int:
    """One try more, refused never; returns how many there are now within the time."""
    tries, _ = _counted([(limit, who)], now, add=1)
    return tries[0]


def is_reached(limit: Limit, who: str, now: datetime) -> bool:
    """Whether there were as many tries as may be within the time; counts nothing."""
    one = (limit, who)
    limited = [one]
    counts = _counted(limited, now, add=0)
    tries, _ = counts
    tries_now = tries[0]
    most = limit.most
    return tries_now >= most


def forget(limit: Limit, who: str) -> None:
    """Begin anew for this one."""
    Try.objects.filter(key=_key(limit, who)).delete()


def purge(now: datetime) -> int:
    """Remove the counts that are over; returns how many."""
    return Try.objects.filter(until__lt=now).delete()[0]


def _refuse(limited: Asked, now: datetime, *, add: int, reached: int) -> list[int]:
    tries, ends = _counted(limited, now, add)
    over = [
        end
        for (limit, _), n, end in zip(limited, tries, ends, strict=True)
        if n >= limit.most + reached
    ]
    if over:
        end = max(over)
        raise TooMany(
            "试的次数太多了，先停一会儿",
            way_out=f"请在{_spoken(end, now)}以后再试，急用请打12333",
            retry_after=ceil((end - now).total_seconds()),
        )
    return tries


def _counted(limited: Asked, now: datetime, add: int) -> tuple[list[int], list[datetime | None]]:
    keys = [_key(limit, who) for limit, who in limited]
    seconds = [int(limit.within.total_seconds()) for limit, _ in limited]
    locks = [limit.most if limit.locks else None for limit, _ in limited]
    return db.call(_COUNT, (keys, seconds, locks, now, add, not connection.in_atomic_block))


def _key(limit: Limit, who: str) -> bytes:
    return crypto.blind(f"{limit.name}:{who}")[:16]


def _spoken(end: datetime, now: datetime) -> str:
    """The end, rounded up to a minute, with its day when that is not today."""
    shown = clock.local(end) + timedelta(seconds=59)
    day = "" if shown.date() == clock.local(now).date() else f"{shown.month}月{shown.day}日"
    return f"{day}{shown:%H:%M}"
