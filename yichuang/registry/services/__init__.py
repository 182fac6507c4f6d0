"""Writes to the golden records, and to what is kept of somebody's credit."""

from yichuang.registry.named import Named, NamedEmployer
from yichuang.registry.services.records import (
    correct_employer_name,
    correct_legal_representative,
    index_names,
    named_problems,
    note_country,
    recognise,
    recognise_employer,
    recognise_person,
    record_employer,
    record_person,
    update_contact,
    update_employer_contact,
)

__all__ = [
    "Named",
    "NamedEmployer",
    "correct_employer_name",
    "correct_legal_representative",
    "index_names",
    "named_problems",
    "note_country",
    "recognise",
    "recognise_employer",
    "recognise_person",
    "record_employer",
    "record_person",
    "update_contact",
    "update_employer_contact",
]
