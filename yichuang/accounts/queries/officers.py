"""Accounts, the officers behind them and what they may do."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.db.models import BigAutoField, BigIntegerField, DateField, Q, QuerySet, TextField

from yichuang.core.clock import today
from yichuang.core.errors import NotFound
from yichuang.core.ids import as_uuid
from yichuang.core.prepared import Among, Prepared, Told
from yichuang.core.spelling import is_digits

from ..models import Assignment, Officer, Organisation, User
from ..rules.grants import Grant, Scope

UUID_LENGTH = 36
DIGITS_OF_A_LEVEL = (2, 4, 6, 9, 12)  # of a region's code: province, city, county, street, village
# what the prepared reads are told
TOLD_DAY = Told("day", DateField())
TOLD_OFFICER = Told("officer", BigAutoField())
_ACCOUNT = Told("account", BigAutoField())
_LINE = Told("line", TextField())
TOLD_OFFICERS = Told("officers", ArrayField(BigIntegerField()))
_PLACES = Told("places", ArrayField(TextField()))
_ROLE = Told("role", TextField())


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
    account = User.objects.filter(uuid=uuid).first()
    if account is None:
        raise NotFound("没有这个账号", way_out="请刷新页面再看")
    return account


def in_force(on: date | Told) -> Q:
    """Rows whose valid_from..valid_to holds the day, both ends included."""
    begun = Q(valid_from__lte=on)
    not_ended = Q(valid_to__isnull=True) | Q(valid_to__gte=on)
    return begun & not_ended


def giving(on: date | Told) -> Q:
    """Assignments that give something on the day: `in_force`, without those taken back in its course."""
    taken_back = Q(ended_at__isnull=False, valid_to=on)
    return in_force(on) & ~taken_back


@Prepared
def _active_officer() -> QuerySet[Officer]:
    """The prepared read of `officer_of`."""
    officers = Officer.objects.filter(user_id=_ACCOUNT, active=True)
    return officers.select_related("organisation__region")


def officer_of(user: User) -> Officer | None:
    """The active officer behind a signed-in account, with unit and region; None for anyone else."""
    if not user.is_authenticated or not _may_be_officer(user):
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
    return user.kind == User.OFFICER and user.is_active


def officer(uuid: str) -> Officer:
    """The officer with this uuid, active or not. Raises NotFound."""
    officers = Officer.objects.select_related("user", "organisation__region")
    try:
        return officers.get(uuid=as_uuid(uuid))
    except Officer.DoesNotExist:
        raise NotFound("没有这名工作人员。", field="officer") from None


@Prepared
def _grants() -> QuerySet[Assignment]:
    """The prepared read of `scopes`: (role, line, region), the first granted first."""
    rows = Assignment.objects.filter(giving(TOLD_DAY), officer_id=TOLD_OFFICER)
    in_order = rows.order_by("pk")
    return in_order.values_list("role", "line", "region_id")


def scopes(officer: Officer, on: date | None = None) -> Scope:
    """What the officer may do on the day, today when not given.

    One query, none for an officer `on_duty` today.
    """
    day = on or today()
    if officer.kept_scope:
        day_of_scope, scope = officer.kept_scope
        if day_of_scope == day:
            return scope
    rows = _grants(officer=officer.pk, day=day)
    grants = tuple(Grant(*row) for row in rows)
    return Scope(grants)


def has_role(
    officer: Officer,
    role: str,
    line: str | None = None,
    region: str | None = None,
    on: date | None = None,
) -> bool:
    """Whether the active officer holds `role` on the day.

    line: the business line; None for any.
    region: the 12-digit code of the place; None for any.
    """
    if not officer.active:
        return False
    scope = scopes(officer, on)
    return scope.allows(role, line, region)


def ended_on(days: tuple[date, date]) -> QuerySet[Officer]:
    """The officers one of whose roles had its last day on one of these days, both ends included."""
    ended = Assignment.objects.filter(valid_to__range=days)
    return Officer.objects.filter(pk__in=ended.values("officer_id"))


@Prepared
def _grants_among() -> QuerySet[Assignment]:
    """The prepared read of `scopes_among`: (officer, role, line, region), the first granted first."""
    rows = Assignment.objects.filter(giving(TOLD_DAY), Among("officer_id", TOLD_OFFICERS))
    in_order = rows.order_by("pk")
    return in_order.values_list("officer_id", "role", "line", "region_id")


def scopes_among(officers: Iterable[Officer], on: date) -> dict[int, Scope]:
    """What each of these officers may do on the day, by primary key, in one read."""
    grants: dict[int, list[Grant]] = {officer.pk: [] for officer in officers}
    rows = _grants_among(officers=list(grants), day=on)
    for pk, role, line, region in rows:
        grant = Grant(role, line, region)
        grants[pk].append(grant)
    scopes_by_officer = {}
    for pk, officer_grants in grants.items():
        scopes_by_officer[pk] = Scope(tuple(officer_grants))
    return scopes_by_officer


def _holding(*conditions: Q) -> QuerySet[Officer]:
    """The active officers with the told role in one of the told places on the told day."""
    granted = Assignment.objects.filter(giving(TOLD_DAY), *conditions, role=_ROLE)
    rows = granted.filter(Among("region_id", _PLACES), officer__active=True)
    officers = Officer.objects.filter(pk__in=rows.values("officer_id"))
    joined = officers.select_related("user", "organisation")
    return joined.order_by("employee_no")


_holding_anywhere = Prepared(_holding)


@Prepared
def _holding_on_line() -> QuerySet[Officer]:
    """`_holding`, of one line: a role without a line holds on each."""
    on_line = Q(line="") | Q(line=_LINE)
    return _holding(on_line)


def officers_with(
    role: str, region: str, line: str | None = None, on: date | None = None
) -> list[Officer]:
    """Active officers who hold `role` on the day, by employee number.

    region: the 12-digit code of the place; a role holds below, too.
    line: the business line; None for any.
    """
    places = [region[:digits].ljust(12, "0") for digits in DIGITS_OF_A_LEVEL]
    day = on or today()
    if line is None:
        return _holding_anywhere(role=role, places=places, day=day)
    return _holding_on_line(role=role, places=places, day=day, line=line)


def officers_of(organisation: Organisation) -> QuerySet[Officer]:
    """The members of a unit, those at work first, by employee number."""
    members = organisation.officers.select_related("user")
    return members.order_by("-active", "employee_no")


def names_of(actors: Iterable[str]) -> dict[str, str]:
    """The names behind actors as audit keeps them ("officer:12", "officer:<uuid>"); others stand as they are."""
    names = {text: text for text in actors}
    for officer in _behind(names):
        unit = officer.organisation.name
        words = f"{officer.name}（{unit}）"
        for actor in officer.names_in_the_record:
            if actor in names:
                names[actor] = words
    return names


def _behind(actors: Iterable[str]) -> Iterable[Officer]:
    """The officers whom these actors name, each with the unit; nothing is read where none is an officer."""
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
