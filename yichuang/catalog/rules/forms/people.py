"""Who a form names: the applicant, whom the register knows, and everybody else, who is asked. Pure."""

from collections.abc import Iterator, Mapping
from typing import Any

APPLICANT = "applicant"
REGISTER = "registry.person."


def applicant_problems(groups: Mapping[str, Any], forms: Mapping[str, Any]) -> list[str]:
    """Fields that would be filled with the applicant's own record though they are not said to be the applicant's.

    A group or field says so by `whose: applicant`; whoever else is named (the deceased, the injured, the owner of an
    archive, a row of a roster) is asked, never filled in and locked."""
    problems = []
    for name, group in groups.items():
        problems += [f"forms/groups/{name}: {each}" for each in _strangers(group)]
    for code, form in forms.items():
        problems += [f"forms/{code}: {each}" for each in _strangers(form)]
    return problems


def _strangers(holder: Mapping[str, Any]) -> Iterator[str]:
    for field in holder["fields"]:
        whose = field.get("whose", holder.get("whose"))
        for each in (field, *field.get("columns", ())):
            sources = [
                source for source in each.get("prefill_from", ()) if source.startswith(REGISTER)
            ]
            if sources and whose != APPLICANT:
                yield f"{each['key']} takes {sources[0]} and is not said to be the applicant's"
            if sources and each is not field:
                yield f"{field['key']}.{each['key']} is a row of other people and takes {sources[0]}"
