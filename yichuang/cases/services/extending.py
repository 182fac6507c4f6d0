"""延长: the statute is made longer once, before its last day, by whom the law names.

The longer term is the same count from the same start (60 becomes 90); who asked for it does not grant it.
"""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from yichuang.accounts import services as accounts
from yichuang.accounts.models import Officer
from yichuang.cases.models import Case, TermChange
from yichuang.cases.queries import files
from yichuang.cases.queries import waiting as requests
from yichuang.cases.queries.permission import require
from yichuang.cases.rules.flags import EXTENDED, noted
from yichuang.cases.rules.term_changes import EXTENSION
from yichuang.cases.rules.terms import BY_HEAD, BY_PARTIES, Longer, Terms
from yichuang.cases.services import changing, dates, stopping, tasks_of_clock
from yichuang.cases.services.files import claim
from yichuang.cases.services.journal import actor_of, lock, write
from yichuang.cases.services.tasks_of_clock import EXTENSION_TODO, REFUSED_TODO
from yichuang.core.clock import local
from yichuang.core.errors import Conflict, FieldProblem, Forbidden, Invalid

NONE = "这个事项依法不能延长"
ONCE = "这件已经延长过或者正在等批准，依法只能延长一次"
TOO_LATE = "法定期限已经到期，到期以前才能延长"
OWN = "这次延长是您自己提的，要由另一个人批准"
NOT_LATER = "延长以后的日子要晚于现在的最后一天（{day}）"
PASSED = "提请延到的日子，已经不晚于今天和现在的最后一天"
ANEW = "请按“不批准”，让提请的人按现在的日子重新提"
BEYOND = "最晚延长到{day}（{basis}）"


@transaction.atomic
def ask_extension(
    *, case_id: UUID, officer: Officer, reason: str, until: date | None, now: datetime
) -> TermChange:
    """提请延长, to the day until which it is needed.

    until: the new last day of the promise, within the longer statute.
    Raises Conflict where the rule has no extension, there was one, or the
    statute is over; Invalid without a reason or for a day beyond it.
    """
    case = lock(case_id)
    require("ask_extension", case, officer, now)
    terms = dates.terms_of(case)
    longer = _require_longer(terms, BY_HEAD)
    _require_time(case, now)
    _require_first(case)
    wrong = changing.reason_lacking(reason)
    wrong += _of_day(case, longer, until, now)
    if wrong:
        raise Invalid(wrong)
    change = changing.change_of(
        case, officer, now, until=until, reason=reason.strip(), basis=longer.basis
    )
    change.days = longer.span.days
    change.unit = longer.span.unit
    change.save(force_insert=True)
    facts = _facts(change, longer)
    write(
        case,
        "ask_extension",
        actor=actor_of(officer),
        officer=officer,
        now=now,
        clock_changed=True,
        data=facts,
    )
    accounts.close_todos(kind=REFUSED_TODO, subject=case.ref, now=now)
    today = local(now).date()
    due_on = today if today == case.statutory_due else None
    tasks_of_clock.to_head(EXTENSION_TODO, case, "批不批准延期", now, due_on=due_on)
    return change


@transaction.atomic
def grant_extension(*, case_id: UUID, officer: Officer, now: datetime) -> Case:
    """批准延长, by whom the law names and by nobody who asked for it.

    Raises Conflict where nothing waits or the statute is over, and where the
    day that was asked for is no later one any more; Forbidden for who asked.
    """
    case = lock(case_id)
    require("grant_extension", case, officer, now)
    change = _waiting(case)
    if change.asked_by_id == officer.pk:
        raise Forbidden(OWN, way_out="请转给别的负责人")
    _require_time(case, now)
    _require_later(case, change, now)
    longer = _require_longer(dates.terms_of(case), BY_HEAD)
    change.granted_by = officer
    change.granted_at = now
    change.save(update_fields=["granted_by", "granted_at"])
    _lengthen(case, "grant_extension", change, longer, officer, now)
    accounts.close_todos(kind=EXTENSION_TODO, subject=case.ref, now=now)
    return case


@transaction.atomic
def refuse_extension(*, case_id: UUID, officer: Officer, reason: str, now: datetime) -> Case:
    """不批准延长: the dates stay, and who asked is told why.

    Raises Conflict where nothing waits, Invalid without a reason.
    """
    case = lock(case_id)
    require("refuse_extension", case, officer, now)
    wrong = changing.reason_lacking(reason)
    if wrong:
        raise Invalid(wrong)
    change = _waiting(case)
    if change.asked_by_id == officer.pk:
        raise Forbidden(OWN, way_out="请转给别的负责人")
    change.refused_at = now
    change.save(update_fields=["refused_at"])
    facts = {"reason": reason.strip()}
    write(case, "refuse_extension", actor=actor_of(officer), officer=officer, now=now, data=facts)
    accounts.close_todos(kind=EXTENSION_TODO, subject=case.ref, now=now)
    tasks_of_clock.to_officer(REFUSED_TODO, case, "延期没有批准", now, change.asked_by)
    return case


