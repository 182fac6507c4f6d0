"""What was granted in the same matter before, as whoever decides is told of it on the page of the case."""

from yichuang.accounts.models import Officer
from yichuang.cases.models import Case
from yichuang.cases.queries import grants, scope
from yichuang.cases.queries.versions import Version
from yichuang.core import clock

DECIDING = frozenset({"accept", "instant", "begin_review", "decide", "second"})


def shown(case: Case, version: Version, officer: Officer, may: frozenset[str]) -> dict | None:
    """The earlier grant with what it pays, and whether this officer may open it; None where there is none, or nothing
    to decide for this officer."""
    if not may & DECIDING:
        return None
    granted = grants.before(version, case, clock.today())
    if granted is None:
        return None
    return {
        "case": granted.case,
        "on": granted.on,
        "money": granted.money,
        "opens": scope.sees(officer, granted.case),
    }
