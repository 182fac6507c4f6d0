"""公示: cases about to be granted are shown to everybody, and no decision passes before it is over (ADR 74)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from yichuang.accounts import services as accounts
from yichuang.accounts.models import Officer
from yichuang.cases.models import Case, Notice, NoticeRow, Pause
from yichuang.cases.queries import frames, publicised, reviews, versions
from yichuang.cases.queries.permission import require
from yichuang.cases.queries.versions import Version
from yichuang.cases.rules import granting, publicising
from yichuang.cases.rules.publicising import Line, Problems
from yichuang.cases.rules.terms import Publicity, Span
from yichuang.cases.services import dates
from yichuang.cases.services.journal import actor_of, lock, write
from yichuang.cases.services.taking_down import PAUSE
from yichuang.cases.services.tasks_of_clock import OVER_TODO
from yichuang.core import masking
from yichuang.core.clock import local
from yichuang.core.errors import Conflict, FieldProblem, Invalid
from yichuang.reference import queries as reference

DAY = timedelta(days=1)
DIFFERENT = "一份公示里要是同一个事项、同一个单位、同样天数的件"


@dataclass(frozen=True)
class _Shown:
    """One case on its way to the page."""

    line: Line
    case: Case
    version: Version
    publicity: Publicity

    @property
    def amount(self) -> Decimal | None:
        """What is to be granted; None where no money is."""
        return granting.yuan(self.line.amount)


@transaction.atomic
def publicise(
    *,
    lines: Sequence[Line],
    officer: Officer,
    days: int,
    title: str,
    conditions: str,
    now: datetime,
) -> Notice:
    """Show these cases, of one item and one unit, for so many days of the rule's unit.

    The clock of a case stands meanwhile only where its rule cites why, and
    only while its last day is still ahead.

    Raises Invalid for words, amounts and days that may not be, and while
    a review point is not judged; Conflict where the item is not publicised,
    or the case stands on a page already.
    """
    if not lines:
        raise Invalid([FieldProblem("cases", "请至少选一件", "required")])
    everyone = _prepared(lines, officer, now)
    first = everyone[0]
    calendar = reference.calendar(first.case.region_id)
    today = local(now).date()
    span = Span(days, first.publicity.span.unit)
    problems = publicising.heading_problems(title, conditions)
    try:
        until = publicising.last_day(today, span, calendar)
    except ValueError:
        problems.append(FieldProblem("days", "请填公示几天", "range"))
        raise Invalid(problems) from None
    for shown in everyone:
        due_on = local(shown.case.due_at).date()
        problems += publicising.days_problems(days, shown.publicity, until, due_on, calendar)
        problems += _line_problems(shown)
    if problems:
        raise Invalid(problems)
    notice = Notice.objects.create(
        item_code=first.case.item_code,
        region_id=first.case.organisation.region_id,
        organisation=first.case.organisation,
        title=title.strip(),
        basis=_basis(first),
        conditions=conditions.strip(),
        from_on=today,
        until_on=until,
        published_by=officer,
        published_at=now,
    )
    _put_on(notice, everyone)
    for shown in everyone:
        _note_publicised(shown, notice, officer, now)
    return notice


def _prepared(lines: Sequence[Line], officer: Officer, now: datetime) -> list[_Shown]:
    """The cases of the lines, held until the transaction ends, in the order of the lines.

    They are taken in the order of their ids, so that two who publish the
    same cases wait for each other.
    """
    cases: dict[UUID, Case] = {}
    for line in sorted(lines, key=_id_of):
        case = lock(line.case_id)
        require("publicise", case, officer, now)
        cases[line.case_id] = case
    everyone = []
    for line in lines:
        case = cases[line.case_id]
        version = versions.of_case(case)
        publicity = version.terms_in(case.situation).publicity
        if publicity is None:
            raise Conflict("这个事项不公示", code="not_publicised", way_out="请直接作决定")
        shown = _Shown(line, case, version, publicity)
        everyone.append(shown)
    _require_alike(everyone)
    return everyone


def _id_of(line: Line) -> str:
    return str(line.case_id)


def _require_alike(everyone: list[_Shown]) -> None:
    """One page is of one item, one unit and one length. Raises Invalid."""
    first = everyone[0]
    for shown in everyone:
        same_item = shown.case.item_code == first.case.item_code
        same_unit = shown.case.organisation_id == first.case.organisation_id
        same_rule = shown.publicity == first.publicity
        if not (same_item and same_unit and same_rule):
            raise Invalid([FieldProblem("cases", DIFFERENT, "different")])


def _line_problems(shown: _Shown) -> Problems:
    """What is missing of one case."""
    reviewed = reviews.of_case(shown.case)
    points = len(shown.version.review_points)
    terms = frames.terms_of(shown.version, shown.case)
    return publicising.line_problems(shown.line, reviewed.findings, points, terms.pay)


def _basis(shown: _Shown) -> str:
    """What the page cites: the item's first basis, and the rule by which a clock stands."""
    laws = shown.version.guide.legal_basis
    basis = laws[0] if laws else shown.publicity.basis
    if shown.publicity.stops:
        return f"{basis}；公示的日子不算进承诺：{shown.publicity.basis}"
    return basis


