"""几个日子: the dates of one case in the order in which they run out.

The pause that lasts stands among them.
"""

from yichuang.cases.queries.stands import BEFORE_ACCEPTANCE, Stand
from yichuang.cases.rules import states
from yichuang.cases.rules.terms import GIVEN_UP
from yichuang.catalog.rules.limits import spoken
from yichuang.core.sentences import without_stop
from yichuang.sites.portal.clock import accepting, after, deciding
from yichuang.sites.portal.clock.reading import OnShow, Reading
from yichuang.sites.portal.clock.why import Row
from yichuang.sites.ui.wording import cnday

# who ended so was not decided, and has no dates any more
ENDED_OTHERWISE = frozenset(states.FINAL) - {states.CLOSED}


def rows_of(reading: Reading) -> list[Row]:
    """Every date of the case; none of one that ended without a decision, or where something is only reported."""
    case = reading.case
    if case.state in ENDED_OTHERWISE:
        return []
    rows = [
        _supplying(reading),
        accepting.row_of(reading),
        _of_show(reading),
        _of_stand(reading),
        deciding.promised(reading),
    ]
    if not reading.terms.report:
        rows.append(deciding.by_law(reading))
    rows.append(after.of_silence(reading))
    rows += after.of_rights(reading)
    rows.append(after.of_delivery(reading))
    return [row for row in rows if row]


def _supplying(reading: Reading) -> Row | None:
    """The last day to supply what is lacking, and what becomes of it otherwise."""
    step = reading.step_of("ask_correction")
    standing = reading.standing
    if reading.case.state != states.CORRECTING or standing is None or step is None:
        return None
    correction = reading.terms.correction
    long = spoken(correction.answer.days, correction.answer.unit)
    lines = [
        f"{cnday(step.at)}告诉您的，您有{long}；网上补到最后一天半夜12点都算，到窗口补要在下班以前。"
    ]
    lines.append(
        f"过了最后一天没有补，{_unanswered(correction.unanswered)}（{correction.basis}）。"
    )
    return Row(
        icon="pencil",
        tone="soon",
        title="您补材料：",
        day=standing.planned,
        after="前" if standing.planned else "",
        lines=tuple(lines),
    )


def _unanswered(effect: str) -> str:
    """What becomes of an application that nobody completes."""
    if effect == GIVEN_UP:
        return "视为放弃这次申请，以后可以再申请"
    return "这次申请退回，可以再申请"


def _of_show(reading: Reading) -> Row | None:
    """公示 that stands.

    Or whose objections wait for an answer.
    """
    on_show = reading.on_show
    publicity = reading.terms.publicity
    if on_show is None or publicity is None:
        return None
    long = spoken(publicity.span.days, publicity.span.unit)
    line = f"至少{long}，照常算时间，不往后推。"
    if reading.standing:
        line = f"至少{long}，这几天时限停着（{publicity.basis}）。"
    return Row(
        icon="pause" if reading.standing else "users",
        title=f"公示：{cnday(_first(reading, on_show))}到",
        day=on_show.last,
        lines=(line, "有人提异议的，每一条都答复完才作决定。"),
    )


def _first(reading: Reading, on_show: OnShow):
    """The first day that is told.

    Of the pause where one stands, of the list else.
    """
    if reading.standing:
        return reading.standing.first
    return on_show.first


def _of_stand(reading: Reading) -> Row | None:
    """The pause that lasts, but for those that other rows tell."""
    standing = reading.standing
    if standing is None or standing.restarts or standing.in_public:
        return None
    if standing.kind == BEFORE_ACCEPTANCE:
        return None
    lines = [f"{standing.label}（{standing.basis}）。"]
    if reading.named and standing.reason != standing.label:
        lines.append(f"写的理由：{without_stop(standing.reason)}。")
    return Row(
        icon="pause",
        title=f"停着：{cnday(standing.first)}起{_until(standing)}",
        day=standing.planned,
        after=_end(standing),
        lines=tuple(lines),
    )


def _until(standing: Stand) -> str:
    if standing.planned is None:
        return ""
    return "，到" if standing.is_planned else "，预计"


def _end(standing: Stand) -> str:
    if standing.planned is None or standing.is_planned:
        return ""
    return "前有结果"
