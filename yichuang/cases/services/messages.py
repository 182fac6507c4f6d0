"""What the applicant is told after a step: a table from verb to message, in the words of packs/messages."""

from datetime import date
from uuid import UUID

from yichuang.cases.models import Case, Correction
from yichuang.cases.queries import (
    bodies,
    burdens,
    collecting,
    mandates,
    named,
    taken_back,
    versions,
)
from yichuang.cases.queries.moved import Moved, moved
from yichuang.cases.queries.named import NamedPerson
from yichuang.cases.rules import endings, parties, states
from yichuang.cases.rules.application import ON_SITE
from yichuang.cases.rules.collecting import APPLICANT, CALLED
from yichuang.cases.rules.deliveries import COUNTER, HANDING, MAIL
from yichuang.cases.rules.flags import IN_PART
from yichuang.cases.rules.terms import GIVEN_UP
from yichuang.cases.services.contexts import chinese
from yichuang.catalog import tables as catalog
from yichuang.core.clock import local
from yichuang.core.sentences import without_stop
from yichuang.identity import queries as identity
from yichuang.notify import services as notify
from yichuang.registry import queries as register
from yichuang.registry.models import Person

_KIND = {
    "submit": "case_received",
    "ask_correction": "case_correction",
    "answer_correction": "case_corrected",
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
    **dict.fromkeys(states.ENDS_OF_WAITING, "case_resumed"),
    "grant_extension": "case_extended",
    "agree_longer": "case_extended",
    "decide_by_silence": "case_by_silence",
}
# whose message says what their own step told: the key of it
_REASONS = {
    "note_right": "effect",
    "begin_special": "label",
    "defer_acceptance": "label",
    "suspend": "label",
    "grant_extension": "reason",
    "agree_longer": "reason",
    "decide_by_silence": "reason",
}
_WHOSE_END = ("begin_special", "defer_acceptance", "suspend")
_READY = {COUNTER: "result_ready", MAIL: "result_by_post"}
_ENDS = ("close", "post", *HANDING)
_KIND_OF_PARTY = {"about": "case_about_you", "agent": "named_as_agent"}


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
            "due": chinese(due_of(case, verb, seq)),
            "result": chinese(local(case.due_at).date()),
            "reason": reason_of(case, verb, seq),
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
        _warn(after)
    _tell_concerned(after)


def _kind(case: Case, verb: str) -> str:
    """The kind of message; "" where the step is told by another."""
    if verb == "close":
        return _closing_kind(case)
    if verb != "submit":
        return _KIND[verb]
    kind = "case_to_accept" if _waits_to_be_heard(case) else _KIND[verb]
    if _came_by_agent(case):
        return f"{kind}_by_agent"
    return kind


def _waits_to_be_heard(case: Case) -> bool:
    """Whether it is to be accepted before its result is due: not of what is done on the spot or within a day."""
    return case.accept_by is not None and case.accept_by <= local(case.due_at).date()


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


def _warn(after: Moved) -> None:
    """Whoever filed may have typed a phone of their own: unless an officer saw them or their account is proved, the
    phone that is known to be the applicant's is told too. 个人信息保护法 9, 51."""
    case = after.case
    filed_by = after.step.actor
    if filed_by.startswith("officer:") or identity.is_proved(filed_by):
        return
    known = identity.joined_phone(case.person)
    if not known or known == taken_back.phone_of(case, local(after.step.at).date()):
        return
    notify.send(
        recipient=f"person:{case.person.uuid}",
        kind="case_in_your_name",
        context=_known_to(case.person, after),
        key=f"{case.ref}:{after.step.seq}:known",
        link=f"/my/cases/{case.uuid}/",
        phone=known,
    )


def _tell_concerned(after: Moved) -> None:
    """Whom the form names beside its applicant is told of it at once, by the phone that is known to be theirs: a card
    is reported lost, a pension stopped, a mandate claimed by whoever knows a number. Told is the holder of the number,
    whatever name was written and whether they were joined to the case. 个人信息保护法 44."""
    case = after.case
    persons = to_be_told(after)
    if not persons:
        return
    rows = case.parties.values_list("person_id", flat=True)
    joined = set(rows)
    for person in persons:
        for holder in person.holders:
            link = ""
            if holder.pk in joined:
                link = f"/my/concerned/{case.uuid}/"
            notify.send(
                recipient=f"person:{holder.uuid}",
                kind=_KIND_OF_PARTY[person.role],
                context=_known_to(holder, after),
                key=f"{case.ref}:{after.step.seq}:{person.role}:{holder.uuid}",
                link=link,
                phone=identity.known_phone(holder),
            )


def _known_to(person: Person, after: Moved) -> dict[str, str]:
    """What somebody is told of a case that another has sent."""
    case = after.case
    return {
        "item": after.version.guide.name,
        "number": case.number,
        "place": bodies.of_case(case),
        "document": register.document_of(person),
    }


def to_be_told(after: Moved) -> list[NamedPerson]:
    """Those beside the applicant who are named, but for whom the pack leaves out."""
    left_out = set()
    for pair in after.version.form.about:
        if pair.name in catalog.untold():
            left_out.add(pair.number_in(after.case.form))
    named_persons = named.beside_applicant(after.version, after.case)
    return [person for person in named_persons if person.number not in left_out]


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


def _notice(case: Case, seq: int) -> Correction:
    return case.corrections.get(seq=versions.told_at(case, seq)["seq"])


def due_of(case: Case, verb: str, seq: int) -> date:
    """The day that the message of this step names: by when to supply, to hear or to stand, or by when it is done."""
    if verb == "submit" and _waits_to_be_heard(case):
        return case.accept_by
    if verb == "ask_correction":
        return _notice(case, seq).answer_by
    if verb in _WHOSE_END:
        until = versions.told_at(case, seq)["until"]
        return date.fromisoformat(until)
    return local(case.due_at).date()


def reason_of(case: Case, verb: str, seq: int) -> str:
    """Why, as the message of this step says it; "" for steps that need no reason."""
    if verb == "ask_correction":
        lines = []
        for item in _notice(case, seq).items.order_by("id"):
            line = f"{item.name}：{without_stop(item.reason)}"
            lines.append(line)
        return "；".join(lines)
    if verb == "return":
        effect = versions.last_told(case, verb).told.get("effect", "")
        if effect == GIVEN_UP:
            return "到期没有补材料，视为放弃这次申请"
        return "到期没有补材料"
    if verb in _REASONS:
        facts = versions.told_at(case, seq)
        return without_stop(facts[_REASONS[verb]])
    if verb in ("refuse", "deny", "void"):
        return versions.last_told(case, verb).told["reason"]
    return ""
