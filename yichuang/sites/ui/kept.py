"""What was typed before the session ended: kept, encrypted, until its owner has signed in again."""

import json
from collections.abc import Callable
from functools import wraps
from urllib.parse import quote

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from yichuang.core import crypto
from yichuang.sites.ui import secrets

KEPT = "typed_before_sign_in"
MOST = 400_000
DRAFT = "draft"  # of a page that finds its draft by this name


def survives_sign_out(view: Callable) -> Callable:
    """A form that is sent after the session ended is kept, encrypted, until its owner has signed in again. What
    somebody sends who never signed in here is not kept."""

    @wraps(view)
    def keeping_what_is_late(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if not comes_too_late(request):
            return view(request, *args, **kwargs)
        typed = dict(request.POST.lists())
        text = json.dumps(typed, ensure_ascii=False)
        sign_in = f"/accounts/login/?next={quote(_back_to(request))}"
        if len(text) > MOST or not _was_signed_in(request):
            return HttpResponseRedirect(sign_in)
        secrets.keep(request.session, _name(request), text)
        return HttpResponseRedirect(f"{sign_in}&kept=1")

    keeping_what_is_late.keeps_typing = True
    return keeping_what_is_late


def typed_before(request: HttpRequest) -> dict[str, list[str]] | None:
    """What was sent to this very page before the session ended, once; None when nothing was."""
    text = secrets.take(request.session, _name(request))
    if not text:
        return None
    return json.loads(text)


def _name(request: HttpRequest) -> str:
    """One page serves all drafts of an item at a desk: what was typed for one comes back on no other."""
    draft = request.POST.get(DRAFT, "")
    if not draft:
        draft = request.GET.get(DRAFT, "")
    parts = [KEPT, request.path, draft]
    return ":".join(parts)


def key_of(request: HttpRequest) -> str:
    """The key by which this browser may keep typed text while there is no connection, in hexadecimal: another one in
    every session, so that what is left behind is readable by nobody once the session has ended."""
    session = request.session.session_key or ""
    return crypto.blind(f"typed text of a session:{session}").hex()[:64]


def comes_too_late(request: HttpRequest) -> bool:
    """A form sent by hand, not by a script, by somebody who is not signed in any more."""
    if request.method != "POST" or request.user.is_authenticated:
        return False
    return not request.headers.get("X-Requested-With")


def _back_to(request: HttpRequest) -> str:
    """The address that shows the form again."""
    draft = request.POST.get(DRAFT)
    if draft:
        return f"{request.path}?{DRAFT}={quote(draft)}"
    return request.path


def _was_signed_in(request: HttpRequest) -> bool:
    """Whether the browser brings a session that somebody had signed in with, ended by time; it is used up here. A
    stranger's text is not kept."""
    return owner_of_ended(request) != ""


def owner_of_ended(request: HttpRequest) -> str:
    """The account whose ended session the browser brings, used up here; "" where it brings none."""
    key = request.COOKIES.get(settings.SESSION_COOKIE_NAME, "")
    if not key:
        return ""
    if "\0" in key:
        return ""
    ended = Session.objects.filter(session_key=key[:40]).first()
    if ended is None:
        return ""
    decoded = ended.get_decoded()
    owner = decoded.get(SESSION_KEY)
    if owner is None:
        return ""
    ended.delete()
    return owner
