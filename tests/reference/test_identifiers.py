"""Identifiers against references written the slow, obvious way."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yichuang.reference.rules import identifiers as ids

DIGITS = st.text("0123456789", min_size=17, max_size=17)
CREDIT = st.text(ids.CREDIT_ALPHABET, min_size=17, max_size=17)


def slow_id_digit(first17):
    """ISO 7064 MOD 11-2 by its definition: the digit that makes the whole congruent to 1."""
    for value in range(11):
        total = sum(int(d) * pow(2, 17 - i) for i, d in enumerate(first17)) + value
        if total % 11 == 1:
            return "X" if value == 10 else str(value)


def slow_credit_char(first17):
    """The one character that makes the weighted sum, weights 3^i mod 31, divisible by 31."""
    total = sum(ids.CREDIT_ALPHABET.index(c) * pow(3, i, 31) for i, c in enumerate(first17))
    return next(c for n, c in enumerate(ids.CREDIT_ALPHABET) if (total + n) % 31 == 0)


def slow_luhn(number):
    total = 0
    for i, d in enumerate(number[::-1]):
        total += sum(int(x) for x in str(int(d) * 2)) if i % 2 else int(d)
    return total % 10 == 0


@given(DIGITS)
def test_check_digit_of_citizen_numbers_is_iso_7064(first17):
    assert ids.id_check_digit(first17) == slow_id_digit(first17)


@given(CREDIT)
def test_check_character_of_unified_codes_closes_the_sum(first17):
    assert ids.credit_check_char(first17) == slow_credit_char(first17)
    assert ids.credit_code_problem(first17 + ids.credit_check_char(first17)) is None


@given(CREDIT, st.integers(0, 17), st.sampled_from(ids.CREDIT_ALPHABET))
def test_one_changed_character_of_a_unified_code_is_always_found(first17, place, char):
    code = first17 + ids.credit_check_char(first17)
    changed = code[:place] + char + code[place + 1 :]
    assert (ids.credit_code_problem(changed) is None) == (changed == code)


@given(st.text("0123456789", min_size=2, max_size=30))
def test_luhn_agrees_with_adding_the_digits_by_hand(number):
    assert ids.luhn_ok(number) == slow_luhn(number)
    assert slow_luhn(number + ids.luhn_digit(number))


@given(st.dates(date(1900, 1, 1), date(2026, 11, 20)), st.integers(0, 999))
def test_a_number_gives_back_the_birth_date_and_sex_it_was_made_from(born, order):
    first17 = f"510812{born:%Y%m%d}{order:03d}"
    number = first17 + ids.id_check_digit(first17)
    assert ids.id_number_problem(number.lower(), today=date(2026, 11, 20)) is None
    assert ids.birth_date_of(number) == born
    assert ids.sex_of(number) == ("1" if order % 2 else "2")


@pytest.mark.parametrize(
    ("number", "part"),
    [
        ("51081219880512991", "应为18位，现在是17位"),
        ("5108121988051299A6", "前17位是数字"),
        ("010812198805129916", "地区码"),
        ("510812198802309911", "出生日期不存在"),
        ("510812209001019911", "在将来"),
        ("510812198805129911", "末位校验"),
        ("", "现在是0位"),
    ],
)
def test_a_wrong_citizen_number_is_told_what_is_wrong_with_it(number, part):
    assert part in ids.id_number_problem(number, today=date(2026, 11, 20))


@pytest.mark.parametrize("prefix", ["810000", "820000", "830000", "911USA"[:3] + "156", "650102"])
def test_residence_permits_and_foreigners_permits_are_accepted(prefix):
    first17 = f"{prefix}19900101001"
    assert ids.id_number_problem(first17 + ids.id_check_digit(first17)) is None


def test_the_published_examples_hold():
    assert ids.id_number_problem("11010519491231002x") is None
    assert ids.id_number_problem("１１０１０５ 19491231 002Ｘ") is None
    assert ids.credit_code_problem("91350100M000100Y43") is None
    assert ids.credit_code_problem("11370800MB28559184") is None
    assert "不会出现“I”" in ids.credit_code_problem("9135010IM000100Y43")


@pytest.mark.parametrize("good", ["13900000001", " 139 0000 0001 ", "0839-3312345", "010-62345678"])
def test_phones_that_people_write_are_taken(good):
    assert ids.phone_problem(good) is None


@pytest.mark.parametrize("bad", ["12345", "12900000001", "083933123", "1390000000a", "", "+86"])
def test_phones_that_do_not_ring_are_refused(bad):
    assert ids.phone_problem(bad)


@pytest.mark.parametrize("good", ["a@b.cn", "zhang.san+1@mail.example.com", "张三@例子.中国"])
def test_mail_addresses_with_one_at_and_two_parts_are_taken(good):
    assert ids.email_problem(good) is None


@pytest.mark.parametrize(
    "bad", ["a.b.cn", "a@@b.cn", "a@b", "@b.cn", "a b@c.cn", "a@-b.cn", "a@b..cn", ""]
)
def test_other_mail_addresses_are_refused(bad):
    assert ids.email_problem(bad)


@pytest.mark.parametrize(
    "number", ["6217000000000000012", "6217 0000 0000 0000 012", "123456789012345", "1" * 20]
)
def test_cards_and_passbooks_of_every_length_are_taken(number):
    assert ids.bank_card_problem(number) is None


@pytest.mark.parametrize("number", ["123456", "1" * 22, "621700000000000001A"])
def test_what_no_bank_ever_printed_is_refused(number):
    assert "15至21位" in ids.bank_card_problem(number)


def test_a_card_without_a_valid_check_digit_is_doubted_and_not_refused():
    assert ids.bank_card_doubt("6217000000000000012") is None
    assert "再核对一遍" in ids.bank_card_doubt("6217000000000000001")
    assert ids.bank_card_problem("6217000000000000001") is None


def test_age_counts_full_years():
    assert ids.age_on(date(2010, 11, 20), date(2026, 11, 20)) == 16
    assert ids.age_on(date(2010, 11, 21), date(2026, 11, 20)) == 15
    assert ids.age_on(date(2008, 2, 29), date(2024, 2, 28)) == 15


def test_no_number_of_a_person_is_taken_for_the_code_of_a_unit():
    """370202197209099953 passes both check digits; of a thousand numbers some thirty do."""
    assert ids.id_number_problem("370202197209099953") is None
    assert "个人的身份号码" in ids.credit_code_problem("370202197209099953")
    for serial in range(1000):
        first = f"37020219720909{serial:03d}"
        number = first + ids.id_check_digit(first)
        assert ids.credit_code_problem(number)
