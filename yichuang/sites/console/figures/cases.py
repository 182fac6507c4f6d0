"""Cases counted by place, line, item and day, with the way down from city to county to town."""

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

BY = {"place": "地方", "line": "业务线", "item": "事项", "day": "收件日"}
PERIODS = {"7": "近7天", "30": "近30天", "90": "近90天"}
WHAT = {
    "received": "收到",
    "closed": "办结",
    "late": "逾期才办结",
    "open": "在办",
    "overdue": "逾期没办完",
    "instant": "即办件",
    "within": "30分钟内",
    "online": "网上收到",
}
CHANNEL = "channel"  # how a number of the chart of channels opens
NOW = ("open", "overdue")  # counted as of now, whatever the days
COLUMNS = (
    ("收到", True),
    ("办结", True),
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
    """GET /console/cases/?place=…&by=place|line|item|day&days=30&line=社会保险&page=2.

    A line of the catalogue that nobody has filed in has zeros: no number of another line stands under its name.
    """
    look = Look(request)
    by = chosen(request, "by", BY, "place")
    days = chosen(request, "days", PERIODS, "30")
    line = chosen(request, "line", dict(catalog.lines()), "")
    span = Span.days(int(days), look.now)
    reach = sight.reach_of(look.officer, look.place.code)
    counted_lines = figures.by_line(reach, span)
    lines = [row.key for row in counted_lines]
    if line:
        reach = reach.of_line(line)
        counted_lines = [row for row in counted_lines if row.key == line]
        if line not in lines:
            lines.append(line)
    total = figures.together(counted_lines)
    rows = _rows(by, reach, span, look.place)
    if wants_sheet(request):
        heads = [(BY[by], False), *COLUMNS]
        what = PERIODS[days]
        if line:
            what = f"·{line}{what}"
        note = f"{look.place.full_name}{what}；按期以承诺时限为准"
        return sheet(
            request,
            f"办件按{BY[by]}",
            heads,
            map(_sheet_row, [*rows, total]),
            note=note,
            now=look.now,
        )
    lines_page = of_page(request, rows)
    shown = []
    for row in lines_page:
        below = _below(request, row, by, look.place)
        opened = _opened(request, row, look.place)
        shown.append((row, below, opened))
    received, closed, labels = [], [], []
    for row in rows:
        received.append(row.received)
        closed.append(row.closed)
        labels.append(row.label)
    context = {
        "rows": shown,
        "page": lines_page,
        "sum": total,
        "sums": _opened(request, total, look.place),
        "by": by,
        "by_name": BY[by],
        "columns": [label for label, _ in COLUMNS],
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
        "channel_links": opening.of_channels(look.place.code, int(days), line),
        "channels": figures.by_channel(reach, span),
    }
    return page(request, look, "console/figures/cases.html", context)


@officer("supervisor")
def counted(request: HttpRequest) -> HttpResponse:
    """GET /console/cases/list/?place=…&by=place&key=…&what=overdue&days=30&line=: exactly what a number counts."""
    look = Look(request)
    query = {}
    for name in ("by", "key", "what", "days", "line"):
        query[name] = request.GET.get(name, "")
    if query["by"] in (*BY, CHANNEL):
        by = query["by"]
    else:
        by = "place"
    if by == CHANNEL:
        known = [str(number) for number in figures.CHANNELS]
        if query["key"] not in known:
            query["key"] = ""
    what = query["what"] if query["what"] in WHAT else "received"
    period = query["days"] if query["days"] in PERIODS else "30"
    span = Span.days(int(period), look.now)
    cases = sight.cases_of(look.officer, look.place.code)
    if query["line"]:
        cases = cases.filter(line=query["line"])
    if query["key"] and by == "place":
        sight.place_or_home(look.officer, query["key"])
    if by == "day" and not days.day(query["key"]):
        query["key"] = ""
    if by == "day" and query["key"]:
        cases = cases.filter(received_at__gte=span.since, received_at__lt=span.until)
    rows = figures.within_row(cases, by, query["key"], look.place)
    standing = Standing.present(look.now)
    conditions = figures.conditions(span, standing)
    rows = rows.filter(conditions[what])
    named = rows.select_related("version__item", "organisation", "holder").order_by("due_at", "id")
    cases_page = of_page(request, named)
    context = {
        "what": WHAT[what],
        "period": "" if what in NOW else PERIODS[period],
        "count": cases_page.paginator.count,
        "rows": rows_of(cases_page, look.now),
        "page": cases_page,
        "key": figures.row_label(by, query["key"]),
        "back": with_query(request, what="", key="", page=""),
    }
    return page(request, look, "console/figures/counted.html", context)


def _opened(request: HttpRequest, row: Counts, place: Region) -> list[tuple[str, int, str]]:
    """(name, number, address of the list of what it counts) of each number of a row, in the order of the table."""
    row_query = with_query(request, place=place.code, key=row.key, what="", page="")
    opened = []
    for what in WHAT:
        address = f"/console/cases/list/{row_query}&what={what}"
        opened.append((what, getattr(row, what), address))
    return opened


def _rows(by: str, reach: Reach, span: Span, place: Region) -> list[Counts]:
    """The rows of the table, in the order that a reader looks for."""
    if by == "place":
        return figures.by_place(reach, span, place)
    counting = {"line": figures.by_line, "item": figures.by_item, "day": figures.by_day}
    return counting[by](reach, span)


def _chart(rows: list[Counts]) -> list[tuple[str, list[int]]]:
    """In time and late, of the first rows with anything to show."""
    shown = []
    for row in rows:
        late = row.late + row.overdue
        if row.closed or row.overdue:
            shown.append((row.label, [row.closed - row.late, late]))
    return shown[:20]


def _below(request: HttpRequest, row: Counts, by: str, place: Region) -> str:
    """Where the name of a row leads: a step down, or nowhere."""
    if (
        by == "place"
        and row.key != place.code
        and place.level < Region.TOWN
        and (row.received or row.open)
    ):
        return with_query(request, place=row.key, page="")
    if by == "line":
        return with_query(request, line=row.key, by="place", page="")
    return ""


def options(request: HttpRequest, key: str, names: dict[str, str], current: str) -> list[dict]:
    """The segments of one parameter.

    names: by value. Another choice begins at its first page.
    """
    segments = []
    for value, name in names.items():
        address = with_query(request, page="", **{key: value})
        segments.append({"label": name, "href": address, "current": value == current})
    return segments


def _sheet_row(row: Counts) -> tuple:
    """A row as Excel has it, in the order of COLUMNS."""
    ended = (row.received, row.closed, row.late)
    waiting = (row.open, row.overdue, row.on_time_share)
    at_once = (row.instant, row.within, row.online)
    return (row.label, *ended, *waiting, *at_once)
