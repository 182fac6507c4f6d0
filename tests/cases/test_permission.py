"""One function says who may do what: every act, by every role, in every state, place and hold; and nothing else does
(SYS-013, SYS-014)."""

import ast
import inspect
import itertools
from pathlib import Path

import pytest

from yichuang.accounts.rules.grants import Grant, Scope
from yichuang.cases import services
from yichuang.cases.rules import permission
from yichuang.cases.rules.acts import ACTS
from yichuang.cases.rules.permission import Hands, Standing

COUNTY, TOWN, CITY, ELSEWHERE = "510812000000", "510812100000", "510800000000", "510802000000"
ME, SOMEBODY = 1, 2
FRONT, BACK = (
    "received correcting supplied",
    "accepted reviewing special suspended awaiting approved denied",
)
IN_REVIEW = "accepted reviewing special suspended awaiting second"
OWED = "received supplied accepted reviewing awaiting"
TURN = (
    dict.fromkeys(FRONT.split(), "clerk")
    | dict.fromkeys(BACK.split(), "reviewer")
    | {"second": "approver"}
)
STATES = (*TURN, "closed", "refused", "returned", "withdrawn", "voided")
OPEN, EVERYWHERE = tuple(TURN), STATES
# act → (states, roles that may do it, whether somebody else's hold forbids it)
TABLE = {
    "accept": ("received supplied", "clerk", True),
    "instant": ("received supplied", "clerk", True),
    "refuse": ("received supplied", "clerk", True),
    "ask_correction": ("received supplied", "clerk", True),
    "drop_notice": ("correcting", "clerk", True),
    "supply": ("correcting", "clerk", False),
    "begin_review": ("accepted", "reviewer", True),
    "review": ("reviewing", "reviewer", True),
    "decide": ("reviewing", "reviewer", True),
    "propose": ("reviewing", "reviewer", True),
    "second": ("second", "approver", True),
    "add_paper": (OWED, "clerk reviewer", False),
    "promise_paper": (OWED, "clerk", False),
    "withdraw_promise": (OWED, "clerk", False),
    "note_false": ("accepted reviewing", "reviewer", True),
    "answer_look": ("closed", "reviewer", False),
    "propose_revocation": ("closed", "reviewer", False),
    "state_case": ("closed", "clerk", False),
    "decide_revocation": ("closed", "approver", False),
    "close": ("approved denied", "reviewer", True),
    "deliver": ("closed refused", "issuer", False),
    "post": ("closed refused", "issuer", False),
    "follow_up": ("closed", "clerk issuer", False),
    "void": (IN_REVIEW, "approver", False),
    "defer_acceptance": ("received supplied", "clerk", True),
    "resume_acceptance": ("received supplied", "clerk", True),
    "begin_special": ("reviewing", "reviewer", True),
    "end_special": ("special", "reviewer", True),
    "ask_suspension": ("reviewing", "reviewer", True),
    "suspend": ("reviewing", "reviewer", True),
    "grant_suspension": ("reviewing", "head", False),
    "refuse_suspension": ("reviewing", "head", False),
    "resume": ("suspended", "reviewer", True),
    "ask_extension": (IN_REVIEW, "reviewer", True),
    "grant_extension": (IN_REVIEW, "head", False),
    "refuse_extension": (IN_REVIEW, "head", False),
    "agree_longer": (IN_REVIEW, "clerk", False),
    "restart_term": ("reviewing", "reviewer", True),
    "take_back_clear": ("accepted reviewing", "reviewer", True),
    "check_on_site": ("accepted reviewing", "reviewer", True),
    "sign_check": (IN_REVIEW, "reviewer", False),
    "publicise": ("reviewing", "reviewer", True),
    "answer_objection": (IN_REVIEW, "reviewer", False),
    "claim": (" ".join(OPEN), "turn", True),
    "take_over": (" ".join(OPEN), "turn", False),
    "hand_over": (" ".join(OPEN), "turn approver", True),
    "judge_material": (f"received correcting supplied {IN_REVIEW}", "turn", True),
    "explain_slow": (" ".join(EVERYWHERE), "clerk reviewer approver", False),
    "urge": (" ".join(OPEN), "supervisor", False),
    "answer_urging": (" ".join(EVERYWHERE), "asked", False),
    "end_urging": (" ".join(EVERYWHERE), "supervisor", False),
    "see_whole": (" ".join(EVERYWHERE), "clerk reviewer approver issuer", False),
}
DECIDING = ("reviewer", "approver", "head")
ROLES = (
    "clerk",
    "reviewer",
    "approver",
    "head",
    "issuer",
    "supervisor",
    "auditor",
    "catalogue_admin",
    "legal",
    "org_admin",
)
# (place of the grant, place of the case, place that decides) → whether a front and a back role reach it
PLACES = {
    (COUNTY, COUNTY, COUNTY): (True, True),
    (COUNTY, TOWN, COUNTY): (True, True),
    (COUNTY, COUNTY, CITY): (True, False),
    (CITY, COUNTY, CITY): (True, True),
    (CITY, COUNTY, COUNTY): (True, True),
    (TOWN, TOWN, COUNTY): (True, False),
    (TOWN, COUNTY, COUNTY): (False, False),
    (ELSEWHERE, COUNTY, COUNTY): (False, False),
}


