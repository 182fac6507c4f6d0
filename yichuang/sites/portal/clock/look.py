"""What stands under the title of a case.

While its clock does something that one should know.
"""

from dataclasses import dataclass, replace
from datetime import date

from yichuang.cases.queries.stands import BEFORE_ACCEPTANCE, Stand
from yichuang.cases.rules import states
from yichuang.cases.rules.flags import DEEMED, EXTENDED, MAY_GO_ON
from yichuang.cases.rules.states import BEFORE_DECISION, SPECIAL, SUSPENDED, WAITING
from yichuang.core.clock import local
from yichuang.core.sentences import without_stop
from yichuang.reference.rules.deadlines import WORKING, Deadline
from yichuang.sites.portal.clock.reading import OnShow, Reading
from yichuang.sites.ui.wording import cnday

NOTHING_TO_DO = "现在不用您做什么"
OVER = "说好停到{day}，已经过了，还没有完：多停的日子是我们的错，已经记下。"
AUDIT = "接着审"
HEARING = "接着看受不受理"
SINCE = "{day}起停着，完了{then}。"
UNTIL = "停到{day}，然后{then}。"
NOT_COUNTED = "{label}的日子不算办理时间（{basis}）；要您参加的，会另外通知。"
WAITS = "{label}，这一件依法先停着（{basis}）。"
EXPECTED = "预计{day}前等到。没等到的，接着等，会告诉您。"
GOES_ON = "等到了，第二天接着算，{which}还剩{left}。"
I_KNOW = "我有消息，告诉你们"
SHOWN = "公示到{last}，然后作决定；公示的日子照常算时间，不往后推。"
SHOWN_AND_STANDING = "公示到{last}，然后接着审。"
SHOWN_TO_THE_END = "公示到{last}结束了，还有{waiting}条异议没有答复，答复完才作决定。"
OPEN_WAY = "过了{day}没有答复：您{effect}（{basis}），也可以接着等，我们继续办。"
GRANTED = "{whose}{day}批准的，依法只能延这一次（{basis}）。"
BOTH_AGREED = "{whose}{day}同意的，依法只能延这一次（{basis}）。"
OUR_FAULT = "我们该在{day}前告诉您受不受理，没有做到，这是我们的错。"
BY_LAW = "按{basis}，从收到那天起就是受理了。"
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
        states.AWAITING: "等您补材料",
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
    if not case.open or case.state in WAITING:
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


def in_unit(days: int, term: Deadline) -> str:
    """So many days of a term, with their unit.

    Those of months and years are days.
    """
    if term.unit == WORKING:
        return f"{days}个工作日"
    return f"{days}天"


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
    label = standing.label
    lines = [WAITS.format(label=label, basis=standing.basis), _what_is_left(reading)]
    if standing.planned:
        day = cnday(standing.planned)
        lines.append(EXPECTED.format(day=day))
    _, _, awaited = label.rpartition("，")  # a cause may say first what happened
    look = Look(state="paused", words=f"停着，{awaited}", title=NOTHING_TO_DO, lines=tuple(lines))
    if not reading.named:
        return look
    address = f"/my/cases/{reading.case.uuid}/ask/"
    return replace(look, href=address, action=I_KNOW)


def _what_is_left(reading: Reading) -> str:
    """How much of the term is left when it goes on: of the law's, where there is one."""
    term = reading.answer.statute
    which = "法定时限"
    if term is None:
        term = reading.answer.promise
        which = "承诺的时间"
    days = days_left(reading, term)
    return GOES_ON.format(which=which, left=in_unit(days, term))


def _special(reading: Reading, standing: Stand) -> Look:
    """A hearing, a test, an expert review.

    It has an end that was told, and so a day of the result.
    """
    label = standing.label
    left_out = NOT_COUNTED.format(label=label, basis=standing.basis)
    return Look(
        state="paused",
        words=f"停着，{label}",
        title=NOTHING_TO_DO,
        lines=(_planned(reading, standing, AUDIT), left_out),
        day=reading.last,
    )


def _planned(reading: Reading, standing: Stand, what_follows: str) -> str:
    """Until when it stands, what follows, and whether it should be over."""
    planned = standing.planned
    if planned is None:
        return SINCE.format(day=cnday(standing.first), then=what_follows)
    day = cnday(planned)
    if planned < reading.today:
        return OVER.format(day=day)
    return UNTIL.format(day=day, then=what_follows)


def _deferred(reading: Reading, standing: Stand) -> Look:
    """Acceptance waits because the applicant agreed to it."""
    return Look(
        state="paused",
        words="停着，暂缓受理",
        title=NOTHING_TO_DO,
        lines=(f"{standing.label}（{standing.basis}）。", _planned(reading, standing, HEARING)),
    )


def _on_show(reading: Reading, on_show: OnShow) -> Look:
    """公示, on the clock or off it.

    Once it is over, objections may still wait.
    """
    words = "公示中"
    line = SHOWN
    state = "doing"
    if reading.standing:
        words = "公示中，时限停着"
        line = SHOWN_AND_STANDING
        state = "paused"
    if on_show.is_over:
        words = "公示结束，答复异议"
        line = SHOWN_TO_THE_END
    last = cnday(on_show.last)
    shown = line.format(last=last, waiting=on_show.waiting)
    return Look(
        state=state,
        words=words,
        title=NOTHING_TO_DO,
        lines=(shown,),
        day=reading.last,
        href=f"/openness/notices/{on_show.notice}/",
        action="看公示",
    )


def _may_go_on(reading: Reading) -> Look:
    """A time has passed, and another way stands open."""
    lines = []
    for step in reading.steps:
        if step.kind != "note_right":
            continue
        facts = step.told
        last = date.fromisoformat(facts["last_day"])
        line = OPEN_WAY.format(
            day=cnday(last), effect=without_stop(facts["effect"]), basis=facts["basis"]
        )
        lines.append(line)
    return Look(state="soon", words="过了日子，没有答复", lines=tuple(lines))


def _extended(reading: Reading) -> Look:
    """Whoever the law names made it longer."""
    day = reading.last or local(reading.case.due_at).date()
    lines = []
    step = reading.step_of("grant_extension", "agree_longer")
    if step:
        facts = step.told
        if reading.named:
            reason = without_stop(facts["reason"])
            lines.append(f"{reason}。")
        line = BOTH_AGREED
        if step.kind == "grant_extension":
            line = GRANTED
        granted = line.format(whose=facts["whose"], day=cnday(step.at), basis=facts["basis"])
        lines.append(granted)
    return Look(state="doing", words=f"延期，{cnday(day)}前", lines=tuple(lines))


def _deemed(reading: Reading) -> Look:
    """Nobody answered in time: ours is the fault, the law has accepted it."""
    since = cnday(local(reading.case.clock_from))
    lines = []
    step = reading.step_of("deem_accepted")
    if step:
        facts = step.told
        last = date.fromisoformat(facts["last_day"])
        lines.append(OUR_FAULT.format(day=cnday(last)))
        lines.append(BY_LAW.format(basis=facts["basis"]))
    return Look(state="done", words=f"{since}起算受理", lines=tuple(lines))
