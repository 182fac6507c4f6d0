"""受理: by when it is said, whether that was done, and what silence means."""

from yichuang.cases.queries.stands import BEFORE_ACCEPTANCE, Stand
from yichuang.cases.rules.clocks import ACCEPT
from yichuang.cases.rules.flags import DEEMED
from yichuang.cases.rules.states import CORRECTING
from yichuang.cases.rules.terms import DEEMED_ACCEPTED, MAY_SUE, Terms
from yichuang.catalog.rules.limits import spoken
from yichuang.core.clock import local
from yichuang.reference.rules.deadlines import Deadline
from yichuang.sites.portal.clock.reading import Reading
from yichuang.sites.portal.clock.why import Row, Why, of_term
from yichuang.sites.ui.wording import cnday

NO_EFFECT = "少东西会一次告诉您；不受理的，写明为什么、怎么救济。"
SOONER = "材料齐的，在这以前就有结果。"
STILL_LATE = "受不受理本来该告诉您了，是我们慢了，不用您再交什么。"
BREACH = "没有按时一次告诉您要补什么，是我们的错：时间照常算，没有补也不退您的件。"


def row_of(reading: Reading) -> Row | None:
    """None where nothing is to be accepted, of what is done on the spot, and for versions of before."""
    term = reading.answer.accept
    case = reading.case
    if term is None or case.instant:
        return None
    why = of_term(reading, ACCEPT, term)
    if case.accepted_at:
        return _accepted(reading, term, why)
    if case.state == CORRECTING:
        return _correcting(reading, term)
    if reading.standing and reading.standing.kind == BEFORE_ACCEPTANCE:
        return _deferred(reading, reading.standing, term, why)
    if reading.today > term.due:
        return _unheard(reading, term, why)
    return Row(
        icon="clock",
        title="受理：最晚",
        day=term.due,
        after="告诉您",
        lines=_while_unheard(reading, term),
        why=why,
    )


def _while_unheard(reading: Reading, term: Deadline) -> tuple[str, ...]:
    """What one should know while nobody said anything."""
    lines = [at_silence(reading.terms) or NO_EFFECT]
    if reading.last and reading.last < term.due:
        lines.append(SOONER)
    return tuple(lines)


def at_silence(terms: Terms) -> str:
    """What it means that nothing is said until the last day; "" where the law attaches nothing to it."""
    if terms.at_silence == DEEMED_ACCEPTED:
        return f"过了这天没有告诉您，就算受理了，从收到那天算（{terms.accept_basis}）。"
    if terms.at_silence == MAY_SUE:
        return f"过了这天没有告诉您，您可以向法院起诉，也可以接着等（{terms.accept_basis}）。"
    return ""


def _accepted(reading: Reading, term: Deadline, why: Why) -> Row:
    """It was: in time, late, or by the law because nobody said anything."""
    case = reading.case
    if DEEMED in case.flags:
        return Row(
            icon="check-circle",
            tone="done",
            title="受理：",
            day=local(case.clock_from).date(),
            after="起视为受理",
            lines=(f"{cnday(term.due)}前没有告诉您，是我们的错，已经记下；时间从收到那天算。",),
            why=why,
        )
    accepted_on = local(case.accepted_at).date()
    if accepted_on > term.due:
        return Row(
            icon="alert",
            tone="soon",
            title="受理：晚了",
            lines=(f"该在{cnday(term.due)}前告诉您，{cnday(accepted_on)}才受理，已经记下。",),
            why=why,
        )
    return Row(
        icon="check-circle",
        tone="done",
        title="受理：做到了",
        lines=(f"最晚{cnday(term.due)}告诉您，{cnday(accepted_on)}就受理了。",),
        why=why,
    )


def _correcting(reading: Reading, term: Deadline) -> Row:
    """It waits for the applicant; a notice that came too late stops nothing."""
    long = spoken(term.days, term.unit)
    if reading.standing is None:
        return Row(icon="alert", tone="soon", title="受理：还没有", lines=(BREACH,))
    return Row(
        icon="circle", title=f"受理：补齐后{long}", lines=("您补齐那天起重新算，当天不算。",)
    )


def _deferred(reading: Reading, standing: Stand, term: Deadline, why: Why) -> Row:
    """It stands by itself, the other clocks run."""
    line = f"{standing.label}：这些天不算（{standing.basis}）。"
    if standing.planned is None or standing.planned < reading.today:
        return Row(icon="pause", title="受理：停着", lines=(line,))
    return Row(
        icon="pause",
        title="受理：停着，接着算以后最晚",
        day=term.due,
        lines=(line, f"停到{cnday(standing.planned)}。"),
        why=why,
    )


def _unheard(reading: Reading, term: Deadline, why: Why) -> Row:
    """The last day has passed."""
    terms = reading.terms
    line = STILL_LATE
    if terms.at_silence == DEEMED_ACCEPTED:
        line = f"依法已经视为受理，从收到那天算，马上记下来（{terms.accept_basis}）。"
    if terms.at_silence == MAY_SUE:
        line = f"这一类不会自动受理；法律给您起诉的权利（{terms.accept_basis}）。"
    return Row(
        icon="alert",
        tone="soon",
        title="受理：",
        day=term.due,
        after="前没有告诉您",
        lines=(line,),
        why=why,
    )
