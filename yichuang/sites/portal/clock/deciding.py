"""办好: the day that we promise and the day of the law.

While they run, stand or wait for the applicant, and once there is a result.
"""

from dataclasses import replace
from datetime import date

from yichuang.cases.models import Case
from yichuang.cases.queries import term_facts
from yichuang.cases.rules import timing
from yichuang.cases.rules.clocks import AWAITED, PROMISE, RESTARTED, STATUTE
from yichuang.cases.rules.flags import EXTENDED
from yichuang.cases.rules.states import CORRECTING, SUSPENDED
from yichuang.cases.rules.terms import Statute, Terms
from yichuang.cases.rules.terms_before import ACCEPTANCE, PAPERS, RULE
from yichuang.catalog.rules.limits import spoken
from yichuang.core.clock import local
from yichuang.reference import queries as reference
from yichuang.sites.portal.clock.look import days_left, in_unit
from yichuang.sites.portal.clock.reading import Reading
from yichuang.sites.portal.clock.why import Row, of_term
from yichuang.sites.ui.wording import cnday

PROMISED = "我们承诺办好"
PROMISED_DAY = "我们承诺的日子"  # of a case that has its result, whatever that is
BY_LAW = "法律规定"
NO_LAW = "所以只看我们承诺的日子，过了就算逾期，主管和您都会知道。"
NO_DAY = "停着的时候没有日子；接着办的时候，新的日子马上告诉您。"
LEFT = "接着办以后还剩{left}。"
USED = "已经用了{used}，停的日子不算。"
LATE = "应在{due}前有结果，{done}才有，已经记下。"
LATER = "延期到{due}，{done}有了结果，不算“按承诺办好”。"
IN_TIME = "最晚{due}，{done}就有结果了。"
IF_NOW = "今天还没有日子。现在补齐，{day}前给结果。"
SOONER_BY_LAW = "法律规定的日子更早，照法律的。"
OF_PAPERS = "材料收齐后{long}。"
OF_ACCEPTANCE = "{start}后{long}。"
ON_THE_SPOT = "材料齐了，当场办好。"
OF_LAW = "{start}后{long}（{basis}）。"
OF_SHORTER_LAW = "{why}的，{start}后{long}（{basis}）。"
AWAITING = "还没有受理，先按最迟受理的那天算，受理了再改。"
NOT_LONGER = "依法不能延期。"
NOT_AGAIN = "已经延期过，不能再延（{basis}）。"
BY_BOTH = "{whose}同意的，可以延期一次（{basis}）。"
ONCE_MORE = "最多再延{more}，要{whose}批准，只一次（{basis}）。"
STANDS = "{label}的日子不算（{basis}）。"
ANEW = "重新算过。"
WHY_MOVED = {
    "recount": ANEW,
    "deem_accepted": "视为受理，从收到那天算。",
    "resume_acceptance": "暂缓受理的日子不算。",
    "end_special": "停着的日子不算。",
    "resume": "停着的日子不算。",
    "end_notice": "公示的日子不算。",
    "grant_extension": "依法延期了，算“延期”，不算“按承诺办好”。",
    "agree_longer": "双方同意延期了。",
    "restart_term": "重新起算了。",
    "take_back_clear": "还要再查，不按较短的期限算了。",
}


def promised(reading: Reading) -> Row:
    """The day that we promise.

    Of a case that has its result, whether it was met.
    """
    case = reading.case
    if not case.open:
        return _done(case)
    if reading.standing and case.state == CORRECTING:
        return _after_supplying(reading)
    if reading.standing and case.state == SUSPENDED:
        return _without_day(reading)
    return _running(reading)


def by_law(reading: Reading) -> Row:
    """The day of the law.

    That there is none, where no law names a term.
    """
    statute = reading.terms.statute
    term = reading.answer.statute
    if statute is None or term is None:
        return Row(icon="circle", title=f"{BY_LAW}：没有另定", lines=(NO_LAW,))
    lines = [_length_of_law(reading, statute)]
    if reading.terms.rule != RULE:
        longer = _longer(reading)
        lines.append(longer)
    if _waits_for_supply(reading, statute):
        return Row(icon="circle", title=f"{BY_LAW}：您补齐以后重新算", lines=tuple(lines))
    if _is_awaited(reading, STATUTE):
        lines.append(AWAITING)
    if reading.standing and reading.case.state == SUSPENDED:
        counted = term.counted - days_left(reading, term)
        used = USED.format(used=in_unit(counted, term))
        return Row(icon="pause", title=f"{BY_LAW}：停着", lines=(*lines, used))
    return Row(
        icon="clock",
        title=f"{BY_LAW}：",
        day=term.due,
        after="前",
        lines=tuple(lines),
        why=of_term(reading, STATUTE, term),
    )


def _running(reading: Reading) -> Row:
    """It has a day, also while it stands for so long as was told."""
    term = reading.answer.promise
    last = reading.last or local(reading.case.due_at).date()
    before = _before(reading, last)
    lines = [_length_of_promise(reading.terms)]
    if _is_awaited(reading, PROMISE):
        lines.append(AWAITING)
    if before:
        moved = _why_moved(reading)
        lines.append(moved)
    if last < term.due:
        lines.append(SOONER_BY_LAW)
    icon, tone = _sign(reading, last)
    return Row(
        icon=icon,
        tone=tone,
        title=f"{PROMISED}：",
        day=last,
        after="前",
        before=before,
        lines=tuple(lines),
        why=of_term(reading, PROMISE, term),
    )


