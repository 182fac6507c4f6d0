"""Operands of sums: what a length of service and a share of an amount come to."""

from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any

from . import moments
from .scopes import Scope, Value

A_YEAR = 12  # months
HALF_A_YEAR = 6  # months
HALF_A_MONTH = Decimal("0.5")


def product(keys: list[str]) -> Value:
    """All of the numbers, multiplied."""

    def value(scope: Scope) -> Decimal | None:
        factors = _answers(keys, scope)
        if not factors:
            return None
        amount = Decimal(1)
        for factor in factors:
            amount *= Decimal(factor)
        return amount

    return value


def tenths(share: int) -> Callable[[str], Value]:
    """So many tenths of an amount."""

    def operand(key: str) -> Value:
        def value(scope: Scope) -> Decimal | None:
            amount = scope.get(key)
            if amount is None:
                return None
            return Decimal(amount) * share / 10

        return value

    return operand


def severance_years(keys: list[str]) -> Value:
    """Months of wages that are due for the service between two days.

    One for each year and for half a year and more beside, half of one
    for less (劳动合同法 47).

    keys: of the first day and of the last.
    """

    def value(scope: Scope) -> Decimal | None:
        days = _answers(keys, scope)
        if not days:
            return None
        start, end = days
        if end < start:
            return None
        return _due_for(start, end)

    return value


def _due_for(start: moments.Moment, end: moments.Moment) -> Decimal:
    """The same of two days that are known."""
    months = moments.full_months(start, end)
    years, beside = divmod(months, A_YEAR)
    due = Decimal(years)
    if beside >= HALF_A_YEAR:
        return due + 1
    first_day = moments.day_of(start)
    anniversary = moments.add_months(first_day, years * A_YEAR)
    if anniversary == moments.day_of(end):
        return due
    return due + HALF_A_MONTH


def _answers(keys: list[str], scope: Scope) -> Sequence[Any]:
    """What is answered under the keys; nothing where one of them is not answered."""
    answers = []
    for key in keys:
        answer = scope.get(key)
        if answer is None:
            return ()
        answers.append(answer)
    return answers
