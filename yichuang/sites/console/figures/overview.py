"""The first page of the console: which number is wrong, where, why, who answers."""

from django.http import HttpRequest, HttpResponse

from yichuang.core.access import officer
from yichuang.core.clock import local
from yichuang.reference.models import Region
from yichuang.sites.console.figures import multiples, opening
from yichuang.sites.console.frame import Look, page
from yichuang.supervision import rules, tables
from yichuang.supervision.queries import figures, headline, sight
from yichuang.supervision.queries.troubles import troubles
from yichuang.supervision.queries.weeks import late_by_week

DAYS, WEEKS = 30, 12


@officer("supervisor")
def overview(request: HttpRequest) -> HttpResponse:
    """GET /console/?place=510812000000."""
    look = Look(request)
    reach = sight.reach_of(look.officer, look.place.code)
    span = figures.Span.days(DAYS, look.now)
    counted = figures.total(reach, span)
    place = look.place
    known = headline.values(reach, span, place.code, counted)
    groups = headline.overdue_groups(reach.cases(), look.now)
    weeks = rules.week_starts(local(look.now).date(), WEEKS)
    context = {
        "sentence": headline.sentence(known, counted, groups, look.place),
        "figures": headline.shown(known),
        "days": DAYS,
        "opens": opening.of_headline(place.code),
        "counts": opening.of_counts(counted, place.code, DAYS),
        "weeks": WEEKS,
        "limit": tables.late_share_limit(),
        "multiples": multiples.drawn(
            _counties(look.place),
            late_by_week(reach, weeks, look.now),
            weeks,
            tables.late_share_limit(),
        ),
        "troubles": troubles(look.officer, look.place, look.now, groups),
    }
    return page(request, look, "console/figures/overview.html", context)


def _counties(place: Region) -> dict[str, str]:
    if place.level >= Region.COUNTY:
        if place.level == Region.COUNTY:
            county = place
        else:
            county = Region.objects.get(pk=place.county)
        return {county.code: county.name}
    rows = Region.objects.filter(city=place.code, level=Region.COUNTY).order_by("code")
    return dict(rows.values_list("code", "name"))
