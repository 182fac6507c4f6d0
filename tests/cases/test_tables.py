"""Tables that several pages read: every kind of paper and every flag has one home, total and used."""

import pytest

from tests.architecture.conftest import CODE
from yichuang.cases.rules import flags, papers, states
from yichuang.cases.services.contexts import CONTEXT
from yichuang.core import packs


def test_a_kind_of_paper_has_its_verbs_its_words_and_its_layout():
    laid_out = {path.stem for path in (packs.ROOT / "papers").glob("*.yaml")}
    assert set(papers.KINDS) == set(CONTEXT)
    for code, kind in papers.KINDS.items():
        assert kind.title and set(kind.after) <= set(states.MOVES), code
        assert not laid_out or code in laid_out


@pytest.mark.parametrize(
    ("verb", "brought"),
    [
        ("submit", ["receipt"]),
        ("deny", ["decision"]),
        ("ask_correction", ["correction"]),
        ("answer_correction", ["receipt"]),
        ("deem_accepted", ["deemed"]),
        ("defer_acceptance", ["special"]),
        ("suspend", ["suspension"]),
        ("ask_suspension", []),
        ("agree_longer", ["extension"]),
        ("ask_extension", []),
        ("restart_term", ["restart"]),
        ("take_back_clear", ["restart"]),
        ("refuse_suspension", []),
        ("note_right", ["right"]),
        ("check_on_site", []),
        ("sign_check", ["check_record"]),
        ("decide_by_silence", ["decision"]),
        ("claim", []),
    ],
)
def test_a_step_brings_its_papers(verb, brought):
    assert papers.brought_by(verb) == brought


def test_no_page_keeps_its_own_table_of_papers():
    titles = {kind.title for kind in papers.KINDS.values()} | {
        kind.public for kind in papers.KINDS.values()
    } - {""}
    copies = [
        str(path.relative_to(CODE))
        for path in CODE.rglob("*.py")
        if path != CODE / "cases/rules/papers.py"
        and sum(f'"{title}"' in path.read_text(encoding="utf-8") for title in titles) > 2
    ]
    assert copies == []


def test_a_flag_is_noted_once_and_only_when_it_is_known():
    assert flags.noted(["outside_table"], flags.LATE) == ["late", "outside_table"]
    assert flags.noted(["late"], flags.LATE) == ["late"]
    with pytest.raises(KeyError):
        flags.noted([], "made_up")


def test_flags_are_named_in_their_table_only():
    elsewhere = [
        str(path.relative_to(CODE))
        for path in CODE.rglob("*.py")
        if path != CODE / "cases/rules/flags.py"
        and "migrations" not in path.parts
        and any(
            f'"{flag}"' in path.read_text(encoding="utf-8")
            for flag in ("over_30_minutes", "second_correction")
        )
    ]
    assert elsewhere == []
