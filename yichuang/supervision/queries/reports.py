"""Reports: each a title, columns and rows, so that one page and one spreadsheet writer serve all of them."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from yichuang.accounts import queries as accounts
from yichuang.accounts.models import Officer
from yichuang.cases.queries import scope, standing
from yichuang.cases.rules.states import STATES
from yichuang.cases.rules.timing import days_overdue
from yichuang.catalog import queries as catalog
from yichuang.catalog.queries.reports import SpeedUp
from yichuang.core.errors import NotFound
from yichuang.core.plugins import Registry
from yichuang.reference.models import Region
from yichuang.reference.queries import prefix
from yichuang.supervision.queries import breaches, figures, sight, used
from yichuang.supervision.queries.opened import Opened, items_page
from yichuang.supervision.queries.report_rows import (
    CASE,
    NEWEST_FIRST,
    listed,
    moment,
    term_in_words,
)

CASES, CATALOGUE = "cases", "catalogue"
REPORTS: Registry = Registry("reports")


@dataclass(frozen=True)
class Report:
    """group: CASES (supervisors only) or CATALOGUE (the managers of the catalogue too); columns: (label, is number);
    rows(officer, place, now) streams tuples; basis: where the duty stands; none: what an empty report means."""

    key: str
    title: str
    group: str
    basis: str
    none: str
    columns: tuple[tuple[str, bool], ...]
    rows: Callable[[Officer, Region, datetime], Iterator[tuple]]


def report(key: str) -> Report:
    """The report of this key. Raises NotFound."""
    chosen = REPORTS.get(key)
    if chosen is None:
        raise NotFound("没有这张报表", way_out="请从报表目录里选")
    return chosen


def _add(key: str, title: str, group: str, basis: str, none: str, columns: str):
    """Decorator. columns: labels split by blanks, a number's label ends in #."""
    heads = tuple((label.rstrip("#"), label.endswith("#")) for label in columns.split())

    def keep(rows):
        REPORTS.register(key)(Report(key, title, group, basis, none, heads, rows))
        return rows

    return keep


@_add(
    "visits",
    "跑动超过承诺的件",
    CASES,
    "最多跑一次：一个人一天到一个大厅算跑一次，按办件过程里的现场环节数",
    "没有超过的件",
    f"{CASE} 承诺跑# 实际跑# 哪天在哪 状态",
)
def visits(officer: Officer, place: Region, now: datetime) -> Iterator[tuple]:
    """Cases for which somebody came more often than their item allows, with each day and hall (SYS-035)."""
    most = catalog.visit_flags()
    columns = ("item_code", "visits", "halls", "state")
    broken = breaches.too_many_visits()
    rows = listed(officer, place, broken, *columns, halls=breaches.halls())
    for *case, code, made, halls, state in rows:
        yield (*case, most[code], made, "；".join(halls or ()), STATES[state].label)


@_add(
    "corrections",
    "不止一次要求补正的件",
    CASES,
    "行政许可法32条（四）：一次告知全部要补正的内容",
    "没有这样的件",
    f"{CASE} 告知次数# 状态",
)
def corrections(officer: Officer, place: Region, now: datetime) -> Iterator[tuple]:
    """Cases with a correction notice that asked for what was visible before."""
    rows = listed(
        officer, place, breaches.asked_again(), "state", "notices", notices=breaches.notices()
    )
    for *case, state, notices in rows:
        yield (*case, notices, STATES[state].label)


@_add(
    "instant",
    "超过30分钟的即办件",
    CASES,
    "青岛市方案二（二）1：即办事项接收材料到办结不超过30分钟；只算上班时间，下班后交的从下一个工作日上班时数起",
    "没有超过的件",
    f"{CASE} 用时（分）# 原因",
)
def instant(officer: Officer, place: Region, now: datetime) -> Iterator[tuple]:
    """Instant cases that took more than 30 minutes, with the reason written down (SYS-021)."""
    for *case, minutes, reason in listed(officer, place, breaches.slow(), "minutes", "slow_reason"):
        yield (*case, minutes, reason or "没有写原因")


