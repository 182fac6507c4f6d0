"""Whom a form names by number beside those whom it is about and the agent.

Row by row in its tables, or in a field of their own, as packs/forms/named.yaml declares them
(docs/adr/0048-who-stands-in-a-list-is-asked-and-told-by-jobs.md).
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from yichuang.cases.models import Case, NameCheck
from yichuang.cases.queries.named import NamedPerson
from yichuang.cases.queries.versions import Version
from yichuang.catalog import tables
from yichuang.catalog.rules.forms import Field
from yichuang.catalog.tables import Declared
from yichuang.reference.rules import documents
from yichuang.registry import queries as register

NUMBER, NAME = "id_number", "name"  # columns of every table of people
KIND = "document"  # the check of a number that names the field with the kind
ROLE = "listed"
_DIGITS = 24  # of an imprint: they tell two names of one table apart


@dataclass(frozen=True)
class Listed:
    """One of them.

    person: with a key that stays the same when rows move.
    place: key of the table or of the field with the number.
    row: its number from 1, 0 for a field of its own.
    declared: what is done about whoever stands there.
    """

    person: NamedPerson
    place: str
    row: int
    declared: Declared

    @property
    def is_of_one_person(self) -> bool:
        """Whether the number is nobody else's.

        Those of passports and travel permits are given more than once.
        """
        kind = self.person.kind
        if not kind:
            return True
        return kind in documents.LIKE_CITIZEN

    @property
    def pair(self) -> tuple[str, str]:
        """Name and number.

        As the register is asked for many at once.
        """
        return self.person.name, self.person.number


@dataclass(frozen=True)
class Tally:
    """What is known of the names in one table or field.

    label: of the table, or of the field with the name.
    people: how many are named.
    declared: what is done about them.
    outcomes: a value of NameCheck.outcome → how many; none where nobody is asked.
    wrong_rows: of names that are not those of their numbers, as the police register or our own says.
    """

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
            pair = (field, declared)
            fields.append(pair)
    return fields


def _holds_people(field: Field) -> bool:
    """Another form may have a field of the same key that is nothing of the kind."""
    if field.type == "table":
        return NUMBER in field.column
    return field.type == "id_number"


def in_case(version: Version, case: Case) -> list[Listed]:
    """Those whom the case's answers name so, each once in a table or field.

    Without its applicant, and without answers that are not asked for.
    """
    answered = []
    for field, declared in fields_of(version):
        if field.key in case.form:
            pair = (field, declared)
            answered.append(pair)
    if not answered:
        return []
    own_number = ""
    if case.person:
        own_number = case.person.id_number
    visible = version.visible(case.form)
    listed: dict[str, Listed] = {}
    for field, declared in answered:
        if field.key not in visible:
            continue
        for each in _named_at(field, declared, case.form):
            if each.person.number != own_number:
                listed.setdefault(each.person.key, each)
    people = listed.values()
    return list(people)


def renumbered(version: Version, answers: Mapping[str, Any]) -> list[Listed]:
    """The applicant under each number that they want in place of their own."""
    wanted_numbers = []
    for field, declared in fields_of(version):
        if not declared.renamed:
            continue
        if field.key not in answers:
            continue
        visible = version.visible(answers)
        if field.key in visible:
            applicant = _named_at(field, declared, answers)
            wanted_numbers.extend(applicant)
    return wanted_numbers


def _named_at(field: Field, declared: Declared, answers: Mapping[str, Any]) -> Iterator[Listed]:
    """Whoever stands in one table or field."""
    place = field.key
    if field.type != "table":
        name = answers.get(declared.name)
        new_name = answers.get(declared.renamed)
        if new_name:
            name = new_name
        kind = _kind(field, answers)
        person = _person(place, name, answers[place], kind)
        yield Listed(person, place, 0, declared)
        return
    row = 0
    for cells in answers[place]:
        row += 1
        number = cells.get(NUMBER)
        if number:
            name = cells.get(NAME)
            kind = _kind(field.column[NUMBER], cells)
            person = _person(place, name, number, kind)
            yield Listed(person, place, row, declared)


def _kind(number: Field, answers: Mapping[str, Any]) -> str:
    """The kind of the document whose number stands in a field.

    "" where the number itself tells it.
    """
    key = number.validate.get(KIND)
    if key is None:
        return ""
    return answers.get(key) or ""


def _person(place: str, name: str | None, number: str, kind: str) -> NamedPerson:
    """Under a key of its own in the case, which is no name and no number."""
    plain_name = name or ""
    unplaced = NamedPerson(place, plain_name, number, ROLE, kind)
    imprint = unplaced.imprint.hex()
    digits = imprint[:_DIGITS]
    return replace(unplaced, key=f"{place}.{digits}")


def tallies(version: Version, case: Case) -> list[Tally]:
    """The names of a case, table by table.

    Two reads, however many they are.
    """
    people = in_case(version, case)
    if not people:
        return []
    outcomes = {}
    for check in NameCheck.objects.filter(case=case):
        outcomes[check.name_key] = check.outcome
    pairs = []
    for each in people:
        if each.is_of_one_person:
            pairs.append(each.pair)
    wrong_pairs = register.misnamed(pairs)
    by_place: dict[str, list[Listed]] = {}
    for each in people:
        group = by_place.setdefault(each.place, [])
        group.append(each)
    counted = []
    for group in by_place.values():
        tally = _tally(version, group, outcomes, wrong_pairs)
        counted.append(tally)
    return counted


def _tally(
    version: Version,
    people: list[Listed],
    outcome_by_key: Mapping[str, str],
    wrong_pairs: set[tuple[str, str]],
) -> Tally:
    """The names of one table.

    people: at least one.
    wrong_pairs: what our own register has under another name; the police register has the last word.
    """
    first = people[0]
    declared = first.declared
    outcomes: Counter[str] = Counter()
    wrong_rows = []
    for each in people:
        outcome = outcome_by_key.get(each.person.key, NameCheck.WAITING)
        if outcome != NameCheck.SAME and each.pair in wrong_pairs:
            outcome = NameCheck.OTHER
        if outcome == NameCheck.OTHER:
            wrong_rows.append(each.row)
        elif declared.asks:
            outcomes[outcome] += 1
    key = first.place
    if declared.name and not declared.renamed:
        key = declared.name
    field = version.form.fields[key]
    rows = tuple(wrong_rows)
    return Tally(field.label, len(people), declared, outcomes, rows)
