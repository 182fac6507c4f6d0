"""Uploads that no case and no draft has come to need: row and file go after the days that the pack says."""

from datetime import date, datetime
from uuid import UUID

from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import ProtectedError

from yichuang.audit.services import record
from yichuang.cases.models import StoredFile
from yichuang.cases.queries import drafts
from yichuang.cases.tables import kept_until
from yichuang.core import jobs
from yichuang.core.clock import local


def forget_unclaimed(*, now: datetime) -> int:
    """Remove the uploads whose last day has passed and that nothing names; returns how many.

    Whatever row refers to one keeps it for good; an unsent draft, until it is looked at again. Of a draft that was
    sent only what its case took stays. Raises jobs.Unfinished when some could not be removed; the others are.
    个人信息保护法 19, 47."""
    today = local(now).date()
    due = StoredFile.objects.filter(unclaimed_until__lt=today).order_by("id")
    uuids = list(due.values_list("uuid", flat=True))
    named = drafts.files_named(set(uuids))
    gone: list[str] = []

    def look_at(uuid: UUID) -> None:
        path = _forgotten(uuid, uuid in named, today)
        if path:
            gone.append(path)
            default_storage.delete(path)

    jobs.each("cases.forget_unclaimed", uuids, look_at)
    return len(gone)


@transaction.atomic
def _forgotten(uuid: UUID, in_draft: bool, today: date) -> str:
    """The path of the file whose row is gone now; "" when it stays.

    The row is held first: who takes the file at this moment has it, and is waited for, or finds it gone."""
    rows = StoredFile.objects.select_for_update().filter(uuid=uuid, unclaimed_until__lt=today)
    row = rows.first()
    if row is None:
        return ""
    if in_draft:
        _wait(row, kept_until(today))
        return ""
    try:
        row.delete()
    except ProtectedError:
        _wait(row, None)
        return ""
    record(actor="system", verb="file.forget", subject=f"file:{uuid}")
    return row.path


def _wait(row: StoredFile, until: date | None) -> None:
    row.unclaimed_until = until
    row.save(update_fields=["unclaimed_until"])
