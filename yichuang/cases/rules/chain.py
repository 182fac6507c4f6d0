"""The hash chain of one case: what is hashed, and how a break is found."""

import hashlib
import json
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

GENESIS = b"\0" * 32


def canonical(*, case: str, seq: int, kind: str, actor: str, at: datetime, state: str, data: dict[str, Any]) -> str:
    """The text of one event that is stored and hashed: JSON with sorted keys, time in UTC to the microsecond."""
    body = {
        "actor": actor,
        "at": at.astimezone(UTC).isoformat(timespec="microseconds"),
        "case": case,
        "data": data,
        "kind": kind,
        "seq": seq,
        "state": state,
    }
    return json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def link(previous: bytes, text: str) -> bytes:
    """sha256(previous hash + text): 32 bytes."""
    return hashlib.sha256(previous + text.encode()).digest()


def faults(case: str, head: bytes, last_seq: int, events: Iterable) -> list[str]:
    """What is wrong with a chain. events: rows with seq, kind, actor, at, state, data, previous, hash, in order of
    seq; head, last_seq: as the case row has them. An empty list means whole."""
    found, before, expected = [], GENESIS, 1
    for event in events:
        if event.seq != expected:
            found.append(f"第{expected}步缺失")
        if bytes(event.previous) != before or link(before, event.data) != bytes(event.hash):
            found.append(f"第{event.seq}步的内容或前后衔接被改过")
        body = json.loads(event.data)
        row = {"case": case, "seq": event.seq, "kind": event.kind, "actor": event.actor, "state": event.state}
        at = event.at.astimezone(UTC).isoformat(timespec="microseconds")
        if any(body[k] != v for k, v in row.items()) or body["at"] != at:
            found.append(f"第{event.seq}步的行和存证文本不一致")
        before, expected = bytes(event.hash), event.seq + 1
    if expected - 1 != last_seq or before != bytes(head):
        found.append("最后一步和办件上的记录不一致")
    return found
