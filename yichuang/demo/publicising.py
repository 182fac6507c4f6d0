"""公示 of made-up cases: examined and put up by a reviewer, and taken down when its last day is over."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from yichuang.accounts.models import Officer
from yichuang.cases import services
from yichuang.cases.models import Case, Notice
from yichuang.cases.queries import publicised, versions
from yichuang.cases.rules.publicising import Line
from yichuang.cases.rules.terms import Publicity
from yichuang.core.clock import local
from yichuang.demo.granting import paid

AMOUNT = "1200"  # what each approval that pays grants


def rule_of(case: Case) -> Publicity | None:
    """公示 of the terms of a case, None where its item has none."""
    version = versions.of_case(case)
    terms = version.terms_in(case.situation)
    return terms.publicity


def examine(case: Case, officer: Officer, now: datetime) -> None:
    """Every point is met."""
    version = versions.of_case(case)
    findings = {}
    for point in version.review_points:
        findings[point.code] = "good"
    services.review(case_id=case.uuid, officer=officer, findings=findings, now=now)


def put_up(
    cases: Sequence[Case],
    officer: Officer,
    now: datetime,
    about: Mapping[UUID, str] | None = None,
    amount: str = AMOUNT,
) -> Notice:
    """Cases of one item, for as long as its rule says at least.

    about: what is written beside each, by the case.
    amount: what is to be granted, where the item pays and as far as it was
    applied for.
    """
    words = about or {}
    lines = []
    for case in cases:
        day = local(now).date()
        money = paid(case, amount, day)
        line = Line(case.uuid, words.get(case.uuid, ""), money.get("amount", ""))
        lines.append(line)
    first = cases[0]
    guide = versions.of_case(first).guide
    rule = rule_of(first)
    return services.publicise(
        lines=lines,
        officer=officer,
        days=rule.span.days,
        title=f"{guide.name}公示",
        conditions=guide.conditions,
        now=now,
    )


def is_over(case: Case, now: datetime) -> bool:
    """Whether the case may be granted as far as 公示 goes.

    A list whose last day is over comes down, as in the night after it.
    """
    if rule_of(case) is None:
        return True
    row = publicised.rows_of(case).first()
    if row is None:
        return False
    services.end_notice(notice_id=row.notice.uuid, now=now)
    row.refresh_from_db()
    return row.ended
