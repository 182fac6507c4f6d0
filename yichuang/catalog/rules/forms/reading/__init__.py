"""What a person gave becomes a typed value, or is refused with one sentence. One small reader per field type."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from ..form import Field
from . import codes, figures, words
from .base import Around, Refused, blank, stored
from .words import MAX_LONG_TEXT, MAX_TEXT, NOT_YET, ON_PAPER, SIGN_METHODS

DEFAULT_ACCEPT = ("pdf", "ofd", "jpg", "jpeg", "png")

READERS: dict[str, Callable[[Field, Any, Around], Any]] = {
    "text": words.read_text,
    "long_text": words.read_long_text,
    "integer": figures.read_integer,
    "decimal": figures.read_decimal,
    "money_yuan": figures.read_money,
    "date": figures.read_date,
    "datetime": figures.read_datetime,
    "month": figures.read_month,
    "choice": words.read_choice,
    "multi_choice": words.read_multi_choice,
    "boolean": words.read_boolean,
    "region": codes.read_region,
    "id_number": codes.read_id_number,
    "credit_code": codes.read_credit_code,
    "phone": codes.read_phone,
    "bank_account": codes.read_bank_account,
    "email": words.read_email,
    "file": words.read_file,
    "signature": words.read_signature,
    "table": words.read_table,
    "person_ref": codes.read_person_ref,
    "employer_ref": codes.read_employer_ref,
    "occupation": codes.read_occupation,
    "industry": codes.coded(r"[A-T]"),
    "education": words.read_choice,
    "nationality": codes.coded(r"[0-9]{2}"),
    "hukou_type": words.read_choice,
}


def read(
    field: Field, raw: Any, around: Around, beside: Mapping[str, Any] = MappingProxyType({})
) -> Any:
    """The typed value of a non-blank answer (text, int, Decimal, bool, moment, list or dict); raises Refused.

    beside: the typed answers that stand before it, in the form or in the row. One of them may say of which kind the
    document of a number is; where none does, the number has 18 digits."""
    kind_key = field.validate.get("document")
    if field.type == "id_number" and beside.get(kind_key):
        return codes.read_document(field, raw, around, beside[kind_key])
    return READERS[field.type](field, raw, around)


__all__ = [
    "DEFAULT_ACCEPT",
    "MAX_LONG_TEXT",
    "MAX_TEXT",
    "READERS",
    "NOT_YET",
    "ON_PAPER",
    "SIGN_METHODS",
    "Around",
    "Refused",
    "blank",
    "read",
    "stored",
]
