"""Accounts, the officers behind them and what they may do."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.db.models import BigAutoField, BigIntegerField, Count, DateField, Q, QuerySet, TextField

from yichuang.core.clock import today
from yichuang.core.errors import NotFound
from yichuang.core.ids import as_uuid
from yichuang.core.prepared import Among, Prepared, Told
from yichuang.core.spelling import is_digits

from ..models import Assignment, Officer, Organisation, Qualification, User
from ..rules.grants import Grant, Scope

UUID_LENGTH = 36


_ACCOUNT = Prepared(
    lambda: User.objects.filter(pk=Told("pk", BigAutoField())).select_related(
        "officer__organisation__region"
    )
)


def account(pk: int) -> User | None:
    """The account with this primary key, and the officer behind it with unit and region, in one read."""
    user = _ACCOUNT.first(pk=pk)
    if user:
        user.came_with_officer = True
    return user


def user(uuid: UUID) -> User:
    """The account with this uuid. Raises NotFound."""
    account = User.objects.filter(uuid=uuid).first()
    if account is None:
        raise NotFound("没有这个账号", way_out="请刷新页面再看")
    return account


TOLD_DAY = Told("day", DateField())
TOLD_OFFICER = Told("officer", BigAutoField())
_OFFICERS = Told("officers", ArrayField(BigIntegerField()))


def in_force(on: date | Told) -> Q:
    """Rows whose valid_from..valid_to holds the day, both ends included."""
    return Q(valid_from__lte=on) & (Q(valid_to__isnull=True) | Q(valid_to__gte=on))


def giving(on: date | Told) -> Q:
    """Assignments that give something on the day: `in_force`, without those taken back in its course."""
    taken_back = Q(ended_at__isnull=False, valid_to=on)
    return in_force(on) & ~taken_back


_OFFICER_OF = Prepared(
    lambda: Officer.objects.filter(
        user_id=Told("user", BigAutoField()), active=True
    ).select_related("organisation__region")
)


def officer_of(user: User) -> Officer | None:
    """The active officer behind a signed-in account, with unit and region; None for anyone else."""
    if not user.is_authenticated or user.kind != User.OFFICER or not user.is_active:
        return None
    officer = _OFFICER_OF.first(user=user.pk)
    if officer:
        officer.user = user
    return officer


def on_duty(user: User) -> Officer | None:
    """`officer_of` for the account of a request: looked up once, and holding today's scope, which `scopes` then gives
    without another read. An account object lives as long as its request; nothing is kept longer."""
    if not hasattr(user, "on_duty"):
        if user.came_with_officer:
            officer = _came_along(user)
        else:
            officer = officer_of(user)
        user.on_duty = officer
        if officer:
            day = today()
            officer.kept_scope = (day, scopes(officer, day))
    return user.on_duty


def _came_along(user: User) -> Officer | None:
    officer = getattr(user, "officer", None)
    if officer is None or not officer.active or user.kind != User.OFFICER or not user.is_active:
        return None
    return officer


def officer(uuid: str) -> Officer:
    """The officer with this uuid, active or not. Raises NotFound."""
    try:
        return Officer.objects.select_related("user", "organisation__region").get(
            uuid=as_uuid(uuid)
        )
    except Officer.DoesNotExist:
        raise NotFound("没有这名工作人员。", field="officer") from None


_GRANTS = Prepared(
    lambda: (
        Assignment.objects.filter(giving(TOLD_DAY), officer_id=TOLD_OFFICER)
        .values_list("role", "line", "region_id")
        .order_by("pk")
    )
)


def scopes(officer: Officer, on: date | None = None) -> Scope:
    """What the officer may do on the day (today when not given): one query, none for an officer `on_duty` today."""
    day = on or today()
    if officer.kept_scope and officer.kept_scope[0] == day:
        return officer.kept_scope[1]
    rows = _GRANTS(officer=officer.pk, day=day)
    return Scope(tuple(Grant(*row) for row in rows))


def has_role(
    officer: Officer,
    role: str,
    line: str | None = None,
    region: str | None = None,
    on: date | None = None,
) -> bool:
    """True when the active officer holds `role` for this business line and 12-digit region on the day."""
    return officer.active and scopes(officer, on).allows(role, line, region)


_QUALIFIED = Prepared(
    lambda: Qualification.objects.filter(
        in_force(TOLD_DAY), officer_id=TOLD_OFFICER, item_code=Told("item", TextField())
    ).values_list("pk")[:1]
)


def qualified(officer: Officer, item_code: str, on: date | None = None) -> bool:
    """True when the officer may accept this item on the day."""
    arguments = {"officer": officer.pk, "item": item_code, "day": on or today()}
    return bool(_QUALIFIED(**arguments))


def qualified_items(officer: Officer, on: date | None = None) -> frozenset[str]:
    """The 12-digit codes of all items that the officer may accept on the day."""
    rows = officer.qualifications.filter(in_force(on or today()))
    return frozenset(rows.values_list("item_code", flat=True))


def qualified_counts(officers: Iterable[Officer], on: date) -> dict[int, int]:
    """How many items each of these officers may accept on the day, by primary key.

    Who may accept none is left out. One read.
    """
    rows = Qualification.objects.filter(in_force(on), officer__in=list(officers))
    counted = rows.order_by().values_list("officer_id")
    return dict(counted.annotate(Count("item_code", distinct=True)))


_QUALIFIED_AMONG = Prepared(
    lambda: Qualification.objects.filter(
        in_force(TOLD_DAY), Among("officer_id", _OFFICERS), item_code=Told("item", TextField())
    ).values_list("officer_id", flat=True)
)


def qualified_among(officers: Iterable[Officer], item_code: str, on: date) -> frozenset[int]:
    """The primary keys of those officers who may accept this item on the day."""
    officer_ids = [officer.pk for officer in officers]
    return frozenset(_QUALIFIED_AMONG(officers=officer_ids, item=item_code, day=on))


def ended_on(days: tuple[date, date]) -> QuerySet[Officer]:
    """The officers one of whose roles had its last day on one of these days, both ends included."""
    ended = Assignment.objects.filter(valid_to__range=days)
    return Officer.objects.filter(pk__in=ended.values("officer_id"))


_GRANTS_AMONG = Prepared(
    lambda: (
        Assignment.objects.filter(giving(TOLD_DAY), Among("officer_id", _OFFICERS))
        .values_list("officer_id", "role", "line", "region_id")
        .order_by("pk")
    )
)


def scopes_among(officers: Iterable[Officer], on: date) -> dict[int, Scope]:
    """What each of these officers may do on the day, by primary key, in one read."""
    grants: dict[int, list[Grant]] = {officer.pk: [] for officer in officers}
    for pk, *grant in _GRANTS_AMONG(officers=list(grants), day=on):
        grants[pk].append(Grant(*grant))
    return {pk: Scope(tuple(officer_grants)) for pk, officer_grants in grants.items()}


def _holding(*conditions: Q) -> QuerySet[Officer]:
    places = Among("region_id", Told("places", ArrayField(TextField())))
    role = Q(role=Told("role", TextField()), officer__active=True)
    rows = Assignment.objects.filter(giving(TOLD_DAY), role, places, *conditions)
    officers = Officer.objects.filter(pk__in=rows.values("officer_id"))
    return officers.select_related("user", "organisation").order_by("employee_no")


_HOLDING = Prepared(_holding)
_HOLDING_ON_LINE = Prepared(lambda: _holding(Q(line="") | Q(line=Told("line", TextField()))))


def officers_with(
    role: str, region: str, line: str | None = None, on: date | None = None
) -> list[Officer]:
    """Active officers who hold `role` for this region and line on the day, by employee number."""
    above = [region[:digits].ljust(12, "0") for digits in (2, 4, 6, 9, 12)]
    arguments = {"role": role, "places": above, "day": on or today()}
    if line is None:
        return _HOLDING(**arguments)
    return _HOLDING_ON_LINE(**arguments, line=line)


def officers_of(organisation: Organisation) -> QuerySet[Officer]:
    """The members of a unit, those at work first, by employee number."""
    return organisation.officers.select_related("user").order_by("-active", "employee_no")


def names_of(actors: Iterable[str]) -> dict[str, str]:
    """The names behind actors as audit keeps them ("officer:12", "officer:<uuid>"); others stand as they are."""
    names = {text: text for text in actors}
    keys = {text.removeprefix("officer:") for text in names if text.startswith("officer:")}
    if not keys:
        return names
    uuids = {key for key in keys if len(key) == UUID_LENGTH}
    numbers = {key for key in keys if is_digits(key)}
    officers = Officer.objects.filter(Q(pk__in=numbers) | Q(uuid__in=uuids))
    for officer in officers.select_related("organisation"):
        for actor in officer.names_in_the_record:
            if actor in names:
                names[actor] = f"{officer.name}（{officer.organisation.name}）"
    return names
