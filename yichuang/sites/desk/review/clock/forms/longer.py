"""Forms of what changes a term: longer, counted anew, or a shorter one taken back."""

from datetime import date, datetime

from yichuang.cases.models import Case
from yichuang.cases.queries.clocks import Clocks
from yichuang.cases.rules.term_changes import EXTENSION, SHORTER
from yichuang.cases.rules.terms import BY_HEAD, Longer
from yichuang.cases.services import dates
from yichuang.core.clock import local
from yichuang.sites.desk.review.clock.forms import boxes
from yichuang.sites.desk.review.clock.forms.boxes import Box, Form
from yichuang.sites.desk.review.clock.panel import in_words
from yichuang.sites.ui.wording import cnday

ASKING = "ask-extension"
AGREEING = "agree-longer"
# with what the boxes of each form begin
EXTENDING = "extending"
AGREEMENT = "agreement"
RESTARTING = "restarting"
CLEAR = "clear"
WHY = boxes.reason("为什么，申请人会看到")
DETAILS = boxes.reason("具体情况，申请人会看到")
STILL_TO_SEE = boxes.reason("还要查什么，申请人会看到")
AGREED_UNTIL = boxes.day("until", "双方同意延到哪天")
CONSENT = Box("consent", "双方签字的同意书", boxes.FILES)
BY_WHOM = "由{whose}批，您不能自己批；依法只延1次{why}（{basis}）。"
BY_BOTH = "{whose}同意的，依法可以延长1次（{basis}）。"
ANEW = "承诺和法定都从那天起重新算，那天不算；告知书同时发出（{bases}）。"
AS_THE_LAW = "收回以后从受理起按{days}天算，告知书同时发出（{basis}）。"


def extending(case: Case, clocks: Clocks, refused: str, now: datetime) -> Form | None:
    """延期 by the head.

    Where the rule has it, nobody asked for it before, and the statute
    still runs.
    refused: the verb of the form that was sent in vain, which is shown
    once more.
    """
    longer = clocks.terms.extension
    if longer is None or longer.by != BY_HEAD:
        return None
    if refused != ASKING and not _is_open(case, clocks, now):
        return None
    last = _last(case, longer, now)
    length = in_words(longer.span)
    why = ""
    if longer.why:
        why = f"；只因为{longer.why}"
    until = boxes.day("until", f"延到哪天，最晚{cnday(last)}", last)
    return Form(
        ASKING,
        EXTENDING,
        f"提请延期{length}",
        "提请延期",
        (WHY, until),
        BY_WHOM.format(whose=longer.whose, why=why, basis=longer.basis),
    )


def agreeing(case: Case, clocks: Clocks, refused: str, now: datetime) -> Form | None:
    """延长 by what both parties signed.

    refused: as of `extending`.
    """
    longer = clocks.terms.extension
    if longer is None or longer.by == BY_HEAD:
        return None
    if refused != AGREEING and not _is_open(case, clocks, now):
        return None
    return Form(
        AGREEING,
        AGREEMENT,
        "双方同意延长",
        "延长",
        (AGREED_UNTIL, CONSENT),
        BY_BOTH.format(whose=longer.whose, basis=longer.basis),
    )


def restarting(clocks: Clocks) -> Form | None:
    """重新起算 by an event of the rule."""
    rows = clocks.terms.restarts.values()
    if not rows:
        return None
    events = []
    bases = []
    for row in rows:
        label = f"{row.label}（{row.start}）"
        events.append((row.event, label))
        bases.append(row.basis)
    event = Box("event", "什么事", boxes.CHOICE, options=tuple(events))
    on_day = boxes.day("on_day", "哪一天")
    return Form(
        "restart-term",
        RESTARTING,
        "期限重新起算",
        "重新起算",
        (event, on_day, DETAILS),
        ANEW.format(bases=boxes.joined(bases)),
    )


def clearing(clocks: Clocks) -> Form | None:
    """事实清楚 taken back.

    Where the shorter statute holds.
    """
    shorter = clocks.terms.shorter
    statute = clocks.terms.statute
    if shorter is None or statute is None:
        return None
    if not _has(clocks, SHORTER):
        return None
    return Form(
        "take-back-clear",
        CLEAR,
        f"收回“{shorter.why}”",
        "收回",
        (STILL_TO_SEE,),
        AS_THE_LAW.format(days=statute.span.days, basis=shorter.basis),
    )


def _is_open(case: Case, clocks: Clocks, now: datetime) -> bool:
    """Whether the term may still be made longer.

    Once, and not after the last day of the statute; while the clock stands
    there is none.
    """
    if _has(clocks, EXTENSION):
        return False
    if case.paused_since:
        return True
    last = case.statutory_due
    if last is None:
        return False
    return local(now).date() <= last


def _has(clocks: Clocks, kind: str) -> bool:
    """Whether the terms of the case were changed so."""
    for change in clocks.changes:
        if change.kind == kind:
            return True
    return False


def _last(case: Case, longer: Longer, now: datetime) -> date:
    """The last day that the law allows."""
    today = local(now).date()
    columns = dates.counted(case, extension=longer.span, until=None, longer_since=today)
    return columns["statutory_due"]
