"""Where a case stands, in the words of its applicant: the trail, and what is next."""

from datetime import date, datetime
from typing import Any

from yichuang.cases.models import Case
from yichuang.cases.queries import brought, noticed
from yichuang.cases.queries.cases import TrailStep
from yichuang.cases.queries.stands import BEFORE_ACCEPTANCE
from yichuang.cases.rules import endings, grant_words, states, timing
from yichuang.cases.rules import papers as rules
from yichuang.cases.rules.collecting import AGENT, CALLED, FAMILY, MANDATE
from yichuang.cases.rules.endings import BURDENS, DENIED, GRANTED
from yichuang.cases.rules.flags import IN_PART
from yichuang.core.sentences import without_stop
from yichuang.documents.rules import OTHER_WHY, WHY_VOID
from yichuang.sites.portal.clock.look import STANDING
from yichuang.sites.portal.clock.reading import OnShow, Reading
from yichuang.sites.ui.wording import cnday

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
        states.AWAITING: ("等您补材料", "补来了接着审核；到日子没有补的，按手里的材料审。"),
        states.SECOND: ("正在审核", "由第二个人复核。"),
        states.APPROVED: ("已同意，正在办结", ""),
        states.DENIED: ("没有同意，正在出文书", ""),
    },
    states.OPEN,
)
RUNS_ON = "这次告知不停时间，时间照常算；没有补也不退您的件。"
# what a step of the clock says, with what it keeps in place of each name
_OF_CLOCK = {
    "deem_accepted": "该在{last_day}前告诉您受不受理，没有做到；从收到那天起算受理（{basis}）。",
    "note_right": "过了{last_day}没有答复，您{effect}（{basis}）；也可以接着等。",
    "begin_special": "{label}：{reason}。停到{until}，不算在时间里（{basis}）。",
    "defer_acceptance": "{label}：{reason}。停到{until}（{basis}）。",
    "end_special": "结果：{result}。",
    "resume_acceptance": "{why}。",
    "suspend": "{label}：{reason}。预计{until}前等到（{basis}）。",
    "resume": "{why}。",
    "grant_extension": "{whose}批准的：{reason}（{basis}）。最晚{until}。",
    "agree_longer": "{whose}同意的（{basis}）。最晚{until}。",
    "restart_term": "{label}（{basis}）。",
    "decide_by_silence": "{effect}（{basis}）。",
    "publicise": "公示到{until_on}，有人提异议的，答复完才作决定。",
}


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
    if case.open and case.paused_since and case.state not in states.WAITING:
        return "paused", STANDING[case.state]
    ended = burden(case)
    if ended:
        return _BURDENED[ended]
    return _TONES[case.state], states.STATES[case.state].plain


def events(reading: Reading, papers: dict[str, Any]) -> list[dict]:
    """The trail as the timeline shows it, with what is next.

    papers: kind → paper, linked where it was made.
    Who brought what is told to those only who may read what was typed, not
    to whoever has the number and the password.
    """
    case = reading.case
    words = {}
    if reading.named:
        words = brought.by_step(case, list(reading.steps))
    shown = []
    for step in reading.steps:
        if step.plain:
            event = _event(step, papers, words.get(step.seq, ""), reading.named)
            if step.kind == "ask_correction":
                event["body"] = noticed.in_words(case, step)
            shown.append(event)
    if not case.open:
        return shown
    title, body = _now(reading)
    shown.append({"title": title, "body": body, "phase": "now"})
    if case.state not in states.WAITING:
        shown.append({"title": "结果发给您", "body": "短信和这里同时通知。", "phase": "todo"})
    return shown


def _now(reading: Reading) -> tuple[str, str]:
    """What happens now, and by when it will be done."""
    case = reading.case
    title, body = _NEXT[case.state]
    if case.state in states.WAITING:
        if reading.standing is None:
            return title, RUNS_ON
        return title, body
    if case.instant and case.state == states.RECEIVED:
        return title + _until(reading), "这件事当场就能办，轮到了马上办。"
    if reading.on_show:
        return _on_show(reading, reading.on_show)
    if reading.standing and reading.standing.kind == BEFORE_ACCEPTANCE:
        return "暂缓受理", "先行调解有了结果，接着看受不受理。"
    return title + _until(reading), body


def _on_show(reading: Reading, on_show: OnShow) -> tuple[str, str]:
    """公示 as the present step: which day it is, and how far the objections are."""
    title = f"公示中，第{on_show.number}天" if on_show.number else "公示中，今天贴出来的"
    if on_show.is_over:
        title = "公示结束，答复异议"
    if on_show.objections:
        body = f"有人提了{on_show.objections}条异议，答复了{on_show.answered}条。异议没有答复完，不作决定。"
    else:
        body = "还没有人提异议。"
    return title + _until(reading), body


def _until(reading: Reading) -> str:
    """By when it will be done, or since when it should have been; "" while nobody can say."""
    case = reading.case
    if reading.last is None:
        return ""
    due = cnday(reading.last)
    if days_late(case, reading.now):
        return f"，应在{due}前办好，超期了"
    return "" if case.instant else f"，预计{due}前"


def _event(step: TrailStep, papers: dict[str, Any], came: str, named: bool) -> dict:
    """came: who brought what, in words; "" where it is not told.

    named: what was typed of the clock is told too.
    """
    linked = [code for code in rules.brought_by(step.kind) if rules.KINDS[code].public]
    code = linked[0] if linked else ""
    paper = papers.get(code)
    body = _body(step)
    if named and step.kind in _OF_CLOCK:
        body = _of_clock(step)
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


def _body(step: TrailStep) -> str:
    """What stands under a step: why, or who came in the applicant's stead; what is asked for stands in `noticed`.

    Nothing that may name others."""
    facts = step.told
    if step.kind in ("refuse", "deny"):
        return facts.get("reason", "")
    if step.kind == "approve" and endings.is_part(facts):
        return grant_words.in_short(facts)
    if step.kind == "void":  # what was typed before there was a list may name people
        return WHY_VOID[facts.get("why", OTHER_WHY)]
    came_as = facts.get("by")
    if came_as in (AGENT, MANDATE, FAMILY):
        return f"{CALLED[came_as]}来的。"
    return ""


def _of_clock(step: TrailStep) -> str:
    """What a step of the clock says, to whoever may read what was typed: why, until when, and by which article."""
    words = {}
    for key, value in step.told.items():
        words[key] = value
        if isinstance(value, str):
            words[key] = _day_said(without_stop(value))
    return _OF_CLOCK[step.kind].format_map(_Words(words))


class _Words(dict):
    """The facts of a step; one that it does not keep is said as nothing."""

    def __missing__(self, key: str) -> str:
        return ""


def _day_said(text: str) -> str:
    """A day as it is said, other texts as they are."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return text
    return cnday(day)
