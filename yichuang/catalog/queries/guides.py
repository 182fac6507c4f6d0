"""The guide of an item: what is in force on a day in a place. Kept in memory by version and local words."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from yichuang.catalog import tables
from yichuang.catalog.models import Implementation, ItemVersion
from yichuang.catalog.models.items import in_force
from yichuang.catalog.queries.outlets import channel_open
from yichuang.catalog.rules import delegation, guides
from yichuang.catalog.rules.forms import Form
from yichuang.catalog.rules.forms.samples import on_day, owned
from yichuang.catalog.rules.frozen import thaw
from yichuang.catalog.rules.guides import Guide
from yichuang.catalog.rules.processes import read_steps
from yichuang.catalog.rules.revisions import canonical, difference_hash
from yichuang.catalog.rules.situations import materials_of, situations_of
from yichuang.core import clock, packs
from yichuang.core.errors import Conflict, NotFound
from yichuang.core.spoken import chinese_date

_HEAD = ("pk", "item_id", "item__is_local_extension", "item__place_id", "item__cancelled_on")


@dataclass(frozen=True)
class Published:
    """What never changes of a published version, so that it may be kept in memory: read-only."""

    pk: int
    number: int
    revision: str
    effective_from: date
    definition: Mapping[str, Any]
    form: Mapping[str, Any]
    item_id: int
    code: str
    is_local_extension: bool


def guide(
    code: str, *, region: str | None = None, on: date | None = None, channel: str | None = None
) -> Guide:
    """The guide of item `code` in force `on` a day (today), for the place `region` (12-digit code).

    channel: refuse when the item is off there. Two small reads per call, the rest from memory. Raises NotFound when
    nothing is in force, when a local item is asked for elsewhere, and when the channel is off (code "channel_off").
    """
    day = on or clock.today()
    head = ItemVersion.objects.filter(in_force(day), item__code=code).values_list(*_HEAD).first()
    if head is None:
        raise NotFound(f"没有编码为{code}的事项，或这一天它还没有生效", way_out="请从全部服务里找")
    version_id, item_id, local, place, cancelled_on = head
    if local and region and not region.startswith(place.rstrip("0")):
        raise NotFound(
            "这是别的地方自己加的事项，您选的地方不办", way_out="请换一个地方，或从全部服务里找"
        )
    if channel and not channel_open(code, channel):
        raise NotFound(
            "这件事暂时不能从这里办", code="channel_off", way_out="请换网上、窗口或打12333"
        )
    words = _local_words(item_id, region, day) if region else ()
    return _guide(version_id, region if words or local else None, cancelled_on, words)


def guide_of_version(
    version_id: int, *, region: str | None = None, on: date | None = None
) -> Guide:
    """The guide as it stood in one version, whatever is in force now: the page of an old case. `on` chooses the
    words of the place (default: today). Raises NotFound."""
    head = (
        ItemVersion.objects.filter(pk=version_id)
        .values_list("item_id", "item__cancelled_on")
        .first()
    )
    if head is None:
        raise NotFound("没有这个版本的办事指南")
    if region:
        words = _local_words(head[0], region, on or clock.today())
    else:
        words = ()
    return _guide(version_id, region if words else None, head[1], words)


def version_in_force(code: str, on: date | None = None) -> Published:
    """The version of an item in force on a day (today). Raises NotFound."""
    day = on or clock.today()
    version_id = (
        ItemVersion.objects.filter(in_force(day), item__code=code)
        .values_list("pk", flat=True)
        .first()
    )
    if version_id is None:
        raise NotFound(f"没有编码为{code}的事项，或这一天它还没有生效", way_out="请从全部服务里找")
    return _version(version_id)


def require_open(
    code: str, *, on: date | None = None, channel: str | None = None, region: str | None = None
) -> Published:
    """The version that a new case of this day must be bound to.

    channel: a channel code; an item whose guide does not list it there takes no case from it. Raises NotFound as
    `guide`, Conflict (code "item_cancelled" | "not_offered") when no new case may begin.
    """
    day = on or clock.today()
    shown = guide(code, region=region, on=day, channel=channel)
    if shown.cancelled_on and day >= shown.cancelled_on:
        gone = chinese_date(shown.cancelled_on)
        raise Conflict(
            f"“{shown.name}”已从{gone}起取消，不再收新的申请",
            code="item_cancelled",
            way_out="有疑问请打12333",
        )
    if not shown.offered:
        raise Conflict(
            f"“{shown.name}”在您选的地方暂时不办",
            code="not_offered",
            way_out="请换一个地方，或打12333",
        )
    if channel and not done_on(shown, channel):
        label = tables.channels()[channel]["label"]
        ways = "、".join(shown.channels)
        raise Conflict(
            f"“{shown.name}”的办理渠道里没有{label}",
            code="not_offered",
            way_out=f"可以从这里办：{ways}",
        )
    return _version(shown.version_id)


def done_on(shown: Guide, channel: str) -> bool:
    """Whether the guide lists the channel (code): the one rule of every list and of every application."""
    return tables.channels()[channel]["word"] in shown.channels


def _local_words(item_id: int, region: str, day: date) -> tuple[str, ...]:
    rows = (
        Implementation.objects.filter(
            in_force(day), item_id=item_id, region_id__in=delegation.chain(region)
        )
        .order_by("region_id")
        .values_list("differences", flat=True)
    )
    return tuple(canonical(row) for row in rows)


@packs.kept(4096)
def _guide(
    version_id: int, region: str | None, cancelled_on: date | None, words: tuple[str, ...]
) -> Guide:
    version = _version(version_id)
    return _build(version, [json.loads(text) for text in words], region, cancelled_on)


@lru_cache(maxsize=1024)
def _version(version_id: int) -> Published:
    row = ItemVersion.objects.select_related("item").get(pk=version_id)
    return Published(
        pk=row.pk,
        number=row.number,
        revision=row.revision,
        effective_from=row.effective_from,
        definition=row.definition,
        form=row.form,
        item_id=row.item_id,
        code=row.item.code,
        is_local_extension=row.item.is_local_extension,
    )


@lru_cache(maxsize=1024)
def form_of(version_id: int) -> Form:
    """The compiled form of a version, kept in memory: a version never changes."""
    return thaw(_version(version_id).form)


def sample(version_id: int, day: date, facts: Mapping[str, str] | None = None) -> dict[str, Any]:
    """The sample of a version's form with its dates as somebody would write them on `day`: for the demo, benches and
    tests. A sheet to look at shows the sample as it was written. facts: whose it is (`registry.queries.facts`)."""
    definition = _version(version_id).form["definition"]
    written_on = date.fromisoformat(definition["as_of"])
    form = form_of(version_id)
    moved = on_day(form, definition["sample"], written_on=written_on, day=day)
    return owned(form, moved, facts) if facts else moved


def sampled_by_unit(version_id: int) -> bool:
    """Whether the sample of a version's form is filled by a unit: it names one as the applicant, and no person."""
    version = _version(version_id)
    sample = version.form["definition"]["sample"]
    if "person_id_number" in sample:
        return False
    return "employer_credit_code" in sample


