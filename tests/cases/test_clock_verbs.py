"""What the rule of a case does not name stands open to nobody, by none of the verbs of the clock."""

from datetime import date

import pytest

from tests.cases.branching import branch
from tests.cases.clock_rules import LICENCE, MONDAY, on
from tests.cases.conftest import PROMISED
from tests.cases.frozen_terms import frozen
from yichuang.cases import services
from yichuang.cases.models import Pause, TermChange
from yichuang.cases.queries import nightly
from yichuang.cases.rules import papers
from yichuang.cases.rules.term_changes import MOVES_THE_DUE
from yichuang.cases.services import messages
from yichuang.core.errors import Conflict, Invalid

NOW = on(11, 25)
LATER = date(2026, 12, 1)
WAIT = {"reason": "等", "expected_until": LATER, "not_visible": True, "cause": "conclusion"}
OF_REVIEWER = {
    "begin_special": {"kind": "test", "reason": "送检", "planned_until": LATER},
    "suspend": WAIT,
    "ask_suspension": WAIT,
    "ask_extension": {"reason": "复杂", "until": date(2026, 12, 18)},
    "restart_term": {"event": "joined", "on_day": date(2026, 11, 24), "reason": "追加"},
    "check_on_site": {
        "second": None,
        "on_day": date(2026, 11, 24),
        "place_of": "厂区",
        "findings": "有人上班",
    },
}


@pytest.fixture
def bare(monkeypatch, reviewing):
    """A case in review whose rule names nothing beside its terms."""
    frozen(monkeypatch, branch(**LICENCE), promise=(10, "工作日"))
    return reviewing(PROMISED, now=MONDAY)


@pytest.mark.parametrize("verb", OF_REVIEWER)
def test_what_the_rule_does_not_name_is_done_by_no_reviewer(bare, officer, verb):
    seq = bare.seq
    with pytest.raises((Invalid, Conflict)):
        getattr(services, verb)(
            case_id=bare.uuid, officer=officer("gy_reviewer"), now=NOW, **OF_REVIEWER[verb]
        )
    bare.refresh_from_db()
    assert (bare.seq, bare.state, bare.paused_since) == (seq, "reviewing", None)
    assert not Pause.objects.filter(case=bare).exists()
    assert not TermChange.objects.filter(case=bare).exists()


def test_nor_by_a_clerk(monkeypatch, submitted, officer):
    frozen(monkeypatch, branch(**LICENCE), promise=(10, "工作日"))
    case = submitted(PROMISED, now=MONDAY)
    with pytest.raises(Invalid):
        services.defer_acceptance(
            case_id=case.uuid,
            officer=officer("gy_clerk"),
            kind="mediate_first",
            reason="先调解",
            planned_until=LATER,
            is_agreed=True,
            now=NOW,
        )
    services.accept(case_id=case.uuid, officer=officer("gy_clerk"), now=NOW)
    with pytest.raises(Conflict):
        services.agree_longer(
            case_id=case.uuid, officer=officer("gy_clerk"), until=LATER, consent="", now=NOW
        )


@pytest.mark.parametrize("verb", ["deem_accepted", "note_right", "decide_by_silence"])
def test_nor_by_the_night(bare, verb):
    assert not getattr(services, verb)(case_id=bare.uuid, now=on(12, 30))


def test_the_night_looks_at_versions_with_rights_only(submitted):
    case = submitted(PROMISED, now=MONDAY)
    assert case.uuid not in nightly.with_rights()


def test_who_waits_for_a_moved_day_is_told_of_it():
    of_the_desk = set(MOVES_THE_DUE) - {"end_notice"}
    assert {verb for verb in of_the_desk if not messages.is_told(verb)} == set()


def test_a_stop_and_whatever_makes_a_term_longer_bring_a_paper():
    for verb in (
        "begin_special",
        "defer_acceptance",
        "suspend",
        "grant_extension",
        "agree_longer",
        "restart_term",
    ):
        assert papers.brought_by(verb), verb
