"""How one of several people with documents of one number is told from the others."""

from yichuang.catalog import tables
from yichuang.core import masking
from yichuang.reference.rules import documents
from yichuang.registry.models import Person


def document_line(person: Person) -> str:
    """The kind of somebody's document, which country gave it where that is known, and its number masked."""
    kind = documents.KINDS[person.id_type]
    number = masking.id_number(person.id_number)
    if not person.id_country:
        return f"{kind.name} {number}"
    countries = tables.passport_countries()
    country = countries.get(person.id_country, person.id_country)
    return f"{kind.name}（{country}） {number}"
