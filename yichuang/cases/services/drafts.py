"""Applications being written: saved as one types, submitted once."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from types import MappingProxyType
from typing import Any
from uuid import UUID

from django.db import transaction

from yichuang.accounts.models import Officer, User
from yichuang.cases.models import Case, Draft, Enquiry
from yichuang.cases.queries import versions
from yichuang.cases.queries.drafts import held_by, only_looked_at, still_asked
from yichuang.cases.rules import sources, uploads
from yichuang.cases.rules.drafts import differing
from yichuang.cases.services import commitments, mandates, owning
from yichuang.cases.services.draft_as_application import application_of, source_of
from yichuang.cases.services.files import hold
from yichuang.cases.services.guessing import wrong_names_are_counted
from yichuang.cases.services.incoming import Submitted
from yichuang.cases.services.one_at_a_time import refuse_second
from yichuang.cases.services.signing import refuse_strange_signature
from yichuang.cases.services.submit import submit
from yichuang.core import clock
from yichuang.core.clock import local
from yichuang.core.errors import Conflict, FieldProblem, Invalid, NotFound
from yichuang.identity import queries as identity
from yichuang.registry.models import Employer, Person

STEPS = ("situation", "form", "materials", "check", "done")


@dataclass(frozen=True)
class Door:
    """By which door a draft is sent: it gives the channel, so the number and the visit. A draft may have been begun at
    another."""

    channel: int


@transaction.atomic
def open_draft(
    *,
    owner: User,
    subject: Person | Employer,
    item_code: str,
    region: str,
    channel: int,
    prefill: dict[str, Any],
    now: datetime,
    taken_from: Mapping[str, str] = MappingProxyType({}),
) -> Draft:
    """Go on with the owner's unfinished draft of this item for this subject and place, or begin one. The owner's row is
    held meanwhile, so that two presses are one draft.

    prefill: answers known already; taken_from: where those come from that nobody typed, as the form's source keys.
    Raises as `catalog.queries.require_open` when the item takes no new case."""
    version = versions.for_application(item_code, region, channel, now.date())
    person, employer = _split(subject)
    known = {
        "owner": owner,
        "person": person,
        "employer": employer,
        "version_id": version.id,
        "case_number": "",
    }
    User.objects.select_for_update(no_key=True).get(pk=owner.pk)
    draft = Draft.objects.filter(region_id=region, **known).order_by("-updated_at").first()
    if draft:
        return draft
    if owner.kind == User.OFFICER:
        _forget_what_was_only_looked_at(owner, now)
    return Draft.objects.create(
        region_id=region,
        channel=channel,
        answers=prefill,
        sources=sources.of_prefill(taken_from, now),
        **known,
    )


@transaction.atomic
def keep(
    *,
    draft_id: UUID,
    owner: User,
    answers: dict | None = None,
    situation: dict | None = None,
    materials: dict | None = None,
    step: str = "",
    seen: int | None = None,
    taken_from: Mapping[str, str] = MappingProxyType({}),
) -> Draft:
    """Save what was typed, valid or not. answers: merged over what is there; situation, materials: replace it.
    taken_from: where those answers come from that nobody typed.

    materials: {code: {"source": …, "file": uuid}}. seen: the revision that was on the page where the answers were
    typed. Raises NotFound for somebody else's draft, Conflict once sent, Overtaken when the answers have changed since
    they were seen and what was typed differs: then nothing is saved."""
    draft = own_draft(draft_id, owner)
    changed = differing(draft.answers, answers or {})
    if changed and seen is not None and seen != draft.revision:
        raise Overtaken(changed)
    if changed:
        draft.revision += 1
        by = sources.CLERK if owner.kind == User.OFFICER else sources.APPLICANT
        now = clock.now()
        origins = _only(taken_from, changed)
        draft.sources = {
            **(draft.sources or {}),
            **sources.typed(changed, by, now),
            **sources.of_prefill(origins, now),
        }
    if answers is not None:
        draft.answers = {**draft.answers, **answers}
    if situation is not None:
        draft.situation = situation
    draft.answers = still_asked(draft)
    if materials is not None:
        draft.materials = materials
    if step:
        if step not in STEPS:
            raise Invalid([FieldProblem("step", "没有这一步", "list")])
        draft.step = step
    draft.save()
    named = set(uploads.uuids_in(answers))
    named.update(uploads.uuids_in(materials))
    hold(named, local(draft.updated_at).date())
    return draft


def _forget_what_was_only_looked_at(owner: User, now: datetime) -> None:
    """An item that a window opened on an earlier day and typed nothing into is nobody's application."""
    morning = local(now).replace(hour=0, minute=0, second=0, microsecond=0)
    only_looked_at(owner, morning).delete()


def _only(taken_from: Mapping[str, str], keys: Collection[str]) -> dict[str, str]:
    return {key: source for key, source in taken_from.items() if key in keys}


@transaction.atomic
def fill_gaps(*, draft_id: UUID, owner: User, answers: Mapping[str, Any], situation: dict) -> Draft:
    """Put these answers where the draft has none, and the situation where it has none: what was typed stays, and a page
    that is open beside sees that the draft has changed. Raises as `keep`."""
    draft = own_draft(draft_id, owner)
    lacking = {}
    for key, value in answers.items():
        if not draft.answers.get(key):
            lacking[key] = value
    if draft.situation:
        situation = draft.situation
    return keep(draft_id=draft_id, owner=owner, answers=lacking, situation=situation)


