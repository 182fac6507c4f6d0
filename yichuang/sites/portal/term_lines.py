"""What a rule says of the time, in plain words: line by line, as a guide has it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from yichuang.cases.rules.terms import (
    DEEMED_ACCEPTED,
    GIVEN_UP,
    IF_GRANTED,
    MAY_SUE,
    Span,
    Stopping,
    Terms,
)
from yichuang.catalog.rules.limits import spoken

WITHIN = "收到材料后{long}内告诉您受不受理"
DEEMED = "；到时没有说，就算受理了，从收到那天算"
TO_COURT = "；到时没有说，您可以向法院起诉，也可以接着等"
PROMISED = "我们承诺的{long}，从{start}的第二天算"
ON_THE_SPOT = "我们承诺当场办好"
NO_LAW = "；法律没有另定日子。"
BY_LAW = "；法律规定的{long}，从{start}的第二天算（{basis}）"
SHORTER = "；{why}的，{long}（{basis}）"
SUPPLY = "一次告诉您，{long}内补；补齐以后{anew}。到期没有补，{unanswered}，可以再申请。"
LATE_NOTICE = "告知晚了的，时间照常算，也不退。"
SHOWN = "决定以前公示{long}，{clock}（{basis}）。"
OBJECTIONS = "谁都可以提异议，{long}内答复；没有答复完，不作决定。"
ON_SITE = "要到现场看的，来{officers}个人，照常算时间，不停（{basis}）。"
STOPS = "{label}的日子不算{most}（{basis}）。"
SUSPENDS = "可以中止{approved}：{labels}（{basis}）。受理时就看得出来的，不能中止。"
TOLD_BEFORE = "停以前有告知书，写明停到哪天；没有写的不能停。"
BOTH_AGREE = "{whose}同意的，可以延到你们定的日子，只一次（{basis}）。"
LONGER = "{why}{whose}批准，可以延{more}，只一次，要在到期以前（{basis}）。"
AFTER_TEXT = "{start}后{long}没有决定，{effect}（{basis}）。"
AT_EXPIRY = "{timely}到许可的最后一天还没有决定，{effect}（{basis}）。"
TIMELY = "许可到期{long}以前交的，"
OPEN_WAY = "{when}，您{effect}（{basis}）。"
ONLY_REPORTED = "只是报告：收到就给回执，没有受理，也不用等决定。"
NEVER_STOPS = "法律没有写停，就不停：等我们内部的事，时间照常算。"
NEVER_LONGER = "法律没有写延期，就不能延。"


@dataclass(frozen=True)
class Line:
    """What is asked of the time, and the answer."""

    label: str
    text: str


def lines_of(terms: Terms, definition: Mapping[str, Any]) -> tuple[Line, ...]:
    """Everything that the rule says of the time.

    definition: the elements of the version, for the article of delivery.
    """
    if terms.report:
        only = Line("受理", ONLY_REPORTED)
        return (only,)
    texts = {
        "受理": _accepting(terms),
        "从哪天算": _starting(terms),
        "要补材料": _correcting(terms),
        "公示": _publicity(terms),
        "到现场看": _on_site(terms),
        "会不会停": _stopping(terms),
        "重新算": _restarting(terms),
        "会不会延": _longer(terms),
        "分几段": _stages(terms),
        "到期没决定": _silence(terms),
        "还能怎么办": _rights(terms),
        "送到手上": _delivering(terms, definition),
    }
    lines = []
    for label, text in texts.items():
        if text:
            line = Line(label, text)
            lines.append(line)
    return tuple(lines)


def _long(span: Span) -> str:
    """A length as it is said."""
    return spoken(span.days, span.unit)


def _accepting(terms: Terms) -> str:
    """By when one hears, and what it means not to.

    "" where nothing is to be accepted.
    """
    if terms.accept is None:
        return ""
    text = WITHIN.format(long=_long(terms.accept))
    if terms.at_silence == DEEMED_ACCEPTED:
        text += DEEMED
    if terms.at_silence == MAY_SUE:
        text += TO_COURT
    return f"{text}（{terms.accept_basis}）。"


def _starting(terms: Terms) -> str:
    """From when the promise runs, and from when the law's term."""
    text = ON_THE_SPOT
    statute = terms.statute
    if terms.promise.days:
        start = "材料收齐"
        if statute and terms.promise_from_acceptance:
            start = statute.start
        long = _long(terms.promise)
        text = PROMISED.format(long=long, start=start)
    if statute is None:
        return text + NO_LAW
    long = _long(statute.span)
    text += BY_LAW.format(long=long, start=statute.start, basis=statute.article)
    shorter = terms.shorter
    if shorter:
        long = _long(shorter.span)
        text += SHORTER.format(why=shorter.why, long=long, basis=shorter.basis)
    return f"{text}。"


