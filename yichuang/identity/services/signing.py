"""Signing in: whom the typed name and the password mean. Who guesses waits; nobody can be shut out by strangers.

Wrong passwords are counted by account and address, or by account and device where the device has signed in to the
account before, by account over all strange places, and by address over all accounts (GB/T 22239-2019 8.1.4.1). The
right password during a wait is refused and counts nothing. A new password ends every wait, because it is part of what
is counted. Every try stands in the audit, with the address as a keyed hash.
"""

from datetime import datetime, timedelta

from django.contrib.auth import authenticate

from yichuang.accounts.models import User
from yichuang.audit.services import record
from yichuang.core import addresses, limits, spelling
from yichuang.core.errors import FieldProblem, Invalid, TooMany
from yichuang.core.limits import Asked, Limit
from yichuang.identity import queries
from yichuang.identity.rules import Device

BY_ADDRESS_AND_ACCOUNT = Limit("signin:address+account", 5, timedelta(minutes=10), locks=True)
BY_DEVICE_AND_ACCOUNT = Limit("signin:device+account", 10, timedelta(minutes=10), locks=True)
BY_ACCOUNT = Limit("signin:account", 50, timedelta(hours=1))
BY_ACCOUNT_A_DAY = Limit("signin:account:day", 300, timedelta(days=1))
# a hall or a school is one address; whoever guesses there is stopped at each account after five
BY_ADDRESS = Limit("signin:address", 100, timedelta(minutes=10))
BY_ADDRESS_A_DAY = Limit("signin:address:day", 600, timedelta(days=1))
DELAYS_WRITTEN = Limit("signin:delayed:written", 1, timedelta(minutes=10))
WRONG = "账号或密码不对，请再核对一遍；连着错5次要等10分钟"
WAIT = "密码错的次数太多了，先停一会儿"
NOBODY = "user:nobody"


def sign_in(
    *, typed: str, password: str, visitor: str, device: Device, now: datetime
) -> list[User]:
    """The accounts that the typed name and the password open.

    One, or several where a family shares phone and password, to be
    chosen from. The caller begins the session and calls `signed_in`.

    typed: phone, number, code or user name.
    visitor: the address it comes from.
    Raises Invalid (field password), TooMany with the time when the wait
    ends.
    """
    accounts = queries.accounts_for(typed)
    tries = _counted(accounts, typed, visitor, device)
    _refuse_while_waiting(accounts, tries, visitor, now)
    opened = _opened_by(password, accounts)
    if not accounts:
        authenticate(None, username=typed, password=password)  # takes as long as for somebody
    if not opened:
        limits.count(tries, now)
        _write("account.wrong_password", accounts, visitor)
        raise Invalid([FieldProblem("password", WRONG)])
    return opened


def _opened_by(password: str, accounts: list[User]) -> list[User]:
    """Those of the accounts that have this password."""
    opened = []
    for user in accounts:
        if authenticate(None, username=user.username, password=password):
            opened.append(user)
    return opened


def signed_in(*, user: User, visitor: str) -> None:
    """Write down that a session began."""
    _by_owner("account.sign_in", user, visitor)


def signed_out(*, user: User, visitor: str) -> None:
    """Write down that its owner ended a session."""
    _by_owner("account.sign_out", user, visitor)


def _counted(accounts: list[User], typed: str, visitor: str, device: Device) -> Asked:
    """What a wrong password counts for.

    A device that has held the account before is counted by itself:
    strangers at its address do not shut it out.
    """
    tries = []
    known = {user.uuid for user in accounts if device.knows(user.uuid)}
    if not accounts or len(known) < len(accounts):
        tries += [(BY_ADDRESS, visitor), (BY_ADDRESS_A_DAY, visitor)]
    for user in accounts:
        guessed = _guessed(user)
        if user.uuid in known:
            tries.append((BY_DEVICE_AND_ACCOUNT, f"{device.key}:{guessed}"))
            continue
        tries.append((BY_ADDRESS_AND_ACCOUNT, f"{visitor}:{guessed}"))
        tries += [(BY_ACCOUNT, guessed), (BY_ACCOUNT_A_DAY, guessed)]
    if not accounts:
        tries.append((BY_ADDRESS_AND_ACCOUNT, f"{visitor}:{spelling.code(typed)}"))
    return tries


def _guessed(user: User) -> str:
    """The account with the end of its password's hash: a new password is another one to guess."""
    return f"{user.uuid}:{user.password[-16:]}"


def _refuse_while_waiting(accounts: list[User], tries: Asked, visitor: str, now: datetime) -> None:
    """Raises TooMany for whoever has to wait."""
    try:
        limits.refuse_when_over(tries, now)
    except TooMany as wait:
        _write_delay(accounts, visitor, now)
        raise TooMany(
            WAIT, field="password", way_out=wait.way_out, retry_after=wait.retry_after
        ) from wait


def _write_delay(accounts: list[User], visitor: str, now: datetime) -> None:
    """Once in a while: a record that strangers can fill without end is no record."""
    whose = ",".join(str(user.uuid) for user in accounts)
    try:
        limits.take([(DELAYS_WRITTEN, f"{visitor}:{whose}")], now)
    except TooMany:
        return
    _write("account.delayed", accounts, visitor)


def _write(verb: str, accounts: list[User], visitor: str) -> None:
    """Write down what was refused, at each account that was meant."""
    data = {"address": addresses.keyed(visitor), "result": "refused"}
    subjects = [f"user:{user.uuid}" for user in accounts]
    for subject in subjects or [NOBODY]:
        record(actor="public", verb=verb, subject=subject, data=data)


def _by_owner(verb: str, user: User, visitor: str) -> None:
    """Write down what the owner of an account did."""
    data = {"address": addresses.keyed(visitor), "result": "done"}
    record(actor=queries.actor_of(user), verb=verb, subject=f"user:{user.uuid}", data=data)
