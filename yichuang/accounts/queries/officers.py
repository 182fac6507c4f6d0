"""Accounts and the officers behind them."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import BigAutoField, Q, QuerySet

from yichuang.core.clock import today
from yichuang.core.errors import NotFound
from yichuang.core.ids import as_uuid
from yichuang.core.prepared import Prepared, Told
from yichuang.core.spelling import is_digits

from ..models import Officer, Organisation, User
from .roles import scopes

UUID_LENGTH = 36
_ACCOUNT = Told("account", BigAutoField())


@Prepared
def _account() -> QuerySet[User]:
    """The prepared read of `account`."""
    accounts = User.objects.filter(pk=_ACCOUNT)
    return accounts.select_related("officer__organisation__region")


def account(pk: int) -> User | None:
    """The account with this primary key, and the officer behind it with unit and region, in one read."""
    user = _account.first(account=pk)
    if user:
        user.came_with_officer = True
    return user


def user(uuid: UUID) -> User:
    """The account with this uuid. Raises NotFound."""
    accounts = User.objects.filter(uuid=uuid)
    account = accounts.first()
    if account is None:
        raise NotFound("没有这个账号", way_out="请刷新页面再看")
    return account


@Prepared
def _active_officer() -> QuerySet[Officer]:
    """The prepared read of `officer_of`."""
    officers = Officer.objects.filter(user_id=_ACCOUNT, active=True)
    return officers.select_related("organisation__region")


def officer_of(user: User) -> Officer | None:
    """The active officer behind a signed-in account, with unit and region.

    None for anyone else, for whom nothing is read.
    """
    if not user.is_authenticated:
        return None
    if not _may_be_officer(user):
        return None
    officer = _active_officer.first(account=user.pk)
    if officer:
        officer.user = user
    return officer


def on_duty(user: User) -> Officer | None:
    """`officer_of` for the account of a request: looked up once, with today's scope.

    `scopes` then gives that scope without another read. An account
    object lives as long as its request; nothing is kept longer.
    """
    if hasattr(user, "on_duty"):
        return user.on_duty
    if user.came_with_officer:
        officer = _came_along(user)
    else:
        officer = officer_of(user)
    user.on_duty = officer
    if officer:
        day = today()
        scope = scopes(officer, day)
        officer.kept_scope = (day, scope)
    return officer


def _came_along(user: User) -> Officer | None:
    """`officer_of` for an account that `account` has read: the officer is there already."""
    officer = getattr(user, "officer", None)
    if officer is None or not officer.active:
        return None
    if not _may_be_officer(user):
        return None
    return officer


def _may_be_officer(user: User) -> bool:
    """Whether the account is one of an officer, and not closed."""
    if user.kind != User.OFFICER:
        return False
    return user.is_active


def officer(uuid: str) -> Officer:
    """The officer with this uuid, active or not. Raises NotFound."""
    officers = Officer.objects.select_related("user", "organisation__region")
    try:
        return officers.get(uuid=as_uuid(uuid))
    except Officer.DoesNotExist:
        raise NotFound("没有这名工作人员。", field="officer") from None


def officers_of(organisation: Organisation) -> QuerySet[Officer]:
    """The members of a unit, those at work first, by employee number."""
    members = organisation.officers.select_related("user")
    return members.order_by("-active", "employee_no")


def names_of(actors: Iterable[str]) -> dict[str, str]:
    """The names behind actors as audit keeps them, each with the unit.

    actors: such as "officer:12" and "officer:<uuid>"; others, and
    officers who are not there, stand as they are.
    """
    names = {actor: actor for actor in actors}
    for officer in _behind(names):
        unit = officer.organisation.name
        words = f"{officer.name}（{unit}）"
        for actor in officer.names_in_the_record:
            if actor in names:
                names[actor] = words
    return names


def _behind(actors: Iterable[str]) -> Iterable[Officer]:
    """The officers whom these actors name, each with the unit.

    Nothing is read where none of them is an officer.
    """
    numbers = []
    uuids = []
    for actor in actors:
        kind, _, key = actor.partition(":")
        if kind != "officer":
            continue
        if len(key) == UUID_LENGTH:
            uuids.append(key)
        elif is_digits(key):
            numbers.append(key)
    if not numbers and not uuids:
        return ()
    named = Q(pk__in=numbers) | Q(uuid__in=uuids)
    officers = Officer.objects.filter(named)
    return officers.select_related("organisation")
