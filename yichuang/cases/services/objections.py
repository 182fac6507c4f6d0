"""异议 against what is publicised: anybody's word, each looked into and answered (ADR 74)."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from yichuang.accounts import services as accounts
from yichuang.accounts.models import Officer
from yichuang.audit.services import record
from yichuang.cases.models import Case, Notice, NoticeRow, Objection
from yichuang.cases.queries import publicised, versions
from yichuang.cases.queries.permission import require
from yichuang.cases.rules import publicising, states
from yichuang.cases.services.journal import actor_of, lock, write
from yichuang.cases.services.taking_down import end_rows, locked_notice
from yichuang.core import spelling
from yichuang.core.clock import local
from yichuang.core.errors import Conflict, FieldProblem, Forbidden, Invalid, NotFound
from yichuang.notify import services as notify
from yichuang.reference import queries as reference
from yichuang.reference.rules import identifiers

OBJECTION_TODO = "objection"
MOST_WAITING = 20  # of one notice, looked at for one that is sent twice
UPHELD = "异议属实"
ANYBODY = "public:notice"


@transaction.atomic
def object_to_notice(
    *, notice_id: UUID, place: int | None, text: str, phone: str, now: datetime
) -> Objection:
    """What somebody says against a notice, or against the case in one place of its list.

    Nobody has to say who they are. Whoever sends the same words once more
    while they wait is given those that wait.

    Raises NotFound for a place where nobody is shown, Conflict after the
    last day, Invalid for no words or a phone that is none.
    """
    notice = locked_notice(notice_id)
    today = local(now).date()
    if notice.ended_at or notice.until_on < today:
        way_out = "有话说请打12333，或者向办理的单位反映"
        raise Conflict("这份公示已经结束", code="wrong_state", way_out=way_out)
    free = spelling.free(text)
    words = free.strip()
    problems = publicising.text_problems(words)
    number = spelling.phone(phone)
    if number:
        wrong = identifiers.phone_problem(number)
        if wrong:
            problems.append(FieldProblem("phone", wrong, "type"))
    if problems:
        raise Invalid(problems)
    row = None
    if place is not None:
        row = publicised.row_at(notice, place)
    before = _waiting(notice, row, words, number)
    if before:
        return before
    case = _case_of(notice, row)
    objection = Objection.objects.create(
        notice=notice,
        row=row,
        text=words,
        phone=number or None,
        came_at=now,
        due_on=_answer_by(case, now),
    )
    record(actor=ANYBODY, verb="objection.make", subject=objection.ref)
    _give(objection, case, now)
    return objection


def _waiting(notice: Notice, row: NoticeRow | None, words: str, phone: str) -> Objection | None:
    """The same words about the same case that nobody has answered yet."""
    open_ones = Objection.objects.filter(notice=notice, row=row, answered_at__isnull=True)
    for objection in open_ones.order_by("-id")[:MOST_WAITING]:
        if objection.text == words and (objection.phone or "") == phone:
            return objection
    return None


def _case_of(notice: Notice, row: NoticeRow | None) -> Case:
    """The case meant; of a notice as a whole its first, at whose page it is answered."""
    if row is None:
        joined = notice.rows.select_related("case__organisation")
        row = joined.order_by("pk").first()
    return row.case


def _answer_by(case: Case, now: datetime) -> date:
    """By when it is answered, by the rule of the case."""
    version = versions.of_case(case)
    publicity = version.terms_in(case.situation).publicity
    calendar = reference.calendar(case.region_id)
    today = local(now).date()
    return publicising.last_day(today, publicity.answer, calendar)


def _give(objection: Objection, case: Case, now: datetime) -> None:
    """A reviewer of the unit looks into it."""
    todo = accounts.open_todo(
        kind=OBJECTION_TODO,
        subject=objection.ref,
        title=f"公示有人提异议：{versions.of_case(case).guide.name}",
        now=now,
        role="reviewer",
        region=case.organisation.region_id,
        line=case.line,
        due_on=objection.due_on,
        link=f"/desk/cases/{case.uuid}/#objections",
    )
    notify.tell_of_todo(todo)


@transaction.atomic
def answer_objection(
    *,
    objection_id: UUID,
    officer: Officer,
    about: str,
    answer: str,
    upheld: bool | None,
    now: datetime,
) -> Objection:
    """What was found out, and whether the objection is right; everybody reads it.

    Where it is right the case is left out of the page at once, and a case
    that is to be granted after all is shown anew. Against the whole page
    it takes all of them down.

    Once the case is no longer reviewed, as after it was withdrawn, whoever
    may see all of it answers.

    Raises Conflict when it was answered before, Forbidden for who
    published and now takes it back alone, Invalid for words that lack.
    """
    objection = _of(objection_id)
    notice = locked_notice(objection.notice.uuid)
    objection.refresh_from_db(fields=["answered_at"])
    if objection.answered_at:
        raise Conflict("这条异议已经答复了", code="answered", way_out="请刷新看答复")
    case = lock(_case_of(notice, objection.row).uuid)
    in_review = case.state in states.IN_REVIEW
    if in_review:
        require("answer_objection", case, officer, now)
    else:
        require("see_whole", case, officer, now)
    if upheld and notice.published_by_id == officer.pk:
        way_out = "请转给别的审核人核实、答复"
        raise Forbidden("公示是您发的，属实的要由另一个人认定", way_out=way_out)
    problems = publicising.answer_problems(about, answer, upheld)
    if problems:
        raise Invalid(problems)
    objection.about = about.strip()
    objection.answer = answer.strip()
    objection.upheld = upheld
    objection.answered_by = officer
    objection.answered_at = now
    objection.save(update_fields=["about", "answer", "upheld", "answered_by", "answered_at"])
    if in_review:
        facts = {"objection": str(objection.uuid), "upheld": upheld}
        write(
            case, "answer_objection", actor=actor_of(officer), officer=officer, now=now, data=facts
        )
    if upheld:
        _leave_out(notice, objection, officer, now)
    record(actor=actor_of(officer), verb="objection.answer", subject=objection.ref)
    accounts.close_todos(kind=OBJECTION_TODO, subject=objection.ref, now=now)
    _tell(objection, notice)
    return objection


def _of(objection_id: UUID) -> Objection:
    """The objection with its notice and case, not held: who answers holds its notice. Raises NotFound."""
    joined = Objection.objects.select_related("notice", "row__case__organisation")
    objection = joined.filter(uuid=objection_id).first()
    if objection is None:
        raise NotFound("没有这条异议", way_out="请刷新看最新情况")
    return objection


def _leave_out(notice: Notice, objection: Objection, officer: Officer, now: datetime) -> None:
    """Whom it is about is shown no more, or the whole page comes down."""
    rows = notice.rows.select_related("case")
    if objection.row_id:
        rows = rows.filter(pk=objection.row_id)
    standing = list(rows.filter(ended=False))
    today = local(now).date()
    end_rows(notice, standing, last=today, now=now, officer=officer, why=UPHELD)
    rows.filter(left_out_why="").update(left_out_why=UPHELD)
    if objection.row_id is None and notice.ended_at is None:
        notice.ended_at = now
        notice.withdrawn_why = UPHELD
        notice.save(update_fields=["ended_at", "withdrawn_why"])


def _tell(objection: Objection, notice: Notice) -> None:
    """The answer, to whoever left a phone for it."""
    if not objection.phone:
        return
    notify.send(
        recipient=objection.ref,
        kind="objection_answered",
        context={"title": notice.title},
        key=objection.ref,
        link=f"/openness/notices/{notice.uuid}/",
        phone=objection.phone,
    )