@transaction.atomic
def agree_longer(
    *, case_id: UUID, officer: Officer, until: date | None, consent: str, now: datetime
) -> Case:
    """双方同意延长, to the day that both signed for.

    consent: uuid of the officer's upload of what they signed.
    Raises Conflict where the law leaves it to nobody's agreement, there was
    one, or the term is over; Invalid for a day that is no later one.
    """
    case = lock(case_id)
    require("agree_longer", case, officer, now)
    longer = _require_longer(dates.terms_of(case), BY_PARTIES)
    _require_time(case, now)
    _require_first(case)
    wrong = _of_day(case, longer, until, now)
    if not consent:
        wrong.append(FieldProblem("consent", "请上传双方签字的同意书", "required"))
    if wrong:
        raise Invalid(wrong)
    file = files.of_owner(consent, officer.actor)
    claim([file.uuid])
    change = changing.change_of(
        case, officer, now, until=until, reason=longer.why, basis=longer.basis
    )
    change.consent = file
    change.save(force_insert=True)
    _lengthen(case, "agree_longer", change, longer, officer, now)
    return case


def _require_longer(terms: Terms, by: str) -> Longer:
    """The extension of the rule, where these make it.

    by: BY_HEAD or BY_PARTIES.
    Raises Conflict where it has none.
    """
    longer = terms.extension
    if longer is None or longer.by != by or terms.statute is None:
        raise Conflict(NONE, code="not_lawful", way_out="请在期限里作决定")
    return longer


def _require_time(case: Case, now: datetime) -> None:
    """The statute still runs.

    Raises Conflict.
    While a stop lasts it does: none begins on its last day.
    """
    if case.paused_since:
        return
    if case.statutory_due is None or local(now).date() > case.statutory_due:
        raise Conflict(TOO_LATE, code="too_late", way_out="请尽快作决定")


def _require_first(case: Case) -> None:
    """Nobody lengthened it before, or asked for it.

    Raises Conflict.
    """
    extensions = case.term_changes.filter(kind=EXTENSION, refused_at__isnull=True)
    if extensions.exists():
        raise Conflict(ONCE, code="once", way_out="请刷新看最新情况")


def _waiting(case: Case) -> TermChange:
    """The extension that waits for its grant.

    Raises Conflict where none does.
    """
    change = requests.extension(case)
    if change is None:
        raise Conflict("没有等着批准的延期", code="wrong_state", way_out="请刷新看最新情况")
    return change


def _of_day(case: Case, longer: Longer, until: date | None, now: datetime) -> list[FieldProblem]:
    """The new last day is later than the present one.

    It is within the longer statute, too.
    """
    today = local(now).date()
    latest = _latest(case, now)
    if until is None or until <= latest:
        message = NOT_LATER.format(day=latest)
        problem = FieldProblem("until", message, "min")
        return [problem]
    if longer.span is None:
        return []
    columns = dates.counted(case, extension=longer.span, until=None, longer_since=today)
    last = columns["statutory_due"]
    if until > last:
        message = BEYOND.format(day=last, basis=longer.basis)
        problem = FieldProblem("until", message, "max")
        return [problem]
    return []


def _latest(case: Case, now: datetime) -> date:
    """The day that a longer term must go beyond: today, or the present last one."""
    today = local(now).date()
    due = local(case.due_at).date()
    return max(due, today)


def _require_later(case: Case, change: TermChange, now: datetime) -> None:
    """What was asked for is still later than the present last day, which a stop may have moved since.

    Raises Conflict.
    """
    if change.until and change.until <= _latest(case, now):
        raise Conflict(PASSED, code="too_late", way_out=ANEW)


def _facts(change: TermChange, longer: Longer) -> dict:
    """What the trail and the paper of the step tell of an extension."""
    facts = {
        "reason": change.reason,
        "basis": longer.basis,
        "whose": longer.whose,
        "until": stopping.day_said(change.until),
    }
    if change.days is not None:
        facts["days"] = change.days
        facts["unit"] = change.unit
    return facts


def _lengthen(
    case: Case, verb: str, change: TermChange, longer: Longer, officer: Officer, now: datetime
) -> None:
    """The step of an extension that holds now."""
    flags = noted(case.flags, EXTENDED)
    facts = _facts(change, longer)
    changing.move(case, verb, flags, facts, officer, now)
