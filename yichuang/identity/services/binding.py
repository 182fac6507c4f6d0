"""An account and whose it is, as registration and a window make them."""

import secrets
from contextlib import contextmanager
from datetime import date, datetime

from django.db import IntegrityError

from yichuang.accounts import services as accounts
from yichuang.accounts.models import User
from yichuang.audit.services import record
from yichuang.core import crypto
from yichuang.core.errors import Conflict
from yichuang.identity import queries
from yichuang.identity.models import RealName
from yichuang.notify import services as notify
from yichuang.registry.models import Employer, Person

SIGN_IN_INSTEAD = "请直接登录，忘了密码可以找回；不是您开的，请带证件到就近的人社窗口，当面收回"


@contextmanager
def once(message: str, field: str):
    """Turns the database's "there is one already" into a sentence for the user."""
    try:
        yield
    except IntegrityError as error:
        raise Conflict(
            message, code="account_exists", field=field, way_out=SIGN_IN_INSTEAD
        ) from error


def make_account(
    kind: str,
    name: str,
    password: str,
    username: str,
    subject: Person | Employer,
    *,
    for_once: bool = False,
) -> User:
    """A new account of this person or unit.

    username: "" makes one. for_once: the password was chosen by somebody else and is changed at the first sign-in."""
    key = queries.subject_key(subject)
    drawn = f"u{secrets.token_hex(6)}"
    return accounts.create_user(
        actor=key,
        username=username or drawn,
        kind=kind,
        name=name,
        password=password,
        must_change_password=for_once,
    )


def bind(
    user: User,
    phone: str,
    now: datetime,
    receipt: str,
    *,
    person: Person | None = None,
    employer: Employer | None = None,
    handler: Person | None = None,
    handler_until: date | None = None,
    by: str = "",
) -> RealName:
    """Write down whose the account is, and tell them.

    receipt: of whoever checked name and number. by: who has seen that the owner sits there ("window:<officer>"), "" for
    nobody."""
    subject = queries.subject_key(person or employer)
    proved_at = now if by else None
    real_name = RealName.objects.create(
        user=user,
        person=person,
        employer=employer,
        handler=handler,
        handler_until=handler_until,
        phone=phone,
        phone_blind=crypto.blind(phone),
        checked_at=now,
        receipt=receipt,
        proved_at=proved_at,
        proved_by=by,
    )
    record(actor=subject, verb="identity.register", subject=subject, data={"receipt": receipt})
    notify.send(
        recipient=subject,
        kind="account_opened",
        context={},
        phone=_phone_before(person, employer) or phone,
        key=f"account_opened:{user.uuid}",
    )
    return real_name


def _phone_before(person: Person | None, employer: Employer | None) -> str:
    """The phone that was left before this account: its owner must hear of it."""
    if employer:
        return employer.handler_phone or ""
    return queries.known_phone(person)
