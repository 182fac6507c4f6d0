"""`rules.permission` asked of a case and an officer.

Both as they stand in the database.
"""

from datetime import date, datetime

from django.db.models import BigAutoField, Q, QuerySet

from yichuang.accounts import queries as accounts
from yichuang.accounts.models import Officer
from yichuang.accounts.rules.grants import Scope
from yichuang.cases.models import Case, CaseEvent
from yichuang.cases.queries import scope
from yichuang.cases.rules import permission, states
from yichuang.cases.rules.acts import ACTS, ANY, Act
from yichuang.cases.rules.permission import Hands, Standing
from yichuang.core.clock import local
from yichuang.core.errors import Problem
from yichuang.core.prepared import Prepared, Told


def refusal(act: str, case: Case, officer: Officer, now: datetime) -> Problem | None:
    """Why the officer may not do `act` on this case now; None when they may.

    act: a key of rules.acts.ACTS.
    """
    stands = standing(case)
    their_hands = hands(case, officer, now)
    return permission.refusal(act, stands, their_hands)


def require(act: str, case: Case, officer: Officer, now: datetime) -> None:
    """Let pass who may do `act` on this case now.

    Raises the Forbidden or Conflict that says why they may not.
    """
    problem = refusal(act, case, officer, now)
    if problem:
        raise problem


def open_acts(case: Case, officer: Officer, now: datetime) -> frozenset[str]:
    """The acts that stand open for the officer on this case now.

    It is what the page of the case and its keys offer.
    """
    stands = standing(case)
    their_hands = hands(case, officer, now)
    return permission.open_acts(stands, their_hands)


def open_to(act: str, officer: Officer) -> Q:
    """A filter on Case: where `act` stands open for the officer today, for a whole list in its one query.

    For acts that ask for a role and a state only. Raises ValueError for
    one that asks for more: whose hands it was in, a qualification, the
    kind of item.
    """
    rule = ACTS[act]
    plain = Act(rule.label, rule.sources, rule.roles, hold=ANY)
    if rule != plain:
        raise ValueError(f"{act} asks for more than a role and a state")
    if not officer.active:
        return Q(pk__in=[])
    visible = scope.visible_to(officer, rule.roles)
    return visible & Q(state__in=rule.sources)


def colleagues(case: Case, me: Officer, now: datetime) -> list[Officer]:
    """Who could take the case over from this officer.

    Whoever has the role of the next step here, on this line, is there
    and qualified, and is not the hand that did the step before.
    """
    turn = _turn(case)
    if not turn:
        return []
    stands = standing(case)
    place = stands.home
    if turn in permission.DECIDING_ROLES:
        place = stands.decided_in
    day = local(now).date()
    others = []
    for officer in accounts.officers_with(turn, place, case.line, day):
        if officer.id != me.id and not accounts.is_away(officer.id, day):
            others.append(officer)
    hands_by_officer = _hands_of(others, case, day)
    able = []
    for officer in others:
        their_hands = hands_by_officer[officer.id]
        refused = permission.refusal("take_over", stands, their_hands)
        if refused is None:
            able.append(officer)
    return able


def _turn(case: Case) -> str:
    """The role whose turn it is in the state where the case stands, "" for nobody's."""
    state = states.STATES[case.state]
    return state.turn


def _hands_of(officers: list[Officer], case: Case, day: date) -> dict[int, Hands]:
    """`hands` of several active officers, by primary key.

    In two reads, however many they are.
    """
    at_front = _turn(case) == "clerk"
    qualified: frozenset[int] = frozenset()
    if at_front:
        qualified = accounts.qualified_among(officers, case.item_code, day)
    scopes = accounts.scopes_among(officers, day)
    hands_by_officer = {}
    for pk, scope_then in scopes.items():
        able = pk in qualified or not at_front
        hands_by_officer[pk] = Hands(pk, scope_then, able)
    return hands_by_officer


def standing(case: Case) -> Standing:
    """What is looked at of a case.

    Who is not there, or works here no more, holds nothing.
    """
    holder = _holder(case)
    held_by = None
    holder_name = ""
    if holder and holder.active and not accounts.is_away(holder.id):
        held_by = holder.id
        holder_name = holder.name
    proposed_by = None
    if case.state == states.SECOND:
        proposed_by = _proposer(case)
    return Standing(
        state=case.state,
        line=case.line,
        home=case.region_id,
        decided_in=case.organisation.region_id,
        instant=case.instant,
        holder=held_by,
        holder_name=holder_name,
        accepted_by=case.accepted_by_id,
        proposed_by=proposed_by,
    )


@Prepared
def _officer() -> QuerySet[Officer]:
    """The prepared read of `_holder`."""
    pk = Told("pk", BigAutoField())
    return Officer.objects.filter(pk=pk)


def _holder(case: Case) -> Officer | None:
    """Who holds the case, None for nobody.

    A case that was locked did not bring its holder.
    """
    if case.holder_id and not Case.holder.is_cached(case):
        case.holder = _officer.first(pk=case.holder_id)
    return case.holder


def hands(case: Case, officer: Officer, now: datetime) -> Hands:
    """What is looked at of an officer, for this case.

    The qualification counts at the front only.
    """
    day = local(now).date()
    qualified = True
    if _turn(case) == "clerk":
        qualified = accounts.qualified(officer, case.item_code, day)
    scope_then = Scope(())
    if officer.active:
        scope_then = accounts.scopes(officer, day)
    return Hands(officer.id, scope_then, qualified)


def _proposer(case: Case) -> int | None:
    """Who made the proposal that waits for a second person, by primary key."""
    proposals = CaseEvent.objects.filter(case=case, kind="propose")
    newest = proposals.order_by("-seq")
    officers = newest.values_list("officer_id", flat=True)
    return officers.first()
