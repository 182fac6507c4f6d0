"""One code for a draft: what was begun at one door goes on at another.

Its owner asks for the code, officers only open a draft by it, and only once the document of whom it is for was seen.
One desk has it at a time.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from yichuang.accounts.models import Officer, User
from yichuang.audit.services import record
from yichuang.cases.models import Draft, DraftHolder
from yichuang.cases.queries import sharing
from yichuang.cases.services.drafts import own_draft
from yichuang.cases.tables import hours_of_a_code
from yichuang.core import limits, spelling
from yichuang.core.errors import Conflict, Forbidden, NotFound
from yichuang.core.limits import Limit
from yichuang.identity import queries as identity
from yichuang.reference.rules.identifiers import luhn_digit
from yichuang.registry.models import Employer, Person

CODES = Limit("draft:code", 10, timedelta(minutes=30), locks=True)
MOST = 100_000_000  # codes of eight digits, before the ninth that checks them
OWNER, CODE, CARD = "owner", "code", "card"
UNKNOWN = "没有这个草稿码，或者已经过期"
WAY_OUT = "请照手机上的九位数字再输一遍，过期的请他重新生成"


@dataclass(frozen=True)
class Shared:
    """The nine digits by which a desk goes on with a draft, and until when it may."""

    code: str
    until: datetime


@transaction.atomic
def share_draft(*, draft_id: UUID, owner: User, actor: str, now: datetime) -> Shared:
    """A code for the draft: the same one while it holds, else a new one.

    actor: of the owner, whose files stay usable whoever sends the draft.
    """
    draft = own_draft(draft_id, owner)
    if draft.code and draft.code_until and draft.code_until > now:
        return Shared(draft.code, draft.code_until)
    draft.code = _free_code()
    draft.code_until = now + timedelta(hours=hours_of_a_code())
    draft.save(update_fields=["code", "code_until"])
    _hold(draft, owner, actor, OWNER, now)
    record(actor=actor, verb="draft.share", subject=_ref(draft))
    return Shared(draft.code, draft.code_until)


@transaction.atomic
def stop_sharing(*, draft_id: UUID, owner: User, actor: str, now: datetime) -> None:
    """No desk goes on with the draft any more, and its code opens nothing.

    What a desk has filled in stays.
    """
    draft = own_draft(draft_id, owner)
    draft.code = None
    draft.code_until = None
    draft.save(update_fields=["code", "code_until"])
    _end_desks(draft, now)
    record(actor=actor, verb="draft.share_end", subject=_ref(draft))


def shown_by_code(*, code: str, officer: Officer, now: datetime) -> Draft:
    """The draft with this code, to say whose document is to be seen.

    Raises NotFound for a wrong code and for one that has ended, in the same words; TooMany after ten of them."""
    account = str(officer.user.uuid)
    tries = [(CODES, account)]
    limits.refuse_when_over(tries, now)
    digits = spelling.code(code)
    draft = sharing.by_code(digits, now).first()
    if draft is None:
        limits.count(tries, now)
        raise NotFound(UNKNOWN, way_out=WAY_OUT)
    return draft


def take_up_draft(*, code: str, officer: Officer, met: Person | Employer, now: datetime) -> Draft:
    """A desk goes on with the draft of this code; the one that had it before does not any more.

    met: whose document was seen there, or who came for the unit. Raises as `shown_by_code`, Forbidden where the draft
    is another's, Conflict once it is sent."""
    draft = shown_by_code(code=code, officer=officer, now=now)
    if met not in (draft.person, draft.employer):
        raise Forbidden("这份草稿不是他的", way_out="请请他出示自己的证件，或自己草稿的码")
    return _take_up(draft.uuid, officer, CODE, now)


def take_up_by_card(*, draft_id: UUID, officer: Officer, met: Person, now: datetime) -> Draft:
    """A desk goes on with what a person has begun online, by the person's document alone.

    Raises NotFound for what is not the person's, or was begun by an account of which it is not known that it is theirs;
    Conflict once it is sent."""
    rows = Draft.objects.select_related("owner")
    draft = rows.filter(uuid=draft_id, person=met).first()
    if draft is None or not sharing.is_own(draft, met):
        raise NotFound("没有这份草稿", way_out="请他在手机上点“换个地方接着办”，报九位数字")
    return _take_up(draft.uuid, officer, CARD, now)


@transaction.atomic
def _take_up(draft_id: UUID, officer: Officer, how: str, now: datetime) -> Draft:
    """One desk at a time holds it.

    The row is locked meanwhile.
    how: the desk came to it.
    """
    rows = Draft.objects.select_for_update(of=("self",)).select_related("owner", "version__item")
    draft = rows.get(uuid=draft_id)
    if draft.case_number:
        raise Conflict("这份申请已经提交", code="already_sent", way_out="请按办件编号找到它")
    _end_desks(draft, now, but=officer.user)
    _hold(draft, draft.owner, _actor_of_owner(draft), OWNER, now)
    _hold(draft, officer.user, officer.actor, how, now)
    record(actor=officer.actor, verb="draft.take_up", subject=_ref(draft), data={"how": how})
    return draft


def _actor_of_owner(draft: Draft) -> str:
    """How the record names whoever began it.

    The files that they have added are theirs under this name.
    """
    return identity.actor_of(draft.owner)


def _end_desks(draft: Draft, now: datetime, but: User | None = None) -> None:
    """Desks that held it hold it no more.

    but: the account that goes on.
    """
    desks = draft.holders.filter(sharing.AT_A_DESK)
    if but:
        desks = desks.exclude(user=but)
    desks.update(until=now)


def _free_code() -> str:
    """Nine digits that no draft has.

    The last of them checks the others.
    """
    while True:
        number = secrets.randbelow(MOST)
        body = f"{number:08d}"
        code = body + luhn_digit(body)
        if not Draft.objects.filter(code=code).exists():
            return code


def _hold(draft: Draft, user: User, actor: str, how: str, now: datetime) -> None:
    """This account holds it too, from now on.

    how: it came to it.
    """
    values = {"actor": actor, "how": how, "since": now}
    DraftHolder.objects.get_or_create(draft=draft, user=user, until=None, defaults=values)


def _ref(draft: Draft) -> str:
    """How audit names it."""
    return f"draft:{draft.uuid}"
