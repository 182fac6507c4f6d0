"""What stands under the title of a case while its clock does something that one should know."""

from dataclasses import dataclass
from datetime import date

from yichuang.cases.queries.stands import BEFORE_ACCEPTANCE, Stand
from yichuang.cases.rules import states
from yichuang.cases.rules.clocks import PROMISE, STATUTE
from yichuang.cases.rules.flags import DEEMED, EXTENDED, MAY_GO_ON
from yichuang.cases.rules.states import BEFORE_DECISION, CORRECTING, SPECIAL, SUSPENDED
from yichuang.core.clock import local
from yichuang.core.sentences import without_stop
from yichuang.reference.rules.deadlines import Deadline
from yichuang.sites.portal.clock.reading import OnShow, Reading
from yichuang.sites.ui.wording import cnday

NOTHING_TO_DO = "现在不用您做什么"
OVER = "说好停到{day}，已经过了，还没有完：多停的日子是我们的错，已经记下。"
ONCE = "依法只能延这一次（{basis}）。"
# what a case whose clock stands is called in a list, where nobody reads why
STANDING = states.total(
    {
        states.RECEIVED: "暂缓受理，时限停着",
        states.CORRECTING: "等您补材料",
        states.SUPPLIED: "暂缓受理，时限停着",
        states.ACCEPTED: "时限停着",
        states.REVIEWING: "公示中，时限停着",
        states.SPECIAL: "特别程序中，时限停着",
        states.SUSPENDED: "依法停着",
        states.SECOND: "公示中，时限停着",
        states.APPROVED: "已同意，正在办结",
        states.DENIED: "没有同意，正在办结",
    },
    states.OPEN,
)


@dataclass(frozen=True)
class Look:
    """A status, and what it means.

    title: of the box that says what to do now, "" where there is none.
    day: by when the result comes, where that belongs into the box.
    href, action: where one reads more or says something.
    """

    state: str
    words: str
    lines: tuple[str, ...]
    title: str = ""
    day: date | None = None
    href: str = ""
    action: str = ""


def look_of(reading: Reading) -> Look | None:
    """What is to be known now; None of a case whose clock runs as everybody expects, and of one that waits for its
    applicant."""
    case = reading.case
    standing = reading.standing
    if not case.open or case.state == CORRECTING:
        return None
    if standing and case.state == SUSPENDED:
        return _suspended(reading, standing)
    if standing and case.state == SPECIAL:
        return _special(reading, standing)
    if standing and standing.kind == BEFORE_ACCEPTANCE:
        return _deferred(reading, standing)
    if reading.on_show:
        return _on_show(reading, reading.on_show)
    if case.state not in BEFORE_DECISION:
        return None
    if MAY_GO_ON in case.flags:
        return _may_go_on(reading)
    if EXTENDED in case.flags:
        return _extended(reading)
    if DEEMED in case.flags:
        return _deemed(reading)
    return None


def days_left(reading: Reading, term: Deadline) -> int:
    """How many days of a term are left to be counted when it goes on."""
    standing = reading.standing
    until = reading.today
    if standing:
        until = standing.first
    counted = [step for step in term.steps if step.index and step.date < until]
    return term.counted - len(counted)


def _suspended(reading: Reading, standing: Stand) -> Look:
    """It waits for something whose end is not ours to name."""
    clock, term = _leading(reading)
    unit = "个工作日" if term.unit == "working" else "天"
    left = days_left(reading, term)
    of_whom = "法定时限" if clock == STATUTE else "承诺的时间"
    lines = [
        f"{standing.label}，这一件依法先停着（{standing.basis}）。",
        f"等到了，第二天接着算，{of_whom}还剩{left}{unit}。",
    ]
    if standing.planned:
        lines.append(f"预计{cnday(standing.planned)}前等到。没等到的，接着等，会告诉您。")
    return Look(
        state="paused",
        words=f"停着，{_awaited(standing.label)}",
        title=NOTHING_TO_DO,
        lines=tuple(lines),
        href=_asking(reading),
        action="我有消息，告诉你们" if reading.named else "",
    )


def _awaited(label: str) -> str:
    """For what a case waits, in few words: the last of those that its cause has."""
    return label.rpartition("，")[2]


