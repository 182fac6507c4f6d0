"""/desk/instant/: how much of what should be done at once was done within half an hour."""

from datetime import date, datetime, time, timedelta

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from yichuang.cases.queries import desk
from yichuang.core import clock
from yichuang.sites.desk import frame

SPANS = (("1", "今天"), ("7", "近7天"), ("30", "近30天"))


@frame.desk("clerk", "supervisor")
@require_GET
def report(request: HttpRequest) -> HttpResponse:
    """GET ?days=1|7|30: the share within 30 minutes, and every slow one with its reason."""
    days = request.GET.get("days", "30")
    days = days if days in dict(SPANS) else "30"
    now = clock.now()
    since = _midnight(now.date() - timedelta(int(days) - 1), now)
    report = desk.instant_report(request.officer, since, now)
    spans = [
        {"label": label, "href": f"?days={code}", "current": code == days} for code, label in SPANS
    ]
    return frame.page(
        request, "desk/intake/instant.html", {"report": report, "segments": spans, "since": since}
    )


def _midnight(day: date, now: datetime) -> datetime:
    return datetime.combine(day, time(), tzinfo=now.tzinfo)
