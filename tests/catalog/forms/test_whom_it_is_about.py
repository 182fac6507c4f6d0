"""Whoever asks in a matter of somebody else says what they are to them, and money goes to whom it is owed."""

from datetime import date

import pytest

from yichuang.catalog.form_packs import load_forms
from yichuang.catalog.rules.forms.examples import check_answers
from yichuang.catalog.rules.forms.samples import owned

PACKS = load_forms()
LISI, ZHAOLIU = "510812196607089934", "510812200309159948"
OF_LISI = {"registry.person.name": "李四", "registry.person.id_number": LISI}
OWN, OTHER = "示例甲食品有限公司（虚构）", "示例乙建筑工程有限公司（虚构）"
OF_THE_UNIT = {"registry.employer.name": OWN, "registry.employer.credit_code": "91510812MA99999021"}
OF_ANOTHER_UNIT = {
    "registry.employer.name": OTHER,
    "registry.employer.credit_code": "91510812MA9999910U",
}

# the number of somebody else in the place of the applicant's breaks this rule
STOPPED = {
    **dict.fromkeys(
        (
            "990514207006",
            "990514207008",
            "990514207010",
            "990514207011",
            "990514207012",
            "990514207014",
            "990714207003",
            "990714207004",
            "990714207005",
            "990714207009",
        ),
        "injured_is_another",
    ),
    "990514207016": "self_by_number",
    "990714207001": "worker_is_another",
}
TOLD = {
    **dict.fromkeys(
        ("992014401001", "992014401002", "992014401003", "992014401005", "992014401006"),
        "archive_of_another",
    ),
    "992014101006": "certificate_of_another",
}
# it is about another by its nature: what the applicant is to them is asked, and a stranger is told
ASKED = {
    "990514202011": "claimant_relation",
    "990514202012": "claimant_relation",
    "990514204002": "claimant_relation",
    "990514204004": "claimant_relation",
    "990514205002": "claimant_relation",
    "990514205003": "claimant_relation",
    "990514206003": "claimant_relation",
    "990514207013": "claimant_relation",
    "990514207016": "relation",
    "990514601007": "claimant_relation",
    "992014202009": "reporter_relation",
    "992014301008": "applicant_relation",
}
# a unit asks for somebody on its staff or for a file that it may look into; a person never does
OF_UNITS = {
    "990514204001",
    "991014403004",
    "991014601005",
    "992014207015",
    "992014401004",
    "992014401008",
}
INJURED = sorted(code for code, rule in STOPPED.items() if rule == "injured_is_another")
PAID = [code for code in INJURED if "account_holder" in PACKS.compiled(code).fields]
ADVANCED = {"990514207006", "990514207008", "990514207010"}  # what a unit may have paid already


def sample_of(code: str, facts: dict[str, str], **changes) -> dict:
    """The sample as this applicant fills it, with some answers changed."""
    form = PACKS.compiled(code)
    sample = PACKS.forms[code]["sample"]
    return {**owned(form, sample, facts), **changes}


def judged(code: str, facts: dict[str, str], **changes) -> tuple[set[str], set[str]]:
    """Keys of the rules that stop these answers, and of those that are told."""
    answers = sample_of(code, facts, **changes)
    day = date.fromisoformat(PACKS.forms[code]["as_of"])
    cleaned = check_answers(PACKS.compiled(code), answers, day, facts)
    stops = {problem.violates for problem in cleaned.problems}
    return stops, {notice.key for notice in cleaned.notices}


def named_in(code: str, name: str, number: str) -> dict[str, str]:
    """The answers that put somebody in the place of whom the form is about."""
    about = PACKS.compiled(code).about[0]
    return {about.name: name, about.number: number}


def another_in(code: str) -> dict[str, str]:
    return named_in(code, "赵六", ZHAOLIU)


