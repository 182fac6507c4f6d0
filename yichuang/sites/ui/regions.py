"""Divisions on pages: found while typing, named from their code, understood when only the name was typed."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, JsonResponse

from yichuang.accounts import queries as accounts
from yichuang.core.access import public
from yichuang.core.spelling import is_digits
from yichuang.identity import queries as identity
from yichuang.reference import queries
from yichuang.reference.models import Region

PLACE_COOKIE = "place"  # the visitor's, as `portal.visitor.places` keeps it
DIGITS = {1: 6, 2: 6, 3: 6, 4: 9, 5: 12}
WIDENING = (6, 4, 2)  # digits of a code that a county, its city and its province share
SHOWN, LOOKED_AT = 12, 2000


@public
def suggest(request: HttpRequest) -> JsonResponse:
    """GET ?q=利州 东坝&level=4 → {"results": [{value, label, note}]}; value is the code as forms keep it.

    One's own place comes first: an officer's unit, where a person lives, else the place of the cookie; without `q` and
    with a level there is nothing but its divisions."""
    level_text = request.GET.get("level", "")
    level = int(level_text) if level_text in "12345" and level_text else 0
    text = request.GET.get("q", "")[:60]
    own = _own_place(request)
    if text.strip():
        regions = _search(text, level)
        regions.sort(key=lambda region: _distance(region.code, own))
    else:
        regions = queries.regions_near(own, level, SHOWN) if own and level else []
    rows = []
    for region in regions[:SHOWN]:
        code = short(region.code, level or region.level)
        rows.append({"value": code, "label": region.full_name, "note": code})
    return JsonResponse({"results": rows})


def _own_place(request: HttpRequest) -> str:
    """The county of whoever asks, of an officer the place of the unit; "" where none is known."""
    officer = accounts.officer_of(request.user) if request.user.is_authenticated else None
    if officer:
        return officer.organisation.region_id
    sight = identity.sight_of(request.user)
    home = ""
    if sight and sight.everything:
        subject = sight.subject
        home = subject.residence_id if sight.is_person else subject.region_id
    code = home or request.COOKIES.get(PLACE_COOKIE, "")
    if len(code) == 12 and is_digits(code):
        return f"{code[:6]}000000"
    return ""


def _distance(code: str, own: str) -> int:
    """How far a division lies: 0 in one's own county, 1 in its city, 2 in its province, 3 beyond."""
    if not own:
        return len(WIDENING)
    for steps, digits in enumerate(WIDENING):
        if code.startswith(own[:digits]):
            return steps
    return len(WIDENING)


def short(code: str, level: int) -> str:
    """A 12-digit code in the length that forms keep for its level."""
    return code[: DIGITS[level]]


def name_of(code: Any) -> str:
    """The full name of a code of any length, or the code itself where there is no such division."""
    return queries.full_name(str(code).ljust(12, "0")) or str(code)


def with_codes(form: Any, posted: Mapping[str, list[str]]) -> dict[str, list[str]]:
    """What was posted, with each division typed by its name replaced by its code where only one can be meant."""
    understood = dict(posted)
    for key, field in form.fields.items():
        typed = (posted.get(key) or [""])[-1].strip()
        if field.type == "region" and typed and not is_digits(typed):
            understood[key] = [code_of(typed, field.level) or typed]
    return understood


def code_of(text: str, level: int) -> str:
    """The code of the only division of this level that the name can mean; "" where none or several can be meant."""
    regions = _search(text, level)
    exact = [r for r in regions if text in (r.name, r.full_name)]
    chosen = exact if len(exact) == 1 else regions
    if len(chosen) != 1:
        return ""
    return short(chosen[0].code, level)


def _search(text: str, level: int) -> list:
    regions = queries.search_regions(text, limit=LOOKED_AT if level else SHOWN)
    return [region for region in regions if not level or _serves(region, level)]


def _serves(region: Region, level: int) -> bool:
    """Whether a division may stand where one of this level is asked for: the data go no deeper in some places."""
    if region.level == level:
        return True
    may_be_last = 3 <= region.level < level
    return may_be_last and queries.region_ends(region.code)
