"""Every list of an item's elements refuses what stands in it twice, and every code is of its make."""

import copy

import pytest

from yichuang.catalog import tables
from yichuang.catalog.rules import shapes
from yichuang.core import packs

SHAPES = tables.elements()["shapes"]
ROWS = [shape["path"] for shape in SHAPES if shape["is"] == "rows"]
WORDS = [shape["path"] for shape in SHAPES if shape["is"] == "words"]
CODES = {
    "code": ["12", "99071410200x", "990714102001 "],
    "materials[].code": ["m1", "M/0 3", "M", "材料1", "M1 "],
    "situations[].key": ["source 1", "来源", "Source", "1st"],
    "situations[].options[].value": ["a b", "是", "Yes", "a/b"],
}
WHOLE = {
    "code": "990714102001",
    "business_line": "社会保险",
    "sub_line": "养老保险",
    "materials": [{"code": "M1", "name": "身份证", "originals": 0, "duplicates": 0}],
    "situations": [
        {
            "key": "kind",
            "question": "哪一种？",
            "options": [{"value": "one", "label": "第一种", "keep": [], "drop": []}],
        }
    ],
    "statutory_when": [{"when": {"kind": "one"}, "days": 10, "unit": "工作日"}],
    "discretion": [
        {
            "matter": "标准",
            "valid_from": "2024-01-01",
            "table": [{"case": "符合的", "result": "全额"}],
        }
    ],
}


def faults(definition):
    """The elements at fault, by place."""
    return {problem.field: problem.message for problem in shapes.problems_of(definition, SHAPES)}


def holders(definition, path):
    """Where the last part of a path stands: each map that has it."""
    maps = [definition]
    *way, last = path.split(".")
    for part in way:
        name = part.removesuffix("[]")
        maps = [row for each in maps for row in rows_in(each.setdefault(name, {}))]
    return maps, last


def rows_in(value):
    """The rows of a table, or the one map that it is."""
    return value if isinstance(value, list) else [value]


def test_the_text_that_is_tried_is_sound():
    assert faults(WHOLE) == {}


@pytest.mark.parametrize("path", ROWS)
def test_no_table_takes_the_same_row_twice(path):
    definition = copy.deepcopy(WHOLE)
    rows_of, name = holders(definition, path)
    rows_of[0][name].append(copy.deepcopy(rows_of[0][name][0]))
    messages = faults(definition).values()
    assert messages and all("只能用一次" in words for words in messages)


@pytest.mark.parametrize(
    ("path", "same"),
    [
        ("materials[].name", "身 份证"),
        ("situations[].options[].label", "第一种 "),
        ("situations[].question", "哪一种?"),
        ("discretion[].table[].case", "符合的　"),
    ],
)
def test_words_that_read_the_same_are_the_same(path, same):
    definition = copy.deepcopy(WHOLE)
    table, _, name = path.rpartition("[].")
    rows_of, key = holders(definition, table)
    other = copy.deepcopy(rows_of[0][key][0]) | {name: same}
    for code, fresh in (("code", "M2"), ("value", "two"), ("key", "other")):
        if code in other:
            other[code] = fresh
    if table == "materials":
        other["name"] = same
    rows_of[0][key].append(other)
    assert any(same in words for words in faults(definition).values())


def test_the_same_matter_may_be_weighed_anew_from_another_day():
    definition = copy.deepcopy(WHOLE)
    later = copy.deepcopy(definition["discretion"][0]) | {"valid_from": "2025-01-01"}
    definition["discretion"].append(later)
    assert faults(definition) == {}


@pytest.mark.parametrize("name", ["acceptance", "deliver_by"])
def test_a_limit_before_or_after_the_decision_is_told_in_full(name):
    limit = {"days": 5, "unit": "工作日", "article": "行政许可法第32条"}
    assert faults(WHOLE | {name: limit}) == {}
    for part in limit:
        assert list(faults(WHOLE | {name: limit | {part: None}})) == [f"{name}.{part}"]
    assert list(faults(WHOLE | {name: "5个工作日"})) == [name]
    assert list(faults(WHOLE | {name: limit | {"colour": "红"}})) == [name]


@pytest.mark.parametrize("path", WORDS)
def test_no_list_of_words_says_one_twice(path):
    shape = next(each for each in SHAPES if each["path"] == path)
    definition = copy.deepcopy(WHOLE)
    word = shape.get("of", ["甲"])[0]
    rows_of, name = holders(definition, path)
    rows_of[0][name] = [word, word]
    assert bool(faults(definition)) is (path not in ("process", "result_sample.lines"))


def test_every_code_has_its_make():
    named = {each["path"] for each in SHAPES if "编码" in each["label"] or "代号" in each["label"]}
    assert named == set(CODES)
    assert all("like" in each for each in SHAPES if each["path"] in CODES)


@pytest.mark.parametrize(("path", "code"), [(path, one) for path in CODES for one in CODES[path]])
def test_a_code_of_another_make_is_refused(path, code):
    definition = copy.deepcopy(WHOLE)
    rows_of, name = holders(definition, path)
    rows_of[0][name] = code
    assert len(faults(definition)) == 1


def test_what_the_packs_say_is_of_this_make():
    for path in packs.files("items"):
        assert faults(packs.read(path)) == {}, path
