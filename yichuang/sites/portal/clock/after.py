"""What follows a day: what silence decides, which ways stand open, by when the result is in one's hands."""

from yichuang.cases.queries import rights
from yichuang.cases.queries.rights import UNHEARD, OpenRight
from yichuang.cases.rules import timing
from yichuang.cases.rules.clocks import DELIVER, SILENCE
from yichuang.cases.rules.states import BEFORE_DECISION
from yichuang.cases.rules.terms import IF_GRANTED, Silence
from yichuang.catalog.rules.limits import spoken
from yichuang.core.clock import local
from yichuang.sites.portal.clock.reading import Reading
from yichuang.sites.portal.clock.why import Row, of_term
from yichuang.sites.ui.wording import cnday

HANDED_OVER = "送到您手上"
NO_ANSWER = "到期没有决定"
BY_ITSELF = "不用您催，第二天早上自动写成决定（{basis}）。"
TOO_LATE = "这次交得晚了，离许可到期不到{long}：没有决定也不会自动延续（{basis}）。"


def of_silence(reading: Reading) -> Row | None:
    """The day after which it is granted by itself; None where silence decides nothing."""
    silence = reading.terms.silence
    if silence is None or reading.case.state not in BEFORE_DECISION:
        return None
    day = reading.answer.decides_on
    if day is None or _is_too_late(reading, silence):
        return _not_by_itself(silence)
    term = reading.answer.silence
    return Row(
        icon="question",
        title=f"{NO_ANSWER}：过了",
        day=day,
        after=f"，{silence.effect}",
        lines=(BY_ITSELF.format(basis=silence.basis),),
        why=of_term(reading, SILENCE, term, NO_ANSWER) if term else None,
    )


def _is_too_late(reading: Reading, silence: Silence) -> bool:
    """Whether the application came too near to the end of the licence."""
    if not silence.before:
        return False
    day = reading.answer.decides_on
    return timing.renewed_after(silence, reading.case.received_at, day) is None


def _not_by_itself(silence: Silence) -> Row | None:
    """That nothing happens by itself; None where there is nothing to say."""
    if silence.timely is None:
        return None
    long = spoken(silence.timely.days, silence.timely.unit)
    line = TOO_LATE.format(long=long, basis=silence.basis)
    return Row(icon="question", title=f"{NO_ANSWER}：不会自动延续", lines=(line,))


def of_rights(reading: Reading) -> list[Row]:
    """The ways that stand open, or will when a day has passed."""
    if reading.case.state not in BEFORE_DECISION or reading.standing:
        return []
    rows = []
    for right in rights.of_rule(reading.case, reading.terms):
        if right.code != UNHEARD:  # told with the date of acceptance
            rows.append(_right(reading, right))
    return rows


def _right(reading: Reading, right: OpenRight) -> Row:
    """One way."""
    if right.last_day < reading.today:
        return Row(
            icon="alert",
            tone="soon",
            title=f"您现在{right.effect}",
            lines=(f"{cnday(right.last_day)}过了，还没有结果（{right.basis}）；也可以接着等。",),
        )
    return Row(
        icon="question",
        title="过了",
        day=right.last_day,
        after="还没有结果",
        lines=(f"您{right.effect}，不用再等（{right.basis}）。",),
    )


def of_delivery(reading: Reading) -> Row | None:
    """By when the result is in one's hands; None where no law says."""
    terms = reading.terms
    if terms.deliver is None or not terms.deliver_after:
        return None
    long = spoken(terms.deliver.days, terms.deliver.unit)
    which = "准予" if terms.deliver_after == IF_GRANTED else "决定"
    law = reading.version.definition.get("deliver_by") or {}
    basis = law.get("article", "")
    line = f"{which}以后{long}（{basis}）。" if basis else f"{which}以后{long}。"
    term = reading.answer.deliver
    if term is None:
        if reading.case.decided_at:
            return None
        return Row(icon="send", title=f"{HANDED_OVER}：{which}后{long}", lines=(line,))
    delivered_at = _delivered_at(reading)
    if delivered_at and local(delivered_at).date() <= term.due:
        return Row(
            icon="check-circle",
            tone="done",
            title=f"{HANDED_OVER}：做到了",
            lines=(f"最晚{cnday(term.due)}，{cnday(delivered_at)}送到了。", line),
            why=of_term(reading, DELIVER, term, HANDED_OVER),
        )
    return Row(
        icon="send",
        title=f"{HANDED_OVER}：最晚",
        day=term.due,
        lines=(line,),
        why=of_term(reading, DELIVER, term, HANDED_OVER),
    )


def _delivered_at(reading: Reading):
    """When it was handed over; None where it was not."""
    delivery = getattr(reading.case, "delivery", None)
    if delivery is None:
        return None
    return delivery.delivered_at
