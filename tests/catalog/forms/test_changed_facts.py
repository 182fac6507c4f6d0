"""Whoever corrects what is registered of them is asked for each thing by itself, and told what cannot be."""

import pytest

from tests.catalog.forms.test_form_engine import DAY, PACKS
from yichuang.catalog.rules.forms.examples import check_answers

OWN, RETIRED, CARD = "992014201009", "992014202014", "992014301004"
GROUND = {"key_change_ground": "公安机关更正证明", "change_reason": "police"}
BY_CODE = {
    "name": {"new_name": "张叁"},
    "id": {"new_id_number": "510812196607089934"},
    "sex": {"new_sex": "2"},
    "birth": {"new_birth": "1957-12-31"},
    "nationality": {"new_nationality": "02"},
    "phone": {"new_phone": "13900000099"},
    "address": {"new_address": "演示路9号"},
    "hukou": {"new_hukou": "11"},
    "first_work": {"new_first_work": "2009-07"},
    "bank": {"new_account": "6217000000000000012"},
}
WRONG = {"id": "12345", "birth": "2999-01-01", "phone": "abc", "bank": "1", "first_work": "7月"}


def judged(item: str, codes: list[str], **answers) -> tuple[set[str], set[str]]:
    """(fields that stop it, fields at which something is told) of the sample with these changes."""
    sample = dict(PACKS.forms[item]["sample"])
    for each in BY_CODE.values():
        for key in each:
            sample.pop(key, None)
    cleaned = check_answers(PACKS.compiled(item), sample | {"change_items": codes} | answers, DAY)
    stopped = {problem.field for problem in cleaned.problems}
    return stopped, {notice.field for notice in cleaned.notices}


@pytest.mark.parametrize("item", [OWN, RETIRED])
@pytest.mark.parametrize("code", BY_CODE)
def test_each_thing_has_a_box_that_knows_what_it_takes(item, code):
    (key,) = BY_CODE[code]
    assert key in judged(item, [code], **GROUND)[0]
    assert judged(item, [code], **GROUND, **BY_CODE[code])[0] == set()
    if code in WRONG:
        assert key in judged(item, [code], **GROUND, **{key: WRONG[code]})[0]


@pytest.mark.parametrize("day", ["1988-05-11", "1978-05-12", "1990-05-12"])
def test_a_true_birthday_may_lie_before_the_registered_one(day):
    assert judged(OWN, ["birth"], **GROUND, new_birth=day) == (set(), {"new_birth"})


def test_what_changes_nothing_is_stopped_and_what_a_child_did_is_told():
    same = {"new_sex": "1", "new_birth": "1988-05-12"}
    stopped, _ = judged(OWN, ["sex", "birth"], **GROUND, **same)
    assert stopped == set(same)
    assert judged(OWN, ["first_work"], new_first_work="1990-01") == (set(), {"new_first_work"})


@pytest.mark.parametrize("item", [OWN, RETIRED, CARD])
def test_whoever_is_reached_at_the_new_phone_already_may_have_the_registered_one_changed(item):
    phone = PACKS.forms[item]["sample"]["person_phone"]
    assert judged(item, ["phone"], new_phone=phone) == (set(), {"new_phone"})


def test_a_card_takes_a_phone_and_no_words():
    assert judged(CARD, ["phone"], new_phone="abc")[0] == {"new_phone"}
    assert judged(CARD, ["branch"], new_branch="朝天支行") == (set(), set())


UNIT, AGENCY, DISPATCH, BOOK = "992014201002", "990114105002", "990114501008", "992014101005"
BOX_OF_UNIT = {"name": "new_unit_name", "address": "new_unit_address", "rep": "new_rep_name"}


@pytest.mark.parametrize("item", [UNIT, AGENCY, DISPATCH])
@pytest.mark.parametrize("code", BOX_OF_UNIT)
def test_a_unit_writes_each_thing_into_its_own_box(item, code):
    """Its licence was changed first: what stands above as the present may be the new already."""
    form, key = PACKS.compiled(item), BOX_OF_UNIT[code]
    present = {"name": "employer_name", "address": "employer_address", "rep": "legal_rep_name"}
    sample = PACKS.forms[item]["sample"] | {"action": "change", "change_items": [code]}
    cleaned = check_answers(form, sample | {key: None}, DAY)
    assert key in {problem.field for problem in cleaned.problems}
    for value in ("示例新的", sample[present[code]]):
        cleaned = check_answers(form, sample | {key: value}, DAY)
        assert key not in {problem.field for problem in cleaned.problems}


@pytest.mark.parametrize(
    ("code", "key", "words"),
    [
        ("credit", "new_credit_code", "12345"),
        ("bank", "new_pay_account", "1"),
        ("contact", "new_contact_phone", "abc"),
        ("insurances", "new_insurances", ["9"]),
    ],
)
def test_a_unit_cannot_write_anything_into_any_box(code, key, words):
    stopped, _ = judged(UNIT, [code], **{key: words})
    assert key in stopped


def test_the_book_of_employment_asks_as_the_other_changes_do():
    changing = {"action": "change", "lost_statement": None, **GROUND}
    assert judged(BOOK, ["phone"], **changing, new_phone="abc")[0] == {"new_phone"}
    assert judged(BOOK, ["phone"], **changing, new_phone="13900000099")[0] == set()


INJURY, ANNUITY = "992014207002", "991014501013"


@pytest.mark.parametrize(
    ("item", "code", "right", "wrong"),
    [
        (INJURY, "name", {"new_name": "张叁"}, ""),
        (INJURY, "id", {"new_id_number": "510812196607089934"}, "12345"),
        (INJURY, "phone", {"new_phone": "13900000099"}, "abc"),
        (INJURY, "employer", {"new_unit_name": "示例新的食品有限公司（虚构）"}, ""),
        (INJURY, "injury", {"new_injured_part": ["hand"]}, ["tail"]),
        (INJURY, "hospital", {"new_hospital": "示例区人民医院（虚构）"}, ""),
        (ANNUITY, "rate", {"new_unit_rate": 8, "new_total_rate": 12}, 101),
        (ANNUITY, "vest", {"new_vesting_years": 8}, 9),
        (ANNUITY, "pay", {"new_pay_ways": ["monthly"]}, ["never"]),
        (ANNUITY, "trustee", {"new_trustee": "示例养老保险公司（虚构）"}, ""),
    ],
)
def test_an_injury_and_a_plan_are_changed_box_by_box(item, code, right, wrong):
    for key in right:
        assert key in judged(item, [code], **right | {key: None})[0]
        assert key in judged(item, [code], **right | {key: wrong})[0]
    assert judged(item, [code], **right) == (set(), set())


def test_a_plan_that_gives_more_than_the_law_lets_it_is_told_so():
    """企业年金办法 15."""
    told = judged(ANNUITY, ["rate"], new_unit_rate=9, new_total_rate=13)
    assert told == (set(), {"new_unit_rate", "new_total_rate"})
