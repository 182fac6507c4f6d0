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
    """How many tries there may be within a time.

    name: what is tried, and by whom it is counted: "verify:address".
    most: tries within the time.
    locks: the wait begins with the try that reaches the limit, instead
    of with the first.
    """

    name: str
    most: int
    within: timedelta
    locks: bool = False


Asked = Sequence[tuple[Limit, str]]  # which limit, and who is counted


def refuse_when_over(limited: Asked, now: datetime) -> bool:
    """Count nothing; True when something was counted before.

    Raises TooMany, with the time at which it ends, when one of the
    limits is reached.
    """
    tries = _refuse(limited, now, add=0, reached=0)
    return any(tries)


def is_over(limited: Asked, now: datetime) -> bool:
    """Whether one of the limits is reached.

    Counts nothing.
    """
    tries, _ = _counted(limited, now, add=0)
    for (limit, _), made in zip(limited, tries, strict=True):
        if made >= limit.most:
            return True
    return False


def count(limited: Asked, now: datetime) -> None:
    """One try more of each."""
    _counted(limited, now, add=1)


def take(limited: Asked, now: datetime, many: int = 1) -> None:
    """So many tries more of each, in one round trip.

    Raises TooMany when one of the limits is passed now.
    """
    _refuse(limited, now, add=many, reached=1)


def tally(limit: Limit, who: str, now: datetime) -> int:
    """One try more, refused never; returns how many there are now within the time."""
    limited = [(limit, who)]
    tries, _ = _counted(limited, now, add=1)
    return tries[0]


def is_reached(limit: Limit, who: str, now: datetime) -> bool:
    """Whether there were as many tries as may be within the time; counts nothing."""
    limited = [(limit, who)]
    tries, _ = _counted(limited, now, add=0)
    return tries[0] >= limit.most


def forget(limit: Limit, who: str) -> None:
    """Begin anew for this one."""
    key = _key(limit, who)
    Try.objects.filter(key=key).delete()


def purge(now: datetime) -> int:
    """Remove the counts that are over.

    Returns how many they were.
    """
    over = Try.objects.filter(until__lt=now)
    removed, _ = over.delete()
    return removed


def _refuse(limited: Asked, now: datetime, *, add: int, reached: int) -> list[int]:
    """Count `add` more of each; returns the tries of each.

    Raises TooMany, with the latest end, when one has `reached` more
    tries than its most.
    """
    tries, ends = _counted(limited, now, add)
    over = []
    for (limit, _), made, end in zip(limited, tries, ends, strict=True):
        if made >= limit.most + reached:
            over.append(end)
    if over:
        raise _too_many(max(over), now)
    return tries


def _too_many(end: datetime, now: datetime) -> TooMany:
    """The refusal, which says until when one waits."""
    moment = _spoken(end, now)
    wait = end - now
    return TooMany(
        "试的次数太多了，先停一会儿",
        way_out=f"请在{moment}以后再试，急用请打12333",
        retry_after=ceil(wait.total_seconds()),
    )


def _counted(limited: Asked, now: datetime, add: int) -> tuple[list[int], list[datetime | None]]:
    """Count `add` more of each, in one round trip.

    Returns the tries of each, and when each begins anew.
    """
    keys = []
    seconds = []
    locks = []
    for limit, who in limited:
        keys.append(_key(limit, who))
        within = limit.within.total_seconds()
        seconds.append(int(within))
        locks.append(limit.most if limit.locks else None)
    stands_alone = not connection.in_atomic_block
    arguments = (keys, seconds, locks, now, add, stands_alone)
    return db.call(_COUNT, arguments)


def _key(limit: Limit, who: str) -> bytes:
    """Under what is counted: a keyed hash, which tells nobody who it was."""
    digest = crypto.blind(f"{limit.name}:{who}")
    return digest[:16]


def _spoken(end: datetime, now: datetime) -> str:
    """The end, rounded up to a minute, with its day when that is not today."""
    shown = clock.local(end) + timedelta(seconds=59)
    today = clock.local(now).date()
    minute = f"{shown:%H:%M}"
    if shown.date() == today:
        return minute
    return f"{shown.month}月{shown.day}日{minute}"
