"""Ciphertexts of before places were bound, and texts that were kept in the clear, are sealed anew for their own row.

It goes batch by batch; begun again it goes on where it stopped. A table in which nothing is left is marked, and from
then on its unbound values are refused (core.unbound)."""

from django.apps import apps
from django.db import connection, models, transaction
from psycopg.sql import SQL, Identifier

from yichuang.core import clock, crypto
from yichuang.core.fields import EncryptedTextField
from yichuang.core.models import Binding

BATCH = 500
_IN_THE_CLEAR = SQL(
    "select {pk}, {key}, {was} from {table} where {was} <> '' limit {batch} for update"
)
_SEAL = SQL("update {table} set {column} = %s, {was} = '' where {pk} = %s")


class FirstByte(models.Func):
    """The version byte of a ciphertext."""

    template = "get_byte(%(expressions)s, 0)"
    output_field = models.IntegerField()


def secret_fields(model: type[models.Model]) -> list[EncryptedTextField]:
    """The encrypted fields of a model, in the order of its columns.

    A model without any has nothing to bind."""
    secrets = []
    for field in model._meta.concrete_fields:
        if isinstance(field, EncryptedTextField):
            secrets.append(field)
    return secrets


def bind_all() -> dict[str, int]:
    """Table → how many values or rows were changed now."""
    changed = {}
    for model in apps.get_models():
        if secret_fields(model):
            table = model._meta.db_table
            changed[table] = bind(model)
    return changed


def bind(model: type[models.Model]) -> int:
    """Bind what one table holds, and mark it; returns how many values or rows were changed.

    Nothing is asked of a table that is marked. What a server of before writes meanwhile behind the mark is found at the
    end, and the table is gone through once more."""
    table = model._meta.db_table
    marks = Binding.objects
    mark, _ = marks.get_or_create(table_name=table)
    changed = 0
    while mark.finished_at is None:
        for field in secret_fields(model):
            if field.was:
                changed += _seal_what_is_in_the_clear(field)
        changed += _bind_behind(model, mark)
        if _holds_unbound(model):  # written behind us by a server of before
            mark.last = 0
        else:
            mark.finished_at = clock.now()
        mark.save()
    return changed


@transaction.atomic
def bind_batch(model: type[models.Model], mark: Binding) -> tuple[int, int]:
    """Go on by one batch behind the mark, and move it; returns how many rows were seen and how many changed.

    The rows are locked for that long: nobody changes a value between its reading and its writing. Mark and rows are
    written together, so that an interrupted run loses one batch at most."""
    behind = model._base_manager.filter(pk__gt=mark.last)
    rows = behind.order_by("pk").select_for_update()[:BATCH]
    seen = 0
    changed = 0
    for row in rows:
        seen += 1
        mark.last = row.pk
        if _bound_anew(row):
            changed += 1
    mark.save(update_fields=["last"])
    return seen, changed


def _bind_behind(model: type[models.Model], mark: Binding) -> int:
    """All batches behind the mark.

    Returns how many rows were changed."""
    total = 0
    seen = BATCH
    while seen:
        seen, changed = bind_batch(model, mark)
        total += changed
    return total


def _bound_anew(row: models.Model) -> bool:
    """Seal for its row what is bound to none; whether there was anything.

    Times of change stay: nobody changed what the row says."""
    anew = {}
    for field in secret_fields(type(row)):
        blob = row.__dict__[field.attname]
        if blob is None or crypto.is_bound(blob):
            continue
        key = field.key_of(row)
        value = field.opened(blob, key)
        anew[field.name] = field.sealed(value, key)
    if not anew:
        return False
    rows = type(row)._base_manager
    same_row = rows.filter(pk=row.pk)
    same_row.update(**anew)
    return True


def _seal_what_is_in_the_clear(field: EncryptedTextField) -> int:
    """All that servers of before wrote into the plain column of this field.

    Returns how many values there were."""
    total = 0
    sealed = BATCH
    while sealed:
        sealed = _seal_a_batch(field)
        total += sealed
    return total


@transaction.atomic
def _seal_a_batch(field: EncryptedTextField) -> int:
    meta = field.model._meta
    named_by = meta.get_field(field.bound_to)
    names = _quoted(
        table=meta.db_table,
        pk=meta.pk.column,
        key=named_by.column,
        was=field.was,
        column=field.column,
    )
    select = _IN_THE_CLEAR.format(batch=BATCH, **names)
    update = _SEAL.format(**names)
    with connection.cursor() as cursor:
        cursor.execute(select)
        rows = cursor.fetchall()
        for pk, key, text in rows:
            blob = field.sealed(text, key)
            cursor.execute(update, [blob, pk])
    return len(rows)


def _quoted(**names: str) -> dict[str, Identifier]:
    quoted = {}
    for word, name in names.items():
        quoted[word] = Identifier(name)
    return quoted


def _holds_unbound(model: type[models.Model]) -> bool:
    for field in secret_fields(model):
        column = models.F(field.attname)
        rows = model._base_manager.annotate(first=FirstByte(column))
        if rows.filter(first__lt=crypto.BOUND).exists():
            return True
    return False
