"""Which proof a promise stands for, and its words (证明事项告知承诺制, 国办发〔2020〕42号)."""

from collections.abc import Iterator, Mapping, Sequence
from string import Formatter
from typing import Any

from yichuang.catalog.rules import situations
from yichuang.core.errors import FieldProblem

Row = Mapping[str, Any]
Rows = Sequence[Row]
NO_PROOF = (
    "材料“{paper}”能用承诺代替，却没有写它证明什么、承诺的话怎么说（packs/commitments/proofs.yaml）"
)
NO_FIELD = "承诺“{paper}”的话里要填“{key}”，申请表里没有这个问题"


def proof_of(rows: Rows, code: str, paper: str) -> Row | None:
    """The row of a paper of an item, None where there is none.

    A row for this item alone comes before one for all.
    """
    for_all = None
    for row in rows:
        if row["paper"] != paper:
            continue
        items = row.get("items")
        if items is None:
            for_all = for_all or row
        elif code in items:
            return row
    return for_all


def fields_of(words: str) -> list[str]:
    """Keys of the questions whose answers stand in the words of a promise.

    In order, each once.
    """
    keys = []
    parts = Formatter().parse(words)
    for _, key, _, _ in parts:
        if key and key not in keys:
            keys.append(key)
    return keys


def problems_of(definition: Row, form: Row, rows: Rows) -> list[FieldProblem]:
    """Papers for which a promise may stand though nobody wrote what it says.

    definition, form: of a version, as they are frozen.
    rows: packs/commitments/proofs.yaml.
    """
    known = set(_keys_of(form))
    problems = []
    for text in _texts(definition, known, rows):
        problem = FieldProblem("commitment.commitment_materials", text, "proof")
        problems.append(problem)
    return problems


def _texts(definition: Row, known: set[str], rows: Rows) -> Iterator[str]:
    """The same in words.

    known: keys of the questions of the form.
    """
    code = str(definition.get("code"))
    for material in situations.materials_of(definition):
        if not material.by_promise:
            continue
        row = proof_of(rows, code, material.name)
        if row is None:
            yield NO_PROOF.format(paper=material.name)
            continue
        for key in fields_of(row["words"]):
            if key not in known:
                yield NO_FIELD.format(paper=material.name, key=key)


def _keys_of(form: Row) -> Iterator[str]:
    """Keys of all questions of a frozen form."""
    parts = [form.get("definition") or {}]
    groups = form.get("groups") or {}
    parts += groups.values()
    for part in parts:
        for field in part.get("fields") or ():
            yield field["key"]
