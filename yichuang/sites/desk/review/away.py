"""/desk/away/<uuid>/: what a colleague on leave holds, so that others take it over."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from yichuang.accounts import queries as accounts
from yichuang.cases.models import Case
from yichuang.cases.queries.scope import visible_to
from yichuang.core import clock
from yichuang.sites.desk import frame
from yichuang.sites.desk.review import due

SHOWN = 100


@frame.desk(*frame.CASE_ROLES)
@require_GET
def held(request: HttpRequest, uuid) -> HttpResponse:
    """GET: the open cases that this officer holds and that one may see; each is taken over on its own page."""
    now = clock.now()
    absent = accounts.officer(uuid)
    rows = Case.objects.filter(visible_to(request.officer), holder=absent, open=True).order_by(
        "due_at", "id"
    )
    cases = list(rows.select_related("version__item", "holder")[:SHOWN])
    shown = {
        "absent": absent,
        "away": accounts.is_away(absent.pk),
        "rows": [{"case": case, "chip": due.chip(case, now)} for case in cases],
    }
    return frame.page(request, "desk/review/away.html", shown)
