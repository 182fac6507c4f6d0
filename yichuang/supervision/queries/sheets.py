"""Tables that may be larger than anybody waits for.

Each is made again by its name, in a page or in the background.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice

from django.db.models import QuerySet

from yichuang.accounts.models import Officer
from yichuang.core.errors import NotFound
from yichuang.core.plugins import Registry
from yichuang.supervision.models import Sheet
from yichuang.supervision.queries import auditing, records, reports, sight

SHEETS: Registry[Callable] = Registry("sheets")  # name → (officer, asked, now) → Table
LISTED = 10
_AT_ONCE = 500  # entries of the record that are put into words together
_RECORD = (
    ("时间", False),
    ("谁", False),
    ("读写", False),
    ("做了什么", False),
    ("内容", False),
    ("关于", False),
    ("哪一页", False),
)
_RECORD_NOTE = "不含姓名、证件、电话和填写的内容；导出本身也有记录"


@dataclass(frozen=True)
class Table:
    """A table to be written, its rows read while they are taken.

    columns: (label, is number).
    note: what the numbers rest on.
    """

    title: str
    columns: tuple[tuple[str, bool], ...]
    note: str
    rows: Iterable[tuple]


def table(kind: str, officer: Officer, parameters: dict, now: datetime) -> Table:
    """The table of this kind as the officer may see it.

    kind: a name of SHEETS. parameters: as the table of this name
    describes them, as texts. Raises NotFound and Forbidden as the page
    of it does.
    """
    made = SHEETS.get(kind)
    if made is None:
        raise NotFound("没有这张表")
    return made(officer, parameters, now)


def one(uuid, officer: Officer) -> Sheet:
    """The officer's own spreadsheet.

    Raises NotFound for one that somebody else asked for, too.
    """
    sheet = Sheet.objects.filter(uuid=uuid, officer=officer).first()
    if sheet is None:
        raise NotFound("没有这张表，或不是您要的", way_out="请重新导出")
    return sheet


def of_officer(officer: Officer) -> QuerySet[Sheet]:
    """The newest spreadsheets that the officer asked for."""
    rows = Sheet.objects.filter(officer=officer)
    return rows.order_by("-asked_at")[:LISTED]


@SHEETS.register("report")
def report(officer: Officer, parameters: dict, now: datetime) -> Table:
    """The rows of a report.

    parameters: key and place of a report.
    """
    key = parameters["key"]
    code = parameters["place"]
    chosen = reports.report(key)
    place = sight.place_or_home(officer, code)
    return Table(
        title=chosen.title,
        columns=chosen.columns,
        note=f"{place.full_name}；{chosen.basis}",
        rows=chosen.rows(officer, place, now),
    )


@SHEETS.register("record_of_case")
def record_of_case(auditor: Officer, parameters: dict, now: datetime) -> Table:
    """Who read and wrote a case.

    parameters: uuid of the case, kind of entry, first and last day.
    Raises NotFound for a case that is not of the auditor's places.
    """
    uuid = parameters["uuid"]
    kind = parameters["kind"]
    case = auditing.case_of(auditor, uuid)
    title = f"办件{case.number}的读写记录"
    entries = auditing.entries_of(case, kind)
    return _record(title, entries, auditor, parameters)


@SHEETS.register("record_of_person")
def record_of_person(auditor: Officer, parameters: dict, now: datetime) -> Table:
    """Who looked at a citizen.

    parameters: uuid of the person, first and last day. Raises NotFound
    where nobody of the auditor's places did.
    """
    uuid = parameters["uuid"]
    person = auditing.person_of(auditor, uuid)
    title = "一个人的读写记录"
    entries = auditing.entries_about(person, auditor)
    return _record(title, entries, auditor, parameters)


@SHEETS.register("record_of_officer")
def record_of_officer(auditor: Officer, parameters: dict, now: datetime) -> Table:
    """What an officer read and did.

    parameters: uuid of the officer, first and last day. Raises NotFound
    for somebody who is not of the auditor's places.
    """
    uuid = parameters["uuid"]
    officer = auditing.officer_of(auditor, uuid)
    title = f"{officer.name}的读写记录"
    entries = auditing.entries_by(officer)
    return _record(title, entries, auditor, parameters)


def _record(title: str, entries: QuerySet, auditor: Officer, parameters: dict) -> Table:
    """Entries of the record as a table.

    parameters: first and last day; "" for no end.
    """
    first = _day(parameters["first"])
    last = _day(parameters["last"])
    of_period = auditing.within(entries, first, last)
    return Table(
        title=title, columns=_RECORD, note=_RECORD_NOTE, rows=_in_words(of_period, auditor)
    )


def _day(text: str) -> date | None:
    """A day as the address has it; None for ""."""
    if not text:
        return None
    return date.fromisoformat(text)


def _in_words(entries: QuerySet, auditor: Officer) -> Iterator[tuple]:
    """The rows of entries.

    Some hundreds are put into words together, so that names are read
    for many entries at once and memory holds few of them.
    """
    coming = entries.iterator(chunk_size=_AT_ONCE)
    together = list(islice(coming, _AT_ONCE))
    while together:
        lines = auditing.lines(together, auditor)
        yield from map(_row, lines)
        together = list(islice(coming, _AT_ONCE))


def _row(line: records.Line) -> tuple:
    """The cells of one entry, in the order of _RECORD."""
    moment = f"{line.at:%Y-%m-%d %H:%M:%S}"
    return (
        moment,
        line.who,
        "读" if line.reads else "写",
        line.what,
        line.detail,
        line.of,
        line.page,
    )
