"""What a cross-field rule may ask: answers, facts of the subject, and what follows from them on a day.

An operand is a mapping with one of the names of OPERANDS, such as {field: person_sex}, {sex: person_id_number},
{age: person_id_number}, {rows: employees}, {months: [first_month, last_month]}; plain text names a field. It is
compiled once per form to a function of a Scope that returns a typed value, or None where something is not known."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from yichuang.reference.rules import identifiers, retirement

from . import moments, paying, reaching, retiring
from .scopes import TODAY, Keys, Scope, Value


def _answer(key: str) -> Value:
    """What is answered to a field."""
    return lambda scope: scope.get(key)


def _fact(key: str) -> Value:
    """What the register knows of the subject."""
    return lambda scope: scope.facts.get(key) or None


def _of_number(reads: Callable[[str], Any]) -> Callable[[str], Value]:
    """From a citizen number; None for other documents."""

    def operand(key: str) -> Value:
        def value(scope: Scope) -> Any:
            number = scope.get(key)
            if number and identifiers.birth_date_of(number):
                return reads(number)
            return None

        return value

    return operand


def _born(answer: Any) -> date | None:
    """The day of birth that a number holds, or that is answered itself."""
    if isinstance(answer, str):
        return identifiers.birth_date_of(answer)
    return moments.day_of(answer)


def _birth_and(beside: str, who: str, scope: Scope) -> tuple[date | None, Any]:
    """(the day of birth of whose number or birth date stands at `who`, the answer at `beside`)"""
    born = None
    answer = scope.get(who)
    if answer:
        born = _born(answer)
    other = scope.get(beside)
    return born, other


def _age(keys: Keys) -> Value:
    """Full years of a citizen number or birth date.

    They are those of today or, as [number, day], of another day of the
    form.
    """
    if isinstance(keys, str):
        keys = [keys, TODAY]
    who, when = keys

    def value(scope: Scope) -> int | None:
        born, answer = _birth_and(when, who, scope)
        if not born:
            return None
        if not answer:
            return None
        day = moments.day_of(answer)
        return identifiers.age_on(born, day)

    return value


def _older(keys: list[str]) -> Value:
    """Full years by which the first citizen number is older than the second.

    0 and less when it is not.
    """
    elder, younger = keys

    def value(scope: Scope) -> int | None:
        numbers = scope.get(elder), scope.get(younger)
        if not all(numbers):
            return None
        first, second = map(identifiers.birth_date_of, numbers)
        if not first or not second:
            return None
        if first < second:
            return identifiers.age_on(first, second)
        return -identifiers.age_on(second, first)

    return value


def _rows(key: str) -> Value:
    """How many rows a table has."""

    def value(scope: Scope) -> int | None:
        rows = scope.get(key)
        if rows is None:
            return None
        return len(rows)

    return value


def _signer(key: str) -> Value:
    """The name under a signature."""

    def value(scope: Scope) -> str | None:
        signature = scope.get(key)
        if not signature:
            return None
        return signature["signer"]

    return value


def _between(
    length: Callable[[moments.Moment, moments.Moment], int],
) -> Callable[[list[str]], Value]:
    """From the first answer to the second.

    Less than nothing when the second lies before it.
    """

    def operand(keys: list[str]) -> Value:
        first, last = keys

        def value(scope: Scope) -> int | None:
            start = scope.get(first)
            end = scope.get(last)
            if start is None or end is None:
                return None
            return length(start, end)

        return value

    return operand


def _days(start: moments.Moment, end: moments.Moment) -> int:
    first = moments.day_of(start)
    last = moments.day_of(end)
    between = last - first
    return between.days


def _days_through(start: moments.Moment, end: moments.Moment) -> int:
    """Days with both ends."""
    return _days(start, end) + 1


def _months_through(start: moments.Moment, end: moments.Moment) -> int:
    """Months with both ends."""
    return moments.months_between(start, end) + 1


def _retirement(
    month_of: Callable[[str, date], tuple[int, int] | None],
) -> Callable[[list[str]], Value]:
    """A month of retirement of [number or birth date, category of workers]."""

    def operand(keys: list[str]) -> Value:
        who, category = keys

        def value(scope: Scope) -> moments.Month | None:
            born, kind = _birth_and(category, who, scope)
            if not born:
                return None
            if not kind:
                return None
            month = month_of(kind, born)
            if not month:
                return None
            return moments.Month(*month)

        return value

    return operand


def _retires_by(who: str) -> Value:
    """The latest month of statutory retirement that a number allows.

    Of women the age of 55 is taken.
    """

    def value(scope: Scope) -> moments.Month | None:
        number = scope.get(who)
        if not number:
            return None
        born = _born(number)
        if born is None:
            return None
        is_male = identifiers.sex_of(number) == "1"
        category = "male" if is_male else "female55"
        month = retirement.legal_month(category, born)
        return moments.Month(*month)

    return value


def _two_thirds(key: str) -> Value:
    """Two thirds of a sum.

    What a subsidy for contributions comes to at most
    (就业补助资金管理办法).
    """

    def value(scope: Scope) -> Decimal | None:
        amount = scope.get(key)
        if amount is None:
            return None
        return amount * 2 / 3

    return value


def _half(key: str) -> Value:
    """Half of a number."""

    def value(scope: Scope) -> Decimal | None:
        number = scope.get(key)
        if number is None:
            return None
        return Decimal(number) / 2

    return value


OPERANDS: dict[str, Callable[[Any], Value]] = {
    "field": _answer,
    "fact": _fact,
    "sex": _of_number(identifiers.sex_of),
    "born": _of_number(identifiers.birth_date_of),
    "age": _age,
    "older": _older,
    "rows": _rows,
    "signer": _signer,
    "months": _between(moments.full_months),
    "months_through": _between(_months_through),
    "days": _between(_days),
    "days_through": _between(_days_through),
    "legal_month": _retirement(retirement.legal_month),
    "earliest_month": _retirement(retirement.earliest_month),
    "retires_by": _retires_by,
    "sixtieth": retiring.sixtieth,
    "of_age": retiring.of_age,
    "least_years": retiring.least_years,
    "least_months": retiring.least_months,
    "full_years": retiring.full_years,
    "begun_years": retiring.begun_years,
    "two_thirds": _two_thirds,
    "half": _half,
    "product": paying.product,
    "one_tenth": paying.tenths(1),
    "three_tenths": paying.tenths(3),
    "six_tenths": paying.tenths(6),
    "severance_years": paying.severance_years,
    "mobile": reaching.mobile,
}


def name_of(operand: Mapping[str, Any]) -> str | None:
    """Which of OPERANDS a mapping is.

    None when it is none, or more than one.
    """
    names = [name for name in operand if name in OPERANDS]
    if len(names) != 1:
        return None
    return names[0]


def compile_operand(operand: str | Mapping[str, Any]) -> Value:
    """The function of an operand; plain text names a field."""
    if isinstance(operand, str):
        return _answer(operand)
    name = name_of(operand)
    return OPERANDS[name](operand[name])


def asked_by(operand: str | Mapping[str, Any]) -> Iterator[str]:
    """Keys of the fields that an operand looks at."""
    keys: Keys = operand
    if isinstance(operand, Mapping):
        name = name_of(operand)
        if name is None or name == "fact":
            return
        keys = operand[name]
    if isinstance(keys, str):
        keys = [keys]
    for key in keys:
        if key != TODAY:
            yield key
