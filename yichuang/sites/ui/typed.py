"""What an officer sent after the session had ended, offered once more after signing in."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_GET

from yichuang.core.access import officer
from yichuang.sites.ui import sent_late

TEMPLATE = "errors/typed_again.html"


@officer()
@require_GET
def typed_again(request: HttpRequest) -> HttpResponse:
    """GET /typed/: each form as it was typed, to be put back into its page; to the first page where nothing is kept."""
    offers = sent_late.offered(request)
    if not offers:
        return HttpResponseRedirect("/")
    forms = []
    for address, pairs in offers:
        words = [text for name, text in pairs if _is_written(name, text)]
        form = {"address": address, "pairs": pairs, "words": words}
        forms.append(form)
    return render(request, TEMPLATE, {"forms": forms, "confirm": sent_late.CONFIRM})


def _is_written(name: str, text: str) -> bool:
    """Whether somebody may have written it: no mark of the page itself, no mere choice."""
    if name.startswith("_"):
        return False
    return not text.isascii()
