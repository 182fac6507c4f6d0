"""Whose a case is that was sent from a unit's account while nobody had proved it: written down before the account
changes hands, and said by the unit itself (民法典 171)."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from yichuang.accounts.models import Officer
from yichuang.audit.services import record
from yichuang.cases.models import Case, CaseEvent, Party
from yichuang.cases.queries import mandates
from yichuang.cases.queries.permission import require
from yichuang.cases.rules.application import ON_SITE
from yichuang.cases.services import mandate_papers
from yichuang.cases.services.journal import lock
from yichuang.core.clock import local
from yichuang.core.errors import Conflict
from yichuang.identity import queries as identity
from yichuang.registry.models import Employer, Person

SETTLED = "这一件不用再确认"
LOOK = "请看这一件现在办到哪里"


def note_sender(employer: Employer, actor: str) -> None:
    """Whoever has the unit's account unproved stands with what was sent from it, as its agent who owes a mandate.

    In the transaction that gives the account to somebody, before it does: whom it is given to settles what is theirs.
    What is sent today says so itself (`mandates.note_by_what`).

    actor: who gives it, as the record names them."""
    account = identity.account_of(employer)
    if account is None:
        return
    handler = identity.handler_in_doubt(account)
    if handler is None:
        return
    sight = identity.sight_of(account)
    for case in _sent_by(employer, handler, sight.since):
        Party.objects.create(case=case, role="agent", person=handler, owes_mandate=True)
        record(actor=actor, verb="case.sent_unproved", subject=case.ref)


def _sent_by(employer: Employer, handler: Person, since: datetime) -> QuerySet[Case]:
    """What is open of what the account sent since then, without a word of who did."""
    first_steps = CaseEvent.objects.filter(seq=1, actor=identity.subject_key(employer))
    by_account = first_steps.values("case_id")
    agents = Party.objects.filter(role="agent", person=handler)
    is_said = agents.values("case_id")
    online = Case.objects.exclude(channel__in=ON_SITE)
    still_open = online.filter(employer=employer, open=True)
    since_then = still_open.filter(received_at__gte=since)
    sent = since_then.filter(id__in=by_account)
    unsaid = sent.exclude(id__in=is_said)
    return unsaid.order_by("id")


@transaction.atomic
def ratify(*, case_id: UUID, actor: str, now: datetime) -> None:
    """The unit says that a case is its own which was sent before it was known who has its account, or was brought by
    who has no mandate, or none any more. It owes no mandate from now on.

    The caller has checked that this is the unit's proved account. Raises Conflict where nothing is in doubt."""
    case = lock(case_id)
    agent = mandates.who_owes(case)
    if agent is None:
        raise Conflict(SETTLED, way_out=LOOK)
    mandate_papers.settle_one(agent, mandate=None, settled_by=actor, now=now)
    record(actor=actor, verb="case.ratify", subject=case.ref)


@transaction.atomic
def confirm_sender(*, case_id: UUID, person: Person, officer: Officer, now: datetime) -> None:
    """Who stands at the window, in whose name the unit's account was opened, says that they sent this very case.

    It settles this case and no other; the account is proved where the unit's accounts are.
    The caller has seen that the person was identified there. Raises Conflict where nothing is in doubt, where it is
    another's, and while they may not act for the unit in it."""
    case = lock(case_id)
    require("judge_material", case, officer, now)
    sender = _sender_who_owes(case)
    if sender.person != person:
        raise Conflict(
            "站在窗口的不是开账号时写的人", way_out="请他照授权委托书补，或者请单位登录确认"
        )
    unit = case.employer
    moment = local(now)
    today = moment.date()
    matter = mandates.matter_of(case)
    mandate = None
    if not identity.is_known_to_act(unit, person):
        mandate = mandates.in_force(unit, person, today, matter)
        if mandate is None:
            raise Conflict("还不知道他能不能替单位办这件事", way_out="请先在窗口页看授权委托书")
    mandate_papers.settle_one(sender, mandate=mandate, settled_by=officer, now=now)
    record(
        actor=officer.actor,
        verb="case.confirm_sender",
        subject=case.ref,
        data={"person": str(person.uuid)},
    )


def _sender_who_owes(case: Case) -> Party:
    """Who sent it from an account in doubt. Raises Conflict where that is settled, or never was in doubt."""
    sender = mandates.sender_in_doubt(case)
    if sender is None or not sender.owes_mandate:
        raise Conflict(SETTLED, way_out=LOOK)
    return sender
