"""Whoever may be insured, employed or act without an identity card can be written into every form that is about them.

社会保险法 97, 在中国境内就业的外国人参加社会保险暂行办法 3, 香港澳门台湾居民在内地（大陆）参加社会保险暂行办法 2, 3,
人社部发〔2018〕53号 (their travel permits serve for all that these offices do). Every field with the number of a person
is listed by hand; a new one has to be judged here.
"""

from datetime import date

import pytest

from yichuang.catalog.form_packs import load_forms
from yichuang.catalog.rules.forms import clean, compile_form, settling
from yichuang.catalog.rules.forms.schema import json_schema
from yichuang.sites.ui.tables import IN_A_LINE

PACKS = load_forms()
DAY = date(2026, 11, 20)
# group or form, field → the field with the kind beside it
ANY_DOCUMENT = {
    ("agent", "agent_id_number"): "agent_id_type",
    ("archive_fact", "archive_owner_id"): "archive_owner_id_type",
    ("claimant", "other_heirs.id_number"): "id_type",
    ("death_fact", "deceased_id_number"): "deceased_id_type",
    ("dependants", "dependant_list.id_number"): "id_type",
    ("dispute_parties", "respondent_id"): "respondent_id_type",
    ("injured_person", "injured_id_number"): "injured_id_type",
    ("subsidy_roster", "roster.id_number"): "id_type",
    ("990114105001", "full_time_staff.id_number"): "id_type",
    ("990114501007", "staff.id_number"): "id_type",
    ("990514102005", "graduates.id_number"): "id_type",
    ("990514102006", "placed.id_number"): "id_type",
    ("990514102009", "interns.id_number"): "id_type",
    ("990514102010", "trainees.id_number"): "id_type",
    ("990514202012", "insured_id"): "insured_id_type",
    ("990514206005", "placed.id_number"): "id_type",
    ("990514206010", "hires.id_number"): "id_type",
    ("990714102001", "household_members.id_number"): "id_type",
    ("990714102002", "family_members.id_number"): "id_type",
    ("991014501010", "cut_list.id_number"): "id_type",
    ("992014101006", "holder_id"): "holder_id_type",
    ("992014103001", "spouse_id"): "spouse_id_type",
    ("992014103001", "partner_list.id_number"): "id_type",
    ("992014201003", "employees.id_number"): "id_type",
    ("992014201004", "employees.id_number"): "id_type",
    ("changed_facts", "new_id_number"): "new_id_type",
    ("992014207002", "new_id_number"): "new_id_type",
    ("992014201010", "wages.id_number"): "id_type",
    ("992014201011", "staff.id_number"): "id_type",
    ("992014202009", "pensioner_id"): "pensioner_id_type",
    ("992014203007", "staff_list.id_number"): "id_type",
    ("992014301001", "guardian_id"): "guardian_id_type",
    ("992014301008", "holder_id"): "holder_id_type",
    ("992014501001", "employees.id_number"): "id_type",
    ("992014501002", "employees.id_number"): "id_type",
    ("992014503007", "minors.id_number"): "id_type",
}
A_FIELD_OF_ITS_OWN = "别的证件另有一栏"
CITIZENS = "机关和编制内的人要有中国国籍（公务员法十三、事业单位公开招聘人员暂行规定九）"
RESIDENTS = "按户籍或居住证参保，居住证也是18位（港澳台居民参保暂行办法）"
LAND = "被征地的是本村有户口的村民"
EIGHTEEN_DIGITS = {
    ("person_identity", "person_id_number"): A_FIELD_OF_ITS_OWN,
    ("about_person", "about_id_number"): A_FIELD_OF_ITS_OWN,
    ("990514204001", "retiree_id"): CITIZENS,
    ("990514204002", "insured_id"): CITIZENS,
    ("990514204004", "holder_id"): CITIZENS,
    ("991014403002", "hires.id_number"): CITIZENS,
    ("991014403004", "staff_id"): CITIZENS,
    ("991014601005", "staff_id"): CITIZENS,
    ("992014201007", "staff.id_number"): CITIZENS,
    ("990514205003", "insured_id"): RESIDENTS,
    ("990514205007", "roster.id_number"): LAND,
}


def holders() -> dict[str, list]:
    """Key of a group or code of a form → its own fields."""
    fields = {}
    for key, group in PACKS.groups.items():
        fields[key] = group["fields"]
    for code, form in PACKS.forms.items():
        fields[code] = form["fields"]
    return fields


def numbers_in(fields: list) -> dict[str, tuple[dict, list]]:
    """Path of a field with a person's number → the field, and the fields of its form or row in their order."""
    numbers = {}
    for field in fields:
        if field["type"] in ("id_number", "person_ref"):
            numbers[field["key"]] = (field, fields)
        columns = field.get("columns", [])
        for path, (column, row) in numbers_in(columns).items():
            numbers[f"{field['key']}.{path}"] = (column, row)
    return numbers


def every_number() -> dict[tuple[str, str], tuple[dict, list]]:
    numbers = {}
    for holder, fields in holders().items():
        for path, both in numbers_in(fields).items():
            numbers[holder, path] = both
    return numbers


def test_every_field_with_the_number_of_a_person_is_judged():
    assert set(every_number()) == set(ANY_DOCUMENT) | set(EIGHTEEN_DIGITS)


