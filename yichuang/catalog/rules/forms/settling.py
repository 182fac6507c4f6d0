"""What a page shows of the answers that nobody has to type. Pure."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from .cleaning import take
from .following import untyped
from .form import Form
from .reading import Around, stored


def settled(form: Form, answers: Mapping[str, Any], day: date) -> dict[str, Any]:
    """Stored answers of the fields that nobody has to type, from unfinished `answers` (`following.untyped`); "" while
    another answer is lacking."""
    around = Around(day)
    taken = take(form, answers, around)
    values = {}
    for key, value in untyped(form, taken.values, day).items():
        values[key] = ""
        if value is not None:
            values[key] = stored(value)
    return values
