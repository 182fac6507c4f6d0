"""Addresses below /api/. Each view carries `audience`: "public", or "key:" with the scopes that its methods need.

Nothing here reads a body: an operation asks for the key first (v1/reading.py), so a stranger who sends slowly, or never
to the end, holds no thread."""

import re

from django.http import HttpRequest, HttpResponse
from django.urls import path, re_path
from ninja.operation import PathView

from yichuang.api import problems, services
from yichuang.api.keys import Key
from yichuang.api.rules import Caller
from yichuang.api.v1 import api, docs
from yichuang.core import clock
from yichuang.core.access import kept_by_nobody
from yichuang.core.door import has_unstorable_address

api.add_router("", docs.router)  # it shows the others, so it comes after them


def _address(route: str, view: PathView):
    """One address that says who may see it and answers a wrong method as a problem."""
    scopes = sorted(
        {
            auth.scope
            for each in view.operations
            for auth in each.auth_callbacks
            if isinstance(auth, Key)
        }
    )
    allowed = sorted({method for each in view.operations for method in each.methods})
    inner = view.get_view()

    def guarded(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if has_unstorable_address(request):
            return problems.answer(problems.unstorable(), request)
        if request.method in allowed:
            response = inner(request, *args, **kwargs)
            caller = getattr(request, "auth", None)
            if 400 <= response.status_code < 500 and isinstance(caller, Caller):
                services.give_back(caller, clock.now())
            return kept_by_nobody(response) if scopes else response
        refused = problems.answer(problems.not_allowed(allowed), request)
        refused["Allow"] = ", ".join(allowed)
        return refused

    guarded.takes_files = any(
        getattr(each.view_func, "takes_files", False) for each in view.operations
    )
    guarded.audience = "key:" + ",".join(scopes) if scopes else "public"
    guarded.csrf_exempt = True  # no cookie is read here
    return path("v1/" + re.sub(r"{(\w+)}", r"<\1>", route).lstrip("/"), guarded)


def nowhere(request: HttpRequest) -> HttpResponse:
    """Any other address below /api/."""
    return problems.answer(problems.not_found(), request)


nowhere.audience = "public"
nowhere.csrf_exempt = True

urlpatterns = [
    *[
        _address(route, view)
        for bound in api._get_bound_routers()
        for route, view in bound.path_operations.items()
    ],
    re_path(r"^.*$", nowhere),
]
