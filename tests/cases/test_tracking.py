"""Looking a case up by number and password: random, limited, telling a stranger nothing (SYS-018)."""

from datetime import timedelta

import pytest

from yichuang.audit import queries as audit
from yichuang.cases import services
from yichuang.cases.models import Case
from yichuang.cases.rules.numbers import case_number
from yichuang.cases.services import tracking
from yichuang.core import limits
from yichuang.core.errors import Invalid, NotFound, TooMany
from yichuang.core.models import Try

HOME = "10.0.0.1"


@pytest.fixture
def known(application, morning):
    """(number, password) of a new case."""
    done = services.submit(application=application("990514102003"), now=morning)
    return done.number, done.password


def _wrong(password):
    return f"{(int(password) + 1) % 1_000_000:06d}"


def _try(number, password, now, address=HOME):
    return services.track(number=number, password=password, address=address, now=now)


def test_number_and_password_open_the_case_and_the_reading_is_recorded(known, morning):
    number, password = known
    case = _try(f"{number[:6]} {number[6:]}", f" {password} ", morning)
    assert case.number == number
    assert [e.verb for e in audit.of_subject(case.ref)][-1] == "case.track"


def test_the_password_is_kept_only_as_a_keyed_hash(known):
    number, password = known
    case = Case.objects.get(number=number)
    assert (
        password.encode() not in bytes(case.password_hash) and len(bytes(case.password_hash)) == 32
    )
    other = Case(uuid=case.uuid)
    assert bytes(case.password_hash) == tracking.password_hash(other.uuid, password)


def test_the_password_is_no_part_of_phone_or_identity_number(application, morning):
    told = application("990514102003")
    texts = [told.subject.id_number, told.subject.phone, told.answers["person_phone"]]
    made = []
    for i in range(40):
        one = application("990514102003", client_ref=f"{told.client_ref}:{i}")
        made.append(services.submit(application=one, now=morning).password)
    assert len(set(made)) > 35
    assert (
        sum(password in text for password in made for text in texts) <= 1
    )  # by chance: under one in ten thousand


def test_five_wrong_passwords_stop_who_tried_for_half_an_hour_from_the_last_and_nobody_else(
    known, morning
):
    number, password = known
    moments = [morning + timedelta(minutes=m) for m in (0, 6, 12, 18, 24)]
    for now in moments:
        with pytest.raises(NotFound):
            _try(number, _wrong(password), now)
    for minutes in (1, 29):
        with pytest.raises(TooMany) as refused:
            _try(number, password, moments[-1] + timedelta(minutes=minutes))
    assert "10:54" in refused.value.way_out and refused.value.retry_after == 60
    assert _try(number, password, moments[-1], address="10.9.9.9").number == number
    assert _try(number, password, moments[-1] + timedelta(minutes=30)).number == number


def test_four_wrong_tries_and_a_right_one_start_counting_again(known, morning):
    number, password = known
    for _ in range(2):
        for _ in range(4):
            with pytest.raises(NotFound):
                _try(number, _wrong(password), morning)
        assert _try(number, password, morning).number == number


def test_a_wrong_number_looks_exactly_like_a_wrong_password(known, morning):
    number, password = known
    absent = case_number("510812", morning.date(), 5, 7654321)
    told = []
    for pair in ((absent, password), (number, _wrong(password))):
        with pytest.raises(NotFound) as refused:
            _try(*pair, morning)
        told.append((refused.value.message, refused.value.way_out, refused.value.code))
    assert told[0] == told[1]
    for _ in range(4):
        with pytest.raises(NotFound):
            _try(absent, password, morning)
    with pytest.raises(TooMany):
        _try(absent, password, morning)


def test_a_hundred_wrong_passwords_from_many_addresses_close_the_number_until_a_new_one(
    known, morning
):
    number, password = known
    for place in range(tracking.BY_NUMBER.most):
        with pytest.raises(NotFound):
            _try(number, _wrong(password), morning, address=f"10.0.{place}.1")
    with pytest.raises(TooMany):
        _try(number, password, morning, address="10.9.9.9")
    case = Case.objects.get(number=number)
    new = services.renew_password(case_id=case.uuid, actor="officer:1")
    assert _try(number, new, morning, address="10.9.9.9").number == number


def test_a_partner_whose_callers_mistype_asks_on_for_others_up_to_a_far_larger_bound(
    known, morning
):
    number, password = known
    key = {"address": "key:1", "bounds": tracking.OF_PARTNER}
    others = [case_number("510812", morning.date(), 5, 7000000 + n) for n in range(31)]
    for other in others:
        with pytest.raises(NotFound):
            services.track(number=other, password=password, now=morning, **key)
    assert services.track(number=number, password=password, now=morning, **key).number == number
    limits.take([(tracking.BY_KEY, "key:1")], morning, many=tracking.BY_KEY.most - len(others))
    with pytest.raises(TooMany):
        services.track(number=number, password=password, now=morning, **key)


def test_a_caller_of_a_partner_who_guesses_five_times_does_not_keep_the_owner_out(known, morning):
    number, password = known
    key = {"address": "key:1", "bounds": tracking.OF_PARTNER, "now": morning}
    for _ in range(6):
        with pytest.raises(NotFound) as refused:
            services.track(number=number, password=_wrong(password), **key)
    assert "连错30次" in refused.value.way_out
    assert services.track(number=number, password=password, **key).number == number
    for _ in range(30):
        with pytest.raises(NotFound):
            services.track(number=number, password=_wrong(password), **key)
    with pytest.raises(TooMany):
        services.track(number=number, password=password, **key)


def test_a_number_that_cannot_be_costs_no_try(known, morning):
    before = set(Try.objects.values_list("key", "n"))
    for text in ("", "123", "5" * 21):
        with pytest.raises(Invalid):
            _try(text, "000000", morning)
    assert set(Try.objects.values_list("key", "n")) == before


def test_one_address_that_tries_many_numbers_is_stopped_and_others_are_not(known, morning):
    number, password = known
    for serial in range(1, tracking.BY_ADDRESS.most + 1):
        with pytest.raises(NotFound):
            _try(case_number("510812", morning.date(), 6, serial), "000000", morning)
    with pytest.raises(TooMany):
        _try(number, password, morning)
    assert _try(number, password, morning, address="10.9.9.9").number == number
    assert {bytes(row.key) for row in Try.objects.all()}.isdisjoint(
        {HOME.encode(), number.encode()}
    )


def test_a_new_password_ends_the_old_one_and_the_lock(known, morning):
    number, password = known
    case = Case.objects.get(number=number)
    for _ in range(5):
        with pytest.raises(NotFound):
            _try(number, _wrong(password), morning)
    new = services.renew_password(case_id=case.uuid, actor="officer:1")
    if new != password:
        with pytest.raises(NotFound):
            _try(number, password, morning)
    assert _try(number, new, morning).number == number
