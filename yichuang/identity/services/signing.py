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
    opened = _opened_by(password, accounts, typed)
    if not opened:
        limits.count(tries, now)
        _write("account.wrong_password", accounts, visitor)
        problem = FieldProblem("password", WRONG)
        raise Invalid([problem])
    return opened


def _opened_by(password: str, accounts: list[User], typed: str) -> list[User]:
    """Those of the accounts that have this password.

    typed: the name that was typed for them.
    Where there is none to try, it takes as long as for somebody.
    """
    if not accounts:
        authenticate(None, username=typed, password=password)
    opened = []
    for user in accounts:
        name = user.username
        if authenticate(None, username=name, password=password):
            opened.append(user)
    return opened


def signed_in(*, user: User, visitor: str) -> None:
    """Write down that a session began.

    visitor: the address it comes from.
    """
    _by_owner("account.sign_in", user, visitor)


def signed_out(*, user: User, visitor: str) -> None:
    """Write down that its owner ended a session."""
    _by_owner("account.sign_out", user, visitor)


def _counted(accounts: list[User], typed: str, visitor: str, device: Device) -> Asked:
    """What a wrong password counts for.

    A device that has held the account before is counted by itself:
    strangers at its address do not shut it out. A name that is nobody's
    is counted as an account is.
    """
    tries = []
    known = {user.uuid for user in accounts if device.knows(user.uuid)}
    if not accounts or len(known) < len(accounts):
        tries.append((BY_ADDRESS, visitor))
        tries.append((BY_ADDRESS_A_DAY, visitor))
    for user in accounts:
        guessed = _guessed(user)
        if user.uuid in known:
            by_device = f"{device.key}:{guessed}"
            tries.append((BY_DEVICE_AND_ACCOUNT, by_device))
            continue
        by_address = f"{visitor}:{guessed}"
        tries.append((BY_ADDRESS_AND_ACCOUNT, by_address))
        tries.append((BY_ACCOUNT, guessed))
        tries.append((BY_ACCOUNT_A_DAY, guessed))
    if not accounts:
        nobody = spelling.code(typed)
        tries.append((BY_ADDRESS_AND_ACCOUNT, f"{visitor}:{nobody}"))
    return tries


def _guessed(user: User) -> str:
    """The account with the end of its password's hash.

    A new password is another one to guess.
    """
    end = user.password[-16:]
    return f"{user.uuid}:{end}"


def _refuse_while_waiting(accounts: list[User], tries: Asked, visitor: str, now: datetime) -> None:
    """Raises TooMany for whoever has to wait, with the time when it ends.

    tries: what a wrong password would count for.
    """
    try:
        limits.refuse_when_over(tries, now)
    except TooMany as wait:
        _write_delay(accounts, visitor, now)
        way_out = wait.way_out
        seconds = wait.retry_after
        raise TooMany(WAIT, field="password", way_out=way_out, retry_after=seconds) from wait


def _write_delay(accounts: list[User], visitor: str, now: datetime) -> None:
    """Write down that somebody was made to wait, once in a while.

    A record that strangers can fill without end is no record.
    """
    uuids = [str(user.uuid) for user in accounts]
    whose = ",".join(uuids)
    written = (DELAYS_WRITTEN, f"{visitor}:{whose}")
    try:
        limits.take([written], now)
    except TooMany:
        return
    _write("account.delayed", accounts, visitor)


def _write(verb: str, accounts: list[User], visitor: str) -> None:
    """Write down what was refused, at each account that was meant."""
    address = addresses.keyed(visitor)
    data = {"address": address, "result": "refused"}
    subjects = [f"user:{user.uuid}" for user in accounts]
    if not subjects:
        subjects = [NOBODY]
    for subject in subjects:
        record(actor="public", verb=verb, subject=subject, data=data)


def _by_owner(verb: str, user: User, visitor: str) -> None:
    """Write down what the owner of an account did."""
    address = addresses.keyed(visitor)
    data = {"address": address, "result": "done"}
    actor = queries.actor_of(user)
    record(actor=actor, verb=verb, subject=f"user:{user.uuid}", data=data)
