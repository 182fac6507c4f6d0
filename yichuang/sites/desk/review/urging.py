"""督办 on the page of a case: what was asked and answered, and the three forms."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.http import QueryDict

from yichuang.accounts.models import Officer
from yichuang.cases.models import Case
from yichuang.core import clock, days
from yichuang.core.errors import NotFound
from yichuang.sites.ui import urged
from yichuang.supervision import services
from yichuang.supervision.models import Urging
from yichuang.supervision.queries import urgings


def shown(case: Case, may: frozenset[str]) -> dict[str, Any]:
    """What the page of the case shows of 督办.

    rows: every one of them with its state in words.
    may_…: what this officer may do about the one that stands.
    """
    rows = urgings.of_case(case)
    standing = _first_standing(rows)
    today = clock.today()
    is_answered = standing is not None and bool(standing.answered_at)
    waits = standing is not None and not is_answered
    return {
        "rows": [_row(urging, today) for urging in rows],
        "may_urge": standing is None and "urge" in may,
        "may_answer": waits and "answer_urging" in may,
        "may_close": is_answered and "end_urging" in may,
        "may_withdraw": standing is not None and "end_urging" in may,
    }


def urge(case: Case, officer: Officer, post: QueryDict) -> str:
    """A supervisor asks for an answer by a day; returns what is told.

    post: urging (the reason) and answer_by (the day)."""
    typed = post.get("answer_by", "")
    reason = post.get("urging", "")
    services.urge(
        case_id=case.uuid,
        officer=officer,
        reason=reason,
        answer_by=days.day(typed),
        now=clock.now(),
    )
    return "已督办，交给经手人和复核答复"


def answer(case: Case, officer: Officer, post: QueryDict) -> str:
    """Whoever holds the case answers; returns what is told.

    post: answering."""
    text = post.get("answering", "")
    standing = _standing(case)
    services.answer_urging(urging_id=standing.uuid, officer=officer, answer=text, now=clock.now())
    return "已答复督办"


def close(case: Case, officer: Officer, post: QueryDict) -> str:
    """Whoever urged is content; returns what is told."""
    standing = _standing(case)
    services.close_urging(urging_id=standing.uuid, officer=officer, now=clock.now())
    return "督办已办结"


def withdraw(case: Case, officer: Officer, post: QueryDict) -> str:
    """Whoever urged takes it back; returns what is told."""
    standing = _standing(case)
    services.withdraw_urging(urging_id=standing.uuid, officer=officer, now=clock.now())
    return "督办已撤回"


def _standing(case: Case) -> Urging:
    """The 督办 of the case that stands. Raises NotFound."""
    rows = urgings.of_case(case)
    standing = _first_standing(rows)
    if standing is None:
        raise NotFound("这件没有正在进行的督办", way_out="请刷新看最新情况")
    return standing


def _first_standing(rows: Iterable[Urging]) -> Urging | None:
    """The first that is neither closed nor taken back."""
    for urging in rows:
        if not urging.ending:
            return urging
    return None


def _row(urging: Urging, today: date) -> dict[str, Any]:
    return {"urging": urging, "chip": urged.chip(urging, today)}