def _expected(act, role, state, reached, holder) -> bool:
    states, roles, minds_hold = TABLE[act]
    if act == "answer_urging":
        return _asked(role, state, reached, holder)
    wanted = {TURN.get(state) if name == "turn" else name for name in roles.split()}
    if state not in states.split() or role not in wanted:
        return False
    if act == "claim" and holder == ME:
        return False
    heads = act == "hand_over" and role == "approver"  # may pass on what a colleague holds
    if minds_hold and holder == SOMEBODY and not heads:
        return False
    return reached[role in DECIDING]


WORKING = ("clerk", *DECIDING, "issuer", "supervisor")


def _asked(role, state, reached, holder) -> bool:
    """The head, else the holder, else who may do the next step of what nobody holds."""
    if role not in WORKING or not reached[role in DECIDING]:
        return False
    if role == "approver":
        return True
    if holder is None:
        return role == TURN.get(state)
    return holder == ME


@pytest.mark.parametrize("act", [act for act in ACTS if act != "release"])
def test_an_act_is_open_to_the_roles_of_the_table_there_and_to_nobody_else(act):
    tried = itertools.product(
        ROLES, STATES, PLACES.items(), ("", "就业创业", "社会保险"), (None, ME, SOMEBODY)
    )
    for role, state, ((granted, home, decided_in), reached), line, holder in tried:
        case = Standing(
            state,
            "就业创业",
            home,
            decided_in,
            act == "instant",
            holder,
            "李四",
            accepted_by=SOMEBODY,
        )
        hands = Hands(ME, Scope((Grant(role, line, granted),)), qualified=True)
        expected = line != "社会保险" and _expected(act, role, state, reached, holder)
        problem = permission.refusal(act, case, hands)
        assert (problem is None) is expected, (
            act,
            role,
            state,
            granted,
            home,
            decided_in,
            line,
            holder,
        )
        if not line and home == decided_in == granted:
            assert (act in permission.open_acts(case, hands)) is expected
        assert problem is None or (problem.message and problem.way_out)


def test_who_holds_a_case_puts_it_back_and_nobody_else():
    for role, state, holder in itertools.product(ROLES, STATES, (None, ME, SOMEBODY)):
        case = Standing(state, "就业创业", COUNTY, COUNTY, False, holder, "李四")
        hands = Hands(ME, Scope((Grant(role, "", COUNTY),)), qualified=False)
        assert (permission.refusal("release", case, hands) is None) is (
            holder == ME and state in OPEN
        )


OTHER_HAND = (  # than the one that accepted; who proposed the decision may do them while it waits
    *("begin_special", "end_special", "ask_suspension", "suspend", "grant_suspension", "resume"),
    *("refuse_suspension", "take_back_clear"),
    *("ask_extension", "grant_extension", "refuse_extension", "restart_term"),
    *("check_on_site", "sign_check", "publicise", "answer_objection"),
)
TWO_HANDS = (
    "begin_review",
    "review",
    "decide",
    "propose",
    "second",
    "claim",
    "take_over",
    "judge_material",
)


