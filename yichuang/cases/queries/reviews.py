"""What the reviews of a case found."""

import json
from dataclasses import dataclass, field

from django.db.models import BigAutoField

from yichuang.cases.models import Case, CaseEvent
from yichuang.core import prepared

_REVIEWS = prepared.Prepared(
    lambda: (
        CaseEvent.objects.filter(case_id=prepared.Told("case", BigAutoField()), kind="review")
        .order_by("seq")
        .values_list("data", flat=True)
    )
)


@dataclass(frozen=True)
class Reviewed:
    """By the code of a review point, what was said of it last; points never looked at are missing.

    findings: "good", "bad" or "unclear".
    facts: what was found, in words.
    """

    findings: dict[str, str] = field(default_factory=dict)
    facts: dict[str, str] = field(default_factory=dict)

    def add(self, entry: dict) -> None:
        """What another review told, which stands from then on."""
        findings = entry["findings"]
        facts = entry.get("facts", {})
        self.findings.update(findings)
        self.facts.update(facts)


def of_case(case: Case) -> Reviewed:
    """One read."""
    reviewed = Reviewed()
    for text in _REVIEWS(case=case.pk):
        entry = json.loads(text)
        reviewed.add(entry["data"])
    return reviewed
