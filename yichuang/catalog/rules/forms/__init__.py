"""The form engine: pure functions from a form's definition and answers to values, problems, pages and papers."""

from .cleaning import Cleaned, Visible, clean, visible
from .compiling import BrokenForm, compile_form
from .contradicting import against, holds_for
from .covering import cover, names_in, uncover
from .crossing import Told
from .form import Field, Form, Section
from .posting import parse
from .prefilling import prefill
from .presenting import present, said
from .schema import json_schema
from .settling import settled, still_asked

__all__ = [
    "BrokenForm",
    "Cleaned",
    "Field",
    "Form",
    "Section",
    "Told",
    "against",
    "Visible",
    "clean",
    "compile_form",
    "cover",
    "holds_for",
    "json_schema",
    "names_in",
    "parse",
    "prefill",
    "present",
    "uncover",
    "said",
    "settled",
    "still_asked",
    "visible",
]
