"""What the packs of this module say, read once per process: the working calendar, the dictionary of data elements."""

import hashlib
import json
from dataclasses import replace
from datetime import time, timedelta
from fractions import Fraction

from yichuang.core import packs

from .rules.deadlines import Thresholds
from .rules.workdays import Calendar

OFFICE = "calendars/rules/office.yaml"


# --- the calendar ----------------------------------------------------------------------------------------------------


def year_packs() -> list[dict]:
    """The calendar pack of each year, oldest first."""
    return [packs.read(path) for path in packs.files("calendars")]


def digest_of(year: dict) -> str:
    """sha256 of the days that a year pack names, and of whether their notice is out: 64 hex digits."""
    days = {key: year[key] for key in ("holidays", "make_up", "provisional")}
    text = json.dumps(days, default=str, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


@packs.kept()
def digests() -> dict[int, str]:
    """`digest_of` every year that has a pack."""
    return {year["year"]: digest_of(year) for year in year_packs()}


@packs.kept()
def calendar() -> Calendar:
    """The Calendar of all year packs, with the usual opening and closing times."""
    years = year_packs()
    office = packs.read(OFFICE)
    holidays = {}
    for year in years:
        for row in year["holidays"]:
            for offset in range((row["to"] - row["from"]).days + 1):
                holidays[row["from"] + timedelta(offset)] = row["name"]
    return Calendar(
        holidays=holidays,
        make_up=frozenset(day for year in years for day in year["make_up"]),
        announced=frozenset(year["year"] for year in years if not year["provisional"]),
        packed=frozenset(year["year"] for year in years),
        fixed={(row["month"], row["day"]): row["name"] for row in office["fixed"]},
        opening=time.fromisoformat(office["opening"]),
        closing=time.fromisoformat(office["closing"]),
        noon=_noon_of(office),
    )


def _noon_of(office: dict) -> tuple[time, time] | None:
    """When business rests at midday.

    None where it goes on.
    """
    noon = office.get("noon")
    if noon is None:
        return None
    since, until = noon
    return time.fromisoformat(since), time.fromisoformat(until)


@packs.kept(64)
def calendar_closing_at(closing: str) -> Calendar:
    """The same Calendar with the closing time "HH:MM"."""
    usual = calendar()
    closing_time = time.fromisoformat(closing)
    if usual.closing == closing_time:
        return usual
    return replace(usual, closing=closing_time)


def closing_of(codes: list[str]) -> str:
    """The closing time "HH:MM" of the first of the codes (nearest first) with one of its own, else the usual one."""
    office = packs.read(OFFICE)
    own = office["closing_by_region"]
    return next((own[code] for code in codes if code in own), office["closing"])


@packs.kept()
def thresholds() -> Thresholds:
    """When a term turns yellow and red."""
    alarm = packs.read(OFFICE)["alarm"]
    yellow = alarm["yellow"]
    return Thresholds(Fraction(*yellow["share"]), yellow["days"], alarm["red"]["days"])


# --- data elements ---------------------------------------------------------------------------------------------------


@packs.kept()
def elements() -> dict[str, dict]:
    """The data-element dictionary by name: {name, label, type, length, source}."""
    by_name = {}
    for path in packs.files("elements"):
        for row in packs.read(path)["elements"]:
            by_name[row["name"]] = row
    return by_name
