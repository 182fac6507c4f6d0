"""Forms of what changes a term: longer, counted anew, or a shorter one taken back."""

from datetime import date, datetime

from yichuang.cases.models import Case
from yichuang.cases.queries.clocks import Clocks
from yichuang.cases.rules.term_changes import EXTENSION, SHORTER
from yichuang.cases.rules.terms import BY_HEAD, Longer
from yichuang.cases.services import dates
from yichuang.core.clock import local
from yichuang.sites.desk.review.clock import boxes
from yichuang.sites.desk.review.clock.boxes import Box, Form
from yichuang.sites.ui.wording import cnday

ASKING, AGREEING = "ask-extension", "agree-longer"
EXTENDING, AGREEMENT, RESTARTING, CLEAR = "extending", "agreement", "restarting", "clear"


def extending(case: Case, clocks: Clocks, refused: str, now: datetime) -> Form | None:
    """延期 by the head, where the rule has it, nobody asked for it before and the statute still runs."""
    longer = clocks.terms.extension
    if longer is None or longer.by != BY_HEAD:
        return None
    if refused != ASKING and not _is_open(case, clocks, now):
        return None
    last = _last(case, longer, now)
    length = f"{longer.span.days}个{longer.span.unit}"
    why = f"；只因为{longer.why}" if longer.why else ""
    parts = (
        boxes.reason("为什么，申请人会看到"),
        boxes.day("until", f"延到哪天，最晚{cnday(last)}", last),
    )
    hint = f"由{longer.whose}批，您不能自己批；依法只延1次{why}（{longer.basis}）。"
    return Form(ASKING, EXTENDING, f"提请延期{length}", "提请延期", parts, hint)


def agreeing(case: Case, clocks: Clocks, refused: str, now: datetime) -> Form | None:
    """延长 by what both parties signed."""
    longer = clocks.terms.extension
    if longer is None or longer.by == BY_HEAD:
        return None
    if refused != AGREEING and not _is_open(case, clocks, now):
        return None
    parts = (
        boxes.day("until", "双方同意延到哪天"),
        Box("consent", "双方签字的同意书", boxes.FILES),
    )
    hint = f"{longer.whose}同意的，依法可以延长1次（{longer.basis}）。"
    return Form(AGREEING, AGREEMENT, "双方同意延长", "延长", parts, hint)


def restarting(clocks: Clocks) -> Form | None:
    """重新起算 by an event of the rule."""
    rows = clocks.terms.restarts.values()
    if not rows:
        return None
    events = tuple((each.event, f"{each.label}（{each.start}）") for each in rows)
    bases = "；".join(dict.fromkeys(each.basis for each in rows))
    parts = (
        Box("event", "什么事", boxes.CHOICE, options=events),
        boxes.day("on_day", "哪一天"),
        boxes.reason("具体情况，申请人会看到"),
    )
    hint = f"承诺和法定都从那天起重新算，那天不算；告知书同时发出（{bases}）。"
    return Form("restart-term", RESTARTING, "期限重新起算", "重新起算", parts, hint)


def clearing(clocks: Clocks) -> Form | None:
    """事实清楚 taken back, where the shorter statute holds."""
    shorter = clocks.terms.shorter
    statute = clocks.terms.statute
    holds = any(change.kind == SHORTER for change in clocks.changes)
    if shorter is None or statute is None or not holds:
        return None
    hint = f"收回以后从受理起按{statute.span.days}天算，告知书同时发出（{shorter.basis}）。"
    parts = (boxes.reason("还要查什么，申请人会看到"),)
    return Form("take-back-clear", CLEAR, f"收回“{shorter.why}”", "收回", parts, hint)


def _is_open(case: Case, clocks: Clocks, now: datetime) -> bool:
    """Whether it may still be made longer: once, before the last day of the statute, or while the clock stands."""
    if any(change.kind == EXTENSION for change in clocks.changes):
        return False
    if case.paused_since:
        return True
    last = case.statutory_due
    return last is not None and local(now).date() <= last


def _last(case: Case, longer: Longer, now: datetime) -> date:
    """The last day that the law allows."""
    today = local(now).date()
    columns = dates.counted(case, extension=longer.span, until=None, longer_since=today)
    return columns["statutory_due"]
