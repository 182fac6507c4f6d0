"""Whether a limit may be longer than before, and longer than the general law of permissions allows. Pure.

A limit of the law is no wish of who keeps the catalogue: who makes it longer names the article that says so."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from yichuang.catalog.rules import law, limits

PERMIT = "行政许可"
PERMIT_LIMIT = (20, "工作日")  # 行政许可法 42: twenty days that are working days (82)
MAIN = "main"  # the limit of the item itself, beside those of its situations


@dataclass(frozen=True)
class Limit:
    """One statutory limit for deciding. where: "main", or the situation
    that it is for; article: what it rests on.
    """

    where: str
    days: int
    unit: str
    start: str
    article: str

    @property
    def length(self) -> float:
        """In calendar days, to compare by."""
        return limits.natural_days(self.days, self.unit)

    @property
    def words(self) -> str:
        """As people say it."""
        return limits.spoken(self.days, self.unit)


def limits_of(definition: Mapping[str, Any]) -> dict[str, Limit]:
    """Every statutory limit of an item by where it holds; a situation that
    is a mere report has none.
    """
    rows = [_main(definition)]
    rows += [_of_situation(row) for row in definition.get("statutory_when") or ()]
    by_place = {}
    for row in rows:
        if row is not None:
            by_place[row.where] = row
    return by_place


def raised(
    before: Mapping[str, Any], after: Mapping[str, Any], provisions: law.Provisions
) -> list[str]:
    """Why limits that are longer in `after` than in `before` may not be.

    Each longer one needs its article: one that says so, or a new one of a
    law among the bases that nobody has entered yet. A limit is not taken
    away while its bases stay the same.
    """
    problems = []
    was, becomes = limits_of(before), limits_of(after)
    for where, limit in becomes.items():
        earlier = was.get(where) or was.get(MAIN)
        if earlier and limit.length > earlier.length:
            problems += _unfounded(limit, earlier, after, provisions)
    same_bases = before.get("legal_basis") == after.get("legal_basis")
    if MAIN in was and MAIN not in becomes and same_bases:
        text = f"法定办结时限原来是{was[MAIN].words}，要去掉它，请先改设定依据"
        problems.append(text)
    return problems


def beyond_permits(definition: Mapping[str, Any], provisions: law.Provisions) -> list[str]:
    """Why a permission may not take so long.

    Over 20 working days only where a provision of packs/law says so
    (行政许可法 42). The ten days more of the same article are allowed case
    by case by the head of the body, so that they stand in no catalogue.
    """
    if definition.get("type") != PERMIT:
        return []
    most = limits.natural_days(*PERMIT_LIMIT)
    problems = []
    for limit in limits_of(definition).values():
        if limit.length > most and not _says_so(limit, provisions):
            problems.append(
                f"行政许可要在{limits.spoken(*PERMIT_LIMIT)}内决定（行政许可法第42条），"
                f"现在写的是{limit.words}；法律、法规另有规定的，请写明规定了这个时限的条文。"
                "延长10日由负责人逐件批准，不写进目录"
            )
    return problems


def _main(definition: Mapping[str, Any]) -> Limit | None:
    """The limit of the item itself; None where the law sets none."""
    days = definition.get("statutory_days")
    if days is None:
        return None
    return Limit(
        where=MAIN,
        days=days,
        unit=definition.get("statutory_unit") or "工作日",
        start=definition.get("statutory_from") or "",
        article=definition.get("statutory_article") or "",
    )


def _of_situation(row: Mapping[str, Any]) -> Limit | None:
    """The limit of one situation.

    None for one that is a mere report: nobody decides there.
    """
    if row.get("days") is None:
        return None
    return Limit(
        where=str(row.get("when")),
        days=row["days"],
        unit=row.get("unit") or "工作日",
        start=row.get("from") or "",
        article=row.get("article") or "",
    )


def _unfounded(
    limit: Limit, earlier: Limit, definition: Mapping[str, Any], provisions: law.Provisions
) -> list[str]:
    """Why one longer limit may not be, in one sentence; nothing when its
    law is named.

    An article of packs/law must have this very term. Another must be new,
    and of a law among the bases.
    """
    text = f"法定办结时限从{earlier.words}改长到{limit.words}"
    if not limit.article:
        return [f"{text}，请写明是哪部法的哪一条"]
    if limit.article in provisions:
        if _says_so(limit, provisions):
            return []
        return [f"{text}，可是“{limit.article}”没有规定这个时限，请写明规定了它的条文"]
    if limit.article == earlier.article:
        return [f"{text}，依据还是原来的“{limit.article}”，请写明是哪部法的哪一条"]
    laws = law.laws_of(definition)
    if not any(name in limit.article for name in laws):
        return [f"{text}，依据的“{limit.article}”不在设定依据里，请把这部法也写进设定依据"]
    return []


def _says_so(limit: Limit, provisions: law.Provisions) -> bool:
    """Whether the provision that the limit names has this very term for
    deciding, or for a step before it.
    """
    provision = provisions.get(limit.article)
    if provision is None:
        return False
    for term in provision["terms"]:
        if (term["days"], term["unit"]) == (limit.days, limit.unit):
            return True
    return False