def _without_day(reading: Reading) -> Row:
    """It waits for something whose end is not ours to name.

    Only what is left can be told.
    """
    term = reading.answer.promise
    days = days_left(reading, term)
    left = LEFT.format(left=in_unit(days, term))
    return Row(icon="pause", title=f"{PROMISED}：停着", lines=(left, NO_DAY))


def _done(case: Case) -> Row:
    """A case that has its result.

    One of a longer term was not met as promised, even in time.
    """
    ended_at = case.closed_at or case.due_at
    days = {"due": cnday(local(case.due_at)), "done": cnday(local(ended_at))}
    if case.late:
        late = timing.days_overdue(case.due_at, ended_at)
        how_late = f"{late}天" if late else ""
        return Row(
            icon="late",
            tone="late",
            title=f"{PROMISED_DAY}：晚了{how_late}",
            lines=(LATE.format_map(days),),
        )
    if EXTENDED in case.flags:
        return Row(
            icon="calendar", title=f"{PROMISED_DAY}：延期了", lines=(LATER.format_map(days),)
        )
    return Row(
        icon="check-circle",
        tone="done",
        title=f"{PROMISED_DAY}：做到了",
        lines=(IN_TIME.format_map(days),),
    )


def _after_supplying(reading: Reading) -> Row:
    """The term begins anew with the answer.

    It has no day yet, but would have one if the answer came now.
    """
    promise = reading.terms.promise
    long = spoken(promise.days, promise.unit)
    day = _if_supplied(reading)
    return Row(
        icon="circle", title=f"{PROMISED}：补齐后{long}", lines=(IF_NOW.format(day=cnday(day)),)
    )


def _if_supplied(reading: Reading) -> date:
    """By when it would be done if everything came now."""
    case = reading.case
    terms = reading.terms
    facts = term_facts.with_stops(case, terms, (), reading.answer.changes)
    supplied = replace(facts, complete_at=reading.now)
    calendar = reference.calendar(case.region_id)
    thresholds = reference.thresholds()
    dates = timing.dates(supplied, terms, calendar, thresholds)
    return local(dates.at).date()


def _waits_for_supply(reading: Reading, statute: Statute) -> bool:
    """Whether the statute begins anew with what the applicant is to supply."""
    if reading.standing is None or reading.case.state != CORRECTING:
        return False
    if statute.start == PAPERS or statute.start in ACCEPTANCE:
        return True
    return STATUTE in reading.terms.correction.restarts


def _is_awaited(reading: Reading, clock: str) -> bool:
    """Whether a term begins with acceptance, which is still awaited."""
    starts = reading.answer.starts
    return starts.get(clock) == AWAITED


def _before(reading: Reading, last: date) -> date | None:
    """The day that it was until it moved.

    None where it did not.
    """
    before = None
    if reading.standing:
        before = local(reading.case.due_at).date()
    elif reading.moved and reading.moved.after == last:
        before = reading.moved.before
    if before == last:
        return None
    return before


def _why_moved(reading: Reading) -> str:
    """Why it is another day than before, in short."""
    standing = reading.standing
    if standing:
        return STANDS.format(label=standing.label, basis=standing.basis)
    if reading.moved is None:
        return ""
    return WHY_MOVED.get(reading.moved.kind, ANEW)


def _sign(reading: Reading, last: date) -> tuple[str, str]:
    """Icon and tone of the promise."""
    if reading.standing:
        return "pause", ""
    if reading.today > last:
        return "late", "late"
    return "clock", ""


def _length_of_promise(terms: Terms) -> str:
    """How long we promise it takes, and from when."""
    promise = terms.promise
    if not promise.days:
        return ON_THE_SPOT
    long = spoken(promise.days, promise.unit)
    if terms.promise_from_acceptance and terms.statute:
        return OF_ACCEPTANCE.format(start=terms.statute.start, long=long)
    return OF_PAPERS.format(long=long)


def _length_of_law(reading: Reading, statute: Statute) -> str:
    """How long the law gives, and from when."""
    starts = reading.answer.starts
    start = statute.start
    if starts.get(STATUTE) == RESTARTED:
        start = RESTARTED
    shorter = reading.terms.shorter
    facts = term_facts.by_changes(reading.answer.changes)
    if shorter and facts.get("clear"):
        return OF_SHORTER_LAW.format(
            why=shorter.why,
            start=start,
            long=spoken(shorter.span.days, shorter.span.unit),
            basis=shorter.basis,
        )
    return OF_LAW.format(
        start=start, long=spoken(statute.span.days, statute.span.unit), basis=statute.article
    )


def _longer(reading: Reading) -> str:
    """Whether it may still be made longer, or was."""
    extension = reading.terms.extension
    if extension is None:
        return NOT_LONGER
    words = {"whose": extension.whose, "basis": extension.basis}
    if EXTENDED in reading.case.flags:
        return NOT_AGAIN.format_map(words)
    if extension.span is None:
        return BY_BOTH.format_map(words)
    words["more"] = spoken(extension.span.days, extension.span.unit)
    return ONCE_MORE.format_map(words)
