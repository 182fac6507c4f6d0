"""Operands of growing old: when somebody turns sixty or reaches the statutory age, and what must be paid by then."""

from datetime import date
from decimal import Decimal

from yichuang.reference.rules import identifiers, retirement

from . import moments
from .scopes import Scope, Value

MAN = "1"  # GB/T 2261.1, as citizen numbers tell it
SIXTY = 720  # months
A_YEAR = 12  # months


def sixtieth(who: str) -> Value:
    """The day on which the holder of a number turns sixty, from when a resident's pension is paid."""

    def value(scope: Scope) -> date | None:
        born = _born_at(who, scope)
        if born is None:
            return None
        return moments.add_months(born, SIXTY)

    return value


def of_age(who: str) -> Value:
    """The day on which a man reaches the statutory age; a woman's depends on her post, which no number tells."""

    def value(scope: Scope) -> date | None:
        born = _born_at(who, scope)
        if born is None:
            return None
        number = scope.get(who)
        sex = identifiers.sex_of(number)
        if sex != MAN:
            return None
        year_month = retirement.legal_month("male", born)
        month = moments.Month(*year_month)
        age = moments.months_between(born, month)
        return moments.add_months(born, age)

    return value


def _born_at(who: str, scope: Scope) -> date | None:
    """The day of birth in the citizen number that answers `who`; None without one."""
    number = scope.get(who)
    if not number:
        return None
    return identifiers.birth_date_of(number)


def least_years(when: str) -> Value:
    """Years of contributions that a pension needs of who retires by choice at this moment."""

    def value(scope: Scope) -> Decimal | None:
        answer = scope.get(when)
        if answer is None:
            return None
        retires = moments.month_of(answer)
        months = retirement.least_months(retires.year)
        return Decimal(months) / 12

    return value


def least_months(keys: list[str]) -> Value:
    """Months of contributions that a pension needs in the year of the statutory age of [number, category]."""
    who, category = keys

    def value(scope: Scope) -> int | None:
        born = _born_at(who, scope)
        kind = scope.get(category)
        if born is None or kind is None:
            return None
        month = retirement.legal_month(kind, born)
        if month is None:
            return None
        year, _ = month
        return retirement.least_months(year)

    return value


def full_years(months: str) -> Value:
    """The whole years in a number of months."""

    def value(scope: Scope) -> int | None:
        number = scope.get(months)
        if number is None:
            return None
        return number // A_YEAR

    return value


def begun_years(months: str) -> Value:
    """The years in a number of months, one that has only begun among them."""

    def value(scope: Scope) -> int | None:
        number = scope.get(months)
        if number is None:
            return None
        return -(-number // A_YEAR)

    return value
