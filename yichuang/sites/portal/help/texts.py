"""Small pages that never change with the visitor: help, privacy, and what search engines ask for."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from yichuang.catalog import queries as catalog
from yichuang.core.access import public
from yichuang.sites.portal.pages import public_page

A_DAY = "public, max-age=86400"


@public
def help_page(request: HttpRequest) -> HttpResponse:
    """GET /help/: how to find, apply, follow and complain."""

    def shown() -> dict:
        return {"crumbs": _crumbs("帮助"), "for_family": catalog.for_family()}

    return public_page(request, "portal/help/help.html", (catalog.mark(),), shown)


@public
def privacy(request: HttpRequest) -> HttpResponse:
    """GET /about/privacy/: what is kept of people, why, for how long, and their rights."""
    return public_page(
        request, "portal/help/privacy.html", (), lambda: {"crumbs": _crumbs("您的信息")}
    )


@public
def robots(request: HttpRequest) -> HttpResponse:
    """GET /robots.txt: public pages may be found, personal ones may not."""
    closed = (
        "/my/",
        "/apply/",
        "/desk/",
        "/console/",
        "/accounts/",
        "/track/",
        "/verify/",
        "/ask/",
        "/rate/",
        "/ui/",
    )
    lines = [
        "User-agent: *",
        *(f"Disallow: {path}" for path in closed),
        f"Sitemap: {settings.BASE_URL}/sitemap.xml",
    ]
    return HttpResponse(
        "\n".join(lines) + "\n", content_type="text/plain", headers={"Cache-Control": A_DAY}
    )


@public
def sitemap(request: HttpRequest) -> HttpResponse:
    """GET /sitemap.xml: the public pages and every guide."""
    paths = ["/", "/items/", "/openness/", "/help/", "/accessibility/"]
    paths += [f"/events/{event['key']}/" for event in catalog.life_events()]
    paths += [f"/items/{row.code}/" for row in catalog.items()]
    text = render_to_string(
        "portal/help/sitemap.xml", {"addresses": [settings.BASE_URL + path for path in paths]}
    )
    return HttpResponse(text, content_type="application/xml", headers={"Cache-Control": A_DAY})


def _crumbs(last: str) -> list[dict[str, str]]:
    return [{"label": "首页", "href": "/"}, {"label": last, "href": ""}]
