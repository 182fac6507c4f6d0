"""Small finders above lists: an item and a place, typed as people type them."""

from django.http import HttpRequest

from yichuang.core.errors import FieldProblem, Invalid, NotFound
from yichuang.core.spelling import is_digits
from yichuang.reference import queries as reference
from yichuang.sites.ui.regions import short


def region(text: str) -> str:
    """The 12-digit code of a place typed as a code of any length or as a name; "" for nothing typed.

    Raises NotFound for an unknown code, Invalid for a name of none or of several places.
    """
    typed = text.strip()
    if not typed:
        return ""
    if is_digits(typed):
        return reference.region(typed.ljust(12, "0")).code
    regions = reference.search_regions(typed, limit=50)
    exact = [r for r in regions if typed in (r.name, r.full_name)] or regions
    if not exact:
        raise NotFound(f"没有找到叫“{typed}”的地方", way_out="请换一个写法，或从“行政区划”里找")
    if len(exact) > 1:
        names = "、".join(r.full_name for r in exact[:4])
        raise Invalid([FieldProblem("region", f"“{typed}”不止一个：{names}，请写全称", "several")])
    return exact[0].code


def item_and_region(request: HttpRequest, label: str, with_item: bool = True) -> dict:
    """The finder of a page, with what was asked."""
    code = request.GET.get("region", "").strip()
    return {
        "label": label,
        "item": request.GET.get("item", "").strip() if with_item else None,
        "region": code,
        "region_name": _named(code),
    }


def _named(code: str) -> str:
    if not is_digits(code):
        return code
    try:
        place = reference.region(code.ljust(12, "0"))
    except NotFound:
        return code
    return f"{place.full_name}（{short(place.code, place.level)}）"
