"""咨询: a question gets an owner, an answer, and, when the person wants it, becomes an application as it stands."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from yichuang.accounts.models import Officer, Organisation, User
from yichuang.audit.services import record
from yichuang.cases.models import Case, Draft, Enquiry
from yichuang.cases.models.enquiry import WITHDRAWN
from yichuang.cases.queries import owning as owners
from yichuang.cases.queries import permission, places
from yichuang.cases.services import owning
from yichuang.cases.services.drafts import fill_gaps, open_draft
from yichuang.cases.services.journal import actor_of
from yichuang.core import spelling
from yichuang.core.clock import local
from yichuang.core.errors import Conflict, FieldProblem, Invalid
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
    holder: Officer | None = None,
) -> Enquiry:
    """A question comes in and has an owner at once: who heard it, else who has the case that it is about, else who is
    there and has the fewest.

    Whoever sends it once more, while it waits, is given the one that waits. officer: who heard it; holder: who has the
    case. Raises Invalid when the question or the phone is missing, when the question is too long, and where nobody is
    there to own it."""
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
    unit = organisation or places.nearest_organisation(region)
    owner = officer or holder
    if owner is None:
        owner = owning.first_owner(organisation=unit, region=region, item_code=item_code, now=now)
    enquiry = Enquiry.objects.create(
        person=subject if isinstance(subject, Person) else None,
        employer=subject if isinstance(subject, Employer) else None,
        asker_name=spelling.name(name) or "匿名",
        asker_phone=number,
        item_code=item_code,
        region_id=region,
        organisation=unit,
        channel=channel,
        question=text,
        situation=situation or {},
        owner=owner,
        owned_since=now,
        asked_at=now,
    )
    if officer is None:
        owning.remind(enquiry, now, owning.ASKED_TODO)
    record(actor=actor, verb="enquiry.ask", subject=enquiry.ref, data={"item": item_code})
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
    """A question about a case, by whom it concerns, to who holds it, else to the unit that has it. Raises as `ask`."""
    stands = permission.standing(case)
    holder = case.holder if stands.holder else None
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
        holder=holder,
    )


@transaction.atomic
def take_enquiry(*, enquiry_id: UUID, officer: Officer, now: datetime) -> Enquiry:
    """Become the owner of an open question whose owner is away today. Raises Conflict when its owner is there."""
    enquiry = owning.lock_enquiry(enquiry_id)
    if enquiry.owner_id == officer.pk:
        return enquiry
    if not owners.is_away(enquiry.owner, local(now).date()):
        owning.require_owner(enquiry, officer)
    owning.require_open(enquiry)
    actor = actor_of(officer)
    owning.end_offer(enquiry, WITHDRAWN, actor=actor, now=now)
    owning.give_to(enquiry, officer, now=now)
    record(actor=actor, verb="enquiry.take", subject=enquiry.ref)
    return enquiry


@transaction.atomic
def answer_enquiry(*, enquiry_id: UUID, officer: Officer, answer: str, now: datetime) -> Enquiry:
    """The owner's answer, once; of an owner who is away today, a colleague's.

    Raises Invalid when it is empty, Conflict when it was answered before, or is for another to answer."""
    if not answer.strip():
        raise Invalid([FieldProblem("answer", "请写下答复", "required")])
    if len(answer.strip()) > MOST_ANSWER:
        raise Invalid([_too_long("answer", "答复", answer.strip(), MOST_ANSWER)])
    enquiry = take_enquiry(enquiry_id=enquiry_id, officer=officer, now=now)
    owning.require_open(enquiry)
    enquiry.state = "answered"
    enquiry.answer = answer.strip()
    enquiry.answered_at = now
    enquiry.save(update_fields=["state", "answer", "answered_at"])
    owning.settle(enquiry, actor=actor_of(officer), now=now)
    record(actor=actor_of(officer), verb="enquiry.answer", subject=enquiry.ref)
    return enquiry


@transaction.atomic
def begin_case(
    *,
    enquiry_id: UUID,
    owner: User,
    subject: Person | Employer,
    now: datetime,
    channel: int | None = None,
) -> Draft:
    """Turn a question into an application without typing again: item, place, situation and contact are carried over.

    channel: by which door it is begun, when that is not the door of the question (asked online, begun at a window).
    A draft that was there already gets the phone and the situation only where it has none. Raises Invalid when the
    question names no item yet."""
    enquiry = owning.lock_enquiry(enquiry_id)
    if enquiry.state == "converted":
        raise Conflict("这个咨询已经转成了办件", code="wrong_state", way_out="请到办件里看进度")
    if not enquiry.item_code:
        raise Invalid([FieldProblem("item_code", "请先选定要办的事项", "required")])
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
    record(actor=f"user:{owner.uuid}", verb="enquiry.begin_case", subject=enquiry.ref)
    return draft