def _correcting(terms: Terms) -> str:
    """How long one has to supply what is missing.

    What that does to the terms, and what becomes of it otherwise.
    """
    correction = terms.correction
    anew = "受理和承诺的时间重新算"
    if "statute" in correction.restarts:
        anew = "时间全部重新算"
    unanswered = "这次申请退回"
    if correction.unanswered == GIVEN_UP:
        unanswered = "视为放弃这次申请"
    long = _long(correction.answer)
    text = SUPPLY.format(long=long, anew=anew, unanswered=unanswered)
    return text + LATE_NOTICE


def _publicity(terms: Terms) -> str:
    """For how long it is shown in public, and whether that counts.

    "" where it is not.
    """
    publicity = terms.publicity
    if publicity is None:
        return ""
    clock = "照常算时间"
    if publicity.stops:
        clock = "不算在承诺的时间里"
    long = _long(publicity.span)
    answer = _long(publicity.answer)
    text = SHOWN.format(long=long, clock=clock, basis=publicity.basis)
    return text + OBJECTIONS.format(long=answer)


def _on_site(terms: Terms) -> str:
    """Who comes to look, and that the clock runs meanwhile."""
    on_site = terms.on_site
    if on_site is None:
        return ""
    return ON_SITE.format(officers=on_site.officers, basis=on_site.basis)


def _stopping(terms: Terms) -> str:
    """What stops the clock; that nothing does, where the law names nothing."""
    text = ""
    for stop in terms.stops.values():
        text += _stop(stop)
    if terms.suspends:
        text += _suspending(terms)
    if not text:
        return NEVER_STOPS
    return text + TOLD_BEFORE


def _stop(stop: Stopping) -> str:
    """One kind of stop, and the longest that it may last."""
    most = ""
    if stop.most:
        most = f"，最长{_long(stop.most)}"
    return STOPS.format(label=stop.label, most=most, basis=stop.basis)


def _suspending(terms: Terms) -> str:
    """For what it may wait, and who has to agree to that.

    The causes of a rule rest on the same article.
    """
    causes = list(terms.suspends.values())
    labels = [cause.label for cause in causes]
    listed = "；".join(labels)
    approved = ""
    if terms.suspended_by:
        approved = f"，要{terms.suspended_by.whose}批准"
    return SUSPENDS.format(approved=approved, labels=listed, basis=causes[0].basis)


def _restarting(terms: Terms) -> str:
    """What begins the terms anew, and from which day.

    The events of a rule rest on the same article.
    """
    if not terms.restarts:
        return ""
    events = []
    for row in terms.restarts.values():
        events.append(f"{row.label}，从{row.start}算")
    listed = "；".join(events)
    return f"{listed}（{row.basis}）。"


def _longer(terms: Terms) -> str:
    """Who may make the law's term longer, by how much and when.

    "" where no law names a term.
    """
    if terms.statute is None:
        return ""
    extension = terms.extension
    if extension is None:
        return NEVER_LONGER
    words = {"whose": extension.whose, "basis": extension.basis, "why": ""}
    if extension.span is None:
        return BOTH_AGREE.format_map(words)
    if extension.why:
        words["why"] = f"{extension.why}的，"
    words["more"] = _long(extension.span)
    return LONGER.format_map(words)


def _stages(terms: Terms) -> str:
    """The parts of the way, each with its term.

    They rest on the same article.
    """
    if not terms.stages:
        return ""
    stages = []
    for stage in terms.stages:
        long = _long(stage.span)
        stages.append(f"{stage.name}{long}，从{stage.start}算")
    listed = "；".join(stages)
    return f"{listed}（{stage.basis}）。"


def _silence(terms: Terms) -> str:
    """What it means that nothing is decided; "" where it means nothing."""
    silence = terms.silence
    if silence is None:
        return ""
    words = {"effect": silence.effect, "basis": silence.basis, "timely": ""}
    if silence.span:
        words["start"] = silence.start
        words["long"] = _long(silence.span)
        return AFTER_TEXT.format_map(words)
    if silence.timely:
        long = _long(silence.timely)
        words["timely"] = TIMELY.format(long=long)
    return AT_EXPIRY.format_map(words)


def _rights(terms: Terms) -> str:
    """What a party may do when a time has passed."""
    text = ""
    for right in terms.rights:
        when = "法律规定的日子过了还没有结果"
        if right.span:
            when = f"{right.start}后{_long(right.span)}还没有结果"
        text += OPEN_WAY.format(when=when, effect=right.effect, basis=right.basis)
    return text


def _delivering(terms: Terms, definition: Mapping[str, Any]) -> str:
    """By when the result is in one's hands; "" where no law says."""
    if terms.deliver is None or not terms.deliver_after:
        return ""
    which = "决定"
    if terms.deliver_after == IF_GRANTED:
        which = "准予"
    law = definition.get("deliver_by") or {}
    basis = law.get("article")
    cited = ""
    if basis:
        cited = f"（{basis}）"
    long = _long(terms.deliver)
    return f"{which}以后{long}内{cited}。"
