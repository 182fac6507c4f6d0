"""Every verb of the record has its words, and is known to look or to do: who is watched does not see who looks."""

import ast
import re
from pathlib import Path

import pytest

from yichuang.audit import queries as audit
from yichuang.audit.services import record
from yichuang.cases.rules.states import MOVES
from yichuang.supervision.queries import records

HOUSE = Path(__file__).parents[2] / "yichuang"
WRITERS = {"record", "record_reads", "entry"}
VERB = re.compile(
    r"(account|api|audit|bulletin|case|catalog|console|credit|desk|documents|draft|employer|enquiry|file|identity|officer"
    r"|organisation|page|paper|person|rating|target|todo|user)(\.[a-z_]+)+"
)
# put together from parts: by `kind` and `what`, by the state of an order, by what a trouble is and its way
PUT_TOGETHER = {
    "person.read",
    "employer.read",
    "person.prefill",
    "employer.prefill",
    "person.read_whole",
    "employer.read_whole",
    "catalog.change.approved",
    "catalog.change.rejected",
    "catalog.place.approved",
    "catalog.place.rejected",
    "catalog.place.taken_back",
    "event.again",
    "event.close",
    "job.again",
    "job.close",
}
LOOKING = {
    "account.export",
    "audit.search",
    "case.audit",
    "case.open",
    "case.read",
    "case.read_concerned",
    "case.read_taken",
    "case.read_whole",
    "credit.read",
    "case.track",
    "desk.find",
    "desk.find_nobody",
    "employer.prefill",
    "employer.read",
    "employer.read_whole",
    "enquiry.read",
    "enquiry.read_whole",
    "file.read",
    "officer.audit",
    "page.refused",
    "paper.read",
    "person.audit",
    "person.prefill",
    "person.read",
    "person.read_whole",
}
NO_VERBS = {"audit.make_months", "documents.set_unread"}  # jobs


def verbs_in_code() -> set[str]:
    verbs = set(PUT_TOGETHER)
    for path in HOUSE.rglob("*.py"):
        if "migrations" in path.parts:
            continue
        tree = ast.parse(path.read_text(encoding="utf-8"))
        if _writes(tree):
            verbs |= {text for text in _texts(tree) if VERB.fullmatch(text)}
    return verbs - NO_VERBS


def _writes(tree: ast.AST) -> bool:
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module == "yichuang.audit.services":
            names = {alias.name for alias in node.names}
            if names & WRITERS:
                return True
    return False


def _texts(tree: ast.AST) -> set[str]:
    constants = (node for node in ast.walk(tree) if isinstance(node, ast.Constant))
    return {node.value for node in constants if isinstance(node.value, str)}


def has_words(verb: str) -> bool:
    family, _, step = verb.partition(".")
    if family == "case" and step in MOVES:
        return True
    return verb in records.READS or verb in records.WRITES


def test_every_verb_has_its_words():
    verbs = verbs_in_code()
    assert len(verbs) > 80
    assert sorted(verb for verb in verbs if not has_words(verb)) == []


def test_what_only_looks_is_known_as_that_everywhere():
    assert set(audit.LOOKS) == LOOKING
    assert set(records.READS) == LOOKING
    assert LOOKING <= verbs_in_code()


@pytest.mark.django_db
@pytest.mark.parametrize("verb", sorted(LOOKING))
def test_a_look_is_no_deed(verb):
    record(actor="officer:1", verb=verb, subject="officer:2")
    record(actor="officer:1", verb="officer.grant", subject="officer:2")
    assert [row.verb for row in audit.deeds(["officer:2"])] == ["officer.grant"]
