"""Rules of the clock for tests of its verbs, and the days of the wall that they are counted on.

Received on Monday, 23 November 2026, at two past ten. Working days from then on: 24 to 27 November, 30 November to 4
December, 7 to 11, 14 to 18, 21 to 25.
"""

from datetime import date, datetime, timedelta

from tests.cases.branching import branch
from yichuang.accounts.models import Officer
from yichuang.cases import services
from yichuang.cases.models import Case, Pause
from yichuang.core.clock import SHANGHAI, local

MONDAY = datetime(2026, 11, 23, 10, 2, tzinfo=SHANGHAI)
DAY = timedelta(days=1)
LICENCE = {"accept": [5, "工作日"], "statute": [20, "工作日", "受理"], "deliver": [5, "工作日"]}
TEST = {"kind": "test", "label": "检验", "basis": "行政许可法第45条"}
HEARING = {
    "kind": "hearing",
    "label": "听证",
    "most": {"days": 20, "unit": "工作日"},
    "notice_before": {"days": 7, "unit": "工作日"},
    "other_chair": True,
    "basis": "行政许可法第45条、第46条至第48条",
}
MEDIATION = {
    "kind": "mediate_first",
    "label": "先行调解，暂缓受理",
    "clocks": ["accept"],
    "basis": "劳动人事争议仲裁办案规则第69条",
}
CONCLUSION = {
    "cause": "conclusion",
    "label": "等有关行政主管部门的结论",
    "basis": "工伤保险条例第20条",
}
TEN_MORE = {
    "days": 10,
    "unit": "工作日",
    "by": "head",
    "whose": "行政机关负责人",
    "basis": "行政许可法第42条第1款",
}
BY_BOTH = {
    "days": None,
    "unit": "自然日",
    "by": "parties",
    "whose": "双方当事人",
    "why": "双方同意",
    "basis": "企业劳动争议协商调解规定第29条",
}
JOINED = {
    "event": "joined",
    "label": "追加当事人",
    "from": "决定追加之日",
    "basis": "劳动人事争议仲裁办案规则第46条",
}
TWO_OFFICERS = {"officers": 2, "basis": "行政许可法第34条"}


def on(month: int, day: int, hour: int = 10, minute: int = 0) -> datetime:
    """A moment of 2026."""
    return datetime(2026, month, day, hour, minute, tzinfo=SHANGHAI)


def heard(silence: str, **rule) -> dict:
    """A rule that says what follows when nobody says whether a case is accepted."""
    row = branch(**LICENCE, **rule)
    row["accept"] = row["accept"] | {"silence": silence, "basis": "行政许可法第32条第1款"}
    return row


def again(case: Case) -> Case:
    """As it is now."""
    return Case.objects.select_related("organisation").get(pk=case.pk)


def days_of(case: Case) -> tuple[date, date | None]:
    """By when it is due, and by when the law has it decided."""
    case.refresh_from_db()
    return local(case.due_at).date(), case.statutory_due


def pause_of(case: Case) -> tuple:
    """Kind, cause, first and last day of its only pause."""
    pause = Pause.objects.get(case=case)
    return pause.kind, pause.cause, pause.from_on, pause.until_on


def sent_to_be_tested(case: Case, reviewer: Officer, until: date, now: datetime) -> None:
    """The clock stands from the next day on, by the stop TEST, as planned until a day."""
    services.begin_special(
        case_id=case.uuid,
        officer=reviewer,
        kind="test",
        reason="送检",
        planned_until=until,
        now=now,
    )
