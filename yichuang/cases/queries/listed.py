"""Whom a form names by number beside those whom it is about and the agent: row by row in its tables, or in a field of
their own, as packs/forms/named.yaml declares them."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from yichuang.cases.models import Case, NameCheck
from yichuang.cases.queries.named import NamedPerson
from yichuang.cases.queries.versions import Version
from yichuang.catalog import tables
from yichuang.catalog.rules.forms import Field
from yichuang.catalog.tables import Declared
from yichuang.registry import queries as register

NUMBER, NAME = "id_number", "name"  # columns of every table of people
_IMPRINT_SHOWN = 24  # hex digits that tell two names of one table apart


@dataclass(frozen=True)
class Listed:
    """One of them.

    person: with a key that stays the same when rows move;
    row: its number from 1, 0 for a field of its own;
    declared: what is done about whoever stands there."""

    person: NamedPerson
    row: int
    declared: Declared


@dataclass(frozen=True)
class Tally:
    """What is known of the names in one table or field.

    label: of the table, or of the field with the name; people: how many are named; outcomes: a value of
    NameCheck.outcome → how many, none where nobody is asked; wrong_rows: of names that are not those of their numbers,
    as the police register or our own says, 0 for a field of its own."""

    label: str
    people: int
    declared: Declared
    outcomes: Mapping[str, int]
    wrong_rows: tuple[int, ...]


def fields_of(version: Version) -> list[tuple[Field, Declared]]:
    """Tables and fields of the form in which people are named."""
    by_key = tables.named_people()
    fields = []
    for key, field in version.form.fields.items():
        declared = by_key.get(key)
        if declared and _holds_people(field):
            fields.append((field, declared))
    return fields


def _holds_people(field: Field) -> bool:
    if field.type == "table":
        return NUMBER in field.column
    return field.type == "id_number"


def in_case(version: Version, case: Case) -> list[Listed]:
    """Those whom the case's answers name so, without its applicant, each once in a table or field."""
    own_number = ""
    if case.person:
        own_number = case.person.id_number
    listed = {}
    visible = None
    for field, declared in fields_of(version):
        if field.key not in case.form:
            continue
        if visible is None:
            visible = version.visible(case.form)
        if field.key not in visible:
            continue
        for row, person in _named_at(field, declared, case.form):
            if person.number != own_number:
                listed.setdefault(person.key, Listed(person, row, declared))
    return list(listed.values())


def _named_at(
    field: Field, declared: Declared, answers: Mapping[str, Any]
) -> Iterator[tuple[int, NamedPerson]]:
    if field.type != "table":
        person = _person(field.key, answers.get(declared.name), answers[field.key])
        yield 0, person
        return
    for row, cells in enumerate(answers[field.key], 1):
        if cells.get(NUMBER):
            yield row, _person(field.key, cells.get(NAME), cells[NUMBER])


def _person(key: str, name: str | None, number: str) -> NamedPerson:
    person = NamedPerson(key, name or "", number, role="listed")
    imprint = person.imprint.hex()[:_IMPRINT_SHOWN]
    return NamedPerson(f"{key}.{imprint}", person.name, number, role="listed")


def tallies(version: Version, case: Case) -> list[Tally]:
    """The names of a case, table by table: two reads, however many they are."""
    people = in_case(version, case)
    if not people:
        return []
    checks = {}
    for check in NameCheck.objects.filter(case=case):
        checks[check.name_key] = check
    wrong_pairs = register.misnamed((each.person.name, each.person.number) for each in people)
    by_field: dict[str, list[Listed]] = {}
    for each in people:
        key = each.person.key.partition(".")[0]
        by_field.setdefault(key, []).append(each)
    counted = []
    for key, group in by_field.items():
        counted.append(_tally(version, key, group, checks, wrong_pairs))
    return counted


def _tally(
    version: Version,
    key: str,
    people: list[Listed],
    checks: Mapping[str, NameCheck],
    wrong_pairs: set[tuple[str, str]],
) -> Tally:
    declared = people[0].declared
    outcomes: Counter[str] = Counter()
    wrong_rows = []
    for each in people:
        check = checks.get(each.person.key)
        outcome = check.outcome if check else NameCheck.WAITING
        pair = (each.person.name, each.person.number)
        is_wrong = outcome == NameCheck.OTHER
        if outcome != NameCheck.SAME and pair in wrong_pairs:
            is_wrong = True
        if is_wrong:
            wrong_rows.append(each.row)
        elif declared.asks:
            outcomes[outcome] += 1
    label = version.form.fields[declared.name or key].label
    return Tally(label, len(people), declared, outcomes, tuple(wrong_rows))
