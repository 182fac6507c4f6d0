"""Where a case stands, in the words of its applicant: the trail, the date and how it came about."""

from datetime import date, datetime
from typing import Any

from yichuang.cases.models import Case
from yichuang.cases.queries import brought, cases, clocks, noticed
from yichuang.cases.rules import endings, grant_words, states, timing
from yichuang.cases.rules import papers as rules
from yichuang.cases.rules.collecting import AGENT, CALLED, FAMILY, MANDATE
from yichuang.cases.rules.endings import BURDENS, DENIED, GRANTED
from yichuang.cases.rules.flags import IN_PART
from yichuang.core.clock import local
from yichuang.documents.rules import OTHER_WHY, WHY_VOID
from yichuang.sites.ui.wording import cnday

# kind of a day of the count → class of the calendar's cell
_CELLS = {"counted": "n", "stop": "stop", "weekend": "off", "holiday": "off", "outside": "off"}
NOT_GRANTED, PART_GRANTED = "refused", "part"  # looks of the kit for what was not wished for
# a result that was not wished for is never told as one that was
_WAITS = {
    GRANTED: {"electronic": "结果出来了，请您看", "counter": "请来领结果"},
    IN_PART: {"electronic": "部分准予，请您看决定书", "counter": "部分准予，请来领决定书"},
    DENIED: {"electronic": "没有同意，请您看决定书", "counter": "没有同意，请来领决定书"},
    states.REFUSED: {"electronic": "没有受理，请您看通知书", "counter": "没有受理，请来领通知书"},
}
LOOKED_INTO = {
    GRANTED: "看结果",
    IN_PART: "看决定书",
    DENIED: "看决定书",
    states.REFUSED: "看通知书",
}
_BURDENED = {IN_PART: (PART_GRANTED, "部分准予"), DENIED: (NOT_GRANTED, "没有同意")}
_DOING = {name: "doing" for name in states.OPEN if name not in states.WAITING}
_TONES = states.total(
    _DOING
    | {name: "you" for name in states.WAITING}
    | {
        states.CLOSED: "done",
        states.REFUSED: NOT_GRANTED,
        states.RETURNED: "closed",
        states.WITHDRAWN: "closed",
        states.VOIDED: "closed",
    }
)
_NEXT = states.total(
    {
        states.RECEIVED: ("正在看材料", "材料齐了就受理；少东西会一次告诉您。"),
        states.CORRECTING: ("等您补材料", "补齐后，时间从那天重新算。"),
        states.SUPPLIED: ("正在看您补的材料", "齐了就受理。"),
        states.ACCEPTED: ("已经受理，等着审核", ""),
        states.REVIEWING: ("正在审核", ""),
        states.SPECIAL: ("正在走特别程序", "这些天不算时间，走完接着审核。"),
        states.SUSPENDED: ("依法停着", "要等的事有了结果，接着审核。"),
        states.SECOND: ("正在审核", "由第二个人复核。"),
        states.APPROVED: ("已同意，正在办结", ""),
        states.DENIED: ("没有同意，正在出文书", ""),
    },
    states.OPEN,
)


def days_late(case: Case, now: datetime) -> int:
    """How many days an open case is over its date at `now`.

    0 while there is time, while the clock stands, and once it is done.
    """
    if not case.open or case.paused_since:
        return 0
    return timing.days_overdue(case.due_at, now)


def burden(case: Case) -> str:
    """How a closed case was decided that was not granted as it was applied for: a key of BURDENS; "" of any other."""
    ended = endings.of_case(case)
    if case.state == states.CLOSED and ended in BURDENS:
        return ended
    return ""


def waiting_result(case: Case) -> str:
    """What the applicant may still do with the result of a finished case; "" when nothing."""
    delivery = getattr(case, "delivery", None)
    if delivery is None:
        return ""
    if delivery.state != "waiting":
        return ""
    return _WAITS[answer(case)].get(delivery.way, "")


def answer(case: Case) -> str:
    """What the paper of a finished case says: a key of LABELS of endings, or that it was not taken on."""
    if case.state == states.REFUSED:
        return case.state
    return burden(case) or GRANTED


def tone(case: Case, now: datetime) -> tuple[str, str]:
    """(state of the kit, words) of a case."""
    if days := days_late(case, now):
        return "late", f"已超期{days}天"
    ended = burden(case)
    if ended:
        return _BURDENED[ended]
    return _TONES[case.state], states.STATES[case.state].plain


