"""What those beside the applicant are told as a case goes on: the agent of what their mandate is for, and whom the
matter is about that it is over (民法典 161; 个人信息保护法 44)."""

from uuid import UUID

from django.db.models import Q

from yichuang.cases.models import Case, Delivery
from yichuang.cases.queries import bodies
from yichuang.cases.queries.moved import Moved, moved
from yichuang.cases.rules import parties, states
from yichuang.cases.rules.deliveries import COUNTER, ELECTRONIC, MAIL
from yichuang.cases.rules.parties import RECEIVES, SUPPLIES
from yichuang.cases.services import named_news, step_words
from yichuang.cases.services.contexts import chinese
from yichuang.core import spelling
from yichuang.core.clock import local
from yichuang.identity import queries as identity
from yichuang.notify import services as notify
from yichuang.registry import queries as register
from yichuang.registry.models import Person

_ENDED = {"refuse": "没有受理", "withdraw": "由申请人撤回了", "void": "终止了", "return": "终止了"}
_ASKED = "ask_correction"
_WAYS = {
    COUNTER: "，结果由申请人到窗口领",
    MAIL: "，结果寄给申请人",
    ELECTRONIC: "，结果由申请人在网上看",
}


def is_news(verb: str) -> bool:
    """Whether a step of this verb is news for somebody beside the applicant."""
    return verb in ("close", _ASKED) or verb in _ENDED


def tell_beside(*, case_id: UUID, verb: str, seq: int) -> None:
    """Send what one step means for the agent and for whom the matter is about.

    The same step again sends nothing."""
    after = moved(case_id, seq)
    case = after.case
    context = {
        "item": after.version.guide.name,
        "number": case.number,
        "outcome": _outcome(case, verb),
        "place": bodies.of_case(case),
        "due": "",
        "reason": "",
    }
    if verb == _ASKED:
        context["due"] = chinese(step_words.day_of(case, verb, seq))
        context["reason"] = step_words.reason_of(case, verb, seq)
    agent = _agent(after)
    if agent:
        kind = _kind_for_agent(case, verb)
        if kind == "agent_result":
            context["place"] = case.delivery.given_at
        phone = identity.known_phone(agent) or case.form["agent_phone"]
        _send(after, agent, kind, context, phone)
    if verb == _ASKED:
        return
    if verb == "close" and case.outcome == states.APPROVED:
        context["outcome"] += _way(case.delivery)
    for named in named_news.to_be_told(after):
        if named.role != "about":
            continue
        for holder in named.holders:
            phone = identity.known_phone(holder)
            _send(after, holder, "concerned_over", context, phone)


def _way(delivery: Delivery) -> str:
    """How the result goes to the applicant, as a part of a sentence."""
    if delivery.place:
        return f"，结果由申请人到{delivery.place}领"
    return _WAYS[delivery.way]


def _outcome(case: Case, verb: str) -> str:
    """How it ended, as a part of a sentence.

    No reasons: they are the applicant's."""
    if verb in _ENDED:
        return _ENDED[verb]
    if case.outcome == states.DENIED:
        return "没有同意"
    return "办好了"


def _agent(after: Moved) -> Person | None:
    """Who acts for the applicant today by the mandate of the form.

    None for one whom the register does not know: a message needs its reader."""
    case = after.case
    mandate = parties.mandated(case.form)
    if mandate is None:
        return None
    today = local(after.step.at).date()
    in_time = Q(until__isnull=True) | Q(until__gte=today)
    rows = case.parties.filter(in_time, role="agent").select_related("person")
    for row in rows:
        if row.person and row.person.id_number == spelling.code(mandate.number):
            return row.person
    return None


def _kind_for_agent(case: Case, verb: str) -> str:
    """The kind of message; "" for what the mandate is not for."""
    scope = parties.mandated(case.form).scope
    if verb == _ASKED:
        if SUPPLIES in scope:
            return "agent_correction"
        return ""
    waits_here = verb == "close" and case.delivery.way == COUNTER
    if waits_here and RECEIVES in scope:
        return "agent_result"
    return "agent_over"


def _send(after: Moved, person: Person, kind: str, context: dict, phone: str) -> None:
    """One message for one step, with the page on which its reader sees what may be seen.

    kind: "" where there is nothing to tell."""
    if not kind:
        return
    case = after.case
    document = register.document_of(person)
    notify.send(
        recipient=f"person:{person.uuid}",
        kind=kind,
        context=context | {"document": document},
        key=f"{case.ref}:{after.step.seq}:{kind}:{person.uuid}",
        link=f"/my/concerned/{case.uuid}/",
        phone=phone,
    )
