"""Where to go after signing in, and what was typed before the session ended."""

import json
from base64 import b64decode, b64encode
from collections.abc import Callable
from functools import wraps
from urllib.parse import quote

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
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
    """A form that is sent after the session ended is kept, encrypted, until its owner has signed in again. What
    somebody sends who never signed in here is not kept."""

    @wraps(view)
    def kept(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if request.method != "POST" or request.user.is_authenticated or request.headers.get("X-Requested-With"):
            return view(request, *args, **kwargs)
        text = json.dumps(dict(request.POST.lists()), ensure_ascii=False)
        sign_in = f"/accounts/login/?next={quote(request.path)}"
        if len(text) > MOST or not _was_signed_in(request):
            return HttpResponseRedirect(sign_in)
        request.session[KEPT] = {"path": request.path, "typed": b64encode(crypto.encrypt(text)).decode()}
        return HttpResponseRedirect(f"{sign_in}&kept=1")

    return kept


def _was_signed_in(request: HttpRequest) -> bool:
    """Whether the browser brings a session that somebody had signed in with, ended by time; it is used up here. A
    stranger's text is not kept."""
    key = request.COOKIES.get(settings.SESSION_COOKIE_NAME, "")
    ended = Session.objects.filter(session_key=key[:40]).first() if key and "\0" not in key else None
    if ended is None or SESSION_KEY not in ended.get_decoded():
        return False
    ended.delete()
    return True


def typed_before(request: HttpRequest) -> dict[str, list[str]] | None:
    """What was sent to this very page before the session ended, once; None when nothing was."""
    kept = request.session.pop(KEPT, None)
    if not kept or kept["path"] != request.path:
        return None
    return json.loads(crypto.decrypt(b64decode(kept["typed"])))
