"""Answers are judged together: a contradiction is stopped, what the law may not grant is told and may be sent."""

import copy
from datetime import date

import pytest

from yichuang.catalog.form_packs import load_forms
from yichuang.catalog.rules.forms import faults, prefill
from yichuang.catalog.rules.forms.checks import check_forms
from yichuang.catalog.rules.forms.examples import check_answers, replaced

PACKS = load_forms()
ZHANG, LI = "510812198805129916", "510812196607089934"
AGENT = {
    "by_agent": "yes",
    "agent_name": "李四",
    "agent_id_number": LI,
    "agent_phone": "13900000002",
    "agent_relation": "99",
    "agent_scope": ["submit"],
    "agent_until": "2061-11-20",
}
BENEFIT, EARLY, ADDED, CARD = "990514206001", "990714202002", "992014201003", "992014301007"
FLEXIBLE, OLD_AGE = "990514102003", "990514205001"
JOINED, INJURY = "992014201001", "990714207001"


def judged(code, facts=None, **changes):
    """(what stops it, what is told) as {field: sentence}, of the sample with these answers changed."""
    definition = PACKS.forms[code]
    day = date.fromisoformat(definition["as_of"])
    cleaned = check_answers(
        PACKS.compiled(code), {**definition["sample"], **changes}, day, facts or {}
    )
    return {p.field: p.message for p in cleaned.problems}, {
        n.field: f"{n.message} {n.basis}" for n in cleaned.notices
    }


def test_a_benefit_for_the_unemployed_who_left_by_himself_is_told_and_a_contradiction_is_stopped():
    stopped, _ = judged(BENEFIT, unemployment_reason="21")
    assert (
        "非本人意愿" in stopped["unemployment_reason"]
        and "第四十五条" in stopped["unemployment_reason"]
    )
    unclear = {"leave_reason": "unclear", "leave_statement": "单位长期不安排工作，只好离开"}
    stopped, told = judged(BENEFIT, unemployment_reason="21", **unclear)
    assert stopped == {} and "第四十五条第二项" in told["unemployment_reason"]


def test_a_sample_that_meets_no_condition_is_told_to_who_keeps_the_catalogue():
    definition = PACKS.forms[BENEFIT]
    sample = {**definition["sample"], "contribution_months": 6}
    problems = faults.problems_of(PACKS.compiled(BENEFIT), {**definition, "sample": sample})
    sentences = [problem.message for problem in problems]
    assert len(sentences) == 1
    assert sentences[0].startswith("示例答案过不了检查：")


def test_a_man_of_68_and_six_months_of_contributions_are_told_not_refused():
    old = {
        "person_id_number": "510812195801109973",
        "person_birth_date": "1958-01-10",
        "person_sex": "1",
    }
    stopped, told = judged(BENEFIT, **old, contribution_months=6, job_wanted=False)
    assert stopped == {}
    assert set(told) == {"person_id_number", "contribution_months", "job_wanted"}


@pytest.mark.parametrize(("claimed", "told"), [(2000, False), (2000.01, True)])
def test_a_subsidy_of_more_than_two_thirds_of_what_was_paid_is_told(claimed, told):
    _, notices = judged(FLEXIBLE, paid_amount=3000, claim_amount=claimed)
    assert ("claim_amount" in notices) is told


def test_who_has_paid_for_long_enough_is_not_asked_which_years_to_make_up():
    unasked = {"paid_years": 16, "make_up_years": None}
    stopped, _ = judged(OLD_AGE, **unasked)
    assert stopped == {}
    stopped, _ = judged(OLD_AGE, **unasked | {"paid_years": 14})
    assert set(stopped) == {"make_up_years"}


def test_retiring_early_is_measured_by_the_number_the_category_and_the_notice():
    woman = {
        "person_id_number": "510812198502219965",
        "person_birth_date": "1985-02-21",
        "person_sex": "2",
    }
    stopped, _ = judged(EARLY, **woman, retire_category="male")
    assert set(stopped) == {"retire_category"}
    young = {
        "person_id_number": "510812201003159923",
        "person_birth_date": "2010-03-15",
        "person_sex": "2",
        "first_paid_month": "2026-03",
        "paid_months": 6,
        "paid_years": 0.5,
    }
    half_after_thirteen = {
        "legal_retire_month": "2068-03",
        "chosen_month": "2054-09",
        "retire_category": "female55",
    }
    stopped, told = judged(EARLY, **young, **half_after_thirteen)
    assert stopped == {} and "第三条" in told["chosen_month"]
    _, told = judged(EARLY, chosen_month="2026-12", notice_date="2026-11-19")
    assert "3个月" in told["notice_date"] and "94号" in told["notice_date"]


