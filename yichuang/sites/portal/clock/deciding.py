"""办好: the day that we promise and the day of the law, while it runs, stands or waits, and once it is done."""

from dataclasses import replace
from datetime import date, datetime

from yichuang.cases.models import Case
from yichuang.cases.queries import term_facts
from yichuang.cases.rules import timing
from yichuang.cases.rules.clocks import PROMISE, RESTARTED, STATUTE
from yichuang.cases.rules.flags import EXTENDED
from yichuang.cases.rules.states import CORRECTING, SUSPENDED
from yichuang.cases.rules.terms import Statute, Terms
from yichuang.cases.rules.terms_before import PAPERS, RULE
from yichuang.catalog.rules.limits import spoken
from yichuang.core.clock import local
from yichuang.reference import queries as reference
from yichuang.sites.portal.clock.look import days_left
from yichuang.sites.portal.clock.reading import Reading
from yichuang.sites.portal.clock.why import Row, of_term
from yichuang.sites.ui.wording import cnday

PROMISED = "我们承诺办好"
PROMISED_DAY = "我们承诺的日子"  # of a case that has its result, whatever that is
BY_LAW = "法律规定"
NO_LAW = "所以只看我们承诺的日子，过了就算逾期，主管和您都会知道。"
NO_DAY = "停着的时候没有日子；接着办的时候，新的日子马上告诉您。"
WHY_MOVED = {
    "recount": "重新算过",
    "deem_accepted": "视为受理，从收到那天算",
    "resume_acceptance": "暂缓受理的日子不算",
    "end_special": "停着的日子不算",
    "resume": "停着的日子不算",
    "end_notice": "公示的日子不算",
    "grant_extension": "依法延期了，算“延期”，不算“按承诺办好”",
    "agree_longer": "双方同意延期了",
    "restart_term": "重新起算了",
}


def promised(reading: Reading) -> Row:
    """The day that we promise; of a case that is decided, whether it was met."""
    case = reading.case
    if not case.open:
        return _done(case)
    if case.state == CORRECTING and reading.standing:
        return _after_supplying(reading)
    term = reading.answer.promise
    if reading.last is None and case.state == SUSPENDED:
        left = days_left(reading, term)
        unit = "个工作日" if term.unit == "working" else "天"
        lines = (f"接着办以后还剩{left}{unit}。", NO_DAY)
        return Row(icon="pause", title=f"{PROMISED}：停着", lines=lines)
    last = reading.last or local(case.due_at).date()
    lines = [_length_of_promise(reading.terms)]
    before = _before(reading, last)
    if before:
        lines.append(f"{_why_moved(reading)}。")
    if last < term.due:
        lines.append("法律规定的日子更早，照法律的。")
    icon, tone = _sign(reading, last)
    return Row(
        icon=icon,
        tone=tone,
        title=f"{PROMISED}：",
        day=last,
        after="前",
        before=before,
        lines=tuple(line for line in lines if line),
        why=of_term(reading, PROMISE, term, PROMISED),
    )


def by_law(reading: Reading) -> Row:
    """The day of the law; that there is none, where no law names a term."""
    statute = reading.terms.statute
    term = reading.answer.statute
    if statute is None or term is None:
        return Row(icon="circle", title=f"{BY_LAW}：没有另定", lines=(NO_LAW,))
    lines = [_length_of_law(reading, statute)]
    if reading.terms.rule != RULE:
        lines.append(_longer(reading))
    if reading.case.state == CORRECTING and reading.standing:
        if statute.start == PAPERS or STATUTE in reading.terms.correction.restarts:
            return Row(icon="circle", title=f"{BY_LAW}：您补齐以后重新算", lines=tuple(lines))
    if reading.standing and not reading.standing.is_planned and reading.case.state == SUSPENDED:
        used = term.counted - days_left(reading, term)
        unit = "个工作日" if term.unit == "working" else "天"
        lines.append(f"已经用了{used}{unit}，停的日子不算。")
        return Row(icon="pause", title=f"{BY_LAW}：停着", lines=tuple(lines))
    return Row(
        icon="clock",
        title=f"{BY_LAW}：",
        day=term.due,
        after="前",
        lines=tuple(lines),
        why=of_term(reading, STATUTE, term, BY_LAW),
    )


