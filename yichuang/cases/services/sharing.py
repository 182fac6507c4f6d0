"""One code for a draft: what was begun at one door goes on at another."""

import secrets
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from yichuang.accounts.models import User
from yichuang.audit.services import record
from yichuang.cases.models import Draft, DraftHolder
from yichuang.cases.services.drafts import own_draft
from yichuang.core import limits, spelling
from yichuang.core.errors import NotFound
from yichuang.core.limits import Limit
from yichuang.reference.rules.identifiers import luhn_digit

CODES = Limit("draft:code", 10, timedelta(minutes=30), locks=True)
MOST = 100_000_000  # codes of eight digits, before the ninth that checks them


@transaction.atomic
def share_draft(*, draft_id: UUID, owner: User, actor: str, now: datetime) -> str:
    """The nine digits by which another may go on with the draft; the same ones when asked again.

    actor: of the owner, whose files stay usable whoever sends the draft."""
    draft = own_draft(draft_id, owner)
    if draft.code is None:
        draft.code = _free_code()
        draft.save(update_fields=["code"])
        _hold(draft, owner, actor, "owner", now)
    return draft.code


def take_up_draft(*, code: str, user: User, actor: str, now: datetime) -> Draft:
    """Hold the draft with this code too, as a clerk does who goes on with what was begun on a phone.

    Raises NotFound for a wrong code, TooMany after ten of them."""
    account = str(user.uuid)
    tries = [(CODES, account)]
    limits.refuse_when_over(tries, now)
    digits = spelling.code(code)
    draft = Draft.objects.filter(code=digits, case_number="").first()
    if draft is None:
        limits.count(tries, now)
        raise NotFound("没有这个草稿码", way_out="请照手机上的九位数字再输一遍")
    with transaction.atomic():
        _hold(draft, user, actor, "code", now)
        subject = f"draft:{draft.uuid}"
        record(actor=actor, verb="draft.take_up", subject=subject)
    return draft


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