def _put_on(notice: Notice, everyone: list[_Shown]) -> None:
    """The rows of the page. Raises Conflict where a case stands on another."""
    rows = []
    for shown in everyone:
        row = _row(notice, shown)
        rows.append(row)
    try:
        with transaction.atomic():
            NoticeRow.objects.bulk_create(rows)
    except IntegrityError:
        way_out = "请刷新看最新情况"
        raise Conflict("这件正在公示", code="wrong_state", way_out=way_out) from None


def _row(notice: Notice, shown: _Shown) -> NoticeRow:
    """One line of the page: a person by a masked name, a unit by its name."""
    case = shown.case
    if case.person_id:
        name = masking.name(case.person.name)
    else:
        name = case.employer.name
    return NoticeRow(
        notice=notice, case=case, shown=name, about=shown.line.about.strip(), amount=shown.amount
    )


def _note_publicised(shown: _Shown, notice: Notice, officer: Officer, now: datetime) -> None:
    """The step of the trail, and the pause where a clock stands."""
    case = shown.case
    columns = {}
    due_on = local(case.due_at).date()
    if shown.publicity.stops and due_on > notice.from_on:
        columns = _stop(case, shown.publicity, notice, officer)
    facts = {
        "notice": str(notice.uuid),
        "from_on": notice.from_on.isoformat(),
        "until_on": notice.until_on.isoformat(),
        "stops": bool(columns),
    }
    if shown.amount is not None:
        facts["amount"] = str(shown.amount)
    write(
        case, "publicise", actor=actor_of(officer), officer=officer, now=now, data=facts, **columns
    )


def _stop(case: Case, publicity: Publicity, notice: Notice, officer: Officer) -> dict[str, Any]:
    """The clock stands from tomorrow on; gives the columns to set."""
    if case.paused_since:
        raise Conflict("这件的时限已经停着", code="wrong_state", way_out="请刷新看最新情况")
    tomorrow = notice.from_on + DAY
    Pause.objects.create(
        case=case,
        kind=PAUSE,
        cause=PAUSE,
        from_on=tomorrow,
        planned_until=notice.until_on,
        reason=notice.title,
        basis=publicity.basis,
        begun_by=officer,
    )
    return {"paused_since": tomorrow}


def require_publicised(*, case: Case, recorded: Mapping[str, Any], now: datetime) -> None:
    """Let a decision pass that 公示 lets pass, in the transaction that writes it; its to-do is done.

    recorded: what the trail will tell of it.
    Raises Invalid while the case stands on a page, and for a grant that
    was not shown to the end, with an objection that waits or is right, or
    of more than was shown.
    """
    if not publicised.is_publicised(case):
        return
    terms = dates.terms_of(case)
    if terms.publicity is None:
        return
    stood = publicised.stood_of(case)
    outcome = recorded["outcome"]
    amount = recorded.get("amount", "")
    problems = publicising.decision_problems(outcome, amount, stood)
    if problems:
        raise Invalid(problems)
    if stood:
        accounts.close_todos(kind=OVER_TODO, subject=case.ref, now=now)
