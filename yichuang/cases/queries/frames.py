"""Where the months of a benefit may lie: by packs/numbers/frames.yaml, the answers of the form and the acceptance."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from yichuang.cases.models import Case
from yichuang.cases.queries.versions import Version
from yichuang.cases.rules import framing
from yichuang.cases.rules.framing import Frame
from yichuang.cases.rules.granting import Terms
from yichuang.catalog import tables
from yichuang.core.clock import local

_DIGITS_OF_A_MONTH = 7


def terms_of(version: Version, case: Case) -> Terms:
    """How an approval of this case pays, and between which months.

    version: of the case.
    """
    terms = version.terms_for(case.form)
    frame = frame_of(case)
    return replace(terms, frame=frame)


def frame_of(case: Case) -> Frame | None:
    """The bounds of this case.

    case: with its answers, and the days on which it came in and was accepted.

    None of an item that is not paid by month.
    """
    row = tables.frames().get(case.item_code)
    if row is None:
        return None
    common = tables.common_frame()
    came_in = _month(case.received_at)
    accepted_at = case.accepted_at or case.received_at
    accepted = _month(accepted_at)
    fact = _earliest(case.form, row["from"])
    first = fact
    if not first:
        first = framing.moved(came_in, -common["back"])
    latest_fact = max(accepted, fact)
    begins_by = framing.moved(latest_fact, common["ahead"])
    last = framing.moved(begins_by, common["longest"])
    end = row.get("to", "")
    asked_until = _earliest(case.form, [end])
    if asked_until:
        last = asked_until
        begins_by = asked_until
    return Frame(first=first, begins_by=begins_by, last=last, why=row["why"])


def _month(at: datetime) -> str:
    """The month of a moment in Beijing, as 2026-12."""
    day = local(at).date()
    text = day.isoformat()
    return text[:_DIGITS_OF_A_MONTH]


def _earliest(answers: Mapping[str, Any], keys: list[str]) -> str:
    """The earliest month that these fields were answered with.

    "" where none was.
    """
    months = []
    for key in keys:
        answer = answers.get(key)
        if answer:
            text = str(answer)
            months.append(text[:_DIGITS_OF_A_MONTH])
    return min(months, default="")
