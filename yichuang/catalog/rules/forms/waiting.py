"""Conditions that wait for an answer which nobody can give. Pure."""

from collections.abc import Iterable, Iterator, Mapping

from .form import Condition, Field

Asked = Mapping[str, Field]
Conditions = Iterable[Condition | None]
# tests of a condition that name answers of a question with options
NAMING = ("equals", "in", "not_in", "contains_any")


def in_vain(conditions: Conditions, fields: Asked) -> Iterator[str]:
    """Each answer that a condition names and that is not among the options of what it looks at.

    Told as "question=answer"; fields: those that a condition may look at, by key.
    """
    for condition in conditions:
        if condition is None:
            continue
        inner = condition.get("all", ())
        yield from in_vain(inner, fields)
        key = condition.get("field", "")
        field = fields.get(key)
        if field is not None and field.labels:
            yield from _unoffered(condition, field)


def _unoffered(condition: Condition, field: Field) -> Iterator[str]:
    """The answers that one question does not offer."""
    for test in NAMING:
        if test not in condition:
            continue
        named = condition[test]
        answers = [named]
        if isinstance(named, list | tuple):
            answers = named
        for answer in answers:
            if answer not in field.labels:
                yield f"{field.label}={answer}"


def signed(fields: Asked) -> bool:
    """Whether a form asks for a signature.

    电子签名法 13: what an application rests on is signed by who makes it.
    """
    kinds = [field.type for field in fields.values()]
    return "signature" in kinds
