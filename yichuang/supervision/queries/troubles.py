"""What is wrong, worst first: each line says how much, why, who answers, since when, and leads to its list."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from yichuang.accounts import queries as accounts
from yichuang.accounts.models import Officer
from yichuang.cases.rules.timing import days_overdue
from yichuang.core.clock import local
from yichuang.ratings import queries as ratings
from yichuang.reference.models import Region
from yichuang.supervision.queries import breaches, lying, sight
from yichuang.supervision.queries.headline import Overdue


@dataclass(frozen=True)
class Trouble:
    """One line of the list; days: since when, None where it has no beginning."""

    what: str
    count: int
    unit: str
    why: str
    owner: str
    days: int | None
    href: str


def troubles(
    officer: Officer, place: Region, now: datetime, overdue: Iterable[Overdue]
) -> list[Trouble]:
    """Overdue groups first, then breaches of the rules, by how many there are."""
    late = [_of_overdue(group, now) for group in overdue]
    rest = [*_of_reports(officer, place), *_of_ratings(officer, place, now), *_of_names(place)]
    rest += _of_things_to_do(place, now)
    return late + sorted((one for one in rest if one.count), key=lambda one: -one.count)


def _of_overdue(group: Overdue, now: datetime) -> Trouble:
    return Trouble(
        what=f"{group.place}{group.item}逾期",
        count=group.count,
        unit="件",
        why=group.why,
        owner=group.owner,
        days=days_overdue(group.oldest, now),
        href=f"/console/cases/list/?place={group.county}000000&by=item&key={group.code}&what=overdue",
    )


_BREACHES = {
    "visits": ("跑动超过承诺", "让人多跑了，看过程里的现场环节"),
    "corrections": ("不止一次要求补正", "第一次没有把要补的说全"),
    "demanded": ("要了查得到的材料", "别的部门查得到的，不该叫群众交"),
    "instant": ("即办件超过30分钟", "看各件写的原因"),
    "deemed": ("没有按时答复，视为受理", "到受理的最后一天没有答复"),
    "told_late": ("过了受理的最后一天才要求补正", "第一次没有按时看材料"),
    "over_planned": ("停止计时超过告知的日子", "告知的日子到了没有接着办"),
}


def _of_reports(officer: Officer, place: Region) -> Iterable[Trouble]:
    for key, (what, why) in _BREACHES.items():
        owners = breaches.counted(key, officer, place)
        if owners:
            first = next(iter(owners))
            if len(owners) == 1:
                owner = first
            else:
                owner = f"{first}等{len(owners)}个单位"
            href = f"/console/reports/{key}/?place={place.code}"
            yield Trouble(what, sum(owners.values()), "件", why, owner, None, href)


def _of_ratings(officer: Officer, place: Region, now: datetime) -> Iterable[Trouble]:
    reach = sight.reach_of(officer, place.code)
    since = now - timedelta(days=30)
    count = ratings.open_bad(reach, since, now + timedelta(seconds=1))
    if count:
        reasons = ratings.reasons_of(reach, since, now + timedelta(seconds=1), bad=True)
        why = "、".join(f"{text}{n}次" for text, n in reasons[:2]) or "没有选理由"
        href = f"/console/ratings/bad/?place={place.code}&days=30"
        yield Trouble("近30天没答复的差评", count, "条", why, "行风办", None, href)


def _of_things_to_do(place: Region, now: datetime) -> Iterable[Trouble]:
    today = local(now).date()
    lies = lying.of_place(place.code, today)
    if lies is None:
        return
    yield Trouble(
        what="交办过期没人可报",
        count=lies.count,
        unit="件",
        why=lies.why,
        owner="组织管理员",
        days=lies.days,
        href=lies.href,
    )


def _of_names(place: Region) -> Iterable[Trouble]:
    count = len(accounts.naming_violations(place.code))
    href = f"/console/reports/naming/?place={place.code}"
    yield Trouble("机构名称不合规则", count, "个", "和命名规则包对不上", "组织管理员", None, href)
