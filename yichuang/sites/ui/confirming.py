"""One confirmation does what it says once, however often it is sent: pressed twice, or loaded again. What is to hold
from a day that has passed is confirmed with a reason."""

import secrets
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from django.http import HttpRequest

from yichuang.catalog.rules.forms import Form
from yichuang.core import clock, limits
from yichuang.core.errors import Conflict
from yichuang.sites.ui.fields import view

ONCE = "_once"
PAST_REASON = "_past_reason"
MOST_REASON = 200  # characters
DONE_BEFORE = "这次确认已经办过了，没有再办一次"
CONFIRMED = limits.Limit("confirmed:page", most=1, within=timedelta(days=1))


def fresh() -> tuple[str, str]:
    """The hidden input that names a confirmation: (name, text)."""
    return ONCE, secrets.token_urlsafe(16)


def was_done(request: HttpRequest) -> bool:
    """Whether this very confirmation has been carried out."""
    name = _name(request)
    if not name:
        return False
    return limits.is_reached(CONFIRMED, name, clock.now())


def count(request: HttpRequest) -> None:
    """It is carried out in this transaction. Raises Conflict for one that was before: of two at the same time the
    second waits here for the first."""
    name = _name(request)
    if not name:
        return
    times = limits.tally(CONFIRMED, name, clock.now())
    if times > CONFIRMED.most:
        raise Conflict(DONE_BEFORE, code="done_before")


def _name(request: HttpRequest) -> str:
    """Of this officer and this page only; "" where the page gave none."""
    once = request.POST.get(ONCE, "")
    if not once:
        return ""
    officer = request.officer
    return f"{officer.uuid}:{request.path}:{once}"


def first_day(
    form: Form, fields: Iterable[Mapping], values: Mapping[str, Any], starts_on: date | None
) -> date | None:
    """The earliest day from which something is to hold; None where no day is asked for.

    fields: as the page declares them, an end says `ends`; values: the answers; starts_on: the day from which it holds,
    where no field says so.
    """
    ends = set()
    for field in fields:
        if field.get("ends"):
            ends.add(field["key"])
    days = []
    for key, field in form.fields.items():
        if field.type != "date" or key in ends:
            continue
        typed = values.get(key)
        if typed:
            day = date.fromisoformat(typed)
            days.append(day)
    if starts_on:
        days.append(starts_on)
    return min(days, default=None)


def reason(request: HttpRequest) -> str:
    """Why it is to hold from a day that has passed, as it was typed; "" where nothing was."""
    return request.POST.get(PAST_REASON, "").strip()[:MOST_REASON]


def past_field(past: date | None, status: int) -> dict[str, Any]:
    """The question why it holds from a day that has passed; {} where none has."""
    if not past:
        return {}
    question = {
        "key": PAST_REASON,
        "label": "为什么从过去的日子算起",
        "type": "text",
        "required": True,
        "help": "写明依据或原因，记入审计",
        "validate": {"max_length": MOST_REASON},
    }
    error = "请写明为什么从过去的日子算起，或回去改日期" if status == 422 else ""
    return view(question, "", error=error)