def _asking(reading: Reading) -> str:
    """Where whose case it is says something about it; "" for all others."""
    if not reading.named:
        return ""
    return f"/my/cases/{reading.case.uuid}/ask/"


def _leading(reading: Reading) -> tuple[str, Deadline]:
    """The term that is told of: the law's where there is one."""
    statute = reading.answer.statute
    if statute:
        return STATUTE, statute
    return PROMISE, reading.answer.promise


def _special(reading: Reading, standing: Stand) -> Look:
    """A hearing, a test, an expert review."""
    return Look(
        state="paused",
        words=f"停着，{standing.label}",
        title=NOTHING_TO_DO,
        lines=(
            _planned(reading, standing),
            f"{standing.label}的日子不算办理时间（{standing.basis}）；要您参加的，会另外通知。",
        ),
        day=reading.last,
    )


def _planned(reading: Reading, standing: Stand) -> str:
    """Until when it stands, and whether it should be over."""
    planned = standing.planned
    if planned is None:
        return f"{cnday(standing.first)}起停着，完了接着审。"
    if planned < reading.today:
        return OVER.format(day=cnday(planned))
    return f"停到{cnday(planned)}，然后接着审。"


def _deferred(reading: Reading, standing: Stand) -> Look:
    """Acceptance waits because the applicant agreed to it."""
    return Look(
        state="paused",
        words="停着，暂缓受理",
        title=NOTHING_TO_DO,
        lines=(
            f"{standing.label}（{standing.basis}）。",
            _planned(reading, standing).replace("接着审", "接着看受不受理"),
        ),
    )


def _on_show(reading: Reading, on_show: OnShow) -> Look:
    """公示, on the clock or off it."""
    words = "公示中"
    if reading.standing:
        words = "公示中，时限停着"
    last = cnday(on_show.last)
    first_line = f"公示到{last}，然后接着审。"
    if on_show.is_over:
        words = "公示结束，答复异议"
        first_line = f"公示到{last}结束了，还有{on_show.waiting}条异议没有答复，答复完才作决定。"
    elif not reading.standing:
        first_line = f"公示到{last}，然后作决定；公示的日子照常算时间，不往后推。"
    return Look(
        state="paused" if reading.standing else "doing",
        words=words,
        title=NOTHING_TO_DO,
        lines=(first_line,),
        day=reading.last,
        href=f"/openness/notices/{on_show.notice}/",
        action="看公示",
    )


def _may_go_on(reading: Reading) -> Look:
    """A time has passed, and another way stands open."""
    lines = []
    for step in reading.steps:
        if step.kind == "note_right":
            facts = step.told
            day = cnday(date.fromisoformat(facts["last_day"]))
            effect = without_stop(facts["effect"])
            line = f"过了{day}没有答复：您{effect}（{facts['basis']}），也可以接着等，我们继续办。"
            lines.append(line)
    return Look(state="soon", words="过了日子，没有答复", lines=tuple(lines))


def _extended(reading: Reading) -> Look:
    """Whoever the law names made it longer."""
    day = reading.last or local(reading.case.due_at).date()
    step = reading.step_of("grant_extension", "agree_longer")
    lines = []
    if step:
        facts = step.told
        if reading.named:
            lines.append(f"{without_stop(facts['reason'])}。")
        agreed = "批准的" if step.kind == "grant_extension" else "同意的"
        lines.append(f"{facts['whose']}{cnday(step.at)}{agreed}，" + ONCE.format(**facts))
    return Look(state="doing", words=f"延期，{cnday(day)}前", lines=tuple(lines))


def _deemed(reading: Reading) -> Look:
    """Nobody answered in time: ours is the fault, the law has accepted it."""
    case = reading.case
    since = cnday(local(case.clock_from))
    step = reading.step_of("deem_accepted")
    lines = []
    if step:
        facts = step.told
        last = cnday(date.fromisoformat(facts["last_day"]))
        lines.append(f"我们该在{last}前告诉您受不受理，没有做到，这是我们的错。")
        lines.append(f"按{facts['basis']}，从收到那天起就是受理了。")
    return Look(state="done", words=f"{since}起算受理", lines=tuple(lines))
