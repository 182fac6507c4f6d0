"""Messages to the person or unit that has signed in."""

from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_POST

from yichuang.cases.queries import letters
from yichuang.core import clock
from yichuang.core.access import resident
from yichuang.notify import queries as notify
from yichuang.notify import services
from yichuang.sites.portal.visitor import applicant
from yichuang.sites.portal.visitor.applicant import page


@resident
def inbox(request: HttpRequest) -> HttpResponse:
    """GET /messages/?page=2, newest first."""
    who = applicant.of(request)
    about = letters.about(who.sight)
    context = {
        "page": Paginator(notify.inbox(who.actor, about=about), 20).get_page(
            request.GET.get("page")
        ),
        "waiting": notify.unread_count(who.actor, about=about),
        "proved": who.sight.everything,
        "crumbs": [{"label": "首页", "href": "/"}, {"label": "消息"}],
    }
    return page(request, "portal/mine/messages.html", context)


@resident
@require_POST
def read(request: HttpRequest, message_id: UUID) -> HttpResponse:
    """POST /messages/<uuid>/: it is read; go where it leads."""
    who = applicant.of(request)
    letter = notify.message(message_id, recipient=who.actor, about=letters.about(who.sight))
    message = services.read(message=letter, now=clock.now())
    return HttpResponseRedirect(message.link or "/messages/")


@resident
@require_POST
def read_all(request: HttpRequest) -> HttpResponse:
    """POST /messages/read/: everything is read."""
    who = applicant.of(request)
    services.read_all(recipient=who.actor, now=clock.now(), about=letters.about(who.sight))
    return HttpResponseRedirect("/messages/")
