"""差评整改: each bad rating is looked into, answered in writing and, where the rater agreed, the rater called back."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from yichuang.accounts import services as accounts
from yichuang.accounts.models import Officer
from yichuang.audit.services import record
from yichuang.cases.models import Case
from yichuang.cases.queries.scope import visible_to
from yichuang.core.clock import local
from yichuang.core.errors import Conflict, FieldProblem, Forbidden, Invalid
from yichuang.notify import services as notify
from yichuang.ratings import queries, rules, tables
from yichuang.ratings.models import Mending, Rating
from yichuang.reference import queries as reference
from yichuang.reference.rules import deadlines

TODO = "bad_rating"
ANSWER_MAX = 1000


def open_mending(rating: Rating, now: datetime) -> Mending:
    """A bad rating is to be answered: by whom it falls to, within the working days of the pack. The rater is not named.

    国办发〔2019〕51号 三（九）: 差评核实、整改、反馈."""
    invitation = rating.invitation
    case = Case.objects.get(pk=invitation.case_id)
    calendar = reference.calendar(case.region_id)
    today = local(now).date()
    due_on = deadlines.count(today, tables.days_to_answer(), deadlines.WORKING, (), calendar).due
    mending = Mending.objects.create(rating=rating, opened_at=now, due_on=due_on)
    todo = accounts.open_todo(
        kind=TODO,
        subject=f"rating:{invitation.uuid}",
        title="答复一条差评",
        now=now,
        role="supervisor",
        region=case.region_id,
        line=case.line,
        due_on=due_on,
        link=f"/console/ratings/bad/{invitation.uuid}/",
    )
    notify.tell_of_todo(todo)
    return mending


@transaction.atomic
def answer_bad_rating(
    *, invitation: UUID, officer: Officer, path: str, answer: str, called_back: bool, now: datetime
) -> Mending:
    """Write down what was found and what is done. path: a key of rules.PATHS; called_back: the rater was told; who
    agreed to be called back is, whoever did not is left in peace.

    Raises NotFound for what is no bad rating, Forbidden for a place or line that the officer does not supervise,
    Conflict when it was answered, Invalid without a path or an answer."""
    rating = queries.bad_rating(invitation)
    case = Case.objects.filter(
        visible_to(officer, ("supervisor",)), pk=rating.invitation.case_id
    ).first()
    if case is None:
        raise Forbidden("这条差评不归您答复", way_out="请由当地监督人员答复")
    mending, _ = Mending.objects.select_for_update().get_or_create(
        rating=rating, defaults={"opened_at": now, "due_on": local(now).date()}
    )
    if mending.answered_at:
        raise Conflict("这条差评已经答复了", code="answered", way_out="请刷新看答复")
    problems = _problems(path, answer)
    if called_back != rating.real_name:
        if rating.real_name:
            wrong = "评价的人同意回访，请先回访再答复"
        else:
            wrong = "评价的人没有同意回访，不能联系他"
        problems.append(FieldProblem("called_back", wrong, "called_back"))
    if problems:
        raise Invalid(problems)
    mending.path = path
    mending.answer = answer.strip()
    mending.called_back = called_back
    mending.answered_by, mending.answered_at = officer, now
    mending.save(update_fields=["path", "answer", "called_back", "answered_by", "answered_at"])
    subject = f"rating:{invitation}"
    accounts.close_todos(kind=TODO, subject=subject, now=now)
    data = {"path": path}
    record(actor=officer.actor, verb="rating.answer", subject=subject, data=data)
    return mending


def _problems(path: str, answer: str) -> list[FieldProblem]:
    problems = []
    if path not in rules.PATHS:
        problems.append(FieldProblem("path", "请选怎么处理", "list"))
    if not answer.strip() or len(answer) > ANSWER_MAX:
        problems.append(
            FieldProblem("answer", f"请写明查到什么、怎么改，不超过{ANSWER_MAX}字", "required")
        )
    return problems