def _broken(key: str) -> Callable[[Officer, Region, datetime], Iterator[tuple]]:
    """The rows of a report of cases that break a rule: where each stands, and by when it is due."""

    def rows(officer: Officer, place: Region, now: datetime) -> Iterator[tuple]:
        broken = breaches.BREACHES[key]()
        for *case, state, due in listed(officer, place, broken, "state", "due_at"):
            yield (*case, STATES[state].label, moment(due))

    return rows


_OF_THE_CLOCK = {
    "deemed": (
        "没有按时答复、视为受理的件",
        "行政许可法32条（四）：逾期不告知的，自收到申请材料之日起即为受理",
    ),
    "told_late": (
        "过了受理的最后一天才要求补正的件",
        "各事项告知补正的期限，如行政许可法32条（四）；晚了的不停办理时间",
    ),
    "demanded": (
        "要了查得到的材料的件",
        "国务院关于在线政务服务的若干规定7条：查得到的不得要求提供；问过没有、对不上的除外",
    ),
    "over_planned": ("停止计时超过告知日子的件", "行政许可法45条：所需时间书面告知申请人"),
}
for _key, (_title, _basis) in _OF_THE_CLOCK.items():
    _report = _add(_key, _title, CASES, _basis, "没有这样的件", f"{CASE} 状态 应办结")
    _report(_broken(_key))


@_add(
    "overdue",
    "逾期没办完的件",
    CASES,
    "行政许可法42条；以承诺时限为准，等申请人补材料的不算",
    "没有逾期的件",
    f"{CASE} 状态 经手人 应办结 逾期（天）#",
)
def overdue(officer: Officer, place: Region, now: datetime) -> Iterator[tuple]:
    """Open cases past their due moment, the longest first."""
    condition = standing.overdue(now)
    for *case, state, holder, due in listed(
        officer, place, condition, "state", "holder__name", "due_at"
    ):
        yield (*case, STATES[state].label, holder or "没人领", moment(due), days_overdue(due, now))


@_add(
    "cases",
    "办件清单",
    CASES,
    "不含申请人的姓名、证件和电话",
    "没有办件",
    f"{CASE} 渠道 状态 收件 应办结 办结 按期",
)
def cases(officer: Officer, place: Region, now: datetime) -> Iterator[tuple]:
    """Every case, the newest first, without anything about who applied."""
    more = ("channel", "state", "received_at", "due_at", "closed_at", "term")
    rows = listed(officer, place, Q(), *more, order=NEWEST_FIRST, term=term_in_words(now))
    for *case, channel, state, received, due, closed, term in rows:
        words = (
            figures.CHANNELS[channel],
            STATES[state].label,
            moment(received),
            moment(due),
            moment(closed),
        )
        yield (*case, *words, term)


@_add(
    "naming",
    "名称不合规则的机构",
    CATALOGUE,
    "各市命名规则包；岳人社发〔2015〕80号二（一）",
    "没有不合规则的名称",
    "机构编码 现名 应为 依据",
)
def naming(officer: Officer, place: Region, now: datetime) -> Iterator[tuple]:
    """Units whose name is not the one their rule asks for."""
    for row in accounts.naming_violations(place.code):
        yield (row.code, row.name, row.expected, row.basis)


@_add(
    "outlets",
    "指南没有更新的出口",
    CATALOGUE,
    "一处发布、处处一致：以现行版本的校验值为准",
    "各出口都是最新的",
    "出口 事项编码 现在显示 应当显示",
)
def outlets(officer: Officer, place: Region, now: datetime) -> Iterator[tuple]:
    """Outlets that show an older revision of a guide."""
    for row in catalog.outlets_lagging():
        yield (row.outlet, row.item_code, row.shows[:12] or "没有收到", row.should_show[:12])


@_add(
    "speedup",
    "提速办清单里没有达到50%的事项",
    CATALOGUE,
    "青岛市方案二（二）1：高频事项时限压缩50%以上",
    "清单里的事项都达到50%",
    "事项编码 事项 原时限 承诺时限 提速%# 实际用时",
)
def speedup(officer: Officer, place: Region, now: datetime) -> Iterator[tuple]:
    """Listed items under 50 % (SYS-024)."""
    real = _used(officer, place, now)
    for row in catalog.speedup_list(below_target=True):
        yield (row.code, row.name, row.base_text, row.promised_text, row.percent, real(row))


