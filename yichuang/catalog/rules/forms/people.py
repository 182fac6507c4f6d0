"""Who a form names. Pure.

The applicant, whom the register knows, and everybody else, who is asked.
"""

from collections.abc import Iterator, Mapping
from typing import Any

APPLICANT = "applicant"
REGISTER = "registry.person."


def applicant_problems(groups: Mapping[str, Any], forms: Mapping[str, Any]) -> list[str]:
    """Fields that would be filled with the applicant's own record though they are not said to be the applicant's.

    A group or field says so by `whose: applicant`; whoever else is named
    (the deceased, the injured, the owner of an archive, a row of a
    roster) is asked, never filled in and locked.
    """
    problems = []
    for name, group in groups.items():
        problems += _said_of(f"forms/groups/{name}", group)
    for code, form in forms.items():
        problems += _said_of(f"forms/{code}", form)
    return problems


def _said_of(place: str, holder: Mapping[str, Any]) -> list[str]:
    """The faults of one group or form, each with where it stands."""
    faults = []
    for stranger in _strangers(holder):
        faults.append(f"{place}: {stranger}")
    return faults


def _strangers(holder: Mapping[str, Any]) -> Iterator[str]:
    """The faults of one group or form, field by field.

    holder: its definition, as the pack has it.
    """
    whose_all = holder.get("whose")
    for field in holder["fields"]:
        whose = field.get("whose", whose_all)
        is_applicant = whose == APPLICANT
        source = _register_source(field)
        if source and not is_applicant:
            yield _unsaid(field, source)
        yield from _strange_columns(field, is_applicant)


def _strange_columns(table: Mapping[str, Any], is_applicant: bool) -> Iterator[str]:
    """The columns of a table that take from the register.

    None may: its rows are other people.
    """
    for column in table.get("columns", ()):
        source = _register_source(column)
        if source is None:
            continue
        if not is_applicant:
            yield _unsaid(column, source)
        name = f"{table['key']}.{column['key']}"
        yield f"{name} is a row of other people and takes {source}"


def _register_source(field: Mapping[str, Any]) -> str | None:
    """The first place in the register from which a field or column is filled in.

    None for one that takes nothing from there.
    """
    for source in field.get("prefill_from", ()):
        if source.startswith(REGISTER):
            return source
    return None


def _unsaid(field: Mapping[str, Any], source: str) -> str:
    """The sentence about a field that does not say whose it is."""
    key = field["key"]
    return f"{key} takes {source} and is not said to be the applicant's"
