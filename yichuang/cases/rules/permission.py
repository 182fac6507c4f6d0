"""May this officer do this act on this case now, and if not why. Pure.

The one answer behind services, buttons, lists and keys;
`queries.permission` gathers what it looks at.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from yichuang.accounts.rules.grants import Grant, Scope
from yichuang.cases.rules import states
from yichuang.cases.rules.acts import ACTS, ASKED, FREE, NOBODY, OWN, TURN, Act
from yichuang.core.errors import Conflict, Forbidden, Problem
from yichuang.reference.rules.regions import in_scope

WORKING_ROLES = ("clerk", "reviewer", "approver", "head", "issuer", "supervisor")
# these work where a case is decided, the others where it belongs
DECIDING_ROLES = ("reviewer", "approver", "head")
# these also stand where a case is handed in for another place
FILING_ROLES = ("clerk", "issuer")
IN_WORDS = {
    "clerk": "受理的柜员",
    "reviewer": "审核的人",
    "approver": "复核的人",
    "head": "本单位负责人",
    "issuer": "出件的人",
    "supervisor": "督办的人",
}


_DUE = states.total(
    {
        states.RECEIVED: "accept",
        states.CORRECTING: "supply",
        states.SUPPLIED: "accept",
        states.ACCEPTED: "begin_review",
        states.REVIEWING: "decide",
        states.SPECIAL: "end_special",
        states.SUSPENDED: "resume",
        states.AWAITING: "judge_material",
        states.SECOND: "second",
        states.APPROVED: "close",
        states.DENIED: "close",
    },
    states.OPEN,
)


def due_act(state: str, instant: bool) -> str | None:
    """The act that a case in this state waits for; None at the end.

    instant: whether its item is finished on the spot.
    """
    act = _DUE.get(state)
    if instant and act == "accept":
        return "instant"
    return act


@dataclass(frozen=True)
class Standing:
    """What is looked at of a case. Officers are told by primary key.

    home: the place where it was handed in.
    decided_in: the place of the unit that decides it.
    instant: whether it is done on the spot.
    holder: None for nobody who still works here.
    proposed_by: who proposed the decision that waits for a second
    person.
    """

    state: str
    line: str
    home: str
    decided_in: str
    instant: bool
    holder: int | None = None
    holder_name: str = ""
    accepted_by: int | None = None
    proposed_by: int | None = None


@dataclass(frozen=True)
class Hands:
    """What is looked at of an officer.

    officer: primary key.
    scope: the roles in force.
    qualified: for the item of the case.
    """

    officer: int
    scope: Scope
    qualified: bool


def reaches(grant: Grant, *, line: str, home: str, decided_in: str) -> bool:
    """Whether a grant reaches a case.

    The predicate that `queries.scope` says again as a filter and in SQL.
    A reviewer, an approver and a head need the place of the unit that decides,
    which lies at or above the place of the case.
    """
    if not grant.covers(grant.role, line, home):
        return False
    if grant.role not in DECIDING_ROLES:
        return True
    return in_scope(decided_in, grant.region)


def took_in(grant: Grant, *, line: str, filed_in: str) -> bool:
    """Whether a grant is of the desk that took a case in for another place.

    The predicate that `queries.scope` says again as a filter and in SQL.
    Such a desk finds what it took in and what it gave for it, and does
    no step: `reaches` says nothing of it.

    filed_in: where the case was handed in, "" when that is its home.
    """
    if not filed_in or grant.role not in FILING_ROLES:
        return False
    return grant.covers(grant.role, line, filed_in)


def holds(scope: Scope, role: str, case: Standing) -> bool:
    """Whether one of the grants gives this role for this case.

    Each grant is asked by itself: see Scope.
    """
    for grant in scope.of(role).grants:
        if reaches(grant, line=case.line, home=case.home, decided_in=case.decided_in):
            return True
    return False


def _holds_any(scope: Scope, roles: Iterable[str], case: Standing) -> bool:
    """Whether one of the grants gives one of these roles for this case."""
    return any(holds(scope, role, case) for role in roles)


def refusal(act: str, case: Standing, hands: Hands) -> Problem | None:
    """Why this officer may not do `act` on this case now; None when they may.

    act: a key of ACTS.
    """
    rule = ACTS[act]
    if rule.roles == ASKED:
        return _unasked(case, hands)
    roles = _roles(rule, case)
    if rule.roles and not roles:
        return states.misplaced(rule.label, case.state)
    may_pass_on = act == "hand_over" and holds(hands.scope, "approver", case)
    needs_role = roles and not may_pass_on
    if needs_role and not _holds_any(hands.scope, roles, case):
        return _of_others(roles, case, hands)
    fault = _hand_fault(rule, roles, case, hands)
    if fault:
        return fault
    if rule.instant is not None and rule.instant is not case.instant:
        return _wrong_kind(case)
    if case.state not in rule.sources:
        return states.misplaced(rule.label, case.state)
    if may_pass_on:
        return None
    return _hold_fault(rule, case, hands)


def open_acts(case: Standing, hands: Hands) -> frozenset[str]:
    """The acts that stand open for this officer on this case now.

    Keys of ACTS.
    """
    acts = []
    for act in ACTS:
        if refusal(act, case, hands) is None:
            acts.append(act)
    return frozenset(acts)


def _unasked(case: Standing, hands: Hands) -> Problem | None:
    """None for whom a question about the case is put to.

    That is one of its heads, its holder, else who may do what it waits
    for.
    """
    if holds(hands.scope, "approver", case):
        return None
    if case.holder is None:
        due = due_act(case.state, case.instant)
        is_asked = due is not None and refusal(due, case, hands) is None
    else:
        working = _holds_any(hands.scope, WORKING_ROLES, case)
        is_asked = working and case.holder == hands.officer
    if is_asked:
        return None
    message = "这次督办问的不是您：由手里有这件的人或下一步该办的人答复，负责人也可以答复"
    return Forbidden(message, way_out="请把您知道的告诉他们")


def _roles(rule: Act, case: Standing) -> tuple[str, ...]:
    """The roles that an act needs on this case, () where it is nobody's turn."""
    if rule.roles != TURN:
        return rule.roles
    state = states.STATES[case.state]
    if not state.turn:
        return ()
    return (state.turn,)