def _build(
    version: Published, layers: list[dict[str, Any]], region: str | None, cancelled_on: date | None
) -> Guide:
    d = guides.merged(version.definition, layers)
    differences = guides.merged({}, layers)
    return Guide(
        code=version.code,
        name=d["name"],
        version_id=version.pk,
        version_number=version.number,
        revision=version.revision,
        local_revision=difference_hash(differences),
        effective_from=version.effective_from,
        region=region,
        is_local_extension=version.is_local_extension,
        cancelled_on=cancelled_on,
        line=d["business_line"],
        sub_line=d["sub_line"],
        service_objects=tuple(d["service_object"]),
        type=d["type"],
        levels=tuple(d["levels"]),
        legal_basis=tuple(d["legal_basis"]),
        conditions=d["conditions"],
        case_kind=d["case_kind"],
        limits=guides.limits_of(d),
        silence=d.get("silence_decides"),
        acceptance=d.get("acceptance"),
        term_notes=guides.term_notes_of(d),
        fee=d["fee"],
        materials=materials_of(d),
        situations=situations_of(d),
        channels=tuple(d["channels"]),
        full_online=d["full_online"],
        online_depth=d["online_depth"],
        onsite_reason=d.get("onsite_reason"),
        max_visits=d["max_visits"],
        cross_region=d["cross_region"],
        result=d["result"],
        result_kind=d["result_kind"],
        result_sample=d["result_sample"],
        steps=read_steps(d["steps"]),
        process_kind=d["process_kind"],
        review_points=tuple(d.get("review_points") or ()),
        discretion=tuple(d.get("discretion") or ()),
        commitment=d.get("commitment") or {},
        implementing_body=d["implementing_body"],
        places=d["places"],
        hours=d["hours"],
        consult=d["consult"],
        complaint=d["complaint"],
        remedy=d.get("remedy"),
        tags=tuple(d.get("tags") or ()),
        offered=d.get("offered", True),
        elements=guides.elements_of(d, tables.elements()),
        differences=differences,
        definition=d,
        form=version.form,
    )