def derivation(case: Case, now: datetime) -> dict[str, Any]:
    """clock: the dates; weeks: the calendar's cells; day: the last day; said: how it was counted, in a sentence."""
    clock = clocks.clocks_of(case, now)
    promised = clock.promise
    statutory = clock.statute
    unit = "个工作日" if promised.unit == "working" else "天"
    words = f"{promised.days}{unit}" if promised.days else "当场办好"
    law = (
        f"，法律规定最长{statutory.days}{'个工作日' if statutory.unit == 'working' else '天'}"
        if statutory
        else ""
    )
    rest = "，休息日不算" if promised.unit == "working" else ""
    begins = "收齐材料的当天不算"
    if clock.from_acceptance:
        begins = "从受理起算，受理的当天不算"
        if not case.accepted_at:
            begins += f"；还没有受理，先按最迟{cnday(promised.received)}受理算"
    today = local(now).date()
    return {
        "clock": clock,
        "day": local(case.due_at).date(),
        "weeks": [[_cell(step, today) for step in week] for week in clock.weeks],
        "month": f"{promised.received.year}年{promised.received.month}月",
        "said": f"我们承诺{words}{law}。{begins}{rest}。",
        "instant": case.instant,
    }


def events(case: Case, now: datetime, papers: dict[str, Any], named: bool = False) -> list[dict]:
    """The trail as the timeline shows it, with what is next. papers: kind → paper, linked where it was made.

    named: it is told who brought what; not to whoever has the number and the password only."""
    steps = cases.trail(case)
    words = {}
    if named:
        words = brought.by_step(case, steps)
    shown = []
    for step in steps:
        if step.plain:
            event = _event(step, papers, words.get(step.seq, ""))
            if step.kind == "ask_correction":
                event["body"] = noticed.in_words(case, step)
            shown.append(event)
    if not case.open:
        return shown
    title, body = _NEXT[case.state]
    if case.state in states.WAITING:
        shown.append({"title": title, "body": body, "phase": "now"})
    else:
        until = _until(case, now)
        body = (
            "这件事当场就能办，轮到了马上办。"
            if case.instant and case.state == states.RECEIVED
            else body
        )
        now_at = {
            "title": title + until,
            "body": body,
            "phase": "now",
            "template": "portal/counted_step.html",
        }
        shown.append({**now_at, "counting": derivation(case, now)})
        shown.append({"title": "结果发给您", "body": "短信和这里同时通知。", "phase": "todo"})
    return shown


def _until(case: Case, now: datetime) -> str:
    """By when it will be done, or since when it should have been."""
    due = cnday(local(case.due_at).date())
    if days_late(case, now):
        return f"，应在{due}前办好，超期了"
    return "" if case.instant else f"，预计{due}前"


def _event(step, papers: dict[str, Any], came: str) -> dict:
    """came: who brought what, in words; "" where it is not told."""
    linked = [code for code in rules.brought_by(step.kind) if rules.KINDS[code].public]
    code = linked[0] if linked else ""
    paper = papers.get(code)
    body = _body(step)
    if came:
        body = f"{came}。{body}"
    return {
        "title": step.plain,
        "body": body,
        "at": step.at,
        "phase": "past",
        "href": f"/my/papers/{paper.uuid}/" if paper else "",
        "action": rules.KINDS[code].public if code else "",
    }


def _body(step) -> str:
    """What stands under a step: why, or who came in the applicant's stead; what is asked for stands in `noticed`.

    Nothing that may name others."""
    if step.kind in ("refuse", "deny"):
        return step.told.get("reason", "")
    if step.kind == "approve" and endings.is_part(step.told):
        return grant_words.in_short(step.told)
    if step.kind == "void":  # what was typed before there was a list may name people
        return WHY_VOID[step.told.get("why", OTHER_WHY)]
    came_as = step.told.get("by")
    if came_as in (AGENT, MANDATE, FAMILY):
        return f"{CALLED[came_as]}来的。"
    return ""


def _cell(step, today: date) -> dict:
    return {
        "day": step.date.day,
        "note": step.label,
        "kind": "due" if step.due else _CELLS.get(step.kind, "none"),
        "today": step.date == today,
        "iso": step.date.isoformat(),
    }
