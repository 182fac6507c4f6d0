"""Every address says who may see it."""

import re

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

KINDS = re.compile(r"^(public|signed_in|resident|officer:[a-z_,]*|key:[a-z_:,]*)$")


def views(resolver=None, prefix=""):
    for entry in (resolver or get_resolver()).url_patterns:
        here = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from views(entry, here)
        elif isinstance(entry, URLPattern):
            yield here, entry.callback


@pytest.mark.parametrize(
    ("address", "view"), list(views()), ids=[address or "/" for address, _ in views()]
)
def test_it_declares_its_audience(address, view):
    audience = getattr(view, "audience", None)
    assert audience and KINDS.match(audience), f"/{address} does not say who may see it"
