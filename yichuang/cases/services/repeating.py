"""What was granted before is answered for before it is granted once more."""

from typing import Any

from yichuang.cases.models import Case
from yichuang.cases.queries import earlier
from yichuang.cases.queries.versions import Version
from yichuang.cases.rules import repeating
from yichuang.core.errors import Invalid


def answered(case: Case, version: Version, answer: str) -> dict[str, Any]:
    """What the entry of a grant tells of earlier ones.

    version: of the case.
    answer: a key of `repeating.REASONS`; not looked at where nothing was granted before.

    {} where nothing was. Raises Invalid where something was and the answer is none.
    """
    grants = earlier.before(version, case)
    if not grants:
        return {}
    problems = repeating.problems(answer)
    if problems:
        raise Invalid(problems)
    numbers = []
    for grant in grants:
        number = grant.case.number
        numbers.append(number)
    words = repeating.REASONS[answer]
    return {"once_more": words, "granted_before": numbers}
