"""What was granted in the same matter before and still holds: told to whoever begins it anew, and to whoever decides.

Of money: paid once for all, or by month and not over yet. Of what pays nothing: what goes on holding
(`packs/catalogue/repeats.yaml`).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from yichuang.cases.models import Case, CaseEvent, Party
from yichuang.cases.queries import versions
from yichuang.cases.queries.versions import Version
from yichuang.cases.rules import grant_words, granting, states
from yichuang.catalog import queries as catalog
from yichuang.core import spelling
from yichuang.core.clock import local

_A_YEAR = 366  # days
_MOST = 20  # earlier grants that are looked through, the newest first


@dataclass(frozen=True)
class Granted:
    """The newest case of the same item that was granted and still holds.

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
    return cases.filter(
        item_code=version.item_code,
        state=states.CLOSED,
        outcome=states.APPROVED,
        decided_at__isnull=False,
    )


def newest(granted_cases: QuerySet[Case], version: Version, today: date) -> Granted | None:
    """The first of them, if it still holds.

    granted_cases: of this item, the newest first.
    """
    case = granted_cases.first()
    if case is None:
        return None
    return _if_it_holds(case, version, today)


def before(version: Version, case: Case, today: date) -> Granted | None:
    """What whoever decides this case is told, wherever it was granted.

    To the same person, or about the same person to another who asked for them; of whom our register does not know
    nobody can tell. What is granted anew for each paper, each injury or each employer is told of nowhere.
    """
    if not case.person_id:
        return None
    if catalog.may_have_many(version.item_code):
        return None
    others = Case.objects.exclude(pk=case.pk)
    earlier = approved(others, version)
    earlier = earlier.select_related("organisation__region")
    earlier = earlier.order_by("-id")
    if not version.form.about:
        of_applicant = earlier.filter(person=case.person_id)
        return newest(of_applicant.defer("form"), version, today)
    return _about_the_same(earlier, version, case, today)


def _about_the_same(
    earlier: QuerySet[Case], version: Version, case: Case, today: date
) -> Granted | None:
    """The newest of them that names somebody whom this case is about."""
    people = _beneficiaries(version, case)
    on_the_same = _on_the_same_people(case)
    related = earlier.filter(on_the_same)
    related = related.select_related("person")
    for other in related[:_MOST]:
        others_people = _beneficiaries(version, other)
        if people & others_people:
            return _if_it_holds(other, version, today)
    return None


def _on_the_same_people(case: Case) -> Q:
    """A filter on Case: applied for by the applicant or by whom the case is about, or about one of the latter.

    Keys are read first, so that each side has its index.
    """
    about = Party.objects.filter(role="about")
    of_case = about.filter(case=case)
    people = of_case.values_list("person_id", flat=True)
    concerned = list(people)
    if not concerned:
        return Q(person=case.person_id)
    about_them = about.filter(person__in=concerned)
    cases = about_them.values_list("case_id", flat=True)
    keys = list(cases)
    applicants_too = [case.person_id, *concerned]
    return Q(person__in=applicants_too) | Q(pk__in=keys)


def people_of(version: Version, answers: Mapping[str, Any]) -> set[str]:
    """Numbers of those whom the answers are about, where that is not the applicant."""
    numbers = set()
    for person in version.about(answers):
        number = spelling.code(person["number"])
        numbers.add(number)
    return numbers


def _beneficiaries(version: Version, case: Case) -> set[str]:
    """Numbers of those whom a case is about: of nobody else about its applicant."""
    people = people_of(version, case.form)
    if not people and case.person:
        people = {case.person.id_number}
    return people


def _if_it_holds(case: Case, version: Version, today: date) -> Granted | None:
    """The grant with what it pays.

    None where that is over.
    """
    decided = local(case.decided_at)
    on = decided.date()
    if not version.pays:
        return Granted(case, on)
    approval = _approval_of(case)
    if not _is_still_paid(approval, version, on, today):
        return None
    money = grant_words.rows_of(approval)
    return Granted(case, on, money)


def _approval_of(case: Case) -> Mapping[str, Any]:
    """What the decision told; {} of one that left no entry."""
    try:
        approval = versions.last_told(case, "approve")
    except CaseEvent.DoesNotExist:
        return {}
    return approval.told


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