def of_the_side(code: str) -> dict[str, str]:
    """What a person answers who asks for themselves, where the sample is a unit's."""
    if code == "990714207001":
        return {"applicant_kind": "worker"}
    if code == "990514207010":
        return {
            "step": "claim",
            "confirm_no": "1",
            "price": "1200",
            "invoice_no": "1",
            "need_text": None,
            "account_source": "social_card",
            "account_holder": "李四",
            "account_bank": "ABC",
            "account_no": "6217000000000000012",
        }
    return {}


def test_every_form_that_is_about_a_person_is_here():
    about = set()
    for code in PACKS.forms:
        names = {pair.name for pair in PACKS.compiled(code).about}
        if names - {"about_name"}:
            about.add(code)
    assert about == {*STOPPED, *TOLD, *ASKED, *OF_UNITS}


@pytest.mark.parametrize("code", STOPPED)
def test_whoever_says_it_is_theirs_gives_their_own_number(code):
    answers = of_the_side(code)
    assert STOPPED[code] not in judged(code, OF_LISI, **answers)[0]
    assert STOPPED[code] in judged(code, OF_LISI, **answers, **another_in(code))[0]


@pytest.mark.parametrize("code", TOLD)
def test_that_it_is_anothers_is_told(code):
    assert TOLD[code] not in judged(code, OF_LISI, **named_in(code, "李四", LISI))[1]
    assert TOLD[code] in judged(code, OF_LISI, **another_in(code))[1]


@pytest.mark.parametrize("code", ASKED)
def test_what_the_applicant_is_to_them_is_asked_and_a_stranger_is_told(code):
    key = ASKED[code]
    assert PACKS.compiled(code).fields[key].required
    answers = {}
    if code == "990514204004":
        answers = {"reason": "death", "deceased_id_number": ZHAOLIU}
    _, before = judged(code, OF_LISI, **answers, **{key: "20"})
    _, notices = judged(code, OF_LISI, **answers, **{key: "99"})
    assert notices - before


@pytest.mark.parametrize("code", INJURED)
def test_kin_and_strangers_say_so_and_are_told_what_they_bring(code):
    another = of_the_side(code) | another_in(code)
    if code in PAID:
        another["account_holder"] = "赵六"
    stops, notices = judged(code, OF_LISI, **another, injured_relation="20")
    assert not stops
    assert "kin_of_injured" in notices
    stops, notices = judged(code, OF_LISI, **another, injured_relation="99")
    assert not stops
    assert "stranger_to_injured" in notices
    stops, _ = judged(code, OF_LISI, **of_the_side(code), injured_relation="20")
    assert "injured_is_applicant" in stops


@pytest.mark.parametrize("code", PAID)
def test_money_goes_to_the_injured_or_back_to_the_unit_that_advanced_it(code):
    as_person = of_the_side(code) | another_in(code) | {"injured_relation": "20"}
    as_person["account_holder"] = "李四"
    assert "holder_is_not_injured" in judged(code, OF_LISI, **as_person)[0]
    as_unit = of_the_side(code) | {
        "applicant_side": "unit",
        "injured_relation": None,
        "injured_name": "张三",
    }
    if code == "990514207006":
        as_unit["payer"] = "employer"
    as_unit["account_holder"] = "孙七"
    assert "unit_pays_a_third" in judged(code, OF_THE_UNIT, **as_unit)[0]
    as_unit["account_holder"] = OWN
    stops, _ = judged(code, OF_THE_UNIT, **as_unit)
    assert ("unit_has_not_advanced" in stops) == (code not in ADVANCED)
    as_unit["account_holder"] = "张三"
    stops, _ = judged(code, OF_THE_UNIT, **as_unit)
    assert not stops & {"unit_pays_a_third", "unit_has_not_advanced"}


@pytest.mark.parametrize("code", [*INJURED, "990714207001", "992014207015"])
def test_a_unit_that_asks_for_the_worker_of_another_is_told(code):
    _, own = judged(code, OF_THE_UNIT, injured_employer_name=OWN)
    _, others = judged(code, OF_ANOTHER_UNIT, injured_employer_name=OWN)
    assert "injured_works_elsewhere" not in own
    assert "injured_works_elsewhere" in others
