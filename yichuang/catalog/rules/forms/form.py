"""A form as the engine sees it: sections of fields, frozen, compiled once per version by the caller."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NamedTuple

from yichuang.reference.rules import documents

from .crossing import CrossRule

Condition = Mapping[str, Any]


@dataclass(frozen=True)
class Field:
    """One question. `options` are (code, label) pairs, whether they came from a code list or from the form itself.

    unoffered: codes that are understood and refused by a rule in its own words, so nobody is asked to choose them.
    follows: the operand that answers it, from a number given elsewhere; typed_when: when it is asked all the same."""

    key: str
    label: str
    type: str
    required: bool
    help: str = ""
    options: tuple[tuple[str, str], ...] = ()
    validate: Mapping[str, Any] = field(default_factory=dict)
    when: Condition | None = None
    prefill_from: tuple[str, ...] = ()
    mask: bool = False
    from_situation: bool = False
    columns: tuple["Field", ...] = ()
    level: int = 0
    account_kind: str = ""
    is_name: bool = False
    spelt: str = ""
    of_a_life: bool = True
    follows: Mapping[str, Any] | None = None
    typed_when: Condition | None = None
    unoffered: tuple[str, ...] = ()

    @cached_property
    def offered(self) -> tuple[tuple[str, str], ...]:
        """The options that somebody is asked to choose from."""
        offered = []
        for code, label in self.options:
            if code not in self.unoffered:
                offered.append((code, label))
        return tuple(offered)

    @cached_property
    def labels(self) -> dict[str, str]:
        """Code to label."""
        return dict(self.options)

    @cached_property
    def column(self) -> dict[str, "Field"]:
        """Key to column of a table."""
        return {each.key: each for each in self.columns}


@dataclass(frozen=True)
class Section:
    """Questions that stand together: a shared group, or the form's own fields."""

    key: str
    label: str
    fields: tuple[Field, ...]
    when: Condition | None = None


class About(NamedTuple):
    """The fields that name a person whom the matter is about; oneself: the applicant may be this very person.

    kind: the field with the kind of the document, "" where none is asked; other: that of a number that is no citizen's,
    where it has a field of its own."""

    name: str
    number: str
    oneself: bool = False
    kind: str = ""
    other: str = ""

    def number_in(self, answers: Mapping[str, Any]) -> str:
        """Their number as the answers tell it; "" where they do not."""
        number = answers.get(self.number)
        if number:
            return number
        return answers.get(self.other) or ""

    def answers_for(self, number: str, kind: str) -> dict[str, str]:
        """The answers that tell a document of this kind (reference.rules.documents)."""
        key = self.number
        if self.other and kind not in documents.LIKE_CITIZEN:
            key = self.other
        answers = {key: number}
        if self.kind:
            answers[self.kind] = kind
        return answers


@dataclass(frozen=True)
class Form:
    """The application form of one item. The section that holds the signature comes last.

    rules: what is judged across its answers. about: whom the matter is about where that is not the applicant, the one
    whom it is mainly about first."""

    code: str
    name: str
    sections: tuple[Section, ...]
    rules: tuple[CrossRule, ...] = ()
    about: tuple[About, ...] = ()

    def pairs(self) -> Iterator[tuple[Section, Field]]:
        """Every field with its section, in order."""
        for section in self.sections:
            for each in section.fields:
                yield section, each

    @cached_property
    def fields(self) -> dict[str, Field]:
        """Key to field; keys are unique inside a form."""
        return {each.key: each for _, each in self.pairs()}

    @cached_property
    def conditional(self) -> tuple[tuple[str, tuple[Condition, ...]], ...]:
        """Keys of the fields that are not always asked, with all that must hold for each."""
        rows = []
        for section, each in self.pairs():
            conditions = tuple(filter(None, (section.when, each.when)))
            if conditions:
                rows.append((each.key, conditions))
        return tuple(rows)

    @cached_property
    def accounts(self) -> tuple[str, ...]:
        """Keys of the fields that hold a person's bank account."""
        keys = []
        for key, each in self.fields.items():
            if each.type == "bank_account" and each.account_kind != "unit":
                keys.append(key)
        return tuple(keys)
