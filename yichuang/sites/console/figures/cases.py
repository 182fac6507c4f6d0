"""Cases counted by place, line, item and day.

With the way down from city to county to town.
"""

from collections.abc import Iterable

from django.http import HttpRequest, HttpResponse

from yichuang.cases.queries.reach import Reach
from yichuang.catalog import queries as catalog
from yichuang.core import days
from yichuang.core.access import officer
from yichuang.reference.models import Region
from yichuang.sites.console.figures import opening
from yichuang.sites.console.figures.counted.case_rows import rows_of
from yichuang.sites.console.frame import Look, chosen, of_page, page, sheet, wants_sheet, with_query
from yichuang.supervision.queries import figures, sight
from yichuang.supervision.queries.figures import Counts, Span, Standing
from yichuang.supervision.queries.lines import with_cases

BY = {"place": "地方", "line": "业务线", "item": "事项", "day": "收件日"}
PERIODS = {"7": "近7天", "30": "近30天", "90": "近90天"}
WHAT = {
    "received": "收到",
    "closed": "办结",
    "refused": "不予受理",
    "dropped": "撤回退件作废",
    "late": "逾期才办结",
    "open": "在办",
    "overdue": "逾期没办完",
    "instant": "即办件",
    "within": "30分钟内",
    "online": "网上收到",
}
CHANNEL = "channel"  # how a number of the chart of channels opens
NOW = ("open", "overdue")  # counted as of now, whatever the days
MOST_BARS = 20
COLUMNS = (
    ("收到", True),
    ("办结", True),
    ("不予受理", True),
    ("撤回退件作废", True),
    ("逾期才办结", True),
    ("在办", True),
    ("逾期没办完", True),
    ("按期办结率%", True),
    ("即办件", True),
    ("30分钟内", True),
    ("网上收到", True),
)


@officer("supervisor")
def drill(request: HttpRequest) -> HttpResponse:
    """GET /console/cases/?place=…&by=place|line|item|day&days=30&line=社会保险.

    ?page= of the table; format=xlsx for all rows as a sheet. A line of
    the catalogue that nobody has filed in has zeros: no number of
    another line stands under its name.
    """
    look = Look(request)
    by = chosen(request, "by", BY, "place")
    days = chosen(request, "days", PERIODS, "30")
    line = chosen(request, "line", dict(catalog.lines()), "")
    number_of_days = int(days)
    span = Span.days(number_of_days, look.now)
    place = look.place
    reach = sight.reach_of(look.officer, place.code)
    lines = with_cases(reach, span, line)
    if line:
        reach = reach.of_line(line)
    rows = _rows(by, reach, span, place)
    total = figures.together(rows)
    if by == "day":  # what is open was mostly received on earlier days
        total = figures.total(reach, span)
    if wants_sheet(request):
        period = PERIODS[days]
        if line:
            period = f"·{line}{period}"
        return _sheet(request, look, by, period, [*rows, total])
    lines_page = of_page(request, rows)
    received = [row.received for row in rows]
    closed = [row.closed for row in rows]
    labels = [row.label for row in rows]
    heads = [label for label, _ in COLUMNS]
    context = {
        "rows": _shown(request, lines_page, by, place),
        "page": lines_page,
        "sum": total,
        "sums": _opened(request, total, place),
        "by": by,
        "by_name": BY[by],
        "columns": heads,
        "ways": options(request, "by", BY, by),
        "periods": options(request, "days", PERIODS, days),
        "lines": lines,
        "line": line,
        "days": days,
        "chart": _chart(rows),
        "kinds": ["按期办结", "逾期"],
        "daily": by == "day",
        "series": [("收到", received), ("办结", closed)],
        "labels": labels,
        "channel_links": opening.of_channels(place.code, number_of_days, line),
        "channels": figures.by_channel(reach, span),
    }
    return page(request, look, "console/figures/cases.html", context)


def _sheet(
    request: HttpRequest, look: Look, by: str, period: str, rows: list[Counts]
) -> HttpResponse:
    """All rows for Excel.

    rows: with their sum at the end.
    by: key of BY.
    period: the days, and the line where it is one, in words.
    """
    name = BY[by]
    heads = [(name, False), *COLUMNS]
    lines = map(_sheet_row, rows)
    note = f"{look.place.full_name}{period}；按期以承诺时限为准"
    title = f"办件按{name}"
    return sheet(request, title, heads, lines, note=note, now=look.now)


def _shown(
    request: HttpRequest, rows: Iterable[Counts], by: str, place: Region
) -> list[tuple[Counts, str, list]]:
    """Each row with where its name leads, and where its numbers do.

    by: key of BY. place: below which, where it is by place.
    """
    shown = []
    for row in rows:
        below = _below(request, row, by, place)
        opened = _opened(request, row, place)
        line = (row, below, opened)
        shown.append(line)
    return shown


