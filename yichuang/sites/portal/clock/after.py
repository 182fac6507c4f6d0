"""What follows a day.

What silence decides, which ways stand open, by when the result is in one's
hands.
"""

from datetime import datetime

from yichuang.cases.queries import rights
from yichuang.cases.queries.rights import UNHEARD, OpenRight
from yichuang.cases.rules import timing
from yichuang.cases.rules.clocks import DELIVER, SILENCE
from yichuang.cases.rules.states import BEFORE_DECISION
from yichuang.cases.rules.terms import IF_GRANTED, Silence
from yichuang.catalog.rules.limits import spoken
from yichuang.core.clock import local
from yichuang.reference.rules.deadlines import Deadline
from yichuang.sites.portal.clock.reading import Reading
from yichuang.sites.portal.clock.why import Row, of_term
from yichuang.sites.ui.wording import cnday

HANDED_OVER = "送到您手上"
NO_ANSWER = "到期没有决定"
BY_ITSELF = "不用您催，第二天早上自动写成决定（{basis}）。"
TOO_LATE = "这次交得晚了，离许可到期不到{long}：没有决定也不会自动延续（{basis}）。"


def of_silence(reading: Reading) -> Row | None:
    """The day after which it is granted by itself.

    None where silence decides nothing.
    """
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
        why=of_term(reading, SILENCE, term) if term else None,
    )


def _is_too_late(reading: Reading, silence: Silence) -> bool:
    """Whether the application came too late.

    That is too near to the end of the licence.
    """
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
    """The ways that stand open.

    Or will, when a day has passed; none while the clock stands.
    """
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
    """By when the result is in one's hands.

    None where no law says.
    """
    terms = reading.terms
    if terms.deliver is None or not terms.deliver_after:
        return None
    long = spoken(terms.deliver.days, terms.deliver.unit)
    which = "决定"
    if terms.deliver_after == IF_GRANTED:
        which = "准予"
    line = f"{which}以后{long}{_cited(reading)}。"
    term = reading.answer.deliver
    if term:
        return _delivering(reading, term, line)
    if reading.case.decided_at:
        return None
    return Row(icon="send", title=f"{HANDED_OVER}：{which}后{long}", lines=(line,))


def _cited(reading: Reading) -> str:
    """The article by which it is to be delivered, "" where none is named."""
    law = reading.version.definition.get("deliver_by") or {}
    basis = law.get("article", "")
    if not basis:
        return ""
    return f"（{basis}）"


def _delivering(reading: Reading, term: Deadline, line: str) -> Row:
    """The last day for it, and whether that was met.

    line: how long the law gives.
    """
    why = of_term(reading, DELIVER, term)
    delivered_at = _delivered_at(reading)
    if delivered_at and local(delivered_at).date() <= term.due:
        last = cnday(term.due)
        day = cnday(delivered_at)
        return Row(
            icon="check-circle",
            tone="done",
            title=f"{HANDED_OVER}：做到了",
            lines=(f"最晚{last}，{day}送到了。", line),
            why=why,
        )
    return Row(icon="send", title=f"{HANDED_OVER}：最晚", day=term.due, lines=(line,), why=why)


def _delivered_at(reading: Reading) -> datetime | None:
    """When it was handed over.

    None where it was not.
    """
    delivery = getattr(reading.case, "delivery", None)
    if delivery is None:
        return None
    return delivery.delivered_at
