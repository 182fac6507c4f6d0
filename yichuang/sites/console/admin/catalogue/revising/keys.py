"""The rows of questions as the page brings them: in their order, and each with a key of its own."""

import re
from collections.abc import Collection, Iterator, Sequence
from decimal import Decimal
from itertools import count
from typing import Any

from yichuang.core.errors import FieldProblem, Invalid
from yichuang.sites.console.admin.catalogue.revising.asking import QUESTIONS

Row = dict[str, Any]  # a question as the page has it, a text for each cell
_KEY = re.compile(r"[a-z][a-z0-9_]{0,39}")
_CELL = re.compile(rf"{QUESTIONS}-[0-9]+-key")  # the name of the input for a key


def posted_keys(post: Any) -> list[str]:
    """The keys of the questions that a page brings, those that are no keys left out.

    post: what was posted, a text for each input.
    """
    keys = []
    for name in post:
        if not _CELL.fullmatch(name):
            continue
        typed = post.get(name, "")
        key = typed.strip()
        if _KEY.fullmatch(key):
            keys.append(key)
    return keys


def keyed(rows: Sequence[Row]) -> list[Row]:
    """Copies of the rows in their order, each with a key; a new one gets the next that is free.

    Raises Invalid for keys that cannot stand.
    """
    in_order = _ordered(rows)
    typed_keys = [row["key"] for row in in_order if row.get("key")]
    problems = _misspelt(typed_keys) + _repeated(typed_keys)
    if problems:
        raise Invalid(problems)
    free = _free_keys(typed_keys)
    for row in in_order:
        if not row.get("key"):
            row["key"] = next(free)
    return in_order


def _ordered(rows: Sequence[Row]) -> list[Row]:
    """Copies of the rows by the number of each.

    One without a number comes last.
    """
    after_all = Decimal(len(rows) + 1)

    def number_of(row: Row) -> Decimal:
        number = row.get("order")
        if number is None:
            return after_all
        return Decimal(number)

    in_order = sorted(rows, key=number_of)
    return [dict(row) for row in in_order]


def _misspelt(keys: list[str]) -> list[FieldProblem]:
    """A problem for each typed key that is none."""
    problems = []
    for key in keys:
        if _KEY.fullmatch(key):
            continue
        text = f"代号“{key}”只能用小写字母、数字和下划线，字母开头"
        problem = FieldProblem(QUESTIONS, text, "key")
        problems.append(problem)
    return problems


def _repeated(keys: list[str]) -> list[FieldProblem]:
    """A problem for each typed key that stands in a row before it, too."""
    problems = []
    earlier_keys = set()
    for key in keys:
        if key in earlier_keys:
            text = f"代号“{key}”用了两次"
            problem = FieldProblem(QUESTIONS, text, "unique")
            problems.append(problem)
        earlier_keys.add(key)
    return problems


def _free_keys(taken: Collection[str]) -> Iterator[str]:
    """Keys for new questions, one after another, without those that are taken."""
    for number in count(1):
        key = f"question_{number}"
        if key not in taken:
            yield key
