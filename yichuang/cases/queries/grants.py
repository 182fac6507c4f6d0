"""What was granted in the same matter before and still holds: told to whoever begins it anew.

What whoever decides is told of stands in `earlier.py`.

Of money: paid once for all, or by month and not over yet. Of what pays nothing: what goes on holding
(`packs/catalogue/repeats.yaml`).
"""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from yichuang.cases.models import Case, CaseEvent
from yichuang.cases.queries.versions import Version
from yichuang.cases.rules import grant_words, granting, states
from yichuang.catalog import queries as catalog
from yichuang.core import spelling
from yichuang.core.clock import local

_A_YEAR = 366  # days
_MOST = 20  # earlier grants that are looked through, the newest first


@dataclass(frozen=True)
class Granted:
    """A case that was granted.

    on: the day.
    money: what it pays, label → text; {} where it pays nothing.
    """

    case: Case
    on: date
    money: Mapping[str, str] = field(default_factory=dict)


def approved(cases: QuerySet[Case], version: Version) -> QuerySet[Case]:
    """Those of this item that were granted.

    None where a grant neither pays nor lasts.
    """
    if not version.pays and not catalog.lasts(version.item_code):
        return cases.none()
    return cases.filter(is_granted(), item_code=version.item_code)


def is_granted(path: str = "") -> Q:
    """A filter on Case, or on what has the case at the path: closed with a grant."""
    conditions = {
        f"{path}state": states.CLOSED,
        f"{path}outcome": states.APPROVED,
        f"{path}decided_at__isnull": False,
    }
    return Q(**conditions)


def newest(granted_cases: QuerySet[Case], version: Version, today: date) -> Granted | None:
    """The newest of them that still holds: a later one for a month may be over before an earlier one for a year.

    granted_cases: of this item, the newest first.
    """
    looked_through = list(granted_cases[:_MOST])
    if not version.pays:
        return _lasting(looked_through)
    approvals = approvals_of(looked_through)
    for case in looked_through:
        approval = approvals.get(case.pk, {})
        granted = of_money(case, approval)
        if _is_still_paid(approval, version, granted.on, today):
            return granted
    return None


def _lasting(granted_cases: list[Case]) -> Granted | None:
    """The first: what pays nothing goes on holding."""
    if not granted_cases:
        return None
    case = granted_cases[0]
    return of_money(case, {})


def of_money(case: Case, approval: Mapping[str, Any]) -> Granted:
    """One grant.

    approval: what its decision told; {} of one that left no entry or pays nothing.
    """
    decided = local(case.decided_at)
    money = grant_words.rows_of(approval)
    return Granted(case, decided.date(), money)


def approvals_of(cases: Collection[Case]) -> dict[int, Mapping[str, Any]]:
    """What the decisions of these cases told, by primary key of the case: one read, however many they are."""
    keys = [case.pk for case in cases]
    if not keys:
        return {}
    decisions = CaseEvent.objects.filter(case__in=keys, kind="approve")
    in_order = decisions.order_by("seq")
    by_case = {}
    for case_key, text in in_order.values_list("case_id", "data"):
        entry = json.loads(text)
        by_case[case_key] = entry["data"]
    return by_case


def people_of(version: Version, answers: Mapping[str, Any]) -> set[str]:
    """Numbers of those whom the answers are about, where that is not the applicant."""
    numbers = set()
    for person in version.about(answers):
        number = spelling.code(person["number"])
        numbers.add(number)
    return numbers


def _is_still_paid(
    approval: Mapping[str, Any], version: Version, decided_on: date, today: date
) -> bool:
    """Whether what was granted is paid once for all, or by month and not over yet.

    A decision of before it named its months is told of for a year.
    """
    terms = version.terms_for({})
    if terms.pay != granting.MONTHS:
        return True
    until = approval.get("until")
    if until:
        this_month = today.isoformat()[:7]
        return this_month <= until
    passed = today - decided_on
    return passed.days <= _A_YEAR
