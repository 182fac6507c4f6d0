"""What a message says of its step beside names and places.

The day that it names, and why.
"""

from datetime import date

from yichuang.cases.models import Case, Correction
from yichuang.cases.queries import versions
from yichuang.cases.rules.terms import GIVEN_UP
from yichuang.core.clock import local
from yichuang.core.sentences import without_stop

# whose message says what their own step told: the key of it
_REASONS = {
    "note_right": "effect",
    "begin_special": "label",
    "defer_acceptance": "label",
    "suspend": "label",
    "grant_extension": "reason",
    "agree_longer": "reason",
    "decide_by_silence": "reason",
    "remind": "names",
    "begin_awaiting": "names",
}
_WHOSE_END = ("begin_special", "defer_acceptance", "suspend", "begin_awaiting")


def waits_to_be_heard(case: Case) -> bool:
    """Whether it is to be accepted before its result is due.

    Not so of what is done on the spot or within a day.
    """
    if case.accept_by is None:
        return False
    due = local(case.due_at)
    return case.accept_by <= due.date()


def day_of(case: Case, verb: str, seq: int) -> date:
    """The day that the message of this step names.

    By when to supply, to hear or to stand, or by when it is done.
    """
    if verb == "submit" and waits_to_be_heard(case):
        return case.accept_by
    if verb == "ask_correction":
        return _notice(case, seq).answer_by
    if verb in _WHOSE_END:
        until = versions.told_at(case, seq)["until"]
        return date.fromisoformat(until)
    if verb == "remind":
        supply_by = versions.told_at(case, seq)["due"]
        return date.fromisoformat(supply_by)
    due = local(case.due_at)
    return due.date()


def reason_of(case: Case, verb: str, seq: int) -> str:
    """Why, as the message of this step says it.

    "" for steps that need no reason.
    """
    if verb == "ask_correction":
        return _asked_for(case, seq)
    if verb == "return":
        step = versions.last_told(case, verb)
        if step.told.get("effect") == GIVEN_UP:
            return "到期没有补材料，视为放弃这次申请"
        return "到期没有补材料"
    if verb in _REASONS:
        facts = versions.told_at(case, seq)
        words = facts[_REASONS[verb]]
        return without_stop(words)
    if verb in ("refuse", "deny", "void"):
        step = versions.last_told(case, verb)
        return step.told["reason"]
    return ""


def _asked_for(case: Case, seq: int) -> str:
    """What is to be supplied, each with its reason."""
    notice = _notice(case, seq)
    lines = []
    for item in notice.items.order_by("id"):
        why = without_stop(item.reason)
        line = f"{item.name}：{why}"
        lines.append(line)
    return "；".join(lines)


def _notice(case: Case, seq: int) -> Correction:
    """The notice that a step told of."""
    facts = versions.told_at(case, seq)
    return case.corrections.get(seq=facts["seq"])
