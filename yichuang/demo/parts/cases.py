"""The demo's cases: lives written in packs/demo/cases.yaml, each lived as `lives.Life` says."""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime

from yichuang.cases.models import Case
from yichuang.cases.services import alarms
from yichuang.core import clock, packs
from yichuang.demo import applicants
from yichuang.demo.applicants import PEOPLE
from yichuang.demo.lives import STEP, Life

__all__ = ["PACK", "PEOPLE", "Life", "check", "load"]

PACK = "demo/cases.yaml"


def load() -> int:
    """Live the lives that were not lived yet; returns how many.

    The same day gives the same cases. A life is known by city, applicant and
    item: the first so many rows of the same three were lived before.
    """
    now = clock.now()
    lived_before = _lived()
    added = 0
    for life in _lives(now):
        if lived_before[life.known_by]:
            lived_before[life.known_by] -= 1
            continue
        life.live()
        added += 1
    alarms.raise_alarms(now=now)
    return added


def _lives(now: datetime) -> Iterator[Life]:
    """Every life of the pack in its order, none of them lived."""
    pack = packs.read(PACK)
    for group in pack["cases"]:
        city = group["city"]
        region = pack["places"][city][group["place"]]
        for row in group["rows"]:
            yield Life(city, region, pack["items"], row, now)


def _lived() -> Counter:
    """How many demo cases there are of each city, applicant and item."""
    cases = Case.objects.filter(source="demo")
    lives = Counter()
    for reference in cases.values_list("client_ref", flat=True):
        known_by = reference[: -len("-2000-01-01")]
        lives[known_by] += 1
    return lives


def check() -> list[str]:
    """What is wrong with the lives.

    Nobody of that name, no such item, a step that cannot be read.
    """
    pack = packs.read(PACK)
    people = applicants.numbers()
    faults = []
    for group in pack["cases"]:
        for row in group["rows"]:
            for fault in _row_faults(row, people, pack["items"]):
                faults.append(f"{PACK}: {fault}")
    return faults


def _row_faults(row: list, people: dict, items: dict[str, str]) -> Iterator[str]:
    """What is wrong with one life.

    row: applicant, item, channel, days ago, hour, steps.
    """
    who, item, *_, steps = row
    if who not in people:
        yield f"没有 {who}"
    if item not in items:
        yield f"没有事项 {item}"
    for step in steps.split():
        if not STEP.fullmatch(step):
            yield f"{who} {item}: 看不懂 {step}"
