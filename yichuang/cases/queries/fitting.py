"""The rows of the discretion tables that a case is decided by, each with what the answers say against it."""

from collections.abc import Sequence
from dataclasses import replace

from yichuang.cases.models import Case
from yichuang.cases.queries.versions import Version
from yichuang.cases.rules.decisions import Row
from yichuang.catalog import tables
from yichuang.catalog.rules.forms import against
from yichuang.core.clock import local


def rows_of(version: Version, case: Case) -> tuple[Row, ...]:
    """Those in force on the day of acceptance.

    None before it."""
    if not case.accepted_at:
        return ()
    accepted = local(case.accepted_at)
    day = accepted.date()
    matters = tables.fitting(version.item_code)
    rows = []
    for row in version.discretion_on(day):
        conditions = matters.get(row.matter, {}).get(row.case, ())
        if conditions:
            doubts = against(version.form, case.form, conditions, day)
            row = replace(row, doubt="；".join(doubts))
        rows.append(row)
    return tuple(rows)


def first_fit(rows: Sequence[Row]) -> str:
    """Code of the first row that no answer speaks against; "" where there is none."""
    for row in rows:
        if not row.doubt:
            return row.code
    return ""
