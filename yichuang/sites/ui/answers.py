"""A filled form as people read it: every code by its name."""

from collections.abc import Collection, Mapping
from typing import Any

from yichuang.catalog import tables
from yichuang.catalog.rules.forms import Field, Form, present
from yichuang.catalog.rules.forms.presenting import KeyedLine, Line, in_words, present_by_key
from yichuang.sites.ui import regions

NAMES = {"region": regions.name_of, "occupation": tables.occupation_name}


def shown(form: Form, values: Mapping[str, Any]) -> list[tuple[str, list[Line]]]:
    """[(section, [(label, text, masked text)])] of the answers, with the names of places and occupations."""
    return present(form, values, NAMES)


def shown_by_key(
    form: Form, values: Mapping[str, Any], open_texts: Collection[str] = ()
) -> list[tuple[str, list[KeyedLine]]]:
    """As `shown`, each line beside the key of its field. open_texts: what is masked nowhere on this page."""
    return present_by_key(form, values, NAMES, open_texts)


def words(field: Field, value: Any) -> str:
    """One answer in words, "" for none."""
    return in_words(field, value, NAMES)
