"""Whose promise was found false is heard first: example 32, by hand."""

from datetime import date

from yichuang.cases.rules.promises import hearing
from yichuang.catalog import tables
from yichuang.reference.queries import calendar

RULES = tables.promise_rules()


def test_five_working_days_for_a_statement():
    assert hearing.statement_until(date(2026, 12, 7), RULES, calendar()) == date(2026, 12, 14)


def test_it_is_decided_after_the_statement_or_after_its_last_day():
    until = date(2026, 12, 14)
    assert not hearing.may_be_decided(date(2026, 12, 14), until, is_heard=False)
    assert hearing.may_be_decided(date(2026, 12, 15), until, is_heard=False)
    assert hearing.may_be_decided(date(2026, 12, 8), until, is_heard=True)


def test_by_somebody_who_neither_proposed_it_nor_decided_the_case():
    took_part = frozenset({"officer:1", "officer:2"})
    assert not hearing.may_decide("officer:1", took_part)
    assert not hearing.may_decide("officer:2", took_part)
    assert hearing.may_decide("officer:3", took_part)


def test_cheating_for_a_benefit_is_grave():
    assert hearing.gravity_of(is_cheating=True, rules=RULES) == "serious"
    assert hearing.gravity_of(is_cheating=False, rules=RULES) == "general"
