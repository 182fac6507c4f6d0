"""A second application for the same item while one is open: told to whoever begins it, and possible only where the
item allows many (`packs/catalogue/repeats.yaml`) or where it is about somebody else. What was granted and still holds
is told too, to whoever begins it and to whoever decides."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from yichuang.accounts.models import Officer
from yichuang.cases.models import Case, CaseEvent, Party
from yichuang.cases.queries import applicants, scope, versions
from yichuang.cases.queries.versions import Version
from yichuang.cases.rules import grant_words, granting, states
from yichuang.catalog import queries as catalog
from yichuang.core import spelling
from yichuang.core.clock import local
from yichuang.identity.queries import Sight
from yichuang.registry.models import Employer, Person

_A_YEAR = 366  # days
_MOST = 20  # earlier grants that are looked through, the newest first


@dataclass(frozen=True)
class Open:
    """The newest case of the same item that is not finished; many: whether the item allows another beside it."""

    case: Case
    many: bool


def for_account(version: Version, sight: Sight) -> Open | None:
    """Among the cases that the account sees."""
    return _open(applicants.of_subject(sight), version, sight.subject)


@dataclass(frozen=True)
class Granted:
    """The newest case of the same item that was granted, whose grant is paid once or still lasts.

    on: the day.
    money: what it pays, label → text; {} where it pays nothing."""

    case: Case
    on: date
    money: Mapping[str, str] = field(default_factory=dict)


def granted_to_account(version: Version, sight: Sight, today: date) -> Granted | None:
    """Among the cases that the account sees: what it was granted already and applies for once more."""
    return _granted(applicants.of_subject(sight), version, sight.subject, today)


def granted_at_desk(
    version: Version, subject: Person | Employer, officer: Officer, today: date
) -> Granted | None:
    """Among the subject's cases that the officer may see."""
    return _granted(_at_desk(subject, officer), version, subject, today)


def granted_before(version: Version, case: Case, today: date) -> Granted | None:
    """What whoever decides the case is told, wherever it was granted: to the same person, or about the same person to
    another who asked for them. What is granted anew for each paper, each injury or each employer is told of nowhere."""
    if not case.person_id or catalog.may_have_many(version.item_code):
        return None
    earlier = _approved(Case.objects.exclude(pk=case.pk), version)
    earlier = earlier.select_related("organisation__region", "region").order_by("-id")
    if not version.form.about:
        alone = earlier.filter(person=case.person_id)
        return _still_holding(alone.defer("form"), version, today)
    related = earlier.filter(_on_the_same_people(case))
    wanted_for = _beneficiaries(version, case)
    for other in related.select_related("person")[:_MOST]:
        if _beneficiaries(version, other) & wanted_for:
            return _as_granted(other, version, today)
    return None


def _on_the_same_people(case: Case) -> Q:
    """A filter on Case: applied for by the applicant or by whom the case is about, or about one of the latter. Keys are
    read first, so that each side has its index."""
    about = Party.objects.filter(role="about")
    people = about.filter(case=case).values_list("person_id", flat=True)
    concerned = list(people)
    if not concerned:
        return Q(person=case.person_id)
    about_them = about.filter(person__in=concerned).values_list("case_id", flat=True)
    applicants_too = [case.person_id, *concerned]
    return Q(person__in=applicants_too) | Q(pk__in=list(about_them))


def _beneficiaries(version: Version, case: Case) -> set[str]:
    """Numbers of those whom a case is about: of nobody else about its applicant."""
    return _whom(version, case.form) or {case.person.id_number}


def _granted(
    visible: QuerySet[Case], version: Version, subject: Person | Employer, today: date
) -> Granted | None:
    by_employer = isinstance(subject, Employer)
    if allows_many(version, by_employer=by_employer):
        return None
    return _still_holding(_approved(visible, version), version, today)


def _approved(cases: QuerySet[Case], version: Version) -> QuerySet[Case]:
    """Those of this item that were granted; none where a grant neither pays nor lasts."""
    if not version.pays and not catalog.lasts(version.item_code):
        return cases.none()
    return cases.filter(
        item_code=version.item_code,
        state=states.CLOSED,
        outcome=states.APPROVED,
        decided_at__isnull=False,
    )


def _still_holding(granted: QuerySet[Case], version: Version, today: date) -> Granted | None:
    newest = granted.first()
    if newest is None:
        return None
    return _as_granted(newest, version, today)


def _as_granted(case: Case, version: Version, today: date) -> Granted | None:
    """The grant with what it pays; None where that is over."""
    decided = local(case.decided_at)
    on = decided.date()
    if not version.pays:
        return Granted(case, on)
    try:
        approval = versions.last_told(case, "approve").told
    except CaseEvent.DoesNotExist:
        approval = {}
    if not _still_paid(approval, version, on, today):
        return None
    return Granted(case, on, grant_words.rows_of(approval))


def _still_paid(
    approval: Mapping[str, Any], version: Version, decided_on: date, today: date
) -> bool:
    """Whether what was granted is paid once for all, or by month and not over yet. A decision of before it named its
    months is told of for a year."""
    terms = version.terms_for({})
    if terms.pay != granting.MONTHS:
        return True
    until = approval.get("until")
    if until:
        this_month = today.isoformat()[:7]
        return this_month <= until
    passed = today - decided_on
    return passed.days <= _A_YEAR


def in_the_way(
    version: Version,
    subject: Person | Employer,
    answers: Mapping[str, Any],
    *,
    officer: Officer | None,
    sight: Sight | None,
) -> Case | None:
    """The open case, seen by this desk or account, because of which these answers may not be sent; None for none."""
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
    people = _whom(version, answers)
    running = visible.filter(item_code=version.item_code, open=True)
    for case in running.defer(None):
        if _whom(version, case.form) == people:
            return case
    return None


def _whom(version: Version, answers: Mapping[str, Any]) -> set[str]:
    return {spelling.code(each["number"]) for each in version.about(answers)}


def at_desk(version: Version, subject: Person | Employer, officer: Officer) -> Open | None:
    """Among the subject's cases that the officer may see: a desk tells nothing of other places."""
    return _open(_at_desk(subject, officer), version, subject)


def _at_desk(subject: Person | Employer, officer: Officer) -> QuerySet[Case]:
    visible = Case.objects.filter(scope.visible_to(officer))
    if isinstance(subject, Person):
        own = visible.filter(person=subject)
    else:
        own = visible.filter(employer=subject)
    newest = own.order_by("-id")
    return newest.defer("form")


def _open(visible: QuerySet[Case], version: Version, subject: Person | Employer) -> Open | None:
    same_item = visible.filter(item_code=version.item_code)
    case = same_item.filter(open=True).first()
    if case is None:
        return None
    return Open(case=case, many=allows_many(version, by_employer=isinstance(subject, Employer)))


def allows_many(version: Version, *, by_employer: bool) -> bool:
    """Whether this applicant may have several open cases of the item: an employer for its many people, a person for
    others whom the form asks about, and where the pack says so."""
    if by_employer:
        return True
    if version.form.about:
        return True
    return catalog.may_have_many(version.item_code)
