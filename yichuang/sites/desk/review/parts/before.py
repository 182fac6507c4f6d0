"""What was granted in the same matter before, as whoever decides is told of it on the page of the case."""

from collections.abc import Sequence
from typing import Any

from yichuang.accounts.models import Officer
from yichuang.cases.models import Case
from yichuang.cases.queries import earlier, scope
from yichuang.cases.queries.earlier import Earlier
from yichuang.cases.queries.versions import Version

DECIDING = frozenset({"accept", "instant", "begin_review", "decide", "second"})
_IN_SIGHT = 3  # the others unfold


def shown(case: Case, version: Version, officer: Officer, may: frozenset[str]) -> dict[str, Any]:
    """The earlier grants, newest first: {"first", "others", "count", "all"}; {} where there is none, or nothing to
    decide for this officer. all: no earlier one is left out."""
    if not may & DECIDING:
        return {}
    grants = earlier.before(version, case)
    if not grants:
        return {}
    opened = _within_reach(grants, officer)
    rows = []
    for grant in grants:
        row = _row(grant, opens=grant.case.pk in opened)
        rows.append(row)
    count = len(rows)
    return {
        "first": rows[:_IN_SIGHT],
        "others": rows[_IN_SIGHT:],
        "count": count,
        "all": count < earlier.MOST,
    }


def _within_reach(grants: Sequence[Earlier], officer: Officer) -> frozenset[int]:
    """Keys of the cases whose page this officer may open: one read."""
    keys = [grant.case.pk for grant in grants]
    cases = Case.objects.filter(pk__in=keys)
    reached = cases.filter(scope.visible_to(officer))
    keys_within = reached.values_list("pk", flat=True)
    return frozenset(keys_within)


def _row(grant: Earlier, *, opens: bool) -> dict[str, Any]:
    """One grant, as the page shows it.

    opens: whether this officer may open its page.
    """
    names = grant.people
    return {
        "case": grant.case,
        "on": grant.on,
        "item": grant.item,
        "money": grant.money,
        "people": names[:_IN_SIGHT],
        "number_of_people": len(names),
        "opens": opens,
    }
