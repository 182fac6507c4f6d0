"""What officers send after their session ended: kept, and offered once more when the same officer has signed in again.

Pages that put what was typed back into a form of their own do so themselves (`kept.survives_sign_out`)."""

import json
from collections.abc import Callable
from typing import NamedTuple

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from yichuang.sites.ui import authors, kept, secrets

OFFERED = "typed_by_an_officer"
CONFIRM = "_confirm"  # "no": show the form as it was typed, do nothing yet
NOT_KEPT = ("csrfmiddlewaretoken", CONFIRM, authors.NAME)
SIGN_IN = "/accounts/login/?next=/typed/&kept="
Sent = list  # [account by primary key, address, [name, texts] of each input]


class Offer(NamedTuple):
    """One form to be put back: its address, (name, text) of its inputs."""

    address: str
    pairs: list[tuple[str, str]]


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
        sent = _typed(request)
        if sent is None:
            return None
        _keep(request, sent)
        promise = kept.what_is_kept(request)
        return HttpResponseRedirect(SIGN_IN + promise)


def _is_for_officers(view: Callable) -> bool:
    keeps_typing = getattr(view, "keeps_typing", False)
    if keeps_typing:
        return False
    audience = getattr(view, "audience", "")
    return audience.startswith("officer")


def _keep(request: HttpRequest, sent: Sent) -> None:
    """Beside what was sent from other pages; of one page only the latest, and no more than MOST of all."""
    owner, address, _ = sent
    sent_so_far = []
    for each in _sent_before(request):
        other_owner, other_address, _ = each
        is_of_this_page = other_address == address
        is_theirs = other_owner == owner
        if is_of_this_page and is_theirs:
            continue
        sent_so_far.append(each)
    sent_so_far.append(sent)
    text = _written(sent_so_far)
    size = len(text)
    if size > kept.MOST:
        text = _written([sent])
    secrets.keep(request.session, OFFERED, text)


def _sent_before(request: HttpRequest) -> list[Sent]:
    """What is kept in this session, taken out of it."""
    session = request.session
    text = secrets.take(session, OFFERED)
    if not text:
        return []
    return json.loads(text)


def _written(sent: list[Sent]) -> str:
    return json.dumps(sent, ensure_ascii=False)


def _typed(request: HttpRequest) -> Sent | None:
    """What was sent, by whom and where to; None where it is nothing, a stranger's, a secret or too much."""
    owner = kept.owner_of_ended(request)
    if not owner:
        return None
    typed = []
    for name, texts in request.POST.lists():
        if "password" in name:
            return None
        if name not in NOT_KEPT:
            typed.append((name, texts))
    if not typed:
        return None
    address = request.get_full_path()
    sent = [owner, address, typed]
    text = _written([sent])
    size = len(text)
    if size > kept.MOST:
        return None
    return sent


def offered(request: HttpRequest) -> list[Offer]:
    """What this officer sent too late, page by page; [] where nothing is kept, or where somebody else has signed in."""
    user = request.user
    me = str(user.pk)
    mine = []
    offers = []
    for each in _sent_before(request):
        owner, address, typed = each
        if owner != me:
            continue
        mine.append(each)
        offer = _offer(address, typed)
        offers.append(offer)
    if mine:
        text = _written(mine)
        session = request.session
        secrets.keep(session, OFFERED, text)  # the page may be loaded again
    return offers


def _offer(address: str, typed: list) -> Offer:
    """One form as its page is to get it again: several texts of one name, as of boxes that are ticked, stay several
    inputs."""
    pairs = []
    for each in typed:
        name, texts = each
        for text in texts:
            pair = (name, text)
            pairs.append(pair)
    return Offer(address, pairs)
