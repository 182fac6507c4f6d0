"""A second application for the same item while one is open: told to whoever begins it, and possible only where the item
allows many (`packs/catalogue/repeats.yaml`)."""

from dataclasses import dataclass

from django.db.models import QuerySet

from yichuang.accounts.models import Officer
from yichuang.cases.models import Case
from yichuang.cases.queries import cases, scope
from yichuang.cases.queries.versions import Version
from yichuang.catalog import queries as catalog
from yichuang.identity.queries import Sight
from yichuang.registry.models import Employer, Person


@dataclass(frozen=True)
class Open:
    """The newest case of the same item that is not finished; many: whether the item allows another beside it."""

    case: Case
    many: bool


def for_account(version: Version, sight: Sight) -> Open | None:
    """Among the cases that the account sees."""
    return _open(cases.of_subject(sight), version, sight.subject)


def at_desk(version: Version, subject: Person | Employer, officer: Officer) -> Open | None:
    """Among the subject's cases that the officer may see: a desk tells nothing of other places."""
    seen = Case.objects.filter(scope.visible_to(officer))
    if isinstance(subject, Person):
        own = seen.filter(person=subject)
    else:
        own = seen.filter(employer=subject)
    newest = own.order_by("-id")
    newest = newest.defer("form")
    return _open(newest, version, subject)


def _open(seen: QuerySet[Case], version: Version, subject: Person | Employer) -> Open | None:
    same_item = seen.filter(item_code=version.item_code)
    case = same_item.filter(open=True).first()
    if case is None:
        return None
    return Open(
        case=case,
        many=allows_many(version, subject),
    )


def allows_many(version: Version, subject: Person | Employer) -> bool:
    """Whether this applicant may have several open cases of the item: an employer for its many people, a person for
    others whom the form asks about, and where the pack says so."""
    if isinstance(subject, Employer):
        return True
    if version.form.about:
        return True
    return catalog.may_have_many(version.item_code)
