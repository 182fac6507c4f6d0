"""Where to go after signing in, and what was typed before the session ended."""

import json
from base64 import b64decode, b64encode
from collections.abc import Callable
from functools import wraps
from urllib.parse import quote

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme

from yichuang.core import crypto

KEPT = "typed_before_sign_in"
MOST = 400_000


def safe_next(request: HttpRequest, default: str = "/") -> str:
    """The address in `next` when it is one of ours, else the default."""
    target = request.POST.get("next") or request.GET.get("next") or ""
    safe = url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=request.is_secure())
    return target if safe else default


def survives_sign_out(view: Callable) -> Callable:
    """A form that is sent after the session ended is kept, encrypted, until its owner has signed in again."""

    @wraps(view)
    def kept(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if request.method != "POST" or request.user.is_authenticated or request.headers.get("X-Requested-With"):
            return view(request, *args, **kwargs)
        text = json.dumps(dict(request.POST.lists()), ensure_ascii=False)
        if len(text) <= MOST:
            request.session[KEPT] = {"path": request.path, "typed": b64encode(crypto.encrypt(text)).decode()}
        return HttpResponseRedirect(f"/accounts/login/?next={quote(request.path)}&kept=1")

    return kept


def typed_before(request: HttpRequest) -> dict[str, list[str]] | None:
    """What was sent to this very page before the session ended, once; None when nothing was."""
    kept = request.session.pop(KEPT, None)
    if not kept or kept["path"] != request.path:
        return None
    return json.loads(crypto.decrypt(b64decode(kept["typed"])))
