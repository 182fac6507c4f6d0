"""Packs into the database, lowest module first: each module's `packs.py` has load() and check()."""

from collections.abc import Iterator
from importlib import import_module
from importlib.util import find_spec

from django.apps import apps


def packs_of_modules(verb: str) -> Iterator[tuple[str, object]]:
    """(app label, function) for every module whose packs.py has `verb`, in the order of INSTALLED_APPS."""
    for config in apps.get_app_configs():
        if config.name.startswith("yichuang.") and find_spec(f"{config.name}.packs"):
            function = getattr(import_module(f"{config.name}.packs"), verb, None)
            if function and config.label != "core":
                yield config.label, function
