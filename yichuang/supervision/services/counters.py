"""What is kept only to be counted fast: made anew, and compared with what it is made of."""

from datetime import datetime

from yichuang.cases.models import DaySummed
from yichuang.cases.queries import days as summed
from yichuang.cases.services import days
from yichuang.core.clock import local
from yichuang.ratings import queries as ratings
from yichuang.ratings import services as rating

_WORDS = {
    DaySummed.CAME: "收件",
    DaySummed.ENDED: "办结",
    DaySummed.DUE: "到期",
    DaySummed.LATE: "月初逾期",
    DaySummed.OPEN: "月初在办",
    DaySummed.ITEMS: "一周各事项",
}


class Differing(Exception):
    """Something that was kept was not what it is made of. It is right again: somebody should learn how it came."""


def rebuild_counters(*, now: datetime) -> int:
    """Forget every sum and make it anew; returns how many days were summed."""
    rating.place_invitations()
    days.forget_days()
    days.keep_late(now=now)
    days.keep_open(now=now)
    days.sum_weeks(today=local(now).date())
    return days.sum_days(today=local(now).date())


def differing_counters() -> list[str]:
    """What differs, one line each; none when all is well."""
    differences = [f"{day} {_WORDS[kind]}的合计和办件不一样" for kind, day in summed.differing()]
    misplaced = ratings.misplaced().count()
    if misplaced:
        differences.append(f"{misplaced} 条评价邀请记的地方、事项或满意程度和办件不一样")
    return differences


def check_counters() -> None:
    """Compare all of it; what differs is mended at once. Raises Differing then, so that it stands among what failed."""
    wrong = differing_counters()
    if wrong:
        days.check_days()
        rating.place_invitations()
        raise Differing("；".join(wrong[:5]))
