"""What was typed before the session ended.

Kept, encrypted, until its owner has signed in again.
"""

import json
from collections.abc import Callable
from functools import wraps
from urllib.parse import quote

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from yichuang.core import crypto
from yichuang.sites.ui import authors, secrets

KEPT = "typed_before_sign_in"
MOST = 400_000
DRAFT = "draft"  # of a page that finds its draft by this name


def survives_sign_out(view: Callable) -> Callable:
    """A form that is sent after the session ended is kept, encrypted.

    It waits until its owner has signed in again. What somebody sends
    who never signed in here is not kept, nor what is longer than MOST.
    """

    @wraps(view)
    def keeping_what_is_late(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if not comes_too_late(request):
            return view(request, *args, **kwargs)
        typed = dict(request.POST.lists())
        text = json.dumps(typed, ensure_ascii=False)
        back = quote(_back_to(request))
        sign_in = f"/accounts/login/?next={back}"
        owner = owner_of_ended(request)
        if len(text) > MOST or not owner:
            return HttpResponseRedirect(sign_in)
        secrets.keep(request.session, _name(request, owner), text)
        promise = what_is_kept(request)
        return HttpResponseRedirect(f"{sign_in}&kept={promise}")

    keeping_what_is_late.keeps_typing = True
    return keeping_what_is_late


def typed_before(request: HttpRequest) -> dict[str, list[str]] | None:
    """What was sent to this very page before the session ended, once.

    Texts by the name of the input; None when nothing was.
    """
    me = str(request.user.pk)
    text = secrets.take(request.session, _name(request, me))
    if not text:
        return None
    return json.loads(text)


def what_is_kept(request: HttpRequest) -> str:
    """How the sign-in page is told what it may promise.

    `text` where a file was chosen with the text and has to be chosen
    again, `1` where all is kept.
    """
    if request.FILES:
        return "text"
    return "1"


def _name(request: HttpRequest, owner: str) -> str:
    """One page serves all drafts of an item at a desk: what was typed for one comes back on no other, and to nobody
    else who signs in here."""
    draft = request.POST.get(DRAFT, "")
    if not draft:
        draft = request.GET.get(DRAFT, "")
    parts = [KEPT, owner, request.path, draft]
    return ":".join(parts)


def key_of(request: HttpRequest) -> str:
    """The key by which this browser may keep typed text while there is no connection, in hexadecimal: another one in
    every session, so that what is left behind is readable by nobody once the session has ended."""
    session = request.session.session_key or ""
    digest = crypto.blind(f"typed text of a session:{session}")
    return digest.hex()[:64]


def comes_too_late(request: HttpRequest) -> bool:
    """A form sent by hand, not by a script, by somebody who is not signed in any more."""
    if request.method != "POST":
        return False
    if request.user.is_authenticated:
        return False
    return not request.headers.get("X-Requested-With")


def _back_to(request: HttpRequest) -> str:
    """The address that shows the form again."""
    draft = request.POST.get(DRAFT)
    if draft:
        return f"{request.path}?{DRAFT}={quote(draft)}"
    return request.path


def owner_of_ended(request: HttpRequest) -> str:
    """The account by whom it was typed.

    For whom the form was made, else whose session the browser brings,
    ended by time and used up here; "" for a stranger, whose text is not
    kept.
    """
    author = authors.author_of(request)
    if author:
        return author
    key = request.COOKIES.get(settings.SESSION_COOKIE_NAME, "")
    if not key:
        return ""
    if "\0" in key:
        return ""
    sessions = Session.objects.filter(session_key=key[:40])
    ended = sessions.first()
    if ended is None:
        return ""
    decoded = ended.get_decoded()
    owner = decoded.get(SESSION_KEY)
    if owner is None:
        return ""
    ended.delete()
    return owner
