"""How a due date looks: shape, words and colour of the chip, the cells of the calendar, why a case lies here."""

from datetime import date, datetime

from yichuang.cases.models import Case
from yichuang.cases.rules import endings, states, timing
from yichuang.core.clock import local
from yichuang.sites.ui.wording import cnday, cntime

WHY = states.total(
    {
        states.RECEIVED: "新收的，等受理",
        states.SUPPLIED: "补的材料到了，等受理",
        states.CORRECTING: "等申请人补",
        states.ACCEPTED: "已受理，等审核",
        states.REVIEWING: "正在审核",
        states.SPECIAL: "特别程序中",
        states.SUSPENDED: "中止着",
        states.AWAITING: "先办后补，等材料",
        states.SECOND: "等第二人复核",
        states.APPROVED: "准予，等办结",
        states.DENIED: "不予，等办结",
    },
    states.OPEN,
)
# why a clock stands, as the chip of a list says it
STANDING = states.total(
    {
        states.RECEIVED: "停着，暂缓受理",
        states.SUPPLIED: "停着，暂缓受理",
        states.CORRECTING: "停着，等补",
        states.ACCEPTED: "停着",
        states.REVIEWING: "停着，公示中",
        states.SPECIAL: "停着，特别程序",
        states.SUSPENDED: "停着，中止",
        states.AWAITING: "停着，等补",
        states.SECOND: "停着，公示中",
        states.APPROVED: "停着",
        states.DENIED: "停着",
    },
    states.OPEN,
)
ALARMS = {"yellow": "黄牌·", "red": "红牌·"}
CHANNELS = {1: "窗口", 2: "网办", 3: "掌上", 4: "自助机", 5: "电话", 6: "村级"}
_CELLS = {
    "counted": "n",
    "stop": "stop",
    "weekend": "off",
    "holiday": "off",
    "outside": "off",
    "wait": "off",
}


def chip(case: Case, now: datetime) -> dict:
    """{"state", "text"} for `status` of the kit."""
    if not case.open:
        return {"state": "closed", "text": endings.said_of(case)}
    if case.paused_since:
        return {"state": "paused", "text": STANDING[case.state]}
    today = local(now).date()
    due = local(case.due_at)
    days = (due.date() - today).days
    if now > case.due_at:
        late = timing.days_overdue(case.due_at, now)
        return {"state": "late", "text": f"逾期{late}天" if late else "刚过时限"}
    colour = timing.colour(
        today=today, now=now, due_at=case.due_at, yellow_on=case.yellow_on, red_on=case.red_on
    )
    text = {0: f"今天{cntime(due)}", 1: "明天"}.get(days, f"还有{days}天")
    return {"state": "todo" if colour == "green" else "soon", "text": ALARMS.get(colour, "") + text}


def why(case: Case, answer_by: date | None = None) -> str:
    """Why the case lies where it does, in step words."""
    words = WHY.get(case.state, states.STATES[case.state].label)
    if case.state in states.WAITING and answer_by:
        return f"{words}，{cnday(answer_by)}前"
    if case.holder_id and case.open:
        return f"{words}，在{case.holder.name}手里"
    return words


def cells(weeks: list, today: date) -> list[list[dict]]:
    """The derivation of a term as rows of calendar cells."""
    return [[_cell(step, today) for step in week] for week in weeks]


def _cell(step, today: date) -> dict:
    """One day. Beside the case a cell is three characters wide: 第12天 is said as 12天."""
    kind = "due" if step.due else _CELLS.get(step.kind, "none")
    return {
        "day": step.date.day,
        "note": step.label.removeprefix("第"),
        "kind": kind,
        "today": step.date == today,
        "iso": step.date.isoformat(),
    }