def _done(case: Case) -> Row:
    """A case that has come to its end."""
    due = cnday(local(case.due_at))
    done = cnday(local(case.closed_at or case.due_at))
    if case.late:
        days = timing.days_overdue(case.due_at, case.closed_at or case.due_at)
        title = f"{PROMISED_DAY}：晚了{days}天" if days else f"{PROMISED_DAY}：晚了"
        lines = (f"应在{due}前有结果，{done}才有，已经记下。",)
        return Row(icon="late", tone="late", title=title, lines=lines)
    if EXTENDED in case.flags:
        lines = (f"延期到{due}，{done}有了结果，不算“按承诺办好”。",)
        return Row(icon="calendar", title=f"{PROMISED_DAY}：延期了", lines=lines)
    lines = (f"最晚{due}，{done}就有结果了。",)
    return Row(icon="check-circle", tone="done", title=f"{PROMISED_DAY}：做到了", lines=lines)


def _after_supplying(reading: Reading) -> Row:
    """The term begins anew with the answer; what that would mean if it came now."""
    long = spoken(reading.terms.promise.days, reading.terms.promise.unit)
    day = _if_supplied(reading.case, reading, reading.now)
    return Row(
        icon="circle",
        title=f"{PROMISED}：补齐后{long}",
        lines=(f"今天还没有日子。现在补齐，{cnday(day)}前给结果。",),
    )


def _if_supplied(case: Case, reading: Reading, now: datetime) -> date:
    """By when it would be done if everything came now."""
    facts = term_facts.with_stops(case, reading.terms, (), reading.answer.changes)
    facts = replace(facts, complete_at=now)
    calendar = reference.calendar(case.region_id)
    dates = timing.dates(facts, reading.terms, calendar, reference.thresholds())
    return local(dates.at).date()


def _before(reading: Reading, last: date) -> date | None:
    """The day that it was until it moved; None where it did not."""
    if reading.standing:
        before = local(reading.case.due_at).date()
    elif reading.moved and reading.moved.after == last:
        before = reading.moved.before
    else:
        return None
    return before if before != last else None


def _why_moved(reading: Reading) -> str:
    """Why it is another day than before, in short."""
    if reading.standing:
        return f"{reading.standing.label}的日子不算（{reading.standing.basis}）"
    if reading.moved is None:
        return ""
    return WHY_MOVED[reading.moved.kind]


def _sign(reading: Reading, last: date) -> tuple[str, str]:
    """Icon and tone of the promise."""
    if reading.standing:
        return "pause", ""
    if reading.today > last:
        return "late", "late"
    return "clock", ""


def _length_of_promise(terms: Terms) -> str:
    """How long we promise it takes, and from when."""
    long = spoken(terms.promise.days, terms.promise.unit)
    if not terms.promise.days:
        return "材料齐了，当场办好。"
    if terms.promise_from_acceptance and terms.statute:
        return f"{terms.statute.start}后{long}。"
    return f"材料收齐后{long}。"


def _length_of_law(reading: Reading, statute: Statute) -> str:
    """How long the law gives, and from when."""
    start = statute.start
    if reading.answer.starts.get(STATUTE) == RESTARTED:
        start = "重新起算"
    span = statute.span
    shorter = reading.terms.shorter
    facts = term_facts.by_changes(reading.answer.changes)
    if facts.get("clear") and shorter:
        return f"{shorter.why}的，{start}后{spoken(shorter.span.days, shorter.span.unit)}（{shorter.basis}）。"
    return f"{start}后{spoken(span.days, span.unit)}（{statute.article}）。"


def _longer(reading: Reading) -> str:
    """Whether it may still be made longer, or was."""
    extension = reading.terms.extension
    if extension is None:
        return "依法不能延期。"
    if EXTENDED in reading.case.flags:
        return f"已经延期过，不能再延（{extension.basis}）。"
    if extension.span is None:
        return f"{extension.whose}同意的，可以延期一次（{extension.basis}）。"
    more = spoken(extension.span.days, extension.span.unit)
    return f"最多再延{more}，要{extension.whose}批准，只一次（{extension.basis}）。"
