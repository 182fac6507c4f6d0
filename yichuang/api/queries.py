"""Reads that the operations share."""

from collections.abc import Iterable

from yichuang.api.models import ApiKey
from yichuang.api.rules import Caller
from yichuang.api.schemas.cases import Subject
from yichuang.cases.models import Case
from yichuang.cases.queries import places
from yichuang.cases.queries.cases import TrailStep
from yichuang.cases.rules import states
from yichuang.catalog import queries as catalog
from yichuang.catalog.models import ItemVersion
from yichuang.catalog.rules.guides import Guide
from yichuang.core.clock import local
from yichuang.core.errors import NotFound
from yichuang.registry.services import Named, NamedEmployer

_LONG = ("form", "version__definition", "version__form")  # no list and no state shows them


def guide(code: str, region: str, version: int, caller: Caller | None) -> Guide:
    """The guide in force, or that of a version number (0: in force). Raises NotFound, for what is off on the
    caller's channel too."""
    channel = places.channel_code(caller.channel) if caller else None
    if not version:
        return catalog.guide(code, region=region or None, channel=channel)
    found = (
        ItemVersion.objects.filter(item__code=code, number=version)
        .values_list("pk", flat=True)
        .first()
    )
    if found is None:
        raise NotFound(f"编码为{code}的事项没有第{version}版", way_out="请去掉 version 看现在的")
    return catalog.guide_of_version(found, region=region or None)


def subject(told: Subject) -> Named | NamedEmployer:
    """Whose case it is, as told: looked up, or entered in the register, where the case is written."""
    if told.kind == "employer":
        return NamedEmployer(told.name, told.credit_code)
    return Named(told.name, told.id_number, told.id_type, told.phone)


def keys() -> list[ApiKey]:
    """Every key, the open ones first, the newest before the others."""
    return list(ApiKey.objects.order_by("-active", "-id"))


def key(pk: int) -> ApiKey:
    """One key. Raises NotFound."""
    if found := ApiKey.objects.filter(pk=pk).first():
        return found
    raise NotFound("没有这个密钥", way_out="请回到密钥列表再选")


def is_source_in_use(source: str) -> bool:
    """Whether an open key sends under this source; a new one of it sees the same cases."""
    return ApiKey.objects.filter(source=source, active=True).exists()


def cases_of(caller: Caller, *, below: int | None, limit: int) -> list[Case]:
    """Cases of the caller's source, newest first, below an id."""
    rows = (
        Case.objects.filter(source=caller.actor)
        .select_related("version__item")
        .defer(*_LONG)
        .order_by("-id")
    )
    return list((rows.filter(id__lt=below) if below else rows)[:limit])


def own_case(caller: Caller, number: str) -> Case:
    """The case with this number, if the caller's source sent it. Raises NotFound, for somebody else's too."""
    found = Case.objects.filter(number=number, source=caller.actor).select_related(
        "version__item", "organisation"
    )
    if case := found.defer(*_LONG).first():
        return case
    raise NotFound("没有这件，或不是本渠道提交的", way_out="请核对办件编号")


def row(case: Case) -> dict:
    """A case as every list shows it."""
    state = states.STATES[case.state]
    same = ("number", "item_code", "channel", "state", "outcome")
    return {name: getattr(case, name) for name in same} | {
        "received_at": local(case.received_at),
        "due_at": local(case.due_at),
        "closed_at": case.closed_at and local(case.closed_at),
        "item_name": case.version.item.name,
        "region": case.region_id,
        "state_name": state.plain,
        "exchange_code": state.code,
    }


def trail(steps: Iterable[TrailStep]) -> list[dict]:
    """The trail, without anybody's name."""
    return [
        {
            "seq": step.seq,
            "at": step.at,
            "kind": step.kind,
            "label": step.plain or step.label,
            "exchange_code": states.MOVES[step.kind].code,
        }
        for step in steps
    ]


def open_correction(case: Case) -> dict | None:
    """What waits to be mended."""
    notice = case.corrections.filter(answered_at__isnull=True).order_by("-seq").first()
    if notice is None:
        return None
    asked = notice.items.values("kind", "code", "name", "reason")
    return {"answer_by": notice.answer_by, "asked": list(asked)}


def delivery(case: Case) -> dict | None:
    """How the result of a case reaches the applicant; None before there is one."""
    row = getattr(case, "delivery", None) if case.state == states.CLOSED else None
    if row is None:
        return None
    there = row.whereabouts
    return {
        "way": row.way,
        "state": there.stage,
        "state_name": there.words(),
        "waybill": row.waybill,
    }
