"""The visitor's place: a 12-digit division in a cookie, chosen on one page, shown at the top of every page."""

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme

from yichuang.accounts import queries as accounts
from yichuang.catalog import tables
from yichuang.core import revision
from yichuang.core.access import public
from yichuang.core.errors import NotFound
from yichuang.core.spelling import is_digits
from yichuang.reference import queries as reference

COOKIE = "place"
OWN = "own place"
A_YEAR = 365 * 24 * 3600
LEVEL_WORDS = {2: "市", 3: "县（市、区）", 4: "乡镇、街道", 5: "村、社区"}


@dataclass(frozen=True)
class Place:
    """A division as pages name it. path: (code, name) from the city down to itself; chosen: the visitor said so."""

    code: str
    level: int
    full_name: str
    path: tuple[tuple[str, str], ...]
    chosen: bool = True

    @property
    def name(self) -> str:
        """City and county, and the last part where it lies deeper: 广元市朝天区."""
        return "".join(name for _, name in self.path[:2])

    @property
    def bureau(self) -> str:
        """The authority whose pages these are."""
        return f"{self.name}人力资源和社会保障局"


@revision.kept(8192)
def named(code: str) -> Place:
    """The division of this code, kept in memory until one changes. Raises NotFound."""
    line = reference.ancestors(code)
    return Place(
        code,
        line[-1].level,
        line[-1].full_name,
        tuple((r.code, r.name) for r in line if r.level > 1),
    )


def of(request: HttpRequest) -> Place:
    """The place that was chosen, else where the signed-in visitor lives, else the first of the platform's own."""
    chosen = served(request.COOKIES.get(COOKIE, ""))
    return chosen or _own(request) or named(default())


def remember_own(request: HttpRequest, code: str) -> None:
    """Keep where the visitor lives as long as the session lasts, unless the platform does not serve it."""
    if served(code):
        request.session[OWN] = code


def _own(request: HttpRequest) -> Place | None:
    if settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return None
    return served(request.session.get(OWN, ""))


def served(code: str) -> Place | None:
    """The division of this 12-digit code, or None where the platform serves none such."""
    if not (is_digits(code) and len(code) == 12 and _served(code)):
        return None
    try:
        return named(code)
    except NotFound:
        return None


def default() -> str:
    """Where a visitor who has not chosen is taken to be."""
    table = tables.places()
    return str(table.get("default") or table["cities"][0])


def _served(code: str) -> bool:
    return f"{code[:4]}00000000" in tables.places()["cities"]


@public
def choose(request: HttpRequest) -> HttpResponse:
    """GET /place/?in=<code>&next=/…: the divisions below one; ?set=<code> keeps it and goes back."""
    back = _back(request)
    code = request.GET.get("set", "")
    if code:
        chosen = named(code) if _served(code) else named(default())
        response = HttpResponseRedirect(back)
        response.set_cookie(
            COOKIE,
            chosen.code,
            max_age=A_YEAR,
            samesite="Lax",
            httponly=True,
            secure=request.is_secure(),
        )
        return response
    if _served(request.GET.get("in", "")):
        inside = named(request.GET["in"])
    else:
        inside = None
    if inside:
        below = [(r.code, r.name) for r in reference.children(inside.code)]
        level = LEVEL_WORDS.get(inside.level + 1, "")
    else:
        below = [(code, named(code).full_name) for code in tables.places()["cities"]]
        level = LEVEL_WORDS[2]
    place = of(request)
    shown = {
        "place": place,
        "place_name": place.bureau,
        "inside": inside,
        "below": below,
        "below_word": level,
        "deepest": bool(inside and inside.level >= 4),
        "next": back,
    }
    return render(request, "portal/visitor/place.html", shown)


@public
def halls(request: HttpRequest) -> HttpResponse:
    """GET /halls/: where a person of the place can go, nearest first."""
    place = of(request)
    shown = {"place": place, "place_name": place.bureau, "units": accounts.outlets(place.code)}
    return render(request, "portal/visitor/halls.html", shown)


def _back(request: HttpRequest) -> str:
    target = request.GET.get("next", "/")
    safe = url_has_allowed_host_and_scheme(
        target, {request.get_host()}, require_https=request.is_secure()
    )
    return target if safe else "/"
