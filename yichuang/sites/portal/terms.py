"""时间怎么算: the terms of an item in plain words, as its version froze them, for each situation that has its own."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from yichuang.cases.rules import branches
from yichuang.cases.rules.branches import Branch
from yichuang.cases.rules.terms import (
    BY_PARTIES,
    DEEMED_ACCEPTED,
    GIVEN_UP,
    IF_GRANTED,
    MAY_SUE,
    Span,
    Stopping,
    Suspending,
    Terms,
)
from yichuang.cases.rules.terms_before import RULE
from yichuang.catalog.rules.guides import Guide
from yichuang.catalog.rules.limits import spoken

ONLY_REPORTED = "只是报告：收到就给回执，没有受理，也不用等决定。"
NEVER_STOPS = "法律没有写停，就不停：等我们内部的事，时间照常算。"
NEVER_LONGER = "法律没有写延期，就不能延。"


@dataclass(frozen=True)
class Line:
    """What is asked of the time, and the answer."""

    label: str
    text: str


@dataclass(frozen=True)
class Part:
    """The terms of one situation. heading: which, "" where they hold for all."""

    heading: str
    lines: tuple[Line, ...]


def parts_of(g: Guide, answers: Mapping[str, str]) -> list[Part]:
    """The terms of an item, those of the answers alone where they choose.

    [] for versions that froze none.
    """
    every = branches.read(g.definition)
    if every[0][1].rule == RULE:
        return []
    possible = [branch for branch in every if _may_hold(branch, answers)]
    if _is_chosen(possible[0], answers):
        possible = possible[:1]
    parts = []
    for when, terms in reversed(possible):
        heading = _heading(g, when) if len(possible) > 1 else ""
        parts.append(Part(heading, lines_of(terms, g.definition)))
    return parts


def is_from_acceptance(g: Guide, answers: Mapping[str, str]) -> bool:
    """Whether the promise begins when an application with these answers is accepted."""
    terms = branches.terms_of(g.definition, answers)
    return terms.promise_from_acceptance


def _may_hold(branch: Branch, answers: Mapping[str, str]) -> bool:
    """Whether nothing that was answered speaks against it."""
    when, _ = branch
    for question, answer in when.items():
        if answers.get(question, answer) != answer:
            return False
    return True


def _is_chosen(branch: Branch, answers: Mapping[str, str]) -> bool:
    """Whether the answers meet it, which is the first that they may meet."""
    when, _ = branch
    for question in when:
        if question not in answers:
            return False
    return True


def _heading(g: Guide, when: Mapping[str, Any]) -> str:
    """Which situation it is, by the label of the answer."""
    labels = []
    for situation in g.situations:
        for option in situation.options:
            if when.get(situation.key) == option.value:
                labels.append(option.label)
    if not labels:
        return "一般的"
    return f"选“{'”“'.join(labels)}”的"


def lines_of(terms: Terms, definition: Mapping[str, Any]) -> tuple[Line, ...]:
    """Everything that the rule says of the time."""
    if terms.report:
        return (Line("受理", ONLY_REPORTED),)
    pairs = [
        ("受理", _accepting(terms)),
        ("从哪天算", _starting(terms)),
        ("要补材料", _correcting(terms)),
        ("公示", _publicity(terms)),
        ("到现场看", _on_site(terms)),
        ("会不会停", _stopping(terms)),
        ("重新算", _restarting(terms)),
        ("会不会延", _longer(terms)),
        ("分几段", _stages(terms)),
        ("到期没决定", _silence(terms)),
        ("还能怎么办", _rights(terms)),
        ("送到手上", _delivering(terms, definition)),
    ]
    return tuple(Line(label, text) for label, text in pairs if text)


def _long(span: Span) -> str:
    """A length as it is said."""
    return spoken(span.days, span.unit)


def _accepting(terms: Terms) -> str:
    if terms.accept is None:
        return ""
    within = f"收到材料后{_long(terms.accept)}内告诉您受不受理"
    if terms.at_silence == DEEMED_ACCEPTED:
        return f"{within}；到时没有说，就算受理了，从收到那天算（{terms.accept_basis}）。"
    if terms.at_silence == MAY_SUE:
        return f"{within}；到时没有说，您可以向法院起诉，也可以接着等（{terms.accept_basis}）。"
    return f"{within}（{terms.accept_basis}）。"


def _starting(terms: Terms) -> str:
    promise = "我们承诺的当场办好"
    if terms.promise.days:
        start = "材料收齐"
        if terms.promise_from_acceptance and terms.statute:
            start = terms.statute.start
        promise = f"我们承诺的{_long(terms.promise)}，从{start}的第二天算"
    if terms.statute is None:
        return f"{promise}；法律没有另定日子。"
    statute = terms.statute
    law = f"法律规定的{_long(statute.span)}，从{statute.start}的第二天算（{statute.article}）"
    shorter = terms.shorter
    if shorter:
        law += f"；{shorter.why}的，{_long(shorter.span)}（{shorter.basis}）"
    return f"{promise}；{law}。"


def _correcting(terms: Terms) -> str:
    correction = terms.correction
    anew = "受理和承诺的时间重新算"
    if "statute" in correction.restarts:
        anew = "时间全部重新算"
    unanswered = "视为放弃这次申请" if correction.unanswered == GIVEN_UP else "这次申请退回"
    return (
        f"一次告诉您，{_long(correction.answer)}内补；补齐以后{anew}。"
        f"到期没有补，{unanswered}，可以再申请。告知晚了的，时间照常算，也不退。"
    )


def _publicity(terms: Terms) -> str:
    publicity = terms.publicity
    if publicity is None:
        return ""
    clock = "照常算时间"
    if publicity.stops:
        clock = "不算在承诺的时间里"
    answer = _long(publicity.answer)
    return (
        f"决定以前公示{_long(publicity.span)}，{clock}（{publicity.basis}）。"
        f"谁都可以提异议，{answer}内答复；没有答复完，不作决定。"
    )


def _on_site(terms: Terms) -> str:
    on_site = terms.on_site
    if on_site is None:
        return ""
    return f"要到现场看的，来{on_site.officers}个人，照常算时间，不停（{on_site.basis}）。"


def _stopping(terms: Terms) -> str:
    sentences = []
    for stop in terms.stops.values():
        sentences.append(_stop(stop))
    if terms.suspends:
        sentences.append(_suspending(terms, list(terms.suspends.values())))
    if not sentences:
        return NEVER_STOPS
    sentences.append("停以前有告知书，写明停到哪天；没有写的不能停。")
    return "".join(sentences)


def _stop(stop: Stopping) -> str:
    most = f"，最长{_long(stop.most)}" if stop.most else ""
    return f"{stop.label}的日子不算{most}（{stop.basis}）。"


def _suspending(terms: Terms, causes: list[Suspending]) -> str:
    labels = "；".join(cause.label for cause in causes)
    approved = ""
    if terms.suspended_by:
        approved = f"，要{terms.suspended_by.whose}批准"
    return f"可以中止{approved}：{labels}（{causes[0].basis}）。受理时就看得出来的，不能中止。"


def _restarting(terms: Terms) -> str:
    if not terms.restarts:
        return ""
    rows = list(terms.restarts.values())
    labels = "；".join(f"{row.label}，从{row.start}算" for row in rows)
    return f"{labels}（{rows[0].basis}）。"


def _longer(terms: Terms) -> str:
    extension = terms.extension
    if terms.statute is None:
        return ""
    if extension is None:
        return NEVER_LONGER
    why = f"{extension.why}的，" if extension.why else ""
    if extension.by == BY_PARTIES or extension.span is None:
        return f"{extension.whose}同意的，可以延到你们定的日子，只一次（{extension.basis}）。"
    more = _long(extension.span)
    return f"{why}{extension.whose}批准，可以延{more}，只一次，要在到期以前（{extension.basis}）。"


def _stages(terms: Terms) -> str:
    if not terms.stages:
        return ""
    parts = []
    for stage in terms.stages:
        parts.append(f"{stage.name}{_long(stage.span)}，从{stage.start}算")
    return f"{'；'.join(parts)}（{terms.stages[0].basis}）。"


def _silence(terms: Terms) -> str:
    silence = terms.silence
    if silence is None:
        return ""
    if silence.span:
        return (
            f"{silence.start}后{_long(silence.span)}没有决定，{silence.effect}（{silence.basis}）。"
        )
    timely = ""
    if silence.timely:
        timely = f"许可到期{_long(silence.timely)}以前交的，"
    return f"{timely}到许可的最后一天还没有决定，{silence.effect}（{silence.basis}）。"


def _rights(terms: Terms) -> str:
    sentences = []
    for right in terms.rights:
        when = "法律规定的日子过了还没有结果"
        if right.span:
            when = f"{right.start}后{_long(right.span)}还没有结果"
        sentences.append(f"{when}，您{right.effect}（{right.basis}）。")
    return "".join(sentences)


def _delivering(terms: Terms, definition: Mapping[str, Any]) -> str:
    if terms.deliver is None or not terms.deliver_after:
        return ""
    which = "准予" if terms.deliver_after == IF_GRANTED else "决定"
    law = definition.get("deliver_by") or {}
    basis = law.get("article", "")
    cited = f"（{basis}）" if basis else ""
    return f"{which}以后{_long(terms.deliver)}内{cited}。"
