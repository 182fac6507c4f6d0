"""Inviting and rating."""

import json
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import TextField

from yichuang.audit.services import record
from yichuang.cases.models import Case, CaseEvent
from yichuang.cases.queries import taken_back
from yichuang.cases.queries.moved import Moved, moved
from yichuang.cases.rules import parties
from yichuang.cases.rules.collecting import APPLICANT
from yichuang.core import clock, prepared
from yichuang.core.errors import Conflict, FieldProblem, Invalid, NotFound
from yichuang.core.prepared import Prepared, Told
from yichuang.notify import services as notify
from yichuang.ratings import rules, tables
from yichuang.ratings.models import Invitation, Rating
from yichuang.ratings.services.mending import open_mending

MATTER = "matter"
REFUSAL_IS_KNOWN = "serve"  # who has not yet read that it was not taken on is not asked for marks
FINISHES = ("close", REFUSAL_IS_KNOWN)
COMMENT_MAX = 500
_HELD = Prepared(
    lambda: Invitation.objects.filter(token=Told("token", TextField())).select_for_update()
)


@transaction.atomic(savepoint=False)
def invite(*, case_id: UUID, seq: int, now: datetime) -> Invitation | None:
    """The invitation that entry `seq` of a case's trail gives, or None; the same entry again gives the same one.

    At a counter every visit of the applicant on a day is one service; away from it the finished matter is. A matter
    that is finished at a counter is asked about once. 国办发〔2019〕51号 一次一评、一事一评."""
    after = moved(case_id, seq)
    case = after.case
    event = after.step
    day = clock.local(event.at).date()
    if event.on_site and _is_visit_of_applicant(case, event):
        kind = Invitation.WINDOW
        step = f"visit:{day.isoformat()}"
    elif event.kind in FINISHES and not _served_at_counter(case, day):
        kind = Invitation.ONLINE
        step = MATTER
    else:
        return None
    earlier = Invitation.objects.filter(case=case, step=step).first()
    if earlier:
        return earlier
    invitation = Invitation(
        case=case,
        step=step,
        kind=kind,
        organisation=case.organisation,
        officer_id=_who_served(case, event),
        created_at=event.at,
        expires_on=day + timedelta(days=tables.days_to_rate()),
    )
    if kind == Invitation.WINDOW and invitation.officer:
        invitation.organisation = invitation.officer.organisation
        invitation.window = invitation.officer.window
    invitation.save(force_insert=True)
    _tell(invitation, after)
    return invitation


@transaction.atomic
def rate(
    *,
    token: str,
    grade: int,
    reasons: list[str],
    comment: str,
    channel: int,
    real_name: bool,
    now: datetime,
) -> Rating:
    """Give the one rating of an invitation. grade 1..5; reasons: codes of that grade; channel 1..8.

    Raises NotFound for a token that nobody was given, Conflict when it was used ("already_rated") or its days are
    over ("too_late"), Invalid for an unknown grade or reason or a comment over 500 characters."""
    invitation = _HELD.first(token=token)
    if invitation is None:
        raise NotFound("没有这个评价", way_out="请从短信或“我的消息”里的链接打开")
    refuse_closed(invitation, now)
    problems = _problems(grade, reasons, comment)
    if problems:
        raise Invalid(problems)
    rating = Rating(
        invitation=invitation,
        grade=grade,
        reasons=sorted(set(reasons)),
        reasons_version=tables.version(),
        comment=rules.masked(comment) or None,
        channel=channel,
        real_name=real_name,
        at=now,
    )
    prepared.insert(rating)
    invitation.used_at = now
    invitation.save(update_fields=["used_at"])
    record(
        actor="public:rating",
        verb="rating.give",
        subject=f"rating:{invitation.uuid}",
        data={"channel": channel},
    )
    if grade in tables.bad():
        open_mending(rating, now)
    return rating


def refuse_closed(invitation: Invitation, now: datetime) -> None:
    """Raise Conflict for an invitation that was used or is past its last day."""
    if invitation.used_at:
        raise Conflict(
            "这次服务您已经评过了，不能再评",
            code="already_rated",
            way_out="一次服务评一次，评过的不能改；还有话想说，请打12333",
        )
    if clock.local(now).date() > invitation.expires_on:
        raise Conflict(
            "评价的时间过了",
            code="too_late",
            way_out=f"服务后{tables.days_to_rate()}天内可以评；还有话想说，请打12333",
        )


def _served_at_counter(case: Case, day) -> bool:
    for visit in case.events.filter(on_site=True):
        is_that_day = clock.local(visit.at).date() == day
        if is_that_day and _is_visit_of_applicant(case, visit):
            return True
    return False


def _who_served(case: Case, event: CaseEvent) -> int | None:
    """The officer whom the rating is counted for.

    Where the applicant opened a notice that it was not taken on, who refused."""
    if event.kind == REFUSAL_IS_KNOWN and event.officer_id is None:
        refusal = case.events.filter(kind="refuse")
        return refusal.values_list("officer", flat=True).last()
    return event.officer_id or case.received_by_id


def _is_visit_of_applicant(case: Case, event: CaseEvent) -> bool:
    """Whether the applicant stood at the counter: who sent an agent cannot say how they were served there, and is asked
    at the end of the matter."""
    if case.person_id is None:
        return True
    brought_by = json.loads(event.data)["data"].get("by", APPLICANT)
    if brought_by != APPLICANT:
        return False
    handed_in_on = clock.local(case.received_at).date()
    is_day_of_filing = clock.local(event.at).date() == handed_in_on
    return not (is_day_of_filing and parties.mandated(case.form))


def _tell(invitation: Invitation, after: Moved) -> None:
    case = after.case
    subject = case.subject
    side = "person" if case.person_id else "employer"
    notify.send(
        recipient=f"{side}:{subject.uuid}",
        kind="rating_invited",
        context={"item": after.version.guide.name, "number": case.number},
        key=f"rating:{invitation.uuid}",
        link=f"/rate/{invitation.token}/",
        phone=taken_back.phone_of(case, clock.local(after.step.at).date()),
    )


def _problems(grade: int, reasons: list[str], comment: str) -> list[FieldProblem]:
    chosen = tables.grade(grade)
    if chosen is None:
        return [FieldProblem("grade", "请选一个满意程度", "required")]
    known = {code for code, _ in chosen.reasons}
    problems = []
    if not known.issuperset(reasons):
        problems.append(
            FieldProblem("reasons", "有一条理由和您选的满意程度对不上，请重新勾选", "list")
        )
    if len(comment) > COMMENT_MAX:
        problems.append(FieldProblem("comment", f"最多写{COMMENT_MAX}字", "max_length"))
    return problems
