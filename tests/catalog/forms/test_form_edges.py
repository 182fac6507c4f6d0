"""The ways in and out of a filled form: a browser's post, the last look, the API's schema, prefilled answers."""

from datetime import date

import pytest
from jsonschema import Draft202012Validator

from yichuang.catalog.form_packs import load_forms
from yichuang.catalog.rules.forms import compile_form, json_schema, parse, prefill, present
from yichuang.catalog.rules.forms.examples import check_answers
from yichuang.catalog.tables import occupation_name

DAY = date(2026, 11, 20)
PACKS = load_forms()
JOB = "992014101001"


@pytest.mark.parametrize("code", sorted(PACKS.forms))
def test_what_a_browser_posts_of_a_sample_comes_back_as_the_same_values(code):
    form, sample = PACKS.compiled(code), PACKS.forms[code]["sample"]
    values = check_answers(form, sample, DAY).values
    posted = {"csrfmiddlewaretoken": ["x"]}
    for key, answer in values.items():
        post(posted, key, answer)
    answers = parse(form, posted)
    assert check_answers(form, answers, DAY).values == values
    assert set(answers) == set(form.fields)


def post(posted, name, answer):
    if isinstance(answer, dict):
        posted.update({f"{name}-{part}": [text] for part, text in answer.items()})
    elif isinstance(answer, list) and isinstance(answer[0], dict):
        for number, row in enumerate(answer):
            for column, cell in row.items():
                post(posted, f"{name}-{number * 3}-{column}", cell)
    else:
        texts = answer if isinstance(answer, list) else [answer]
        posted[name] = [
            str(text).lower() if isinstance(text, bool) else str(text) for text in texts
        ]


def test_a_post_keeps_what_it_cannot_understand_and_clears_what_was_taken_back():
    form = PACKS.compiled(JOB)
    answers = parse(
        form,
        {"start_date": ["昨天"], "person_name": [" "]},
        sections={"details", "person_identity"},
    )
    assert answers["start_date"] == "昨天"
    assert answers["person_name"] is None
    assert "person_phone" not in answers


def test_a_day_alone_is_no_signature():
    form = PACKS.compiled(JOB)
    answers = parse(form, {"signature-signed_on": ["2026-11-20"]})
    assert answers["signature"] is None
    found = check_answers(form, answers, DAY).problems
    assert ("signature", "required") in {(each.field, each.violates) for each in found}


def test_an_upload_is_posted_by_its_id():
    field = {"key": "photo", "label": "照片", "type": "file", "required": False}
    form = compile_form({"code": "x", "name": "样", "groups": [], "fields": [field]}, {}, {})
    assert parse(form, {"photo": ["77"]}) == {"photo": {"id": "77"}}
    assert parse(form, {"photo-id": ["7"], "photo-size": ["x"]}) == {"photo": {"id": "7"}}
    assert parse(form, {}) == {"photo": None}


def test_the_last_look_shows_labels_money_dates_and_masked_personal_data():
    form = PACKS.compiled(JOB)
    values = check_answers(form, PACKS.forms[JOB]["sample"], DAY).values
    names = {"region": lambda code: f"区划{code}", "occupation": occupation_name}
    shown = {
        (section, label): (text, masked)
        for section, lines in present(form, values, names)
        for label, text, masked in lines
    }
    assert shown["申请人身份", "姓名"] == ("张三", "张**")
    assert shown["申请人身份", "公民身份号码"] == ("510812198805129916", "510812********9916")
    assert shown["申请人身份", "性别"][0] == "男性"
    assert shown["联系方式", "手机号"][1] == "139****0001"
    assert shown["办理内容", "月工资"][0] == "¥4,800.00"
    assert shown["办理内容", "合同起始日期"][0] == "2026年11月3日"
    assert shown["办理内容", "就业地区划"][0] == "区划510812"
    assert shown["办理内容", "职业"][0] == "搬运、包装、检验等生产辅助"
    assert shown["承诺与签名", "签名"][0] == "张三（手写签名，2026年11月20日）"
    assert list(dict.fromkeys(section for section, _ in shown))[-1] == "承诺与签名"


def test_rows_of_a_table_are_shown_one_by_one_and_masked_by_column():
    form = PACKS.compiled("990514102004")
    values = check_answers(form, PACKS.forms["990514102004"]["sample"], DAY).values
    lines = [
        line
        for _, section in present(form, values)
        for line in section
        if line[0].startswith("人员名册（")
    ]
    assert len(lines) == len(values["roster"])
    assert values["roster"][0]["id_number"] in lines[0][1]
    assert values["roster"][0]["id_number"] not in lines[0][2]


LISTED = {
    "choice",
    "multi_choice",
    "education",
    "nationality",
    "hukou_type",
    "industry",
    "occupation",
}


@pytest.mark.parametrize("code", sorted(PACKS.forms))
def test_no_answer_chosen_from_a_list_is_shown_as_its_code(code):
    form = PACKS.compiled(code)
    values = check_answers(form, PACKS.forms[code]["sample"], DAY).values
    sections = present(form, values, {"occupation": occupation_name})
    lines = [f"{label}：{text}" for _, section in sections for label, text, _ in section]
    shown = {part for line in lines for part in line.replace("）：", "）：；").split("；")} | set(
        lines
    )
    for field in form.fields.values():
        rows = values.get(field.key, []) if field.columns else [values]
        for each in field.columns or (field,):
            for row in rows:
                if each.type in LISTED and row.get(each.key):
                    code = (
                        row[each.key]
                        if isinstance(row[each.key], str)
                        else "、".join(row[each.key])
                    )
                    assert f"{each.label}：{code}" not in shown


def test_a_finer_occupation_is_named_by_its_class_and_an_unknown_one_stays():
    assert occupation_name("4-03-02-02") == "住宿、餐饮（4-03-02-02）"
    assert occupation_name("4") == "服务人员"
    assert occupation_name("9-77") == "9-77"


@pytest.mark.parametrize("code", sorted(PACKS.forms))
def test_every_sample_can_be_shown_and_fits_its_json_schema(code):
    form = PACKS.compiled(code)
    values = check_answers(form, PACKS.forms[code]["sample"], DAY).values
    assert sum(len(lines) for _, lines in present(form, values)) >= len(values)
    schema = json_schema(form)
    Draft202012Validator.check_schema(schema)
    assert [error.message for error in Draft202012Validator(schema).iter_errors(values)] == []


def test_prefilled_answers_name_their_source_and_useless_facts_are_not_offered():
    form = PACKS.compiled(JOB)
    facts = {
        "registry.person.name": "张三",
        "registry.person.id_number": "510812198805129911",
        "registry.person.phone": "",
        "own_last_case.person_phone": "13900000001",
        "own_last_case.notice_way": "sms",
        "insurance.wage_base": "4800",
    }
    assert prefill(form, facts) == {
        "person_name": ("张三", "registry.person.name"),
        "person_phone": ("13900000001", "own_last_case"),
        "notice_way": ("sms", "own_last_case"),
        "monthly_wage": ("4800.00", "insurance.wage_base"),
    }
