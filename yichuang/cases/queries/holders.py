"""How one of several people with documents of one number is told from the others."""

from yichuang.catalog import tables
from yichuang.core import masking
from yichuang.reference.rules import documents
from yichuang.registry.models import Person


def document_line(person: Person) -> str:
    """The kind of somebody's document and its number masked.

    Of a passport also which country gave it, where that is known.
    """
    kind = documents.KINDS[person.id_type]
    name = kind.name
    number = masking.id_number(person.id_number)
    code = person.id_country
    if not code:
        return f"{name} {number}"
    countries = tables.passport_countries()
    country = countries.get(code, code)
    return f"{name}（{country}） {number}"