def test_a_number_of_people_that_is_not_the_number_of_rows_is_stopped():
    rows = PACKS.forms[ADDED]["sample"]["employees"]
    stopped, _ = judged(ADDED, add_count=len(rows) + 1)
    assert set(stopped) == {"add_count"}


@pytest.mark.parametrize("code", [JOINED, ADDED])
@pytest.mark.parametrize(
    ("insurances", "kind", "articles"),
    [
        (["1", "4", "5"], "30", []),
        (["1", "4"], "30", ["《社会保险法》第三十三条、《工伤保险条例》第十条"]),
        (["1", "5"], "30", ["第四十四条"]),
        (["1", "2", "4", "5"], "30", ["国发〔2015〕2号"]),
        (["2", "4", "5", "6"], "90", []),
        (["1", "3", "4", "5"], "30", ["国发〔2014〕8号"]),
        (["2", "3"], "30", ["第三十三条", "第四十四条", "国发〔2015〕2号", "国发〔2014〕8号"]),
    ],
)
def test_an_employer_is_told_which_insurances_its_staff_must_join_and_which_are_not_theirs(
    code, insurances, kind, articles
):
    definition = PACKS.forms[code]
    answers = {**definition["sample"], "insurances": insurances, "employer_kind": kind}
    day = date.fromisoformat(definition["as_of"])
    cleaned = check_answers(PACKS.compiled(code), answers, day, {})
    told = [notice.basis for notice in cleaned.notices if notice.field == "insurances"]
    assert not cleaned.problems
    assert len(told) == len(articles)
    assert all(article in basis for article, basis in zip(articles, told, strict=True))


def test_every_cause_of_articles_14_and_15_is_offered_and_violence_needs_no_number_of_a_paper():
    cause = next(each for each in PACKS.forms[INJURY]["fields"] if each["key"] == "cause")
    causes = {
        "work", "preparing", "violence", "disease", "outside", "traffic", "traffic_open",
        "sudden_death", "public_interest", "veteran",
    }  # fmt: skip
    assert set(cause["options"]) == causes
    for code in ("preparing", "outside", "violence"):
        assert judged(INJURY, cause=code) == ({}, {})


def test_a_lost_card_is_not_exchanged():
    lost = {"reason": "lost", "damage_kind": None, "return_old_card": None, "loss_report": "done"}
    stopped, _ = judged(CARD, **lost, move_kind="replace")
    assert set(stopped) == {"move_kind"}
    assert judged(CARD, **lost, move_kind="reissue") == ({}, {})


@pytest.mark.parametrize(
    "code", [code for code in PACKS.forms if "agent" in map(str, PACKS.forms[code]["groups"])]
)
def test_nobody_is_their_own_agent(code):
    sample = PACKS.forms[code]["sample"]
    subject = {"registry.person.id_number": sample.get("person_id_number", ZHANG)}
    oneself = AGENT | {
        "agent_id_number": subject["registry.person.id_number"],
        "agent_relation": "01",
    }
    stopped, _ = judged(code, subject, **oneself)
    assert {"agent_id_number", "agent_relation"} <= set(stopped)


@pytest.mark.parametrize(
    "code",
    [code for code in PACKS.forms if PACKS.forms[code]["sample"].get("person_id_type") == "01"],
)
def test_sex_birth_name_and_number_are_those_of_the_applicant(code):
    sample = PACKS.forms[code]["sample"]
    other = {"1": "2", "2": "1"}[sample["person_sex"]]
    stopped, _ = judged(code, person_sex=other, person_birth_date="1970-01-01")
    assert {"person_sex", "person_birth_date"} <= set(stopped)
    somebody = {"registry.person.name": "测试甲", "registry.person.id_number": "510812200309159948"}
    assert judged(code)[0] == {}
    stopped, _ = judged(code, somebody)
    assert {"person_name"} <= set(stopped) or sample["person_name"] == "测试甲"


@pytest.mark.parametrize(
    "code", [code for code in PACKS.forms if "signature" in PACKS.forms[code]["sample"]]
)
def test_a_stranger_does_not_sign(code):
    signature = PACKS.forms[code]["sample"]["signature"] | {"signer": "孙八"}
    stopped, _ = judged(code, {"registry.person.name": "孙七"}, signature=signature)
    assert "signature" in stopped


def test_an_account_without_a_check_digit_is_asked_to_be_looked_at_again_and_taken():
    stopped, told = judged(BENEFIT, account_no="6217000000000000013")
    assert stopped == {} and "再核对一遍" in told["account_no"]
    assert judged(BENEFIT, account_no="6217000000000000012") == ({}, {})


def test_every_stop_says_what_to_do_and_every_notice_names_its_source():
    holders = [*PACKS.groups.values(), *PACKS.forms.values()]
    rules = [rule for holder in holders for rule in holder.get("rules", ())]
    assert len(rules) > 250
    assert all(rule["basis"] for rule in rules if rule["kind"] == "notice")
    assert all(len(rule["message"]) <= 90 for rule in rules)


