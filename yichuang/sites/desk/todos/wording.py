"""What the list of things to do says of each.

By when, how it presses, what happens when nobody does it, and why it lies
with whoever looks.
"""

from datetime import date, datetime

from yichuang.accounts import tables
from yichuang.accounts.models import Todo
from yichuang.core.clock import local

# type → icon of the kit
ICONS = {Todo.NOW: "bell", Todo.TIMED: "clock", Todo.CAREFUL: "shield"}
# type → how it is timed
WAYS = {
    Todo.NOW: "按办公分钟算，夜里、午休、休息日不算",
    Todo.TIMED: "按天算，到期没办往上报",
    Todo.CAREFUL: "不催，事后抽查质量",
}
# kind → what hangs on it, for those that the clock of a case brings
MATTERS = {
    "slow_reason": "当场办的办久了，要写明原因",
    "extension": "没批以前，日子不变；到期以前批才算数",
    "suspension": "没批以前，时限照走",
    "extension_refused": "日子不变，请在期限里办完",
    "suspension_refused": "时限照走，请接着审",
    "objection": "没答复完，不能准予",
    "special_due": "完了就结束，时限接着走",
    "suspended": "等到了就恢复办理",
    "sign_check": "您一起去的，签了才出核查记录",
    "deliver": "法律规定了送达的日子",
    "deemed": "从收到那天算受理，请按期作决定",
    "overrun": "已经告诉当事人可以怎么走，请尽快办",
    "by_silence": "已经自动写成决定，请看一看为什么没办",
    "quality": "抽签抽中的，看办得对不对",
}
LATE, TODAY, SOON, LATER = "late", "today", "soon", "later"
SOON_DAYS = 3


def standing(todo: Todo, now: datetime) -> str:
    """How its term stands: LATE, TODAY, SOON or LATER.

    What has a moment is late from then on, other things from the next
    day; what has no term is LATER.
    """
    today = local(now).date()
    if todo.due_on is None:
        return LATER
    if is_late(todo, now):
        return LATE
    left = (todo.due_on - today).days
    if left == 0:
        return TODAY
    if left <= SOON_DAYS:
        return SOON
    return LATER


def is_late(todo: Todo, now: datetime) -> bool:
    """Whether its moment is over.

    Of what has none, its day.
    """
    if todo.due_at:
        return todo.due_at < now
    today = local(now).date()
    return todo.due_on is not None and todo.due_on < today


def due(todo: Todo, now: datetime) -> tuple[str, str]:
    """How long there is to do it.

    Returns (state of the kit, words).
    """
    if todo.due_on is None:
        return "todo", "不限期"
    today = local(now).date()
    left = (todo.due_on - today).days
    if left < 0:
        return "late", f"逾期{-left}天"
    if is_late(todo, now):
        return "late", f"{_hour(todo.due_at)}过了"
    if left == 0:
        return "soon", f"今天{_hour(todo.due_at)}"
    return "doing", f"{_day(todo.due_on)}前"


def type_of(todo: Todo) -> dict[str, str]:
    """The type with its icon.

    马上办, 限时办 or 认真办.
    """
    names = tables.tasks().names
    return {"icon": ICONS[todo.task], "label": names[todo.task]}


def ways() -> list[tuple[str, str]]:
    """The three types, each with how it is timed."""
    names = tables.tasks().names
    rows = []
    for task, words in WAYS.items():
        row = (names[task], words)
        rows.append(row)
    return rows


def upward(todo: Todo, now: datetime) -> str:
    """What happens when nobody does it.

    To whom it went already, when and to whom it goes next, or that
    nobody is told.
    """
    tasks = tables.tasks()
    if todo.task == Todo.CAREFUL:
        return "事后抽查"
    rung = tasks.ladders[todo.task].rung(todo.level)
    if todo.next_at and rung:
        moment = _moment(todo.next_at, now)
        return f"{moment}报{tasks.levels[rung.to]}"
    if todo.level:
        return f"已报{todo.escalated_to.name}"
    return "—"


def why(todo: Todo, me: int) -> str:
    """Why it lies with this officer.

    me: their primary key.
    """
    if todo.escalated_to_id == me:
        return "没办，报到您这里"
    if todo.owner_id == me:
        return "交给您的"
    if todo.owner_id:
        return f"{todo.owner.name}请假，由您代办"
    return "您的岗位管这里"


def _moment(moment: datetime, now: datetime) -> str:
    """A moment as a list says it.

    Of today its hour, of other days the day.
    """
    there = local(moment)
    if there.date() == local(now).date():
        return _hour(moment)
    return _day(there.date())


def _day(day: date) -> str:
    """12月3日."""
    return f"{day.month}月{day.day}日"


def _hour(moment: datetime | None) -> str:
    """11:30; "" for no moment."""
    if moment is None:
        return ""
    return f"{local(moment):%H:%M}"
