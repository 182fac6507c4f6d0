"""How large and how dark the reader wants it: two cookies, set by plain links, so it works without scripts."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme

from yichuang.core.access import public

from .chrome import ELDER_COOKIE, THEME_COOKIE, THEMES

A_YEAR = 365 * 24 * 3600


@public
def prefs(request: HttpRequest) -> HttpResponse:
    """GET ?mode=elder|normal&theme=dark|light|auto&next=/… : set the cookies and go back."""
    response = HttpResponseRedirect(_back(request))
    if "mode" in request.GET:
        _keep(response, ELDER_COOKIE, "elder" if request.GET["mode"] == "elder" else "", request)
    if "theme" in request.GET:
        theme = request.GET["theme"]
        _keep(response, THEME_COOKIE, theme if theme in THEMES else "", request)
    return response


def _back(request: HttpRequest) -> str:
    target = request.GET.get("next", "/")
    safe = url_has_allowed_host_and_scheme(
        target, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return target if safe else "/"


def _keep(response: HttpResponse, name: str, value: str, request: HttpRequest) -> None:
    if value:
        response.set_cookie(
            name, value, max_age=A_YEAR, samesite="Lax", httponly=True, secure=request.is_secure()
        )
    else:
        response.delete_cookie(name, samesite="Lax")
