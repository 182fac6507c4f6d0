"""Calls that this process may let pass before it asks the database again: counted there first, spent here.

A key that is called often takes several calls at once, at most a fiftieth of its minute, and gives back what it did
not use when it asks again. So a quota is never exceeded, a key that was revoked is refused within FRESH seconds, and a
quota can end at most one lease for each process too early."""

import threading
import time
from dataclasses import dataclass
from datetime import datetime

from yichuang.api.rules import Caller

FRESH = 1.0  # seconds
SHARE, MOST = 50, 100

_lock = threading.Lock()
_leases: dict[bytes, "_Lease"] = {}


@dataclass(slots=True)
class _Lease:
    """counted: calls added in the database; granted: how many of them may pass; spent: how many did."""

    caller: Caller
    minute: datetime
    until: float
    minute_quota: int
    counted: int
    granted: int
    spent: int


def take(key_hash: bytes, minute: datetime) -> Caller | None:
    """The caller, with one call spent; None when the database must be asked."""
    with _lock:
        lease = _leases.get(key_hash)
        if (
            lease is None
            or lease.minute != minute
            or lease.spent >= lease.granted
            or time.monotonic() >= lease.until
        ):
            return None
        lease.spent += 1
        return lease.caller


def to_ask_for(key_hash: bytes, minute: datetime) -> tuple[int, int]:
    """(calls to ask for, calls of this minute to give back). Whoever asks gives the lease up."""
    with _lock:
        lease = _leases.pop(key_hash, None)
    if lease is None:
        return 1, 0
    used_up = lease.spent >= lease.granted and time.monotonic() < lease.until
    calls = lease.spent * 2 if used_up else lease.spent
    most = min(MOST, lease.minute_quota // SHARE)
    return max(1, min(calls, most)), lease.counted - lease.spent if lease.minute == minute else 0


def keep(
    key_hash: bytes,
    caller: Caller,
    minute: datetime,
    *,
    minute_quota: int,
    counted: int,
    granted: int,
) -> None:
    """Note a lease, of which the first call is spent at once."""
    lease = _Lease(caller, minute, time.monotonic() + FRESH, minute_quota, counted, granted, 1)
    with _lock:
        if len(_leases) > 10_000:
            _leases.clear()
        other = _leases.get(key_hash)
        if other:  # somebody asked beside us: what is left of theirs is given back with ours
            lease.counted += other.counted - other.spent if other.minute == minute else 0
        _leases[key_hash] = lease


def forget(key_hash: bytes) -> None:
    """Ask the database at the next call."""
    with _lock:
        _leases.pop(key_hash, None)
