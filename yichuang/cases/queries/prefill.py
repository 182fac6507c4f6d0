"""What an application form may be filled with before anybody types: the register, and the subject's own last case.

At a desk that case is one which the officer may see: a form is no way round the scope."""

from typing import Any

from django.db.models import QuerySet

from yichuang.accounts.models import Officer
from yichuang.cases.models import Case
from yichuang.cases.queries import applicants, scope
from yichuang.cases.queries.versions import Version
from yichuang.catalog.rules.forms import prefill
from yichuang.identity.queries import Sight
from yichuang.registry import queries as registry
from yichuang.registry.models import Employer, Person

EARLIER_READ = (
    6  # of the subject's newest cases: what was answered in them may be answered so again
)
# facts that the register vouches for: shown, never typed over
FIXED = frozenset(
    f"registry.{path}"
    for path in (
        "person.name",
        "person.id_type",
        "person.id_number",
        "person.sex",
        "person.birth_date",
        "employer.name",
        "employer.credit_code",
    )
)


def known(version: Version, sight: Sight) -> dict[str, tuple[Any, str]]:
    """Field key → (value, source) of this form for this account; source as in `catalog.rules.forms.prefill`.

    An account that is not proved gets the name and number that it was opened with, its own phone, and what it wrote
    itself: nothing that the register knows beyond."""
    return prefill(
        version.form, _answered(version, applicants.of_subject(sight).defer(None)) | facts(sight)
    )


def facts(sight: Sight) -> dict[str, str]:
    """`registry.queries.facts` as far as the account sees."""
    known_ones = registry.facts(sight.subject)
    if sight.everything:
        return known_ones
    typed = {key: value for key, value in known_ones.items() if key in FIXED}
    return typed | {"registry.person.phone": sight.phone} if sight.is_person else typed


def known_at_desk(
    version: Version, subject: Person | Employer, officer: Officer
) -> dict[str, tuple[Any, str]]:
    """`known` for somebody who stands before an officer: the register, and the cases that the officer may see."""
    side = {"person": subject} if isinstance(subject, Person) else {"employer": subject}
    visible = Case.objects.filter(scope.visible_to(officer), **side)
    return prefill(version.form, _answered(version, visible) | registry.facts(subject))


def _answered(version: Version, visible: QuerySet[Case]) -> dict[str, Any]:
    """What was answered before: in the last case of this very item, and in the newest ones of any."""
    answers: dict[str, Any] = {}
    newest = visible.order_by("-id")
    for case in reversed(newest[:EARLIER_READ]):
        answers |= {f"own_earlier.{key}": value for key, value in case.form.items()}
    last = newest.filter(item_code=version.item_code).first()
    if last:
        answers |= {f"own_last_case.{key}": value for key, value in last.form.items()}
    return answers
