"""A partner sees how each paper of a case stands: given, or what whoever holds it said, with the receipt."""

import pytest

from tests.cases.answered import all_answer
from yichuang.exchange.models import Query


def papers(caller) -> dict[str, dict]:
    """Name → paper, of an application that was just sent."""
    number = caller.apply().json()["number"]
    all_answer()
    rows = caller.look(f"cases/{number}").json()["papers"]
    return {row["name"]: row for row in rows}


def test_what_was_uploaded_is_given(caller):
    by_file = [row for row in papers(caller).values() if row["source"] == "file"]
    assert len(by_file) == 2
    assert {(row["state"], row["receipt"]) for row in by_file} == {("given", "")}


@pytest.mark.asks
def test_what_others_hold_says_what_they_answered(caller):
    asked = {name: row for name, row in papers(caller).items() if row["state"] != "given"}
    assert asked
    for name, row in asked.items():
        answers = Query.objects.filter(receipt=row["receipt"], outcome=row["state"])
        assert answers.exists(), name


@pytest.mark.asks
def test_nothing_is_said_of_an_answer_that_is_not_here(caller):
    number = caller.apply().json()["number"]
    rows = caller.look(f"cases/{number}").json()["papers"]
    waiting = [row for row in rows if row["source"] == "asked"]
    assert waiting
    assert {(row["state"], row["receipt"]) for row in waiting} == {("waiting", "")}
