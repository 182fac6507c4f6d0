"""States and codes: every verb from every state, and the order of the codes that the exchange accepts."""

import pytest

from yichuang.cases.rules import states
from yichuang.cases.rules.states import FINAL
from yichuang.core.errors import Conflict

# which codes may follow which, as the exchange has it; 17 also follows 05, because an applicant may take an
# application back at any time before the decision; after 07 the review goes on, told or not
ORDER = {
    "": {"01"},
    "01": {"02", "03", "04", "14", "17"},
    "04": {"05", "14", "17"},
    "05": {"02", "03", "04", "17"},
    "02": {"08", "06", "12", "13", "17"},
    "06": {"07", "13", "17"},
    "07": {"08", "06", "09", "10", "12", "13", "17"},
    "08": {"09", "10", "06", "12", "13", "17"},
    "09": {"15", "11"},
    "10": {"11"},
    "11": {"16"},
    "16": set(),
    "03": set(),
    "13": set(),
    "14": set(),
    "17": set(),
}
FRONT = "defer_acceptance resume_acceptance deem_accepted accept refuse ask_correction"
REVIEW = "ask_extension grant_extension refuse_extension agree_longer sign_check answer_objection end_notice void"
DESK = "claim release hand_over recount note_right note_answers"
OWED = "add_paper promise_paper withdraw_promise"  # while a paper may still come
UNDECIDED = f"withdraw judge_material decide_by_silence {DESK}"
SPECIAL = "begin_special ask_suspension refuse_suspension suspend restart_term publicise"
WORKED_ON = f"take_back_clear check_on_site {OWED} remind begin_awaiting note_false"
LOOKED_AGAIN = (
    "ask_person answer_look revise_decision propose_revocation state_case decide_revocation"
)
ALLOWED = {
    "received": f"{FRONT} {OWED} remind accept_by_rule {UNDECIDED}",
    "correcting": f"answer_correction drop_notice return {UNDECIDED}",
    "supplied": f"{FRONT} {OWED} remind accept_by_rule {UNDECIDED}",
    "accepted": f"begin_review decide_by_rule {WORKED_ON} {REVIEW} {UNDECIDED}",
    "reviewing": f"review propose approve deny {WORKED_ON} {SPECIAL} {REVIEW} {UNDECIDED}",
    "special": f"end_special {REVIEW} {UNDECIDED}",
    "suspended": f"resume {REVIEW} {UNDECIDED}",
    "awaiting": f"end_awaiting end_awaiting_in_review {OWED} {REVIEW} {UNDECIDED}",
    "second": f"send_back approve deny {REVIEW} {UNDECIDED}",
    "approved": f"close {DESK}",
    "denied": f"close {DESK}",
    "closed": f"deliver post follow_up {LOOKED_AGAIN}",
    "refused": "serve post",
    "returned": "",
    "withdrawn": "",
    "voided": "",
}
ALWAYS = {"explain_slow", "answer_urging", "end_urging"}
OPEN = {"urge", "let_go"}  # in every state that is not final


@pytest.mark.parametrize("state", states.STATES)
@pytest.mark.parametrize("verb", states.MOVES)
def test_a_verb_is_allowed_where_the_table_says_and_a_conflict_elsewhere(verb, state):
    everywhere = ALWAYS | (OPEN if state not in FINAL else set())
    if verb in ALLOWED[state].split() or verb in everywhere:
        assert states.move(verb, state) in states.STATES
        return
    with pytest.raises(Conflict) as refused:
        states.move(verb, state)
    assert states.STATES[state].label in refused.value.message and refused.value.way_out


def test_each_state_reports_one_code_and_says_where_it_ends():
    assert all(
        state.code in ORDER and state.plain and state.label for state in states.STATES.values()
    )
    assert {key for key, state in states.STATES.items() if state.final} == set(FINAL)


def test_a_table_keyed_by_states_that_forgets_one_is_refused():
    whole = dict.fromkeys(states.OPEN, "words")
    assert states.total(whole, states.OPEN) is whole
    for wrong in ({**whole, "closed": ""}, {key: "" for key in whole if key != "correcting"}):
        with pytest.raises(ValueError, match="closed|correcting"):
            states.total(wrong, states.OPEN)


def test_no_final_state_moves_on_to_another_state():
    for verb, rule in states.MOVES.items():
        if rule.target:
            assert not set(rule.sources) & set(FINAL), verb


def _is_refused_by_its_service(verb, state, code, last) -> bool:
    """A second delivery; whatever waits for a 公示, which is no state, and the end of one that did not begin. What is
    decided by silence is told after whatever was told last, and what a rule decides after its acceptance, as
    即办件 are: nobody did the steps between. A case that waited goes back where it was."""
    if verb == "deliver":
        return last == "16"
    if verb in ("decide_by_silence", "decide_by_rule"):
        return True
    if verb in ("end_awaiting", "end_awaiting_in_review"):
        return (verb == "end_awaiting") is not (last == "02")
    if verb == "end_notice":
        return last != "06" or state == "special"
    waits = last == "06" and state != "special"
    return waits and code in ("06", "08", "09", "10")


def test_every_order_of_codes_that_the_moves_allow_is_one_that_the_exchange_takes():
    wrong = set()
    seen = set()

    def walk(state, last):
        if (state, last) in seen:
            return
        seen.add((state, last))
        for verb, rule in states.MOVES.items():
            if state not in rule.sources:
                continue
            if _is_refused_by_its_service(verb, state, rule.code, last):
                continue
            if rule.code and rule.code not in ORDER[last]:
                wrong.add((last, rule.code))
            walk(rule.target or state, rule.code or last)

    walk("received", "01")
    assert wrong == set()
    assert {last for _, last in seen} == set(ORDER) - {""}


def test_the_moves_of_an_instant_item_are_those_of_the_table():
    state, codes = "received", ["01"]
    for verb in ("accept", "begin_review", "approve", "close"):
        state = states.move(verb, state)
        codes.append(states.exchange_code(verb))
    assert state == "closed"
    assert all(b in ORDER[a] for a, b in zip(["", *codes], codes, strict=False))
