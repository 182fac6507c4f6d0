"""Public reads: items, guides, forms, regions, papers. No key; with one, what its channel may do."""

from typing import Annotated, Literal

from django.http import HttpRequest
from ninja import Path, Query, Router

from yichuang.api import cursors, keys, queries, samples
from yichuang.api.schemas import catalogue as shapes
from yichuang.cases.queries import places
from yichuang.catalog import queries as catalog
from yichuang.catalog.rules.forms import json_schema
from yichuang.catalog.rules.guides import Guide
from yichuang.catalog.rules.situations import Material
from yichuang.core.errors import NotFound
from yichuang.documents import queries as documents
from yichuang.reference import queries as reference

router = Router(tags=["事项"])
Code = Annotated[str, Path(pattern=r"^\d{12}$")]
RegionCode = Annotated[str, Query(pattern=r"^(\d{12})?$")]
_FOUND = 400  # how far down a search one may page


@router.get("/items", response=shapes.ItemPage, summary="找事项，最合适的在前")
def list_items(
    request: HttpRequest,
    q: Annotated[str, Query(max_length=100)] = "",
    line: Annotated[str, Query(max_length=20)] = "",
    subject: Literal["", "个人", "单位"] = "",
    level: Literal["", "省", "市", "县", "乡镇", "村"] = "",
    region: RegionCode = "",
    limit: Annotated[int, Query(ge=1, le=100)] = 20,
    cursor: Annotated[str, Query(max_length=200)] = "",
):
    """`q` 可以是俗称、拼音首字母或一句话；不填就按目录顺序列出全部。"""
    caller = keys.optional(request, "catalogue:read")
    channel = places.channel_code(caller.channel) if caller else None
    filters = {
        "line": line or None,
        "subject": subject or None,
        "level": level or None,
        "region": region or None,
    }
    if q.strip():
        rows = [(hit.item, hit.why) for hit in catalog.search(q, limit=_FOUND, **filters)]
        if channel:
            open_ = {row.code for row in catalog.items(region=region or None, channel=channel)}
            rows = [pair for pair in rows if pair[0].code in open_]
    else:
        rows = [(row, "") for row in catalog.items(channel=channel, **filters)]
    start = _after(rows, cursor)
    page = rows[start : start + limit]
    more = start + limit < len(rows)
    return {
        "items": [_row(row, why) for row, why in page],
        "next_cursor": cursors.write(page[-1][0].code) if more else None,
    }


def _after(rows: list, cursor: str) -> int:
    place = cursors.read(cursor, str)
    if place is None:
        return 0
    codes = [row.code for row, _ in rows]
    if place[0] not in codes:
        raise cursors.lost()
    return codes.index(place[0]) + 1


def _row(row, why: str) -> dict:
    names = shapes.Item.model_fields.keys() - {"version", "why"}
    return {name: getattr(row, name) for name in names} | {
        "version": row.version_number,
        "why": why,
    }


@router.get("/items/{code}", response=shapes.Guide, summary="一个事项的办事指南")
def read_item(
    request: HttpRequest,
    code: Code,
    region: RegionCode = "",
    version: Annotated[int, Query(ge=0)] = 0,
):
    """`region` 加上当地的说法；`version` 看旧的版本。`revision` 和网页、手机、打印件上的一样。"""
    return _guide(queries.guide(code, region, version, keys.optional(request, "catalogue:read")))


@router.get("/items/{code}/form", response=dict, summary="申请表的 JSON Schema")
def read_form(request: HttpRequest, code: Code, version: Annotated[int, Query(ge=0)] = 0):
    """`POST /cases` 的 `answers` 要合这个说明；带条件的必填写在 `allOf` 里，互相核对的以提交时的检查为准。"""
    guide = queries.guide(code, "", version, keys.optional(request, "catalogue:read"))
    schema = json_schema(catalog.form_of(guide.version_id))
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}


@router.get(
    "/items/{code}/sample", response=shapes.SampleApplication, summary="一份能交的申请，照着改"
)
def read_sample(
    request: HttpRequest, code: Code, region: Annotated[str, Query(pattern=r"^\d{12}$")]
):
    """样例人的申请：换成真人的姓名、证件号码和答案，就是 `POST /cases` 的内容。材料先用 `POST /files` 上传。"""
    guide = queries.guide(code, region, 0, keys.optional(request, "catalogue:read"))
    return samples.application(guide, region)


@router.get("/regions", response=shapes.RegionList, summary="下一级行政区划")
def list_regions(request: HttpRequest, parent: RegionCode = ""):
    """`parent` 不填就是各省。"""
    if parent:
        reference.region(parent)
    rows = reference.children(parent).values_list(*_REGION)
    return {"regions": [dict(zip(shapes.Region.model_fields, row, strict=True)) for row in rows]}


_REGION = ("code", "name", "full_name", "level", "parent_id", "longitude", "latitude")


@router.get("/papers/{code}", response=shapes.PaperCheck, summary="验证文书")
def verify_paper(request: HttpRequest, code: Annotated[str, Path(max_length=100)]):
    """`code` 是文书二维码里的验证码。"""
    paper = documents.verify(code)
    if not paper.found:
        raise NotFound("没有这份文书", way_out="请照文书上的二维码再核对一遍")
    return paper


def _material(material: Material, guide: Guide) -> dict:
    names = shapes.Material.model_fields.keys() - {"asked_when"}
    conditions = [
        {"situation": each.key, "values": each.keeping(material.name)}
        for each in guide.situations
        if each.speaks_of(material.name)
    ]
    return {name: getattr(material, name) for name in names} | {"asked_when": conditions}


def _guide(guide: Guide) -> dict:
    limits = guide.limits
    own = {"version", "limits", "channels", "materials", "many_at_once"}
    return {name: getattr(guide, name) for name in shapes.Guide.model_fields.keys() - own} | {
        "version": guide.version_number,
        "channels": guide.channels,
        "many_at_once": catalog.many_at_once(guide),
        "materials": [_material(material, guide) for material in guide.materials],
        "limits": {
            "statutory": limits.statutory_text,
            "previous": limits.previous_text,
            "promised": limits.promised_text,
            "speedup_percent": limits.speedup_percent,
        },
    }
