"""Documents of identity: each kind with its own check. Numbers are made up; check digits were worked out by hand."""

import pytest

from yichuang.reference.rules import documents

RIGHT = {
    "01": ["510812198805129916"],
    "02": ["H12345678", "M1234567890"],
    "03": ["12345678", "1234567890A"],
    "06": ["E12345678", "G12345678", "123456789"],
    "05": ["USA110090010012"],
    "99": ["退役军人证12345"],
}
WRONG = {
    "01": ["510812198805129917", "E12345678", "13900000001"],
    "02": ["X12345678", "H1234567", "510812198805129916"],
    "03": ["1234567", "H12345678"],
    "04": ["510812198805129916", "E12345678"],
    "05": ["510812198805129916", "US110090010012"],
    "06": ["E1", "护照1234", "ABCDEFG"],
    "99": ["1", "@@@@"],
}


@pytest.mark.parametrize(
    ("kind", "number"), [(kind, number) for kind in RIGHT for number in RIGHT[kind]]
)
def test_a_number_that_can_be_is_taken_however_it_is_spelled(kind, number):
    assert documents.problem(kind, number) is None
    assert documents.problem(kind, f" {number.lower()} ") is None


@pytest.mark.parametrize(
    ("kind", "number"), [(kind, number) for kind in WRONG for number in WRONG[kind]]
)
def test_a_number_that_cannot_be_is_told_in_one_sentence(kind, number):
    told = documents.problem(kind, number)
    assert told and "\n" not in told


def test_every_kind_says_what_is_missing_and_an_unknown_kind_is_refused():
    assert all("请填" in documents.problem(kind, " ") for kind in documents.KINDS)
    assert documents.problem("07", "E12345678") == "没有这种证件类型，请从列表里选"


def test_only_a_number_that_needs_no_telling_is_recognised_by_itself():
    assert documents.kind_of("510812198805129916") == "01"
    assert [documents.kind_of(number) for number in ("E12345678", "13900000001", "")] == [
        "",
        "",
        "",
    ]