class Overtaken(Conflict):
    """The answers were changed from another page; `fields` are the keys in which both differ."""

    def __init__(self, fields: list[str]):
        super().__init__(
            "这份表在别的窗口也改过，两处不一样", code="overtaken", way_out="请对一对，选好留哪一个"
        )
        self.fields = fields


@wrong_names_are_counted
@transaction.atomic
def sign_and_send(
    *,
    draft_id: UUID,
    owner: User,
    actor: str,
    answers: dict,
    taken_from: Mapping[str, str],
    as_seen: Callable[[Draft], bool],
    now: datetime,
    door: Door | None = None,
) -> Submitted:
    """Keep the answers of the last step and send the draft, which nobody changes meanwhile.

    as_seen: whether the draft is still what the signer had before them. Raises Overtaken when it is not, Invalid where
    another name is signed than that of the account, and as `keep` and `submit_draft`; then nothing is saved."""
    draft = own_draft(draft_id, owner)
    if not as_seen(draft):
        raise Overtaken([])
    refuse_strange_signature(versions.of_draft(draft), owner, answers)
    keep(draft_id=draft_id, owner=owner, answers=answers, step="check", taken_from=taken_from)
    return submit_draft(draft_id=draft_id, owner=owner, actor=actor, now=now, door=door)


@transaction.atomic
def discard(*, draft_id: UUID, owner: User) -> None:
    """Throw an unsent draft away."""
    draft = own_draft(draft_id, owner)
    draft.holders.all().delete()
    draft.delete()


@wrong_names_are_counted
@transaction.atomic
def submit_draft(
    *,
    draft_id: UUID,
    owner: User,
    actor: str,
    now: datetime,
    officer: Officer | None = None,
    agent: Person | None = None,
    door: Door | None = None,
) -> Submitted:
    """Send the draft. Sending it twice gives the same case: the draft's uuid is the idempotency key.

    The case and the draft's link to it are one transaction. A case that came of this draft without a link, as an
    interrupted sending left it before, is adopted whatever was edited since. What is promised online is kept with it.
    agent: who stands at the window for an
    employer, by document; who is not known to act for it owes its mandate, as does online whoever handles an account in
    doubt. door: by which it is sent, when that may be another than the one by which it was begun. Raises Invalid with
    everything that is missing, Conflict while one of the same item is open that allows no other; the draft stays as it
    is then."""
    draft = _find(draft_id, owner)
    case = _case_of(draft)
    if case:
        done = Submitted(case.uuid, case.number, "", case.due_at, replayed=True)
    else:
        refuse_second(draft, officer)
        subject = draft.person or draft.employer
        version = versions.of_draft(draft)
        acts, seen = agent, officer is not None
        if not seen:
            acts = identity.handler_in_doubt(owner)
        acting = mandates.acting_for(subject, acts, version.line, now, seen=seen)
        promised = commitments.offered_by(draft, now) if officer is None else []
        application = application_of(draft, actor, officer, acting)
        if door:
            application = replace(application, channel=door.channel)
        done = submit(application=application, now=now)
        if promised and not done.replayed:
            signing = commitments.signing_of(draft, actor)
            commitments.keep(case_id=done.uuid, offered=promised, signing=signing, now=now)
        mandates.note_by_what(done.uuid, subject, acts, now, seen=seen)
    if draft.case_number != done.number:
        Draft.objects.filter(id=draft.id).update(case_number=done.number, step="done")
        _convert(draft, done, actor, now)
    return done


def _convert(draft: Draft, done: Submitted, actor: str, now: datetime) -> None:
    """The questions from which the draft was begun have become a case."""
    for enquiry in Enquiry.objects.filter(draft=draft):
        enquiry.state = "converted"
        enquiry.case = Case.objects.get(uuid=done.uuid)
        enquiry.save(update_fields=["state", "case"])
        owning.settle(enquiry, actor=actor, now=now)


def _case_of(draft: Draft) -> Case | None:
    return Case.objects.filter(source=source_of(draft), client_ref=str(draft.uuid)).first()


def _split(subject: Person | Employer) -> tuple[Person | None, Employer | None]:
    if isinstance(subject, Person):
        return subject, None
    return None, subject


def _find(draft_id: UUID, owner: User) -> Draft:
    drafts = Draft.objects.select_for_update(of=("self",)).select_related(
        "person", "employer", "owner"
    )
    draft = drafts.filter(held_by(owner), uuid=draft_id).first()
    if draft is None:
        raise NotFound("没有这份草稿", way_out="请从办事指南重新开始")
    return draft


def own_draft(draft_id: UUID, owner: User) -> Draft:
    """An unsent draft that this account holds, its row held. Raises NotFound, Conflict once it is sent."""
    draft = _find(draft_id, owner)
    if draft.case_number:
        raise Conflict("这份申请已经提交", code="already_sent", way_out="请到“我的事”里看进度")
    return draft
