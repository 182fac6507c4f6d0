"""Which messages an account may read: all of its person or unit, or those about what it did itself."""

from yichuang.cases.queries import applicants
from yichuang.identity.queries import Sight


def about(sight: Sight) -> list[str] | None:
    """None for everything, else the addresses of the account's own cases: what `notify.queries.inbox` takes."""
    if sight.everything:
        return None
    return [
        f"/my/cases/{uuid}/" for uuid in applicants.of_subject(sight).values_list("uuid", flat=True)
    ]
