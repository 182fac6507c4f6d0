"""Divisions on pages: found while typing, named from their code, understood when only the name was typed."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, JsonResponse

from yichuang.core.access import public
from yichuang.core.errors import NotFound
from yichuang.core.spelling import is_digits
from yichuang.reference import queries

DIGITS = {1: 6, 2: 6, 3: 6, 4: 9, 5: 12}
SHOWN, LOOKED_AT = 12, 2000


@public
def suggest(request: HttpRequest) -> JsonResponse:
    """GET ?q=利州 东坝&level=4 → {"results": [{value, label, note}]}; value is the code as forms keep it."""
    level = request.GET.get("level", "")
    found = _search(request.GET.get("q", "")[:60], int(level) if level in "12345" and level else 0)
    return JsonResponse(
        {
            "results": [
                {"value": short(r.code, r.level), "label": r.full_name, "note": short(r.code, r.level)}
                for r in found[:SHOWN]
            ]
        }
    )


def short(code: str, level: int) -> str:
    """A 12-digit code in the length that forms keep for its level."""
    return code[: DIGITS[level]]


def name_of(code: Any) -> str:
    """The full name of a code of any length, or the code itself where there is no such division."""
    try:
        return queries.region(str(code).ljust(12, "0")).full_name
    except NotFound:
        return str(code)


def with_codes(form: Any, posted: Mapping[str, list[str]]) -> dict[str, list[str]]:
    """What was posted, with each division typed by its name replaced by its code where only one can be meant."""
    understood = dict(posted)
    for key, field in form.fields.items():
        typed = (posted.get(key) or [""])[-1].strip()
        if field.type == "region" and typed and not is_digits(typed):
            understood[key] = [_only_one(typed, field.level) or typed]
    return understood


def _only_one(text: str, level: int) -> str:
    found = _search(text, level)
    exact = [r for r in found if text in (r.name, r.full_name)]
    chosen = exact if len(exact) == 1 else found
    return short(chosen[0].code, level) if len(chosen) == 1 else ""


def _search(text: str, level: int) -> list:
    found = queries.search_regions(text, limit=LOOKED_AT if level else SHOWN)
    return [r for r in found if not level or r.level == level]
