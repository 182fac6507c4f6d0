"""Loads packs/forms: the form language, code lists, field groups and one form per item."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings

from yichuang.core import packs

from .rules.forms import Form, compile_form
from .rules.forms.checks import check_forms


@dataclass(frozen=True)
class FormPacks:
    """`language` is types.yaml; `code_lists` and `groups` are by key, `forms` by item code: plain JSON data."""

    language: dict[str, Any]
    code_lists: dict[str, Any]
    groups: dict[str, Any]
    forms: dict[str, Any]

    def compiled(self, code: str) -> Form:
        """The compiled form of an item; raises KeyError for an item without one."""
        return compile_form(self.forms[code], self.groups, self.code_lists)

    def problems(self) -> list[str]:
        """What is wrong with these packs, for `manage check_packs`."""
        most_names = settings.DATA_UPLOAD_MAX_NUMBER_FIELDS
        return check_forms(self.language, self.code_lists, self.groups, self.forms, most_names)


def load_forms(root: Path = packs.ROOT) -> FormPacks:
    """Read the form packs below `root`/forms."""
    folder = root / "forms"
    return FormPacks(
        language=packs.read(folder / "types.yaml"),
        code_lists=packs.read(folder / "code_lists.yaml")["code_lists"],
        groups={group["key"]: group for group in packs.read(folder / "groups.yaml")["groups"]},
        forms={path.stem: packs.read(path) for path in sorted((folder / "items").glob("*.yaml"))},
    )
