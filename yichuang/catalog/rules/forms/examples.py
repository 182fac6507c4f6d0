"""The hand-written samples of the packs: cleaned, and with an answer changed. Pure."""

import copy
import re
from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Any

from .cleaning import Cleaned, clean
from .form import Form

Answers = Mapping[str, Any]
NOTHING: Answers = MappingProxyType({})
_STEP = re.compile(r"\[(\d+)\]\.?|([^.\[\]]+)\.?")


def check_answers(form: Form, answers: Answers, day: date, facts: Answers = NOTHING) -> Cleaned:
    """Clean made-up answers: any well-formed region code counts as a place.

    day: the one on which the form is filled; facts: what the register knows of the subject.
    """
    return clean(form, answers, as_of=day, region_exists=_any_region, facts=facts)


def _any_region(code: str) -> bool:
    return True


def replaced(sample: Answers, path: str, value: Any) -> dict[str, Any]:
    """The sample with one answer replaced; what is not on the way to it is shared with the sample.

    path: as in the packs, such as "roster[0].id_number".
    """
    answers = dict(sample)
    *outer, last = steps_of(path)
    place: Any = answers
    for step in outer:
        place[step] = copy.copy(place[step])
        place = place[step]
    place[last] = value
    return answers


def problem_path(path: str) -> str:
    """How `clean` names that place: "roster.0.id_number"."""
    steps = map(str, steps_of(path))
    return ".".join(steps)


def steps_of(path: str) -> list[str | int]:
    """The keys and row numbers that a path goes through, in its order."""
    steps: list[str | int] = []
    for row, key in _STEP.findall(path):
        if row:
            steps.append(int(row))
        else:
            steps.append(key)
    return steps
