"""What officers send after their session ended: kept, and offered once more when the same officer has signed in again.

Pages that put what was typed back into a form of their own do so themselves (`kept.survives_sign_out`)."""

import json
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from yichuang.sites.ui import kept, secrets

OFFERED = "typed_by_an_officer"
CONFIRM = "_confirm"  # "no": show the form as it was typed, do nothing yet
NOT_KEPT = ("csrfmiddlewaretoken", CONFIRM)
SIGN_IN = "/accounts/login/?next=/typed/&kept=1"


class OfficersTyping:
    """Middleware over every page that is for officers."""

    def __init__(self, get_response: Callable):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable, args: tuple, kwargs: dict
    ) -> HttpResponse | None:
        """The way to the sign-in page where something was kept; None where the view goes on."""
        if not _is_for_officers(view):
            return None
        if not kept.comes_too_late(request):
            return None
        text = _typed(request)
        if not text:
            return None
        secrets.keep(request.session, OFFERED, text)
        return HttpResponseRedirect(SIGN_IN)


def _is_for_officers(view: Callable) -> bool:
    if hasattr(view, "keeps_typing"):
        return False
    audience = getattr(view, "audience", "")
    return audience.startswith("officer")


def _typed(request: HttpRequest) -> str:
    """What was sent, by whom and where to; "" where it is nothing, a stranger's, a secret or too much."""
    owner = kept.owner_of_ended(request)
    if not owner:
        return ""
    typed = []
    for name, texts in request.POST.lists():
        if "password" in name:
            return ""
        if name not in NOT_KEPT:
            typed.append((name, texts))
    if not typed:
        return ""
    address = request.get_full_path()
    sent = [owner, address, typed]
    text = json.dumps(sent, ensure_ascii=False)
    if len(text) > kept.MOST:
        return ""
    return text


def offered(request: HttpRequest) -> tuple[str, list[tuple[str, str]]] | None:
    """(address, [(name, text)]) of what this officer sent too late; None where nothing is kept, or where somebody else
    has signed in."""
    text = secrets.take(request.session, OFFERED)
    if not text:
        return None
    owner, address, typed = json.loads(text)
    me = str(request.user.pk)
    if owner != me:
        return None
    secrets.keep(request.session, OFFERED, text)  # the page may be loaded again
    pairs = []
    for name, texts in typed:
        for each in texts:
            pair = (name, each)
            pairs.append(pair)
    return address, pairs