@pytest.mark.parametrize("place", sorted(ANY_DOCUMENT))
def test_the_kind_is_asked_before_the_number_and_nobody_with_a_card_has_to_answer(place):
    number, row = every_number()[place]
    keys = [field["key"] for field in row]
    kind = row[keys.index(ANY_DOCUMENT[place])]
    assert number["validate"]["document"] == kind["key"]
    assert keys.index(kind["key"]) == keys.index(number["key"]) - 1
    assert (kind["type"], kind["list"], kind["required"]) == ("choice", "id_type", False)
    assert kind.get("when") == number.get("when")


@pytest.mark.parametrize("place", sorted(EIGHTEEN_DIGITS))
def test_where_the_law_means_citizens_the_number_has_eighteen_digits(place):
    number, _ = every_number()[place]
    assert "document" not in number.get("validate", {})


ADDING = PACKS.compiled("992014201003")
ROW = {
    "name": "JOHN SMITH",
    "phone": "13900000009",
    "hukou_type": "40",
    "hired_on": "2026-11-03",
    "start_month": "2026-11",
    "wage_base": 9000,
    "contract_kind": "1",
    "add_kind": "new",
}
ABROAD = {"birth_date": "1990-05-06", "sex": "1"}
# the kind and the number as they are typed and what else is asked, and the column that is wrong ("" for none)
ROWS = [
    ({"id_number": "510812198805129916"}, ""),
    ({"id_type": "01", "id_number": "510812198805129916"}, ""),
    ({"id_type": "04", "id_number": "810000199003079917"}, ""),
    ({"id_type": "06", "id_number": "e1234567 8", **ABROAD}, ""),
    ({"id_type": "02", "id_number": "h12345678", **ABROAD}, ""),
    ({"id_type": "03", "id_number": "12345678", **ABROAD}, ""),
    ({"id_number": "E12345678"}, "id_number"),
    ({"id_type": "01", "id_number": "E12345678"}, "id_number"),
    ({"id_type": "02", "id_number": "E12345678", **ABROAD}, "id_number"),
    ({"id_type": "06", "id_number": "E12345678", "sex": "1"}, "birth_date"),
    ({"id_type": "06", "id_number": "E12345678", "birth_date": "1990-05-06"}, "sex"),
    (
        {"id_type": "06", "id_number": "E12345678", "birth_date": "2012-05-06", "sex": "1"},
        "birth_date",
    ),
    ({"id_type": "77", "id_number": "510812198805129916"}, "id_type"),
]


@pytest.mark.parametrize(("document", "wrong"), ROWS)
def test_a_row_of_new_employees_takes_every_document_by_its_kind(document, wrong):
    answers = {"employees": [ROW | document]}
    cleaned = clean(ADDING, answers, as_of=DAY, region_exists=lambda code: True)
    faults = [each.field for each in cleaned.problems if each.field.startswith("employees.")]
    expected = []
    if wrong:
        expected = [f"employees.0.{wrong}"]
    assert faults == expected


def test_a_cell_that_goes_away_leaves_no_gap_in_a_line_of_cells():
    """Where rows are cards the others close up; in a line of a table they would stand under wrong headings."""
    for form in PACKS.forms.values():
        for field in form["fields"]:
            columns = field.get("columns", [])
            if any("when" in column for column in columns):
                assert len(columns) > IN_A_LINE, (form["code"], field["key"])


def test_the_number_is_kept_as_its_document_spells_it():
    document = {"id_type": "06", "id_number": "e1234567 8", **ABROAD}
    answers = {"employees": [ROW | document]}
    cleaned = clean(ADDING, answers, as_of=DAY, region_exists=lambda code: True)
    assert cleaned.values["employees"][0]["id_number"] == "E12345678"


def test_the_schema_of_such_a_number_is_not_that_of_a_citizens():
    columns = json_schema(ADDING)["properties"]["employees"]["items"]
    number = columns["properties"]["id_number"]
    assert (number["maxLength"], "pattern" in number) == (30, False)
    assert {"id_type", "birth_date", "sex"}.isdisjoint(columns["required"])


AGE = {"age": ["number", "on"]}
AGED = compile_form(
    {
        "code": "x",
        "name": "样",
        "groups": [],
        "fields": [
            {
                "key": "kind",
                "label": "类型",
                "type": "choice",
                "required": False,
                "options": {"06": "护照"},
            },
            {
                "key": "number",
                "label": "号码",
                "type": "id_number",
                "required": True,
                "validate": {"document": "kind"},
            },
            {"key": "on", "label": "哪天", "type": "date", "required": True},
            {"key": "age", "label": "年龄", "type": "integer", "required": True, "follows": AGE},
        ],
    },
    {},
    {},
)


def test_what_no_number_tells_is_asked_at_once_and_not_waited_for():
    citizen = {"number": "510812198805129916"}
    assert settling.settled(AGED, citizen, DAY) == {"age": ""}
    assert settling.settled(AGED, citizen | {"on": "2026-11-20"}, DAY) == {"age": 38}
    passport = {"kind": "06", "number": "E12345678"}
    assert settling.settled(AGED, passport, DAY) == {}
    typed = clean(AGED, passport | {"on": "2026-11-20"}, as_of=DAY, region_exists=bool)
    assert [problem.field for problem in typed.problems] == ["age"]
