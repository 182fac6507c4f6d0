"""Who may act for a unit by a mandate, as its own page and the counter list them."""

from dataclasses import dataclass
from datetime import date

from yichuang.cases import tables
from yichuang.cases.models import Mandate
from yichuang.cases.queries import taken_back
from yichuang.core import masking
from yichuang.reference.rules import documents
from yichuang.registry.models import Employer
from yichuang.sites.ui.wording import cndate


@dataclass(frozen=True)
class Mandated:
    """One mandate that stands. document: of whom it names, masked; what: for which matters; where: it was brought."""

    uuid: str
    name: str
    document: str
    what: str
    days: str
    signed: str
    where: str


def rows(unit: Employer, today: date) -> list[Mandated]:
    """Every mandate of the unit by which somebody may act today, the newest first."""
    labels = tables.scopes_of_mandates()
    shown = []
    for mandate in taken_back.standing(unit, today):
        row = _row(mandate, labels)
        shown.append(row)
    return shown


def _row(mandate: Mandate, labels: dict[str, str]) -> Mandated:
    person = mandate.person
    kind = documents.KINDS[person.id_type].name
    number = masking.id_number(person.id_number)
    what = labels[mandate.scope]
    if mandate.as_handler:
        what = f"{what}，当经办人"
    begins = cndate(mandate.signed_on)
    ends = mandate.until or mandate.brought_on
    return Mandated(
        uuid=str(mandate.uuid),
        name=person.name,
        document=f"{kind}{number}",
        what=what,
        days=f"{begins}到{cndate(ends)}",
        signed=mandate.signed_by,
        where=f"{mandate.officer.organisation.name}，{cndate(mandate.brought_on)}交的",
    )
