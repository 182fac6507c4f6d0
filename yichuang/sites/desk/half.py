"""A decision that is half typed outlives the small acts beside it.

A paper is judged, a finding is noted down, a reminder is answered: what
was typed in the decision stands there again. It waits in the session,
encrypted, until the page of the case is shown next.
"""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, QueryDict

from yichuang.sites.ui import authors, kept, secrets

FIELD = "_half"  # desk.js puts the fields of the decision into every other form of the page
NOTING = "review"  # is sent with the decision itself
OF_THE_PAGE = ("csrfmiddlewaretoken", "_seq", authors.NAME)


def keep(request: HttpRequest, case: UUID, verb: str) -> None:
    """Remember what stood in the decision when this small act was sent."""
    text = request.POST.get(FIELD, "")
    if verb == NOTING:
        text = request.POST.urlencode()
    if not text:
        return
    if len(text) > kept.MOST:
        return
    name = _name(request, case)
    secrets.keep(request.session, name, text)


def take(request: HttpRequest, case: UUID) -> dict[str, Any] | None:
    """What was typed, to be shown again once; None where nothing waits."""
    name = _name(request, case)
    text = secrets.take(request.session, name)
    if not text:
        return None
    decision = _decision(text)
    return typed("", decision)


def with_refused(request: HttpRequest, verb: str) -> dict[str, Any]:
    """What was typed in a form that was refused, and in the decision beside it."""
    half = request.POST.get(FIELD, "")
    if not half:
        return typed(verb, request.POST)
    both = _decision(half)
    for name, texts in request.POST.lists():
        both.setlist(name, texts)
    return typed(verb, both)


def _decision(text: str) -> QueryDict:
    """The fields of the decision.

    Without what belongs to the page that was sent.
    """
    fields = QueryDict(text, mutable=True)
    for name in OF_THE_PAGE:
        fields.pop(name, None)
    return fields


def typed(verb: str, post: QueryDict) -> dict[str, Any]:
    """As the page of a case takes it.

    verb: of the form that was refused, "" where none was.
    """
    points = post.getlist("points")
    return {"verb": verb, "post": post, "points": points}


def _name(request: HttpRequest, case: UUID) -> str:
    """Another one for every account: two may use one browser."""
    account = request.user.pk
    return f"half_typed:{account}:{case}"
