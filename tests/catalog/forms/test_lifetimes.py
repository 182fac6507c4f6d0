"""No form takes a day of somebody's life that lies before their birth, or in a year in which nobody lives."""

from datetime import date

import pytest

from yichuang.catalog.form_packs import load_forms
from yichuang.catalog.rules.forms.examples import check_answers

PACKS = load_forms()
DAYS = ("date", "month", "datetime")
# before anybody of the samples was born, and within the span of what can be typed
EARLY = {"date": "1901-02-03", "month": "1901-02", "datetime": "1901-02-03 09:30"}
NOBODYS = {
    "date": ["0001-01-01", "1899-12-31", "2101-01-01", "9999-12-31"],
    "month": ["0001-01", "1899-12", "2101-01", "9999-12"],
    "datetime": ["0001-01-01 00:00", "9999-12-31 23:59"],
}


def wrong_at(code, answers, path):
    """What is wrong at this place of these answers, on the day that the pack gives."""
    definition = PACKS.forms[code]
    day = date.fromisoformat(definition["as_of"])
    problems = check_answers(PACKS.compiled(code), answers, day).problems
    return [each.violates for each in problems if each.field == path]


def places(code):
    """(path, field, change of the sample that writes a text there) of each day in the sample of a form."""
    form = PACKS.compiled(code)
    sample = PACKS.forms[code]["sample"]
    for key, field in form.fields.items():
        if key not in sample:
            continue
        if field.type in DAYS:
            yield key, field, lambda text, key=key: sample | {key: text}
        if field.type == "table" and sample[key]:
            for column in field.columns:
                if column.type in DAYS and column.key in sample[key][0]:
                    yield f"{key}.0.{column.key}", column, in_a_row(sample, key, column.key)


def in_a_row(sample, key, column):
    rest = sample[key][1:]
    return lambda text: sample | {key: [sample[key][0] | {column: text}, *rest]}


def names_a_person(code, path):
    form = PACKS.compiled(code)
    table = form.fields[path.partition(".")[0]]
    if "." in path:
        return any(column.type == "id_number" for column in table.columns)
    section = next(each for each, field in form.pairs() if field.key == table.key)
    about = {each.number for each in form.about} | {"person_id_number"}
    beside = {field.key for field in section.fields if field.type == "id_number"}
    return bool((about | beside) & set(PACKS.forms[code]["sample"]))


@pytest.mark.parametrize("code", PACKS.forms)
def test_no_day_of_a_life_lies_before_its_birth(code):
    taken = []
    for path, field, changed in places(code):
        if not names_a_person(code, path) or not field.of_a_life:
            continue
        if not wrong_at(code, changed(EARLY[field.type]), path):
            taken.append(path)
    assert taken == []


def test_days_that_are_nobodys_are_few_and_known():
    nobodys = {
        path for code in PACKS.forms for path, field, _ in places(code) if not field.of_a_life
    }
    assert nobodys <= {"business_registered", "approval_date", "archive_birth"}
    assert "business_registered" in nobodys


@pytest.mark.parametrize("code", PACKS.forms)
def test_no_day_lies_beyond_what_a_calendar_of_people_holds(code):
    taken = []
    for path, field, changed in places(code):
        for text in NOBODYS[field.type]:
            if "type" not in wrong_at(code, changed(text), path):
                taken.append((path, text))
    assert taken == []


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"last_job_end": "1980-01-01"}, ["before_birth"]),
        ({"last_job_end": "２０２６－１０－３１"}, []),
        ({"last_job_end": "2026年10月31日"}, ["type"]),
    ],
)
def test_a_day_is_told_at_its_field(changes, told):
    code = "992014101002"
    sample = PACKS.forms[code]["sample"]
    assert wrong_at(code, sample, "last_job_end") == []
    assert wrong_at(code, sample | changes, "last_job_end") == told
