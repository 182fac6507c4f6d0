"""Units and the villages that they serve."""

from collections.abc import Sequence
from datetime import date, timedelta

from django.db import IntegrityError, transaction

from yichuang.audit.services import record
from yichuang.core.clock import today
from yichuang.core.errors import Conflict, FieldProblem, Invalid
from yichuang.reference.queries import region_exists

from ..models import Organisation, ServiceArea
from ..queries import in_force


@transaction.atomic
def rename_organisation(*, actor: str, organisation: Organisation, name: str) -> None:
    """Change a unit's name. A name against the naming rule is allowed: the check lists it. Raises Invalid if empty."""
    if not name.strip():
        raise Invalid([FieldProblem("name", "请填写机构名称。", "required")])
    old = organisation.name
    organisation.name = name.strip()
    organisation.save(update_fields=["name"])
    data = {"from": old, "to": organisation.name}
    record(
        actor=actor,
        verb="organisation.rename",
        subject=f"organisation:{organisation.uuid}",
        data=data,
    )


@transaction.atomic
def set_service_area(
    *, actor: str, organisation: Organisation, villages: Sequence[str], on: date | None = None
) -> list[ServiceArea]:
    """From the day on (today when none is given) the unit serves exactly these villages, given as 12-digit codes.

    Villages left out end the day before. Raises Invalid for an unknown code, Conflict when another unit serves one.
    """
    unknown = [code for code in villages if not region_exists(code)]
    if unknown:
        raise Invalid(
            [
                FieldProblem(
                    "villages", f"没有代码为 {unknown[0]} 的村（社区），请从列表里选。", "known"
                )
            ]
        )
    day = on or today()
    unit = Organisation.objects.select_for_update().get(pk=organisation.pk)
    codes = set(villages)
    current = ServiceArea.objects.filter(in_force(day), organisation=unit)
    left_out = current.exclude(region_id__in=codes)
    left_out.filter(valid_from__gte=day).delete()
    left_out.update(valid_to=day - timedelta(1))
    new = codes - set(current.values_list("region_id", flat=True))
    try:
        with transaction.atomic():
            rows = [
                ServiceArea(organisation=unit, region_id=code, valid_from=day)
                for code in sorted(new)
            ]
            ServiceArea.objects.bulk_create(rows)
    except IntegrityError:
        raise _taken(unit, new, day) from None
    data = {"villages": sorted(codes), "from": day.isoformat()}
    record(
        actor=actor,
        verb="organisation.service_area",
        subject=f"organisation:{unit.uuid}",
        data=data,
    )
    return list(ServiceArea.objects.filter(in_force(day), organisation=unit).order_by("region_id"))


def _taken(unit: Organisation, codes: set[str], day: date) -> Conflict:
    rows = (
        ServiceArea.objects.filter(region_id__in=codes)
        .exclude(organisation=unit)
        .exclude(valid_to__lt=day)
    )
    other = rows.select_related("region", "organisation").order_by("region_id")[0]
    message = (
        f"{other.region.name}已经由{other.organisation.name}服务，一个村同一时间只能归一个服务站。"
    )
    return Conflict(message, field="villages", way_out="请先从原来的服务站里去掉它。")
