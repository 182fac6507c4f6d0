"""A second application for the same item while one is open: told to whoever begins it, and possible only where the
item allows many (`packs/catalogue/repeats.yaml`) or where it is about somebody else. What was granted and still holds
is told too (`grants.py`)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet

from yichuang.accounts.models import Officer
from yichuang.cases.models import Case
from yichuang.cases.queries import applicants, grants, scope
from yichuang.cases.queries.grants import Granted
from yichuang.cases.queries.versions import Version
from yichuang.catalog import queries as catalog
from yichuang.identity.queries import Sight
from yichuang.registry.models import Employer, Person


@dataclass(frozen=True)
class Open:
    """The newest case of the same item that is not finished.

    many: whether the item allows another beside it.
    """

    case: Case
    many: bool


def for_account(version: Version, sight: Sight) -> Open | None:
    """Among the cases that the account sees."""
    visible = applicants.of_subject(sight)
    return _open(visible, version, sight.subject)


def granted_to_account(version: Version, sight: Sight, today: date) -> Granted | None:
    """What the account was granted already and applies for once more.

    Among the cases that it sees.
    """
    visible = applicants.of_subject(sight)
    return _granted(visible, version, sight.subject, today)


def granted_at_desk(
    version: Version, subject: Person | Employer, officer: Officer, today: date
) -> Granted | None:
    """Among the subject's cases that the officer may see."""
    visible = _at_desk(subject, officer)
    return _granted(visible, version, subject, today)


def _granted(
    visible: QuerySet[Case], version: Version, subject: Person | Employer, today: date
) -> Granted | None:
    """What these cases grant already, where the item may not be had twice."""
    by_employer = isinstance(subject, Employer)
    if allows_many(version, by_employer=by_employer):
        return None
    approved = grants.approved(visible, version)
    return grants.newest(approved, version, today)


def in_the_way(
    version: Version,
    subject: Person | Employer,
    answers: Mapping[str, Any],
    *,
    officer: Officer | None,
    sight: Sight | None,
) -> Case | None:
    """The open case because of which these answers may not be sent.

    It is looked for among those that this desk or account sees; None
    where nothing is in the way.

    officer, sight: the one who sends, the other is None.
    """
    if officer:
        visible = _at_desk(subject, officer)
    elif sight:
        visible = applicants.of_subject(sight)
    else:
        return None
    open_one = _open(visible, version, subject)
    if open_one is None or not open_one.many:
        return open_one and open_one.case
    if isinstance(subject, Employer) or catalog.may_have_many(version.item_code):
        return None
    people = grants.people_of(version, answers)
    running = visible.filter(item_code=version.item_code, open=True)
    for case in running.defer(None):
        if grants.people_of(version, case.form) == people:
            return case
    return None


def at_desk(version: Version, subject: Person | Employer, officer: Officer) -> Open | None:
    """Among the subject's cases that the officer may see: a desk tells nothing of other places."""
    visible = _at_desk(subject, officer)
    return _open(visible, version, subject)


def _at_desk(subject: Person | Employer, officer: Officer) -> QuerySet[Case]:
    """The subject's cases that the officer may see, the newest first."""
    visible = Case.objects.filter(scope.visible_to(officer))
    if isinstance(subject, Person):
        own = visible.filter(person=subject)
    else:
        own = visible.filter(employer=subject)
    newest = own.order_by("-id")
    return newest.defer("form")


def _open(visible: QuerySet[Case], version: Version, subject: Person | Employer) -> Open | None:
    """The first of these cases that is of the same item and open."""
    same_item = visible.filter(item_code=version.item_code)
    case = same_item.filter(open=True).first()
    if case is None:
        return None
    by_employer = isinstance(subject, Employer)
    many = allows_many(version, by_employer=by_employer)
    return Open(case=case, many=many)


def allows_many(version: Version, *, by_employer: bool) -> bool:
    """Whether this applicant may have several open cases of the item.

    An employer for its many people, a person for others whom the form
    asks about, and where the pack says so.
    """
    if by_employer:
        return True
    if version.form.about:
        return True
    return catalog.may_have_many(version.item_code)
