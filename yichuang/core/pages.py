"""Which page of ours one is on: an address that only takes forms has none, so it is the nearest one above it."""

import inspect
from collections.abc import Callable
from functools import lru_cache

from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest
from django.urls import Resolver404, resolve

from yichuang.core import access

FIRST = "/"
ANY_METHOD = ("GET",)


def here(request: HttpRequest) -> str:
    """The address, with its question, that shows the page of a request once more: another one where this address takes
    forms only."""
    if _shows_a_page(request.path, settings.ROOT_URLCONF) is not False:
        return request.get_full_path()
    return above(request)


def above(request: HttpRequest) -> str:
    """The nearest page above the address of a request that whoever asks may open; the first page where none is."""
    address = request.path
    while address != FIRST:
        address = _parent(address)
        if _shows_a_page(address, settings.ROOT_URLCONF) and _may_open(request, address):
            return address
    return FIRST


def _parent(address: str) -> str:
    head, _, _ = address.rstrip("/").rpartition("/")
    return f"{head}/"


def _may_open(request: HttpRequest, address: str) -> bool:
    """Whether it is open to them; nobody is asked where the database is away or the request came to no account."""
    if not hasattr(request, "user"):
        return True
    try:
        return access.may_open(request, address)
    except DatabaseError:
        return False


@lru_cache(1024)
def _shows_a_page(address: str, urlconf: str) -> bool | None:
    """Whether the address answers to a GET; None where none of ours is."""
    try:
        view = resolve(address, urlconf).func
    except Resolver404:
        return None
    return "GET" in methods_of(view)


def methods_of(view: Callable) -> tuple[str, ...]:
    """The methods that the decorators of a view let through, as `django.views.decorators.http` keeps them."""
    layer: Callable | None = view
    while layer is not None:
        if getattr(layer, "__closure__", None):
            methods = inspect.getclosurevars(layer).nonlocals.get("request_method_list")
            if methods:
                return tuple(methods)
        layer = getattr(layer, "__wrapped__", None)
    return ANY_METHOD
