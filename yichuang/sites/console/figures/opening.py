"""Where the numbers of the console open: each leads to the list of what it counts, a share to the numbers behind it."""

from urllib.parse import urlencode

from yichuang.supervision.queries.figures import CHANNELS, Counts

LIST = "/console/cases/list/"
SHARES = {
    "on_time": "/console/cases/",
    "online_basis": "/console/online/",
    "online_share": "/console/cases/",
    "instant_share": "/console/cases/",
    "good_ratings": "/console/ratings/",
}
COUNTS = {
    "received": "收到",
    "closed": "办结",
    "refused": "不予受理",
    "dropped": "撤回退件作废",
    "late": "逾期才办结",
    "open": "在办",
    "overdue": "逾期没办完",
}


def of_headline(place: str) -> dict[str, str]:
    """Key of a headline figure → the page with the numbers that it is made of."""
    query = urlencode({"place": place})
    pages = {}
    for key, address in SHARES.items():
        pages[key] = f"{address}?{query}"
    return pages


def of_counts(counted: Counts, place: str, days: int) -> list[tuple[str, int, str]]:
    """The numbers that sentences name: (name, number, the list of its
    cases).

    place: six digits. days: how far back the numbers reach.
    """
    shown = []
    for what, name in COUNTS.items():
        number = getattr(counted, what)
        href = listed(place, what=what, days=days)
        shown.append((name, number, href))
    return shown


def listed(place: str, **query: str | int) -> str:
    """The list of the cases that a number counts.

    query: as the list reads it: what, by, key, line, days.
    """
    parameters = {"place": place, **query}
    return f"{LIST}?{urlencode(parameters)}"


def of_channels(place: str, days: int, line: str = "") -> dict[str, str]:
    """Name of a channel → the list of what came in by it.

    line: key of a business line, where only its cases are counted.
    """
    query = {"by": "channel", "what": "received", "days": days}
    if line:
        query["line"] = line
    by_name = {}
    for number, name in CHANNELS.items():
        by_name[name] = listed(place, key=number, **query)
    return by_name
