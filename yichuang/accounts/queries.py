"""Reads of units, officers and what they may do."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count, F, Q, QuerySet

from yichuang.core import revision
from yichuang.core.clock import today
from yichuang.core.errors import NotFound
from yichuang.core.ids import as_uuid
from yichuang.core.spelling import is_digits
from yichuang.reference.queries import prefix

from . import tables
from .models import Assignment, Leave, Officer, Organisation, ServiceArea, Todo, User
from .rules.grants import Grant, Scope
from .rules.naming import name_problem, rule_for

UUID_LENGTH = 36


@dataclass(frozen=True)
class NamingViolation:
    """A unit whose name is not the one that its own region's rule asks for."""

    code: str
    uuid: str
    name: str
    expected: str
    basis: str


def user(uuid: UUID) -> User:
    """The account with this uuid. Raises NotFound."""
    found = User.objects.filter(uuid=uuid).first()
    if found is None:
        raise NotFound("没有这个账号", way_out="请刷新页面再看")
    return found


# --- officers --------------------------------------------------------------------------------------------------------


def in_force(on: date) -> Q:
    """Rows whose valid_from..valid_to holds the day, both ends included."""
    return Q(valid_from__lte=on) & (Q(valid_to__isnull=True) | Q(valid_to__gte=on))


def officer_of(user: User) -> Officer | None:
    """The active officer behind a signed-in account, with unit and region; None for anyone else."""
    if not user.is_authenticated or user.kind != User.OFFICER or not user.is_active:
        return None
    found = Officer.objects.filter(user_id=user.pk, active=True)
    return found.select_related("user", "organisation__region").first()


def on_duty(user: User) -> Officer | None:
    """`officer_of` for the account of a request: looked up once, and holding today's scope, which `scopes` then gives
    without another read. An account object lives as long as its request; nothing is kept longer."""
    if not hasattr(user, "on_duty"):
        found = user.on_duty = officer_of(user)
        if found:
            day = today()
            found.kept_scope = (day, scopes(found, day))
    return user.on_duty


def officer(uuid: str) -> Officer:
    """The officer with this uuid, active or not. Raises NotFound."""
    try:
        return Officer.objects.select_related("user", "organisation__region").get(
            uuid=as_uuid(uuid)
        )
    except Officer.DoesNotExist:
        raise NotFound("没有这名工作人员。", field="officer") from None


def scopes(officer: Officer, on: date | None = None) -> Scope:
    """What the officer may do on the day (today when not given): one query, none for an officer `on_duty` today."""
    day = on or today()
    if officer.kept_scope and officer.kept_scope[0] == day:
        return officer.kept_scope[1]
    rows = Assignment.objects.filter(in_force(day), officer=officer)
    return Scope(
        tuple(Grant(*row) for row in rows.values_list("role", "line", "region_id").order_by("pk"))
    )


def has_role(
    officer: Officer,
    role: str,
    line: str | None = None,
    region: str | None = None,
    on: date | None = None,
) -> bool:
    """True when the active officer holds `role` for this business line and 12-digit region on the day."""
    return officer.active and scopes(officer, on).allows(role, line, region)


def qualified(officer: Officer, item_code: str, on: date | None = None) -> bool:
    """True when the officer may accept this item on the day."""
    return officer.qualifications.filter(in_force(on or today()), item_code=item_code).exists()


def qualified_items(officer: Officer, on: date | None = None) -> frozenset[str]:
    """The 12-digit codes of all items that the officer may accept on the day."""
    rows = officer.qualifications.filter(in_force(on or today()))
    return frozenset(rows.values_list("item_code", flat=True))


def officers_with(
    role: str, region: str, line: str | None = None, on: date | None = None
) -> list[Officer]:
    """Active officers who hold `role` for this region and line on the day, by employee number."""
    above = [region[:digits].ljust(12, "0") for digits in (2, 4, 6, 9, 12)]
    rows = Assignment.objects.filter(
        in_force(on or today()), role=role, region_id__in=above, officer__active=True
    )
    if line is not None:
        rows = rows.filter(line__in=["", line])
    found = Officer.objects.filter(pk__in=rows.values("officer_id"))
    return list(found.select_related("user", "organisation").order_by("employee_no"))


