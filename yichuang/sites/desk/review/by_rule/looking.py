"""The trace of a rule beside its case, for whoever goes on with it or is asked to look at it again."""

from typing import Any

from django.http import QueryDict

from yichuang.accounts.models import Officer
from yichuang.cases import services
from yichuang.cases.models import Case
from yichuang.cases.queries import ruled
from yichuang.cases.services import second_looks
from yichuang.core import clock
from yichuang.core.errors import NotFound
from yichuang.sites.ui import traces


def shown(case: Case, may: frozenset[str]) -> dict[str, Any] | None:
    """What the page of the case shows of its rule; None where none was asked.

    may: the verbs that stand open for who reads it.
    """
    determination = ruled.determination_of(case)
    if determination is None:
        return None
    looks = []
    is_waiting = False
    for look in ruled.looks_of(case):
        is_waiting = is_waiting or look.answered_at is None
        kind = second_looks.KINDS.get(look.kind, "")
        finding = second_looks.FINDINGS.get(look.finding, "")
        looks.append({"row": look, "kind": kind, "finding": finding})
    return {
        "row": determination,
        "rows": traces.rows_of(determination),
        "looks": looks,
        "may_answer": is_waiting and "answer_look" in may,
        "findings": second_looks.FINDINGS.items(),
    }


def answer(case: Case, officer: Officer, post: QueryDict) -> str:
    """A person says what they found; returns what is told.

    post: finding and answer.
    """
    for look in ruled.looks_of(case):
        if look.answered_at is None:
            services.answer_look(
                look=look.uuid,
                officer=officer,
                finding=post.get("finding", ""),
                answer=post.get("answer", ""),
                now=clock.now(),
            )
            return "已答复申请人"
    raise NotFound("没有等着答复的", way_out="请刷新看最新情况")
