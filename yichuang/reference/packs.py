"""Packs of this module into the database, and their checks."""

import csv
from datetime import date, datetime

from django.db import connection, transaction

from yichuang.core import clock, packs
from yichuang.core.spelling import is_digits

from . import services
from .rules.deadlines import count
from .tables import calendar, year_packs

REGIONS = "regions/regions.csv"
_COLUMNS = (
    "code",
    "level",
    "parent_id",
    "name",
    "full_name",
    "longitude",
    "latitude",
    "province",
    "city",
    "county",
)


# --- divisions -------------------------------------------------------------------------------------------------------


def region_rows() -> list[tuple]:
    """Rows of the regions file in the order of _COLUMNS, parents first; full name and ancestors worked out.

    A city without counties (东莞, 中山, 儋州) stands twice in the file, as its own county: it is one row here, of the
    city's level, with itself as `county`.
    """
    with (packs.ROOT / REGIONS).open(encoding="utf-8", newline="") as stream:
        source = sorted(csv.DictReader(stream), key=lambda row: (row["level"], row["code"]))
    own_county = {row["code"] for row in source if row["code"] == row["parent"]}
    fillers = set(packs.read("regions/fillers.yaml")["names"])
    above: dict[str, tuple[str, str, str, str, str]] = {}
    rows = []
    for row in source:
        code = row["code"]
        level = int(row["level"])
        name = row["name"]
        if code == row["parent"]:
            continue
        parent_name, parent_full, *line = above.get(row["parent"], ("", "", "", "", ""))
        if level <= 3:
            line[level - 1] = code
        if code in own_county:
            line[2] = code
        full = parent_full + ("" if name in fillers else name.removeprefix(parent_name))
        above[code] = (name, full, *line)
        place = row["longitude"] or None, row["latitude"] or None
        rows.append((code, level, row["parent"] or None, name, full or name, *place, *line))
    return rows


def load() -> int:
    """Bring the Region table up to the pack, and remember the calendars.

    Returns how many divisions were new or changed. Rows are never removed.
    """
    names = ", ".join(_COLUMNS)
    values = ", ".join(f"{name} = excluded.{name}" for name in _COLUMNS[1:])
    old, new = (
        ", ".join(f"{table}.{name}" for name in _COLUMNS[1:])
        for table in ("reference_region", "excluded")
    )
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("create temp table region_pack (like reference_region)")
        with cursor.copy(f"copy region_pack ({names}) from stdin") as copy:
            for row in region_rows():
                copy.write_row(row)
        cursor.execute(
            f"insert into reference_region ({names}) select {names} from region_pack order by level "  # noqa: S608
            f"on conflict (code) do update set {values} where ({old}) is distinct from ({new})"
        )
        changed = cursor.rowcount
        cursor.execute("drop table region_pack")
    services.remember_calendars(now=clock.now())
    return changed


# --- checks ----------------------------------------------------------------------------------------------------------


def check() -> list[str]:
    """What is wrong with these packs, in plain words; empty when nothing is."""
    return [*_region_faults(), *_calendar_faults(), *_example_faults(), *_element_faults()]


def _region_faults() -> list[str]:
    rows = region_rows()
    level = {row[0]: row[1] for row in rows}
    faults = [] if len(level) == len(rows) else ["regions.csv：有重复的区划代码"]
    for code, own, parent, *_ in rows:
        if len(code) != 12 or not is_digits(code):
            faults.append(f"regions.csv：{code} 不是 12 位数字")
        if own > 1 and level.get(parent, 9) >= own:
            faults.append(f"regions.csv：{code} 的上级 {parent} 不在或层级不对")
    return faults


def _calendar_faults() -> list[str]:
    faults = []
    for year in year_packs():
        name = f"calendars/{year['year']}.yaml"
        faults += [f"{name}：缺{key}" for key in ("source", "law") if not year.get(key)]
        faults += [
            f"{name}：{row['name']}的起止颠倒"
            for row in year["holidays"]
            if row["from"] > row["to"]
        ]
        faults += [
            f"{name}：{day} 不是周末，不会是调休上班日"
            for day in year["make_up"]
            if day.weekday() < 5
        ]
    calendar_ = calendar()
    return faults + [
        f"calendars：{day} 既放假又上班" for day in calendar_.make_up if day in calendar_.holidays
    ]


def _example_faults() -> list[str]:
    faults = []
    for row in packs.read("calendars/rules/examples.yaml")["examples"]:
        start = datetime.fromisoformat(row["start"]).date()
        stops = [(stop["from"], stop["to"]) for stop in row["stops"]]
        term = count(start, row["days"], row["unit"], stops, calendar())
        got: tuple[date, bool, int, date | None] = (
            term.due,
            term.moved,
            term.counted,
            term.first_counted,
        )
        if got != (row["due"], row["moved"], row["counted"], row["first_counted"]):
            faults.append(
                f"calendars/rules/examples.yaml：{row['start']} 起 {row['days']} 天算成了 {term.due}"
            )
    return faults


def _element_faults() -> list[str]:
    faults = []
    seen = set()
    for path in packs.files("elements"):
        for row in packs.read(path)["elements"]:
            missing = [key for key in ("name", "label", "type", "source") if not row.get(key)]
            faults += [f"elements/{path.name}：{row.get('name')} 缺 {key}" for key in missing]
            if row.get("name") in seen:
                faults.append(f"elements/{path.name}：{row['name']} 重复")
            seen.add(row.get("name"))
    return faults
