"""Model fields that hold personal identifiers encrypted."""

import json

from django.core.exceptions import FieldError
from django.db import models

from yichuang.core import crypto


class EncryptedTextField(models.BinaryField):
    """A str in Python, ciphertext with its key version in the database. Search it by a blind index beside it."""

    def get_db_prep_value(self, value, connection, prepared=False):
        if isinstance(value, str):
            value = crypto.encrypt(value)
        return super().get_db_prep_value(value, connection, prepared)

    def from_db_value(self, value, expression, connection):
        return None if value is None else crypto.decrypt(value)

    def to_python(self, value):
        return value

    def get_lookup(self, lookup_name):
        if lookup_name != "isnull":
            raise FieldError(f"{self.name} is encrypted: search its blind index")
        return super().get_lookup(lookup_name)


class EncryptedJSONField(EncryptedTextField):
    """Any JSON value, encrypted as one text."""

    def get_db_prep_value(self, value, connection, prepared=False):
        if value is not None and not isinstance(value, bytes | memoryview):
            value = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
        return super().get_db_prep_value(value, connection, prepared)

    def from_db_value(self, value, expression, connection):
        return None if value is None else json.loads(crypto.decrypt(value))
