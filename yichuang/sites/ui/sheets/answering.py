"""A row table of an answer to a correction, filled from a spreadsheet.

At the portal and at a desk. Such an answer is no draft: what was typed
beside the table, and the rows of a long table, travel with the pages.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

from yichuang.catalog.rules.forms import Field, Form
from yichuang.catalog.rules.forms.bounds import most_rows
from yichuang.catalog.rules.guides import Guide
from yichuang.core.errors import NotFound, Problem
from yichuang.sites.ui import rows
from yichuang.sites.ui.sheets import page
from yichuang.sites.ui.sheets.page import Step
from yichuang.sites.ui.tables import ON_PAGE

OF = "_sheet_of"  # on the page of the import: the table that it fills
CARRIED = "rows-of-"


@dataclass(frozen=True)
class Import:
    """A table that is being filled: its key and what this press comes to."""

    table: str
    step: Step

    def context(self, guide: Guide, sheets: str, hidden: list[tuple[str, str]]) -> dict[str, Any]:
        """What the page of the import shows.

        sheets: the address below which the templates lie.
        hidden: what was typed beside the table.
        """
        return {
            **self.step.context,
            "guide": guide,
            "hidden": [*hidden, (OF, self.table)],
            "template": f"{sheets}{self.table}/template.xlsx",
        }


def standing(form: Form, post: Mapping[str, str], of_case: Mapping[str, Any]) -> dict[str, Any]:
    """The answers that stand before this post.

    Those of the case, a long table as the page before carried it.

    Raises Problem for carried rows that cannot be read.
    """
    answers = dict(of_case)
    for key, field in form.fields.items():
        if field.type != "table":
            continue
        name = f"{CARRIED}{key}"
        text = post.get(name)
        if text:
            table = _read(field, text)
            answers[key] = table
    return answers


def carried(
    fields: Iterable[Field], values: Mapping[str, Any], of_case: Mapping[str, Any]
) -> list[tuple[str, str]]:
    """(name, text) of the hidden inputs for tables.

    Only for those that are not as they are kept and of which the page
    shows a part.

    values: the answers as the page has them. of_case: as they are kept.
    """
    inputs = []
    for field in fields:
        table = values.get(field.key)
        if field.type != "table" or table == of_case.get(field.key):
            continue
        if table and len(table) > ON_PAGE:
            name = f"{CARRIED}{field.key}"
            text = json.dumps(table, ensure_ascii=False)
            inputs.append((name, text))
    return inputs


def asked_for(
    request: HttpRequest, form: Form, keys: Iterable[str], values: Mapping[str, Any]
) -> Import | None:
    """The import that this press belongs to; None for any other press.

    keys: of the fields that the correction asks for. values: the
    answers as the page has them.

    Raises NotFound for a table not asked for.
    """
    key = request.POST.get(OF) or request.POST.get(rows.SHEET)
    if not key or "_back" in request.POST:
        return None
    table = page.table_of(form, key)
    if key not in keys:
        raise NotFound("这个表格没有要您补", way_out="请只补要补的")
    have = values.get(key) or []
    if OF in request.POST:
        return Import(key, page.step(request, table, have))
    return Import(key, page.begun(table, have))


def _read(table: Field, text: str) -> list[dict[str, Any]]:
    """The rows that a page carried, no more than the table may have.

    Raises Problem for what cannot be read.
    """
    most = most_rows(table.validate)
    try:
        lines = json.loads(text)
        return [_row(table, line) for line in lines[:most]]
    except (ValueError, TypeError, AttributeError) as broken:
        raise Problem(
            "表格的内容没有带回来", code="rows_lost", way_out="请回到这件，再从Excel导入一次"
        ) from broken


def _row(table: Field, line: Mapping[str, Any]) -> dict[str, Any]:
    """The cells of a carried row that are columns of the table."""
    row = {}
    for key, value in line.items():
        if key in table.column:
            row[key] = value
    return row
