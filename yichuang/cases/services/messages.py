"""What the applicant is told after a step: a table from verb to message, in the words of packs/messages."""

from uuid import UUID

from yichuang.cases.models import Case
from yichuang.cases.queries import bodies, burdens, collecting, mandates, taken_back, versions
from yichuang.cases.queries.moved import Moved, moved
from yichuang.cases.rules import endings, parties, states
from yichuang.cases.rules.application import ON_SITE
from yichuang.cases.rules.collecting import APPLICANT, CALLED
from yichuang.cases.rules.deliveries import COUNTER, HANDING, MAIL
from yichuang.cases.rules.flags import IN_PART, UNSUPPLIED
from yichuang.cases.services import named_news, step_words
from yichuang.cases.services.contexts import chinese
from yichuang.core.clock import local
from yichuang.identity import queries as identity
from yichuang.notify import services as notify
from yichuang.registry import queries as register
from yichuang.registry.models import Person

_KIND = {
    "submit": "case_received",
    "ask_correction": "case_correction",
    "answer_correction": "case_corrected",
    "drop_notice": "case_notice_dropped",
    "accept": "case_accepted",
    "refuse": "case_refused",
    "deny": "case_denied",
    "withdraw": "case_withdrawn",
    "return": "case_voided",
    "void": "case_voided",
    "post": "result_posted",
    "deliver": "result_collected",
    "serve": "result_collected",
    "recount": "case_due_moved",
    "restart_term": "case_due_moved",
    "take_back_clear": "case_due_moved",
    "deem_accepted": "case_deemed",
    "note_right": "case_may_go_on",
    "begin_special": "case_stopped",
    "defer_acceptance": "case_stopped",
    "end_special": "case_resumed",
    "resume_acceptance": "case_resumed",
    "suspend": "case_suspended",
    "resume": "case_resumed",
    "add_paper": "case_corrected",
    "remind": "later_due",
    "begin_awaiting": "later_over",
    **dict.fromkeys(states.ENDS_OF_WAITING, "case_resumed"),
    "grant_extension": "case_extended",
    "agree_longer": "case_extended",
    "decide_by_silence": "case_by_silence",
}
_READY = {COUNTER: "result_ready", MAIL: "result_by_post"}
_ENDS = ("close", "post", *HANDING)


def is_told(verb: str) -> bool:
    """Whether a step of this verb may call for a message."""
    return verb == "close" or verb in _KIND


def tell(*, case_id: UUID, verb: str, seq: int) -> None:
    """Send the message of one step; the same step again sends nothing. `close` says how to get the result."""
    if not is_told(verb):
        return
    after = moved(case_id, seq)
    case = after.case
    kind = _kind(case, verb)
    if not kind:
        return
    burden = {}
    if verb == "close":
        burden = _burden(after)
    collector = ""
    if verb in HANDING:
        collector = _collector(case, seq)
        if not collector:
            return
    if verb == "recount" and not _is_moved(case, seq):
        return
    subject = case.subject
    side = "employer"
    if isinstance(subject, Person):
        side = "person"
    if verb in _ENDS:
        place = case.delivery.given_at
    else:
        place = bodies.of_case(case)
    waybill = ""
    if verb == "post":
        waybill = case.delivery.waybill
    own_pages = after.step.own_pages
    notify.send(
        recipient=f"{side}:{subject.uuid}",
        kind=kind,
        context={
            "item": after.version.guide.name,
            "number": case.number,
            "due": chinese(step_words.day_of(case, verb, seq)),
            "result": chinese(local(case.due_at).date()),
            "reason": step_words.reason_of(case, verb, seq),
            "place": place,
            "waybill": waybill,
            "state": "已揽收",
            "who": collector,
            "document": _document(after, verb),
            "where": _where(after),
            **burden,
        },
        key=f"{case.ref}:{seq}",
        link=f"/my/cases/{case.uuid}/",
        phone=_phone(after, verb),
        address="" if own_pages else f"/t/{case.number}",
    )
    if verb != "submit":
        return
    if isinstance(subject, Person):
        named_news.warn(after)
    named_news.tell(after)


def _kind(case: Case, verb: str) -> str:
    """The kind of message; "" where the step is told by another."""
    if verb == "close":
        return _closing_kind(case)
    if verb in states.ENDS_OF_WAITING and UNSUPPLIED in case.flags:
        return "later_decided"
    if verb != "submit":
        return _KIND[verb]
    kind = "case_to_accept" if step_words.waits_to_be_heard(case) else _KIND[verb]
    if _came_by_agent(case):
        return f"{kind}_by_agent"
    return kind


def _document(after: Moved, verb: str) -> str:
    """What the applicant brings to a window, as a sentence names it."""
    case = after.case
    if verb == "close":
        return collecting.to_bring(case, after.version)
    return register.document_of(case.subject)


def _where(after: Moved) -> str:
    """How whoever has no account reads what came of it; "" for all others."""
    if after.step.own_pages:
        return ""
    case = after.case
    office = case.organisation.name
    to_do = f"文书可以到{office}打印"
    if case.state == states.REFUSED and case.delivery.way == COUNTER:
        to_do = f"通知书在{office}等您领"
    return f"没有账号的，凭编号和查询密码查，{to_do}。"


def _came_by_agent(case: Case) -> bool:
    """Whether somebody came to a window for the person whose case it is, or by a mandate for the unit.

    Then the applicant was not there, and may know nothing of it."""
    if case.channel not in ON_SITE:
        return False
    if case.person is None:
        return mandates.came_by_mandate(case)
    return parties.mandated(case.form) is not None


def _phone(after: Moved, verb: str) -> str:
    """That which the form says, while who came for a unit acts for it still.

    Whoever filed may have typed one of their own, so who came in the applicant's stead is told by the phone that is
    known to be theirs, where one is."""
    case = after.case
    typed = taken_back.phone_of(case, local(after.step.at).date())
    in_their_stead = verb in HANDING or (verb == "submit" and _came_by_agent(case))
    if not in_their_stead:
        return typed
    if case.person:
        return identity.known_phone(case.person) or typed
    if verb == "submit":
        return identity.contact_phone(case.employer) or typed
    return typed


def _collector(case: Case, seq: int) -> str:
    """Who took the result of a person away; "" for the applicant, and where nobody came for it."""
    by = versions.told_at(case, seq).get("by", APPLICANT)
    if by == APPLICANT:
        return ""
    return CALLED[by]


def _burden(after: Moved) -> dict[str, str]:
    """What was not granted, why, and what may be done against it; {} where all was, and of a denial, which is told
    by itself."""
    if endings.of_case(after.case) != IN_PART:
        return {}
    burden = burdens.of_case(after.case, after.version)
    return vars(burden)


def _is_moved(case: Case, seq: int) -> bool:
    """Whether this step brought another day; the one of an acceptance is told with the acceptance."""
    step = versions.told_at(case, seq)
    return "moved" in step


def _closing_kind(case: Case) -> str:
    ended = endings.of_case(case)
    if ended == endings.DENIED:
        return ""
    if ended == IN_PART:
        return "case_granted_in_part"
    return _READY.get(case.delivery.way, "case_decided")