# --- things to do and leave ------------------------------------------------------------------------------------------


def todos_of(officer: Officer, on: date | None = None) -> QuerySet[Todo]:
    """What the officer has to do: their own, what was passed upward to them, what a role of theirs reaches, and what is
    of a colleague on leave for whom they stand in; the earliest first, those without a day last."""
    mine = Q(owner=officer) | Q(escalated_to=officer)
    stood_in_for = stands_in_for(officer, on)
    if stood_in_for:
        mine |= Q(owner__in=stood_in_for)
    for grant in scopes(officer, on).grants:
        reached = Q(owner=None, role=grant.role, region__code__startswith=prefix(grant.region))
        mine |= reached & (Q(line__in=["", grant.line]) if grant.line else Q())
    return Todo.objects.filter(mine, done_at=None).order_by(F("due_on").asc(nulls_last=True), "id")


def todo_counts(officer: Officer, on: date) -> tuple[int, int]:
    """(how many things the officer has to do, how many of them are past their day): for the bar, in one read."""
    counted = (
        todos_of(officer, on)
        .order_by()
        .aggregate(
            all=Count("id"),
            late=Count("id", filter=Q(due_on__lt=on)),
        )
    )
    return counted["all"], counted["late"]


def running_leaves(first_day: date, last_day: date) -> QuerySet[Leave]:
    """Leaves that touch any of the days, both ends included."""
    back = Q(ended_on__isnull=True) | Q(ended_on__gt=first_day)
    return Leave.objects.filter(back, first_day__lte=last_day, last_day__gte=first_day)


def is_away(officer_id: int, on: date | None = None) -> bool:
    """Whether the officer is on leave on the day."""
    return any(one == officer_id for one, _, _ in _away(on or today()))


def stands_in_for(officer: Officer, on: date | None = None) -> list[int]:
    """The primary keys of the colleagues on leave whose things to do are the officer's: as their deputy, or in the same
    unit where no deputy was named."""
    unit = officer.organisation_id
    return [
        one
        for one, deputy, place in _away(on or today())
        if one != officer.pk and (deputy == officer.pk or (deputy is None and place == unit))
    ]


def standing_in(officer: Officer, on: date | None = None) -> list[Officer]:
    """The deputies of an officer who is on leave on the day; nobody for one who is there or named no deputy."""
    deputies = [deputy for one, deputy, _ in _away(on or today()) if one == officer.pk and deputy]
    return list(Officer.objects.filter(pk__in=deputies, active=True))


def leaves_of(officer: Officer, on: date) -> list[Leave]:
    """The leaves of an officer that last on the day or are still to come, the earliest first."""
    rows = running_leaves(on, date.max).filter(officer=officer)
    return list(rows.select_related("deputy").order_by("first_day"))


@revision.kept(4)
def _away(day: date) -> tuple[tuple[int, int | None, int], ...]:
    rows = running_leaves(day, day).values_list(
        "officer_id", "deputy_id", "officer__organisation_id"
    )
    return tuple(rows.order_by("officer_id"))


# --- units -----------------------------------------------------------------------------------------------------------


def organisation(code: str) -> Organisation:
    """The unit with this code. Raises NotFound."""
    try:
        return Organisation.objects.select_related("region", "parent").get(code=code)
    except Organisation.DoesNotExist:
        raise NotFound(
            f"没有编码为 {code} 的机构。", field="organisation", way_out="请从列表里选。"
        ) from None


def children(code: str = "") -> QuerySet[Organisation]:
    """The active units right below, or the city bureaus for ""."""
    above = {"parent__code": code} if code else {"parent": None}
    return (
        Organisation.objects.filter(active=True, **above).select_related("region").order_by("code")
    )


def organisations_in(region_code: str, kinds: Iterable[str] = ()) -> QuerySet[Organisation]:
    """The active units in a region and below it, of these kinds when given."""
    found = Organisation.objects.filter(active=True, region__code__startswith=prefix(region_code))
    found = found.filter(kind__in=kinds) if kinds else found
    return found.select_related("region").order_by("code")


