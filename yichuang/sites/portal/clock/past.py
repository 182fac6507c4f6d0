"""停过几次: every pause of a case as a line of a timeline.

Those too for which it waited for its applicant.
"""

from dataclasses import dataclass
from typing import Any

from yichuang.cases.queries.stands import Stand
from yichuang.core.sentences import without_stop
from yichuang.sites.portal.clock.reading import Reading
from yichuang.sites.ui.wording import cnday

RESTARTS = "补齐以后时限重新算，等的日子不算我们的，也不算您的。"


@dataclass(frozen=True)
class Stood:
    """heading: how often, in words; events: as the timeline of the kit takes them."""

    heading: str
    events: list[dict[str, Any]]


def stood_of(reading: Reading) -> Stood | None:
    """Every pause, the first first.

    None of a case that never stood.
    """
    if not reading.stood:
        return None
    events = [_event(stand, reading) for stand in reading.stood]
    return Stood(_heading(reading.stood), events)


def _heading(stood: tuple[Stand, ...]) -> str:
    """How often it stood.

    And how often of these for its applicant.
    """
    waits = [stand for stand in stood if stand.restarts]
    heading = f"{len(stood)}次"
    if waits and len(waits) < len(stood):
        return f"{heading}，其中{len(waits)}次是等您"
    if waits:
        return f"{heading}，等您补材料"
    return heading


def _event(stand: Stand, reading: Reading) -> dict[str, Any]:
    """One pause."""
    if stand.restarts:
        title = "等您补材料"
        body = RESTARTS
    else:
        title = stand.label
        body = f"这些天不算（{stand.basis}）。"
        if reading.named and stand.reason != stand.label:
            body = f"{without_stop(stand.reason)}。{body}"
    return {
        "title": f"{title}，{_days(stand)}",
        "body": body,
        "phase": "now" if stand.lasts else "past",
    }


def _days(stand: Stand) -> str:
    """From when until when.

    Of one that lasts, the end that was told.
    """
    if stand.last == stand.first:
        return cnday(stand.first)
    if stand.last:
        return f"{cnday(stand.first)}到{cnday(stand.last)}"
    since = f"{cnday(stand.first)}起"
    if stand.planned is None:
        return since
    until = cnday(stand.planned)
    if stand.restarts:
        return f"{since}，最晚{until}补"
    if stand.is_planned:
        return f"{since}，到{until}"
    return f"{since}，预计到{until}"