@pytest.mark.parametrize("act", ACTS)
def test_who_accepted_it_takes_no_step_of_the_back_office_and_who_proposed_it_no_second(act):
    both = Hands(ME, Scope(tuple(Grant(role, "", COUNTY) for role in DECIDING)), qualified=True)
    for state in BACK.split() + ["second"]:
        case = Standing(state, "就业创业", COUNTY, COUNTY, False, accepted_by=ME)
        assert act not in (*OTHER_HAND, *TWO_HANDS) or act not in permission.open_acts(case, both)
        case = Standing(state, "就业创业", COUNTY, COUNTY, False, proposed_by=ME)
        assert not (state == "second" and act in TWO_HANDS) or act not in permission.open_acts(
            case, both
        )


QUALIFIED = (
    "defer_acceptance",
    "resume_acceptance",
    "accept",
    "instant",
    "refuse",
    "ask_correction",
    "claim",
    "take_over",
    "judge_material",
)


@pytest.mark.parametrize("act", QUALIFIED)
def test_a_clerk_without_the_qualification_does_no_step_that_decides_at_the_front(act):
    case = Standing("received", "就业创业", COUNTY, COUNTY, act == "instant")
    scope = Scope((Grant("clerk", "", COUNTY),))
    assert "受理资格" in permission.refusal(act, case, Hands(ME, scope, qualified=False)).message
    assert permission.refusal(act, case, Hands(ME, scope, qualified=True)) is None


def test_a_line_of_one_grant_never_joins_a_place_of_another():
    scope = Scope((Grant("clerk", "就业创业", COUNTY), Grant("clerk", "社会保险", ELSEWHERE)))
    case = Standing("received", "社会保险", COUNTY, COUNTY, False)
    assert permission.refusal("accept", case, Hands(ME, scope, qualified=True)) is not None


FREE_OF_IT = {
    "answer_enquiry",
    "take_enquiry",
    "hand_over_enquiry",
    "accept_enquiry",
    "decline_enquiry",
    "take_back_enquiry",
    "move_enquiries_of",
    "begin_case",
    "submit",
    "submit_draft",
    "shown_by_code",
    "take_up_draft",
    "take_up_by_card",
    "ask",
    "bring_mandate",
    "confirm_unit_account",
    "meet_representative",
    "note_opened",
}  # no case yet; who may open a paper is asked where the case is found


def _keys_asked(function) -> set[str]:
    """The acts that it asks the one function about, itself or by the steps of its module that it is made of."""
    function = inspect.unwrap(function)  # a decorator's globals know none of its steps
    keys = set()
    for node in ast.walk(ast.parse(inspect.getsource(function))):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name)):
            continue
        called = node.func.id
        if called in ("require", "refusal"):
            keys.add(node.args[0].value)
        elif called.startswith("_") and called in function.__globals__:
            keys |= _keys_asked(function.__globals__[called])
    return keys


def test_every_service_with_an_officer_asks_the_one_function_by_a_key_that_it_has():
    asked = {}
    for name in services.__all__:
        function = getattr(services, name)
        takes = inspect.signature(function).parameters if inspect.isfunction(function) else ()
        if name in FREE_OF_IT or "officer" not in takes:
            continue
        asked[name] = _keys_asked(function)
    assert len(asked) > 15
    assert {name for name, keys in asked.items() if not keys} == set()
    assert set().union(*asked.values()) <= set(ACTS)


def test_nobody_else_compares_roles_of_a_scope_with_a_case():
    """`scope.allows` in the modules and pages of cases would be a second answer."""
    root = Path(services.__file__).parents[2]
    files = [*root.glob("cases/**/*.py"), *root.glob("sites/desk/**/*.py")]
    assert [f.name for f in files if ".allows(" in f.read_text(encoding="utf-8")] == []
