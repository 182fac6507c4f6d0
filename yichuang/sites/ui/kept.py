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
OFFERED = "typed_by_an_officer"
TYPED_AGAIN = "/typed/"
CONFIRM = "_confirm"  # "no": show the form as it was typed, do nothing yet
NOT_KEPT = ("csrfmiddlewaretoken", CONFIRM)
DRAFT = "draft"  # of a page that finds its draft by this name


class OfficersTyping:
    """Middleware: what an officer sends to any page after the session ended is kept until the same officer has signed
    in again, and offered there (`typed_again`). Pages that put what was typed back into a form of their own do so
    themselves (`survives_sign_out`)."""

    def __init__(self, get_response: Callable):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable, args: tuple, kwargs: dict
    ) -> HttpResponse | None:
        """The way to the sign-in page where something was kept; None where the view goes on."""
        for_officers = getattr(view, "audience", "").startswith("officer")
        if not for_officers or hasattr(view, "keeps_typing") or not _comes_too_late(request):
            return None
        owner = _owner_of_ended(request)
        typed = [[name, texts] for name, texts in request.POST.lists() if name not in NOT_KEPT]
        if not owner or not typed or _holds_a_secret(request):
            return None
        text = json.dumps(
            {"owner": owner, "address": request.get_full_path(), "typed": typed}, ensure_ascii=False
        )
        if len(text) > MOST:
            return None
        secrets.keep(request.session, OFFERED, text)
        return HttpResponseRedirect(f"/accounts/login/?next={TYPED_AGAIN}&kept=1")


def _holds_a_secret(request: HttpRequest) -> bool:
    return any("password" in name for name in request.POST)


def offered(request: HttpRequest) -> tuple[str, list[tuple[str, str]]] | None:
    """(address, [(name, text)]) of what this officer sent after the session had ended; None where nothing is kept, or
    where somebody else has signed in."""
    text = secrets.take(request.session, OFFERED)
    if not text:
        return None
    kept = json.loads(text)
    if kept["owner"] != str(request.user.pk):
        return None
    secrets.keep(request.session, OFFERED, text)  # the page may be loaded again
    pairs = []
    for name, texts in kept["typed"]:
        pairs += [(name, each) for each in texts]
    return kept["address"], pairs


def survives_sign_out(view: Callable) -> Callable:
    """A form that is sent after the session ended is kept, encrypted, until its owner has signed in again. What
    somebody sends who never signed in here is not kept."""

    @wraps(view)
    def kept(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if not _comes_too_late(request):
            return view(request, *args, **kwargs)
        typed = dict(request.POST.lists())
        text = json.dumps(typed, ensure_ascii=False)
        sign_in = f"/accounts/login/?next={quote(_back_to(request))}"
        if len(text) > MOST or not _was_signed_in(request):
            return HttpResponseRedirect(sign_in)
        secrets.keep(request.session, _name(request), text)
        return HttpResponseRedirect(f"{sign_in}&kept=1")

    kept.keeps_typing = True
    return kept


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


def _comes_too_late(request: HttpRequest) -> bool:
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
    return bool(_owner_of_ended(request))


def _owner_of_ended(request: HttpRequest) -> str:
    """The account whose ended session the browser brings, used up here; "" where it brings none."""
    key = request.COOKIES.get(settings.SESSION_COOKIE_NAME, "")
    if not key or "\0" in key:
        return ""
    ended = Session.objects.filter(session_key=key[:40]).first()
    if ended is None:
        return ""
    owner = ended.get_decoded().get(SESSION_KEY, "")
    if owner:
        ended.delete()
    return owner
