"""What an application form may be filled with before anybody types: the register, and the subject's own last case."""

from typing import Any

from yichuang.cases.models import Case
from yichuang.cases.queries.versions import Version
from yichuang.catalog.rules.forms import prefill
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


def known(version: Version, subject: Person | Employer) -> dict[str, tuple[Any, str]]:
    """Field key → (value, source) of this form for this subject; source as in `catalog.rules.forms.prefill`."""
    side = {"person": subject} if isinstance(subject, Person) else {"employer": subject}
    last = Case.objects.filter(item_code=version.item_code, **side).order_by("-id").first()
    own = {f"own_last_case.{key}": value for key, value in last.form.items()} if last else {}
    return prefill(version.form, registry.facts(subject) | own)
