"""Case numbers: what they are made of, and that none is given twice or left out."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from yichuang.cases.models import NumberCounter
from yichuang.cases.rules import numbers
from yichuang.core.db import call

REGIONS = ("510812000000", "430602001001", "370211000000")


def _slow_luhn(digits: str) -> str:
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (2 if place % 2 == 0 else 1)
        total += sum(map(int, str(value)))
    return str(-total % 10)


@given(
    region=st.from_regex(r"[1-9][0-9]{5}", fullmatch=True),
    day=st.dates(date(2000, 1, 1), date(2099, 12, 31)),
    channel=st.integers(1, 6),
    serial=st.integers(1, 9_999_999),
)
def test_a_number_holds_place_day_channel_serial_and_a_check_digit(region, day, channel, serial):
    number = numbers.case_number(region, day, channel, serial)
    assert len(number) == 21
    assert (number[:6], number[6:12]) == (region, day.strftime("%y%m%d"))
    assert (number[12], int(number[13:20])) == (str(channel), serial)
    assert number[20] == _slow_luhn(number[:20])
    assert numbers.is_case_number(f" {number[:7]} {number[7:]} ")


@given(st.from_regex(r"[0-9]{21}", fullmatch=True), st.integers(0, 20), st.integers(1, 9))
def test_one_wrong_digit_is_always_found(digits, place, add):
    number = digits[:20] + _slow_luhn(digits[:20])
    wrong = number[:place] + str((int(number[place]) + add) % 10) + number[place + 1 :]
    assert numbers.is_case_number(number) and not numbers.is_case_number(wrong)


@pytest.mark.parametrize(
    "text", ["", "12345", "５１０８１２２６１１２０２０００００１２", "51081226112020000012x"]
)
def test_what_is_no_number_is_told_apart(text):
    assert not numbers.is_case_number(text)


@pytest.mark.parametrize("serial", [0, -1, 10_000_000])
def test_a_serial_beyond_seven_digits_is_refused(serial):
    with pytest.raises(ValueError, match="seven digits"):
        numbers.case_number("510812", date(2026, 11, 20), 1, serial)


@pytest.mark.django_db
@pytest.mark.parametrize("last", [0, 8, 99, 12344, 9_999_998])
@pytest.mark.parametrize("region", REGIONS)
def test_the_database_counts_as_python_does(region, last):
    day = date(2061, 2, 3)
    NumberCounter.objects.create(region=region[:6], day=day, channel=2, last=last)
    got = call("select case_number(%s, %s, 2::smallint)", (region, day))[0]
    assert got == numbers.case_number(region, day, 2, last + 1)


@pytest.mark.django_db
def test_two_places_two_channels_and_two_days_count_apart():
    day, next_day = date(2062, 1, 1), date(2062, 1, 2)
    asked = [
        (REGIONS[0], day, 1),
        (REGIONS[1], day, 1),
        (REGIONS[0], day, 2),
        (REGIONS[0], next_day, 1),
    ]
    for region, on, channel in asked * 2:
        call("select case_number(%s, %s, %s::smallint)", (region, on, channel))
    assert set(NumberCounter.objects.filter(day__year=2062).values_list("last", flat=True)) == {2}
    assert NumberCounter.objects.filter(day__year=2062).count() == len(asked)


def test_eight_at_once_leave_no_gap_and_give_none_twice(real_db):
    day = date(2063, 5, 5)

    def take(_):
        try:
            return [
                call("select case_number('510812000000', %s, 2::smallint)", (day,))[0]
                for _ in range(25)
            ]
        finally:
            connection.close()

    NumberCounter.objects.filter(day=day).delete()
    with ThreadPoolExecutor(8) as pool:
        got = [number for part in pool.map(take, range(8)) for number in part]
    assert sorted(int(number[13:20]) for number in got) == list(range(1, 201))
    assert all(numbers.is_case_number(number) for number in got)
    NumberCounter.objects.filter(day=day).delete()


def test_a_password_is_six_digits_and_never_a_piece_of_anything():
    made = {numbers.query_password() for _ in range(300)}
    assert all(len(p) == 6 and p.isdigit() for p in made) and len(made) > 290
