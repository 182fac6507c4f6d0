"""Somebody who was named and not looked up yet: what a door that must be fast hands on."""

import hashlib
import json
from dataclasses import dataclass

from yichuang.core import crypto, spelling


@dataclass(frozen=True)
class Named:
    """A person by document and name.

    phone: noted in the register together with what they apply for, where it has none; id_country: who issued a
    passport, "" where it was not told."""

    name: str
    id_number: str
    id_type: str = "01"
    phone: str = ""
    id_country: str = ""

    @property
    def identity(self) -> bytes:
        """As in Person.identity_blind: equal only where type, number, name and country are, each by itself."""
        parts = [self.id_type, spelling.code(self.id_number), spelling.name(self.name)]
        if self.id_country:
            parts.append(self.id_country)
        return _blind(parts)

    @property
    def id_blind(self) -> bytes:
        """As in Person.id_blind: equal where the number is."""
        number = spelling.code(self.id_number)
        return crypto.blind(number)


@dataclass(frozen=True)
class NamedEmployer:
    """An employer by its unified code and name."""

    name: str
    credit_code: str

    @property
    def identity(self) -> bytes:
        """Equal only where code and name are equal."""
        parts = ["employer", spelling.code(self.credit_code), spelling.name(self.name)]
        return _blind(parts)


def _blind(parts: list[str]) -> bytes:
    identity_text = json.dumps(parts)
    digest = hashlib.sha256(identity_text.encode())
    return crypto.blind(digest.hexdigest())
