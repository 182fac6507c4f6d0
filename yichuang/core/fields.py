"""Model fields: personal identifiers encrypted, and moments that the row writes itself by the platform's clock."""

import json

from django.core.exceptions import FieldError
from django.db import models

from yichuang.core import clock, crypto


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


class ClockNow(models.Func):
    """The present moment by the platform's clock, in SQL: for the default of a column."""

    function = "core_now"
    arity = 0
    output_field = models.DateTimeField()


class MomentField(models.DateTimeField):
    """A DateTimeField whose `auto_now` and `auto_now_add` ask `core.clock`. To the database it is the plain column."""

    def pre_save(self, model_instance, add):
        if self.auto_now or (self.auto_now_add and add):
            setattr(model_instance, self.attname, clock.now())
        return getattr(model_instance, self.attname)

    def deconstruct(self):
        name, _, args, kwargs = super().deconstruct()
        return name, "django.db.models.DateTimeField", args, kwargs
