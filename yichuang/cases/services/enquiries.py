"""咨询: a question gets an owner, an answer, and, when the person wants it, becomes an application as it stands."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from yichuang.accounts.models import Officer, Organisation, User
from yichuang.audit.services import record
from yichuang.cases.models import Case, Draft, Enquiry
from yichuang.cases.queries import places
from yichuang.cases.services.drafts import fill_gaps, open_draft
from yichuang.cases.services.journal import actor_of
from yichuang.core import spelling
from yichuang.core.errors import Conflict, FieldProblem, Invalid, NotFound
from yichuang.reference.rules import identifiers
from yichuang.registry.models import Employer, Person

MOST_QUESTION, MOST_ANSWER = 2000, 4000  # characters
MOST_WAITING = 20  # of one subject, looked at for one that is sent twice


def _too_long(field: str, what: str, text: str, most: int) -> FieldProblem:
    message = f"{what}最多{most}字，现在{len(text)}字，请写短一些"
    return FieldProblem(field, message, "max_length")


@transaction.atomic
def ask(
    *,
    question: str,
    name: str,
    phone: str,
    region: str,
    channel: int,
    actor: str,
    now: datetime,
    item_code: str = "",
    situation: dict | None = None,
    subject: Person | Employer | None = None,
    organisation: Organisation | None = None,
    officer: Officer | None = None,
) -> Enquiry:
    """A question comes in and belongs to a unit at once, and to the officer who heard it, if one did.

    Whoever sends it once more, while it waits, is given the one that waits.
    Raises Invalid when the question or the phone is missing, or the question is too long."""
    problems = []
    text = spelling.free(question).strip()
    if not text:
        problems.append(FieldProblem("question", "请写下您想问的事", "required"))
    elif len(text) > MOST_QUESTION:
        problems.append(_too_long("question", "问题", text, MOST_QUESTION))
    phone_wrong = identifiers.phone_problem(phone)
    if phone_wrong:
        problems.append(FieldProblem("phone", phone_wrong, "type"))
    if problems:
        raise Invalid(problems)
    number = spelling.phone(phone)
    waiting = None if officer else _waiting(subject, item_code, text, number)
    if waiting:
        return waiting
    enquiry = Enquiry.objects.create(
        person=subject if isinstance(subject, Person) else None,
        employer=subject if isinstance(subject, Employer) else None,
        asker_name=spelling.name(name) or "匿名",
        asker_phone=number,
        item_code=item_code,
        region_id=region,
        organisation=organisation or places.nearest_organisation(region),
        channel=channel,
        question=text,
        situation=situation or {},
        owner=officer,
        asked_at=now,
    )
    record(
        actor=actor, verb="enquiry.ask", subject=f"enquiry:{enquiry.uuid}", data={"item": item_code}
    )
    return enquiry


def _waiting(
    subject: Person | Employer | None, item_code: str, text: str, phone: str
) -> Enquiry | None:
    """The same question of the same person or unit that nobody has answered yet; None of who is not signed in.

    Whoever leaves another phone asks to be called there: that is another question."""
    if subject is None:
        return None
    of_item = Enquiry.objects.filter(state="open", item_code=item_code)
    if isinstance(subject, Person):
        theirs = of_item.filter(person=subject)
    else:
        theirs = of_item.filter(employer=subject)
    for enquiry in theirs.order_by("-id")[:MOST_WAITING]:
        if (enquiry.question, enquiry.asker_phone) == (text, phone):
            return enquiry
    return None


def ask_about(
    case: Case,
    *,
    question: str,
    subject: Person | Employer,
    phone: str,
    channel: int,
    actor: str,
    now: datetime,
) -> Enquiry:
    """A question about a case, by whom it concerns, to the unit that has it. Raises Invalid as `ask`."""
    return ask(
        question=question,
        name=subject.name,
        phone=phone,
        region=case.region_id,
        channel=channel,
        actor=actor,
        now=now,
        item_code=case.item_code,
        subject=subject,
        organisation=case.organisation,
    )


@transaction.atomic
def take_enquiry(*, enquiry_id: UUID, officer: Officer) -> Enquiry:
    """Become the owner of an open question. Raises Conflict when somebody else is."""
    enquiry = _lock(enquiry_id)
    if enquiry.owner_id not in (None, officer.id):
        raise Conflict(f"{enquiry.owner.name}正在答这个问题", code="taken", way_out="请看下一个")
    enquiry.owner = officer
    enquiry.save(update_fields=["owner"])
    record(actor=actor_of(officer), verb="enquiry.take", subject=f"enquiry:{enquiry.uuid}")
    return enquiry


@transaction.atomic
def answer_enquiry(*, enquiry_id: UUID, officer: Officer, answer: str, now: datetime) -> Enquiry:
    """The owner's answer, once. Raises Invalid when it is empty, Conflict when it was answered before."""
    if not answer.strip():
        raise Invalid([FieldProblem("answer", "请写下答复", "required")])
    if len(answer.strip()) > MOST_ANSWER:
        raise Invalid([_too_long("answer", "答复", answer.strip(), MOST_ANSWER)])
    enquiry = take_enquiry(enquiry_id=enquiry_id, officer=officer)
    if enquiry.state != "open":
        raise Conflict("这个问题已经答复过了", code="wrong_state", way_out="请刷新看最新情况")
    enquiry.state = "answered"
    enquiry.answer = answer.strip()
    enquiry.answered_at = now
    enquiry.save(update_fields=["state", "answer", "answered_at"])
    record(actor=actor_of(officer), verb="enquiry.answer", subject=f"enquiry:{enquiry.uuid}")
    return enquiry


@transaction.atomic
def begin_case(
    *,
    enquiry_id: UUID,
    owner: User,
    subject: Person | Employer,
    now: datetime,
    channel: int | None = None,
    officer: Officer | None = None,
) -> Draft:
    """Turn a question into an application without typing again: item, place, situation and contact are carried over.

    channel: by which door it is begun, when that is not the door of the question (asked online, begun at a window).
    officer: who begins it at a window, and answers from then on for a question that nobody had taken.
    A draft that was there already gets the phone and the situation only where it has none. Raises Invalid when the
    question names no item yet."""
    enquiry = _lock(enquiry_id)
    if enquiry.state == "converted":
        raise Conflict("这个咨询已经转成了办件", code="wrong_state", way_out="请到办件里看进度")
    if not enquiry.item_code:
        raise Invalid([FieldProblem("item_code", "请先选定要办的事项", "required")])
    if officer is not None and enquiry.owner_id is None:
        take_enquiry(enquiry_id=enquiry_id, officer=officer)
    contact = "person_phone" if isinstance(subject, Person) else "handler_phone"
    draft = open_draft(
        owner=owner,
        subject=subject,
        item_code=enquiry.item_code,
        region=enquiry.region_id,
        channel=channel or enquiry.channel,
        prefill={contact: enquiry.asker_phone},
        now=now,
    )
    draft = fill_gaps(
        draft_id=draft.uuid,
        owner=owner,
        answers={contact: enquiry.asker_phone},
        situation=enquiry.situation,
    )
    enquiry.draft = draft
    enquiry.save(update_fields=["draft"])
    record(actor=f"user:{owner.uuid}", verb="enquiry.begin_case", subject=f"enquiry:{enquiry.uuid}")
    return draft


def _lock(enquiry_id: UUID) -> Enquiry:
    enquiry = Enquiry.objects.select_for_update(of=("self",)).filter(uuid=enquiry_id).first()
    if enquiry is None:
        raise NotFound("没有这个咨询", way_out="请刷新列表")
    return enquiry
