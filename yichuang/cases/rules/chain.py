"""The hash chain of one case: what is hashed, and how a break is found."""

import hashlib
import json
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from yichuang.cases.rules.application import ON_SITE
from yichuang.cases.rules.states import exchange_code

GENESIS = b"\0" * 32


def canonical(
    *,
    case: str,
    seq: int,
    kind: str,
    actor: str,
    at: datetime,
    state: str,
    data: dict[str, Any],
    row: str,
) -> str:
    """The text of one event that is stored and hashed: JSON with sorted keys, time in UTC to the microsecond. row: the
    seal of the case's row after the step (rules/sealed.py)."""
    body = {
        "actor": actor,
        "at": at.astimezone(UTC).isoformat(timespec="microseconds"),
        "case": case,
        "data": data,
        "kind": kind,
        "row": row,
        "seq": seq,
        "state": state,
    }
    return json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def link(previous: bytes, text: str) -> bytes:
    """sha256(previous hash + text): 32 bytes."""
    return hashlib.sha256(previous + text.encode()).digest()


def faults(case: str, head: bytes, last_seq: int, state: str, events: Iterable) -> list[str]:
    """What is wrong with a chain. events: rows of CaseEvent with their officer, in order of seq; head, last_seq, state:
    as the case row has them. An empty list means whole."""
    sentences = []
    before = GENESIS
    expected = 1
    reached = state
    for event in events:
        if event.seq != expected:
            sentences.append(f"第{expected}步缺失")
        if bytes(event.previous) != before or link(before, event.data) != bytes(event.hash):
            sentences.append(f"第{event.seq}步的内容或前后衔接被改过")
        if _hashed(event.data) != _row(case, event):
            sentences.append(f"第{event.seq}步的行和存证文本不一致")
        before = bytes(event.hash)
        expected = event.seq + 1
        reached = event.state
    if expected - 1 != last_seq or before != bytes(head) or reached != state:
        sentences.append("最后一步和办件上的记录不一致")
    return sentences


def _row(case: str, event) -> dict[str, Any]:
    """What the columns of an event row say."""
    return {
        "case": case,
        "seq": event.seq,
        "kind": event.kind,
        "actor": event.actor,
        "state": event.state,
        "at": event.at.astimezone(UTC).isoformat(timespec="microseconds"),
        "officer": str(event.officer.uuid) if event.officer_id else "",
        "code": event.code,
        "on_site": event.on_site,
    }


def _hashed(text: str) -> dict[str, Any] | None:
    """The same from the hashed text; None when it cannot be read any more."""
    try:
        body = json.loads(text)
        data = body.pop("data")
        body.pop("row", None)  # steps of before have none
        actor = body["actor"]
        named = data.get("officer") or (
            actor.partition(":")[2] if actor.startswith("officer:") else ""
        )
        if body["kind"] == "submit":
            on_site = data["channel"] in ON_SITE
        else:
            on_site = data.get("on_site", False)
        return body | {"officer": named, "code": exchange_code(body["kind"]), "on_site": on_site}
    except (ValueError, KeyError, TypeError, AttributeError):
        return None