@officer("supervisor")
def counted(request: HttpRequest) -> HttpResponse:
    """GET /console/cases/list/: exactly what a number of the table counts.

    ?place=…&by=place&key=…&what=overdue&days=30&line=. by may be
    `channel` too, for the numbers of that chart. Raises Forbidden for a
    place out of the officer's sight.
    """
    look = Look(request)
    by = chosen(request, "by", (*BY, CHANNEL), "place")
    what = chosen(request, "what", WHAT, "received")
    period = chosen(request, "days", PERIODS, "30")
    key = _key(request, by)
    line = request.GET.get("line", "")
    span = Span.days(int(period), look.now)
    if key and by == "place":
        sight.place_or_home(look.officer, key)
    cases = sight.cases_of(look.officer, look.place.code)
    if line:
        cases = cases.filter(line=line)
    if key and by == "day":
        begun = cases.filter(received_at__gte=span.since)
        cases = begun.filter(received_at__lt=span.until)
    within = figures.within_row(cases, by, key, look.place)
    standing = Standing.present(look.now)
    conditions = figures.conditions(span, standing)
    rows = within.filter(conditions[what])
    named = rows.select_related("version__item", "organisation", "holder")
    ordered = named.order_by("due_at", "id")
    cases_page = of_page(request, ordered)
    rows_shown = rows_of(cases_page, look.now)
    period_in_words = PERIODS[period]
    if what in NOW:
        period_in_words = ""
    back = with_query(request, what="", key="", page="")
    context = {
        "what": WHAT[what],
        "period": period_in_words,
        "count": cases_page.paginator.count,
        "rows": rows_shown,
        "page": cases_page,
        "key": figures.row_label(by, key),
        "back": back,
    }
    return page(request, look, "console/figures/counted.html", context)


def _key(request: HttpRequest, by: str) -> str:
    """The key of the row whose number was opened.

    "" for one that no such row has.
    """
    key = request.GET.get("key", "")
    channels = [str(number) for number in figures.CHANNELS]
    if by == CHANNEL and key not in channels:
        return ""
    if by == "day" and not days.day(key):
        return ""
    return key


def _opened(request: HttpRequest, row: Counts, place: Region) -> list[tuple[str, int, str]]:
    """Where each number of a row leads, in the order of the table.

    (name of WHAT, number, address of the list of what it counts).
    """
    row_query = with_query(request, place=place.code, key=row.key, what="", page="")
    opened = []
    for what in WHAT:
        number = getattr(row, what)
        address = f"/console/cases/list/{row_query}&what={what}"
        opened.append((what, number, address))
    return opened


def _rows(by: str, reach: Reach, span: Span, place: Region) -> list[Counts]:
    """The rows of the table, in the order that a reader looks for.

    by: key of BY.
    place: below which, where it is by place.
    reach, span: what is counted.
    """
    if by == "place":
        return figures.by_place(reach, span, place)
    if by == "line":
        return figures.by_line(reach, span)
    if by == "item":
        return figures.by_item(reach, span)
    return figures.by_day(reach, span)


def _chart(rows: list[Counts]) -> list[tuple[str, list[int]]]:
    """The bars of the chart: (name, [in time, late]).

    Of the first rows with anything to show, at most MOST_BARS: a chart
    of more is read by nobody.
    """
    bars = []
    for row in rows:
        late = row.late + row.overdue
        in_time = row.done - row.late
        if row.done or row.overdue:
            bar = (row.label, [in_time, late])
            bars.append(bar)
    return bars[:MOST_BARS]


def _below(request: HttpRequest, row: Counts, by: str, place: Region) -> str:
    """Where the name of a row leads: a step down, or nowhere.

    A line leads to its places. A place without any case, and a town,
    have nothing below.
    """
    if by == "line":
        return with_query(request, line=row.key, by="place", page="")
    if by != "place" or row.key == place.code:
        return ""
    is_town = place.level >= Region.TOWN
    is_empty = not row.received and not row.open
    if is_town or is_empty:
        return ""
    return with_query(request, place=row.key, page="")


def options(request: HttpRequest, key: str, names: dict[str, str], current: str) -> list[dict]:
    """The segments of one parameter.

    Another choice begins at its first page.

    key: its name in the address.
    names: what each value is called.
    current: the value that is chosen now.
    """
    segments = []
    for value, name in names.items():
        choice = {key: value}
        address = with_query(request, page="", **choice)
        is_chosen = value == current
        segment = {"label": name, "href": address, "current": is_chosen}
        segments.append(segment)
    return segments


def _sheet_row(row: Counts) -> tuple:
    """A row as Excel has it: its name, then the numbers in the order of COLUMNS.

    A share is in percent.
    """
    return (
        row.label,
        row.received,
        row.closed,
        row.refused,
        row.dropped,
        row.late,
        row.open,
        row.overdue,
        row.on_time_share,
        row.instant,
        row.within,
        row.online,
    )