def _of_others(roles: tuple[str, ...], case: Standing, hands: Hands) -> Problem:
    """The step is somebody else's.

    Of another role, for who works on this case; else it may be another
    place's.
    """
    if not _holds_any(hands.scope, WORKING_ROLES, case):
        message = "您的岗位不能办这一步，或这件不在您管的地方和业务线"
        return Forbidden(message, way_out="请转给有权限的同事")
    names = [IN_WORDS[role] for role in roles]
    whose = "或".join(names)
    return Forbidden(f"这一步由{whose}来办", way_out="您这边不用再办；急的话请告诉他们")


def _hand_fault(rule: Act, roles: tuple[str, ...], case: Standing, hands: Hands) -> Problem | None:
    """Why these very hands may not do it.

    They took the step before, or lack the qualification.
    """
    deciding = rule.other_hand and set(roles) <= set(DECIDING_ROLES)
    if deciding and case.accepted_by == hands.officer:
        return Forbidden("这件是您受理的，要由另一个人审核", way_out="请转给别的审核人")
    seconding = deciding and case.state == states.SECOND and "approver" in roles
    if seconding and case.proposed_by == hands.officer:
        return Forbidden("这个决定是您自己提的，要由另一个人复核", way_out="请转给别的复核人")
    if rule.qualified and "clerk" in roles and not hands.qualified:
        way_out = "请转给有资格的综合柜员，或请管理员先给您登记资格"
        return Forbidden("您还没有这个事项的受理资格", way_out=way_out)
    return None


def _wrong_kind(case: Standing) -> Problem:
    """The item goes another way: 即办件 at once, 承诺件 step by step."""
    if case.instant:
        return Forbidden("这是即办件，收齐材料就当场办结，不用先受理", way_out="请点“当场办结”")
    return Forbidden("这是承诺件，要先受理再审核，不能当场办结", way_out="请点“受理”")


def _hold_fault(rule: Act, case: Standing, hands: Hands) -> Problem | None:
    """Why it may not be done by who holds the case, or does not.

    None where the act does not ask in whose hands it is.
    """
    if rule.hold == OWN and case.holder != hands.officer:
        return Conflict("这件不在您手里", code="not_held", way_out="请刷新看最新情况")
    if rule.hold == NOBODY and case.holder == hands.officer:
        return Conflict("这件已经在您手里", code="held", way_out="接着办就行")
    if rule.hold in (NOBODY, FREE) and case.holder not in (None, hands.officer):
        message = f"这件已被{case.holder_name}领走"
        return Conflict(message, code="taken", way_out="请领下一件，或请他转交给您")
    return None
