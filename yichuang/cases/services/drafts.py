"""Applications being written: saved as one types, submitted once."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from yichuang.accounts.models import Officer, User
from yichuang.cases.models import Case, Draft, Enquiry
from yichuang.cases.queries import versions
from yichuang.cases.rules.application import Given
from yichuang.cases.services.application import Application, Submitted
from yichuang.cases.services.submit import submit
from yichuang.core.errors import Conflict, FieldProblem, Invalid, NotFound
from yichuang.registry.models import Employer, Person

STEPS = ("situation", "form", "materials", "check", "done")


@transaction.atomic
def open_draft(
    *, owner: User, subject: Person | Employer, item_code: str, region: str, channel: int, prefill: dict, now: datetime
) -> Draft:
    """Go on with the owner's unfinished draft of this item for this subject and place, or begin one.

    prefill: answers known already. Raises as `catalog.queries.require_open` when the item takes no new case."""
    version = versions.for_application(item_code, region, channel, now.date())
    person, employer = _split(subject)
    known = {"owner": owner, "person": person, "employer": employer, "version_id": version.id, "case_number": ""}
    draft = Draft.objects.filter(region_id=region, **known).order_by("-updated_at").first()
    return draft or Draft.objects.create(region_id=region, channel=channel, answers=prefill, **known)


@transaction.atomic
def keep(
    *,
    draft_id: UUID,
    owner: User,
    answers: dict | None = None,
    situation: dict | None = None,
    materials: dict | None = None,
    step: str = "",
) -> Draft:
    """Save what was typed, valid or not. answers: merged over what is there; situation, materials: replace it.

    materials: {code: {"source": …, "file": uuid}}. Raises NotFound for somebody else's draft, Conflict once sent."""
    draft = _own(draft_id, owner)
    if answers is not None:
        draft.answers = {**draft.answers, **answers}
    if situation is not None:
        draft.situation = situation
    if materials is not None:
        draft.materials = materials
    if step:
        if step not in STEPS:
            raise Invalid([FieldProblem("step", "没有这一步", "list")])
        draft.step = step
    draft.save()
    return draft


@transaction.atomic
def discard(*, draft_id: UUID, owner: User) -> None:
    """Throw an unsent draft away."""
    _own(draft_id, owner).delete()


def submit_draft(
    *, draft_id: UUID, owner: User, actor: str, now: datetime, officer: Officer | None = None
) -> Submitted:
    """Send the draft. Sending it twice gives the same case: the draft's uuid is the idempotency key.

    Raises Invalid with everything that is missing; the draft stays as it is then."""
    draft = _find(draft_id, owner)
    version = versions.of_draft(draft)
    wanted = version.visible(draft.answers | version.situation_answers(draft.situation))
    application = Application(
        item_code=version.item_code,
        region=draft.region_id,
        channel=draft.channel,
        subject=draft.person or draft.employer,
        answers={k: v for k, v in draft.answers.items() if k in wanted},
        source=f"draft:{owner.uuid}",
        client_ref=str(draft.uuid),
        actor=actor,
        situation=draft.situation,
        materials=tuple(Given(code, m["source"], m.get("file")) for code, m in sorted(draft.materials.items())),
        file_owner=actor,
        officer=officer,
        received_at_org=officer and officer.organisation,
        version_id=draft.version_id,
    )
    if draft.case_number:
        case = Case.objects.get(number=draft.case_number)
        return Submitted(case.uuid, case.number, "", case.due_at, replayed=True)
    done = submit(application=application, now=now)
    Draft.objects.filter(id=draft.id).update(case_number=done.number, step="done")
    Enquiry.objects.filter(draft=draft).update(state="converted", case=Case.objects.get(uuid=done.uuid))
    return done


def _split(subject: Person | Employer) -> tuple[Person | None, Employer | None]:
    return (subject, None) if isinstance(subject, Person) else (None, subject)


def _find(draft_id: UUID, owner: User) -> Draft:
    draft = Draft.objects.filter(uuid=draft_id, owner=owner).select_related("person", "employer").first()
    if draft is None:
        raise NotFound("没有这份草稿", way_out="请从办事指南重新开始")
    return draft


def _own(draft_id: UUID, owner: User) -> Draft:
    draft = Draft.objects.select_for_update().filter(uuid=draft_id, owner=owner).first()
    if draft is None:
        raise NotFound("没有这份草稿", way_out="请从办事指南重新开始")
    if draft.case_number:
        raise Conflict("这份申请已经提交", code="already_sent", way_out="请到“我的事”里看进度")
    return draft