def bureau_of(region_code: str) -> Organisation:
    """The nearest bureau: of the county that holds the region, else of its city. Raises NotFound."""
    codes = [region_code[:digits].ljust(12, "0") for digits in (6, 4)]
    found = Organisation.objects.filter(active=True, kind=Organisation.BUREAU, region_id__in=codes)
    bureau = found.select_related("region").order_by("-level").first()
    if bureau is None:
        raise NotFound(
            "这个地方还没有接入平台的人社部门。",
            field="region",
            way_out="请换一个地方，或拨打 12333。",
        )
    return bureau


def serving(region_code: str, on: date | None = None) -> Organisation | None:
    """The unit that serves a village on the day; for a town its station; None where there is none."""
    area = ServiceArea.objects.filter(
        in_force(on or today()), region_id=region_code, organisation__active=True
    )
    found = area.select_related("organisation__region").first()
    if found:
        return found.organisation
    stations = Organisation.objects.filter(
        active=True, region_id=region_code, kind=Organisation.STATION, level=4
    )
    return stations.select_related("region").first()


def outlets(region_code: str) -> list[Organisation]:
    """Where a resident of the region can go, nearest first: village or shared station, township station, county hall
    or bureau, city hall."""
    codes = [region_code[:digits].ljust(12, "0") for digits in (9, 6, 4)]
    near = serving(region_code)
    found = Organisation.objects.filter(
        active=True, region_id__in=codes, level__lt=5
    ).select_related("region")
    rows = [row for row in found.order_by("-level", "-kind", "code") if row != near]
    halls = {row.level for row in rows if row.kind == Organisation.HALL}
    rest = [row for row in rows if row.kind != Organisation.BUREAU or row.level not in halls]
    return ([near] if near else []) + rest


def villages_of(organisation: Organisation, on: date | None = None) -> list[str]:
    """The codes of the villages that a unit serves on the day."""
    rows = organisation.service_areas.filter(in_force(on or today()))
    return list(rows.values_list("region_id", flat=True).order_by("region_id"))


def naming_violations(region_code: str = "") -> list[NamingViolation]:
    """Units in the region (everywhere for "") whose name breaks the rule of their own city's pack.

    A level, kind or place without a binding rule has none. 岳人社发〔2015〕80号 二（一） is one such rule.
    """
    rows = Organisation.objects.filter(
        active=True, region__code__startswith=prefix(region_code) if region_code else ""
    )
    found = []
    columns = ("code", "uuid", "name", "level", "kind", "region__name", "region__city")
    for code, uuid, name, level, kind, place, city in rows.order_by("code").values_list(*columns):
        rules = tables.naming_rules(city)
        expected = name_problem(rules, level, kind, place, name)
        if expected:
            rule = rule_for(rules, level, kind, place)
            found.append(NamingViolation(code, str(uuid), name, expected, rule.basis))
    return found


def name_asked(organisation: Organisation, name: str) -> str:
    """The name that the rule of the unit's own city asks for when `name` is not it; "" when it is or no rule binds."""
    rules = tables.naming_rules(organisation.region.city)
    return name_problem(
        rules, organisation.level, organisation.kind, organisation.region.name, name
    )


def officers_of(organisation: Organisation) -> QuerySet[Officer]:
    """The members of a unit, those at work first, by employee number."""
    return organisation.officers.select_related("user").order_by("-active", "employee_no")


def names_of(actors: Iterable[str]) -> dict[str, str]:
    """The names behind actors as audit keeps them ("officer:12", "officer:<uuid>"); others stand as they are."""
    texts = set(actors)
    keys = {text[8:]: text for text in texts if text.startswith("officer:")}
    uuids = {key for key in keys if len(key) == UUID_LENGTH}
    of_them = Q(pk__in=[key for key in keys if is_digits(key)]) | Q(uuid__in=uuids)
    found = (
        Officer.objects.filter(of_them).values_list("pk", "uuid", "name", "organisation__name")
        if keys
        else ()
    )
    named = {
        key: f"{name}（{unit}）" for pk, uuid, name, unit in found for key in (str(pk), str(uuid))
    }
    return {text: text for text in texts} | {
        keys[key]: name for key, name in named.items() if key in keys
    }
