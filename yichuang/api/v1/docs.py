"""The description itself: as JSON, and as a page on which one can try each operation."""

import json

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from ninja import Router

from yichuang.api import queries, rules, samples, tables
from yichuang.api.v1 import pages
from yichuang.api.v1.writing import as_json

router = Router(tags=["说明"])
POLICY = "default-src 'self'; object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'"


@router.get("/openapi.json", include_in_schema=False)
def openapi(request: HttpRequest) -> HttpResponse:
    """OpenAPI 3.1."""
    return as_json(pages.spec())


@router.get("/docs", include_in_schema=False)
def docs(request: HttpRequest) -> HttpResponse:
    """Every operation, with a form to try it; in the demo the key is filled in."""
    keys = tables.demo_keys() if settings.DEMO else []
    facts = {
        "groups": pages.groups_with(submit_case=_sample()),
        "keys": keys,
        "scopes": rules.SCOPES.items(),
        "channels": rules.CHANNELS.items(),
    }
    response = HttpResponse(render_to_string("api/docs.html", facts, request=request))
    response["Content-Security-Policy"] = POLICY
    return response


def _sample() -> str:
    """A body of POST /cases that passes today."""
    shown = tables.demo_example()
    guide = queries.guide(shown["item"], shown["region"], 0, None)
    return json.dumps(
        samples.application(guide, shown["region"])["application"], ensure_ascii=False, indent=2
    )
