"""Model fields: what is personal, encrypted for its own row; moments that the row writes itself by our clock."""

import json

from django.core.exceptions import FieldError
from django.db import models

from yichuang.core import clock, crypto, unbound


class Sealed(bytes):
    """Cipher text as it stands in a row, not opened yet."""


class Opening:
    """The attribute of an encrypted field: its value is opened when somebody asks for it, by the row that it is in."""

    def __init__(self, field: "EncryptedTextField"):
        self.field = field

    def __get__(self, row: models.Model | None, model=None):
        if row is None:
            return self
        name = self.field.attname
        if name not in row.__dict__:  # deferred
            row.refresh_from_db(fields=[name, self.field.bound_to])
        value = row.__dict__[name]
        if isinstance(value, Sealed):
            key = self.field.key_of(row)
            value = self.field.opened(value, key)
            row.__dict__[name] = value
        return value

    def __set__(self, row: models.Model, value) -> None:
        row.__dict__[self.field.attname] = value


class EncryptedTextField(models.BinaryField):
    """A str in Python; in the database ciphertext that opens only in its own table, column and row.

    bound_to: the attribute that names the row and is known before it is saved; was: the column in which servers of
    before kept it in the clear. Search by a blind index beside it; `values()` gives Sealed, for `opened`."""

    descriptor_class = Opening

    def __init__(self, *args, bound_to: str = "uuid", was: str = "", **kwargs):
        super().__init__(*args, **kwargs)
        self.bound_to = bound_to
        self.was = was

    def sealed(self, value, key) -> Sealed:
        """The ciphertext of a value in the row that `bound_to` names so."""
        text = self._text(value)
        place = self._place(key)
        return Sealed(crypto.seal(text, place))

    def opened(self, blob: bytes, key):
        """The value in it. Raises InvalidTag when it belongs to another row, or to none where all are bound."""
        if not crypto.is_bound(blob) and unbound.accepted(self.model._meta.db_table):
            text = crypto.unseal_unbound(blob)
        else:
            place = self._place(key)
            text = crypto.unseal(blob, place)
        return self._value(text)

    def key_of(self, row: models.Model):
        """What names this row."""
        return getattr(row, self.bound_to)

    def _place(self, key) -> str:
        meta = self.model._meta
        named_by = meta.get_field(self.bound_to)
        key = named_by.to_python(key)
        if key is None:
            raise FieldError(f"{self.name} is bound to {self.bound_to}, which is not known yet")
        return f"{meta.db_table}.{self.column}:{key}"

    def _text(self, value) -> str:
        return value

    def _value(self, text: str):
        return text

    def pre_save(self, model_instance, add):
        value = getattr(model_instance, self.attname)
        if value is None:
            return None
        key = self.key_of(model_instance)
        return self.sealed(value, key)

    def get_db_prep_value(self, value, connection, prepared=False):
        if value is not None and not isinstance(value, Sealed):
            raise FieldError(
                f"{self.name} is bound to its row: save the row, or seal the value for it"
            )
        return super().get_db_prep_value(value, connection, prepared)

    def from_db_value(self, value, expression, connection):
        return None if value is None else Sealed(value)

    def to_python(self, value):
        return value

    def get_lookup(self, lookup_name):
        if lookup_name != "isnull":
            raise FieldError(f"{self.name} is encrypted: search its blind index")
        return super().get_lookup(lookup_name)


class EncryptedJSONField(EncryptedTextField):
    """Any JSON value, encrypted as one text."""

    def _text(self, value) -> str:
        return json.dumps(value, ensure_ascii=False, separators=(",", ":"))

    def _value(self, text: str):
        return json.loads(text)


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