@_add(
    "speedups",
    "各事项提速",
    CATALOGUE,
    "法定（没有法定的看原承诺）时限与现承诺时限同口径比较",
    "没有可比的事项",
    "事项编码 事项 比的是 原时限 承诺时限 提速%# 实际用时 在提速办清单",
)
def speedups(officer: Officer, place: Region, now: datetime) -> Iterator[tuple]:
    """Every item with a limit to compare with."""
    real = _used(officer, place, now)
    for row in catalog.speedup_list():
        listed = "在" if row.listed else ""
        yield (
            row.code,
            row.name,
            row.base_word,
            row.base_text,
            row.promised_text,
            row.percent,
            real(row),
            listed,
        )


def _used(officer: Officer, place: Region, now: datetime) -> Callable[[SpeedUp], str]:
    """What an item's cases in the place really took, in words; "" where none has ended lately."""
    counted = sight.counted_for(officer, sight.ROLES).filter(scope.within(prefix(place.code)))
    real = used.by_item(counted, now)
    return lambda row: real[row.code].spoken(row.promised_unit) if row.code in real else ""


@_add(
    "offline",
    "还不能全程网办的事项",
    CATALOGUE,
    "青岛市方案一：依申请事项全程网办率90%以上，法规要求到场的除外",
    "都能全程网办",
    "事项编码 事项 原因",
)
def offline(officer: Officer, place: Region, now: datetime) -> Iterator[tuple]:
    """Application items not yet fully online, each with its reason (SYS-053)."""
    yield from catalog.online_basis(place.code).not_yet


@_add(
    "completeness",
    "要素不全的指南",
    CATALOGUE,
    "国家政务服务事项要素：指南里每一样都要填",
    "现行指南没有空着的必填要素",
    "事项编码 事项 缺什么",
)
def completeness(officer: Officer, place: Region, now: datetime) -> Iterator[tuple]:
    """Required elements that stand empty in a guide in force (SYS-005)."""
    yield from catalog.completeness_report()


@_add(
    "consistency",
    "同级目录不一致",
    CATALOGUE,
    "同一层级的事项名称、编码、数量各地相同；地方扩展事项另列，不比",
    "各地一致，0处不同",
    "层级 地方 事项编码 事项 怎么不同",
)
def consistency(officer: Officer, place: Region, now: datetime) -> Iterator[tuple]:
    """Places whose catalogue differs from the common one (SYS-001)."""
    for level in ("市", "县", "乡镇", "村"):
        comparison = catalog.consistency_report(level)
        for row in comparison.differences:
            yield from (
                (level, row.region_name, code, name, "没有这一项，或改了名")
                for code, name in row.missing
            )
            yield from (
                (level, row.region_name, code, name, "多出这个名称") for code, name in row.extra
            )
        yield from (
            (level, "地方扩展", one.code, one.name, "地方扩展，不参加比较")
            for one in comparison.local_extensions
        )


@_add(
    "delegation", "各级能办结的事项数", CATALOGUE, "五级下延表", "没有下延表", "层级 能办结的事项#"
)
def delegation(officer: Officer, place: Region, now: datetime) -> Iterator[tuple]:
    """How many items each level can finish."""
    for level, count in catalog.finishable_counts(place.code).items():
        yield level, Opened(count, items_page(place.code, level))


@_add(
    "online_places",
    "各地网上、手机能办的事项数",
    CATALOGUE,
    "应上尽上：以各地实际提供的事项和渠道为准",
    "没有下级地方",
    "地方 依申请事项# 能网上办# 能手机办# 可全程网办# 全程网办率%#",
)
def online_places(officer: Officer, place: Region, now: datetime) -> Iterator[tuple]:
    """Online and mobile item counts by place (SYS-053)."""
    for one in [place, *Region.objects.filter(parent=place).order_by("code")]:
        basis = catalog.online_basis(one.code)
        lists = catalog.online_lists(one.code)
        counts = []
        for what in ("application", "net", "mobile", "online"):
            count = Opened(len(lists[what]), items_page(one.code, what))
            counts.append(count)
        yield (one.name, *counts, basis.rate)
