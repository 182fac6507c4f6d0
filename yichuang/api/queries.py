"""Reads that the operations share."""

from yichuang.api.rules import Caller
from yichuang.cases.queries import places
from yichuang.catalog import queries as catalog
from yichuang.catalog.models import ItemVersion
from yichuang.catalog.rules.guides import Guide
from yichuang.core.errors import NotFound


def guide(code: str, region: str, version: int, caller: Caller | None) -> Guide:
    """The guide in force, or that of a version number (0: in force). Raises NotFound, for what is off on the
    caller's channel too."""
    channel = places.channel_code(caller.channel) if caller else None
    if not version:
        return catalog.guide(code, region=region or None, channel=channel)
    found = ItemVersion.objects.filter(item__code=code, number=version).values_list("pk", flat=True).first()
    if found is None:
        raise NotFound(f"编码为{code}的事项没有第{version}版", way_out="请去掉 version 看现在的")
    return catalog.guide_of_version(found, region=region or None)
