"""What an application form may be filled with before anybody types: the register, and the subject's own last case.

At a desk that case is one which the officer may see: a form is no way round the scope."""

from typing import Any

from yichuang.accounts.models import Officer
from yichuang.cases.models import Case
from yichuang.cases.queries import cases, scope
from yichuang.cases.queries.versions import Version
from yichuang.catalog.rules.forms import prefill
from yichuang.identity.queries import Sight
from yichuang.registry import queries as registry
from yichuang.registry.models import Employer, Person

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
    last = cases.of_subject(sight).defer(None).filter(item_code=version.item_code).first()
    own = {f"own_last_case.{key}": value for key, value in last.form.items()} if last else {}
    return prefill(version.form, facts(sight) | own)


def facts(sight: Sight) -> dict[str, str]:
    """`registry.queries.facts` as far as the account sees."""
    known_ones = registry.facts(sight.subject)
    if sight.everything:
        return known_ones
    typed = {key: value for key, value in known_ones.items() if key in FIXED}
    return typed | {"registry.person.phone": sight.phone} if sight.is_person else typed


def known_at_desk(version: Version, subject: Person | Employer, officer: Officer) -> dict[str, tuple[Any, str]]:
    """`known` for somebody who stands before an officer: the register, and the last case that the officer may see."""
    side = {"person": subject} if isinstance(subject, Person) else {"employer": subject}
    seen = Case.objects.filter(scope.visible_to(officer), item_code=version.item_code, **side)
    last = seen.order_by("-id").first()
    own = {f"own_last_case.{key}": value for key, value in last.form.items()} if last else {}
    return prefill(version.form, registry.facts(subject) | own)
