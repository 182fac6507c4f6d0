"""packs/commitments, as far as items are concerned.

Proofs that a promise stands for, papers that may follow, and the credit
commitment of what pays.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from yichuang.catalog import tables
from yichuang.catalog.queries.judging import promise_problems
from yichuang.catalog.rules import situations
from yichuang.catalog.rules.promises import credit, proofs

Row = Mapping[str, Any]
Rows = list[dict[str, Any]]
UNUSED = "commitments/proofs.yaml：没有事项用到“{paper}”的这一条"


def problems(definition: dict[str, Any], form: dict[str, Any]) -> list[str]:
    """What is wrong with the promises of an item, in plain words.

    form: as it is frozen in a version.
    """
    texts = []
    for problem in promise_problems(definition, form):
        texts.append(problem.message)
    for problem in credit.problems_of(definition, form):
        texts.append(problem.message)
    return texts


def unused(definitions: Iterable[Row]) -> list[str]:
    """Rows of proofs that stand for no paper of any item.

    Its name was spelled otherwise, or the row is one too many.
    """
    rows = tables.proofs()
    used = []
    for definition in definitions:
        used += _rows_of(definition, rows)
    faults = []
    for row in rows:
        if row in used:
            continue
        fault = UNUSED.format(paper=row["paper"])
        faults.append(fault)
    return faults


def _rows_of(definition: Row, rows: Rows) -> Iterator[Row]:
    """The rows of the papers for which a promise may stand in an item."""
    code = definition["code"]
    for material in situations.materials_of(definition):
        if not material.by_promise:
            continue
        row = proofs.proof_of(rows, code, material.name)
        if row is not None:
            yield row
