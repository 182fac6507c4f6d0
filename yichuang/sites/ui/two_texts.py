"""Two pages wrote into one draft.

Both texts stand side by side, and one of them is chosen, field by
field.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import HttpRequest

from yichuang.catalog.rules.forms import Form
from yichuang.core import spelling
from yichuang.sites.ui import answers

SEEN = "_revision"
CHOICE = (
    "_choice-"  # and the key of a field: `here` what was typed on this page, `there` what is kept
)
HERE, THERE = "here", "there"
COMPARE = "_compare"  # the button by which a page asks to be compared
STAY = "_stay"  # after the choice the form is shown again, and not gone on from
LONG = 300


def seen(posted: Any) -> int | None:
    """The revision that the page was made from; None for a page that
    says none.
    """
    text = str(posted.get(SEEN) or "")
    return spelling.whole(text, digits=9)


def chosen(posted: Any, typed: Mapping[str, Any]) -> dict[str, Any]:
    """What was typed, without the fields in which the kept text was
    chosen.
    """
    left = {}
    for key, answer in typed.items():
        choice = posted.get(f"{CHOICE}{key}")
        if choice != THERE:
            left[key] = answer
    return left


def context(
    request: HttpRequest,
    form: Form,
    fields: Sequence[str],
    here: Mapping[str, Any],
    there: Mapping[str, Any],
    revision: int,
) -> dict[str, Any]:
    """What `components/two_texts.html` shows.

    fields: the keys that differ.
    here, there: the answers of both texts, by key.
    revision: of the kept text, as this page saw it.
    """
    rows = []
    for key in fields:
        row = {
            "key": key,
            "label": form.fields[key].label,
            "here": _words(form, key, here),
            "there": _words(form, key, there),
        }
        rows.append(row)
    return {"rows": rows, "carried": _carried(request), "revision": revision}


def _words(form: Form, key: str, answers_of_text: Mapping[str, Any]) -> str:
    """An answer as people read it, at most LONG characters.

    Of a table the number of its rows.
    """
    value = answers_of_text.get(key)
    if form.fields[key].type == "table":
        return f"{len(value or ())}行"
    try:
        words = answers.words(form.fields[key], value)
    except (KeyError, TypeError, ValueError, AttributeError, ArithmeticError):
        words = str(value)  # typed by half: shown as it is
    if not words:
        return "（没有填）"
    if len(words) > LONG:
        return f"{words[:LONG]}…"
    return words


def _carried(request: HttpRequest) -> list[tuple[str, str]]:
    """Everything that was posted, to be sent once more.

    The buttons are chosen anew.
    """
    pairs = []
    for name, texts in request.POST.lists():
        if name == "csrfmiddlewaretoken":
            continue
        if not name.startswith("_"):
            pairs += [(name, text) for text in texts]
    return pairs