def with_rules(*rules, code=BENEFIT):
    forms = {code: {**copy.deepcopy(PACKS.forms[code]), "rules": list(rules)}}
    return [
        problem.partition(": ")[2]
        for problem in check_forms(PACKS.language, PACKS.code_lists, PACKS.groups, forms)
        if problem.startswith(f"forms/{code}")
    ]


def test_a_rule_that_cannot_work_is_found_before_anybody_fills_the_form():
    rule = {
        "key": "six",
        "kind": "notice",
        "when": {"field": "contribution_months", "at_most": 11},
        "field": "contribution_months",
        "message": "不满12个月",
        "basis": "《社会保险法》第四十五条",
        "breaks": {"contribution_months": 6},
    }
    assert with_rules(rule) == []
    assert with_rules(rule, rule) == ["two rules are called six"]
    assert with_rules(rule | {"basis": ""}) == ["rule six tells a condition without its article"]
    assert with_rules(rule | {"breaks": {}}) == ["rule six has no example that breaks it"]
    assert with_rules(rule | {"breaks": {"contribution_months": 12}})[0].startswith(
        "rule six is not broken by"
    )
    assert with_rules(rule | {"keeps": {"contribution_months": 3}})[0].startswith(
        "rule six is broken by"
    )
    assert with_rules(rule | {"field": "nobody"}) == ["rule six names nobody, which is not asked"]
    assert with_rules(rule | {"kind": "warning"}) == ["rule six is neither stop nor notice"]
    assert with_rules(rule | {"when": {"field": "contribution_months"}})[0].startswith(
        "rule six cannot be read"
    )
    assert with_rules(rule | {"when": {"field": "contribution_months", "looks": 1}})[0].startswith(
        "rule six cannot"
    )


def test_whoever_is_not_the_applicant_is_never_filled_in_from_the_applicants_record():
    for group, key in (("death_fact", "deceased_name"), ("injured_person", "injured_name")):
        field = next(each for each in PACKS.groups[group]["fields"] if each["key"] == key)
        locked = {
            **PACKS.groups[group],
            "fields": [{**field, "prefill_from": ["registry.person.name"]}],
        }
        told = check_forms(PACKS.language, {}, {group: locked}, {})
        assert (
            told[0]
            == f"forms/groups/{group}: {key} takes registry.person.name and is not said to be the applicant's"
        )


def test_a_row_of_other_people_takes_nothing_from_the_applicant():
    table = PACKS.forms[ADDED]["fields"][1]
    column = {**table["columns"][0], "prefill_from": ["registry.person.name"]}
    form = {"fields": [{**table, "whose": "applicant", "columns": [column]}], "groups": []}
    told = check_forms(PACKS.language, {}, {}, {"1": {"code": "2", **form}})
    assert (
        told[0] == "forms/1: employees.name is a row of other people and takes registry.person.name"
    )


def test_the_person_a_matter_is_about_is_named_for_every_form_that_is_about_another():
    about = {code: PACKS.compiled(code).about for code in PACKS.forms}
    [deceased] = about["990514202011"]
    assert (deceased.name, deceased.number) == ("deceased_name", "deceased_id_number")
    assert (deceased.kind, deceased.oneself) == ("deceased_id_type", False)
    [injured] = about["990714207001"]
    assert (injured.name, injured.number) == ("injured_name", "injured_id_number")
    assert (injured.kind, injured.oneself) == ("injured_id_type", True)
    asked = {
        code
        for code in about
        if {"deceased_name", "injured_name"} & set(PACKS.compiled(code).fields)
    }
    assert len(asked) == 22 and all(about[code] for code in asked)


@pytest.mark.parametrize("code", sorted(PACKS.forms))
def test_what_the_register_knows_of_the_applicant_fills_in_nobody_else(code):
    facts = {
        "registry.person.name": "张三",
        "registry.person.id_type": "01",
        "registry.person.id_number": ZHANG,
        "registry.person.sex": "1",
        "registry.person.birth_date": "1988-05-12",
        "registry.person.phone": "13900000001",
    }
    filled = {key for key, (_, source) in prefill(PACKS.compiled(code), facts).items()}
    own = {
        "person_name",
        "person_id_type",
        "person_id_number",
        "person_sex",
        "person_birth_date",
        "person_phone",
    }
    assert filled <= own | {"account_holder"}


def test_a_replaced_row_keeps_the_others():
    sample = PACKS.forms[ADDED]["sample"]
    changed = replaced(sample, "employees[0].name", "李四")
    assert (
        changed["employees"][0]["name"] == "李四"
        and changed["employees"][1:] == sample["employees"][1:]
    )
