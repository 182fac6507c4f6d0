"""Writing the record: one row inside the caller's transaction."""

import json
from collections.abc import Iterable
from datetime import date

from django.db import connection, transaction

from yichuang.audit.models import OFFICER, Entry
from yichuang.core import access, prepared

MONTHS_AHEAD = 12
_PATIENCE = "set local lock_timeout = '3s'"  # writers wait as long: rather the next night
_MAKE = "select audit_make_months(%s, %s)"


def record(*, actor: str, verb: str, subject: str, data: dict | None = None) -> None:
    """Add one entry. actor: "officer:<id>", "person:<uuid>", "channel:<code>", "system"; verb: "case.read";
    subject: "case:<uuid>"; data: small, without personal text; what an officer does also names the page from which.
    网络安全法 23 (kept six months or longer)."""
    prepared.insert(entry(actor=actor, verb=verb, subject=subject, data=data))


def record_reads(*, actor: str, verb: str, subjects: Iterable[str]) -> None:
    """Add one entry for each of the subjects that a page showed, in one statement."""
    rows = []
    for subject in subjects:
        row = entry(actor=actor, verb=verb, subject=subject)
        rows.append(row)
    Entry.objects.bulk_create(rows)


def entry(*, actor: str, verb: str, subject: str, data: dict | None = None) -> Entry:
    """The row that `record` writes, for a function in SQL that writes it with others."""
    page = access.current_page() if actor.startswith(OFFICER) else ""
    if page:
        data = {**(data or {}), "page": page}
    if data:
        text = json.dumps(data, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    else:
        text = ""
    return Entry(actor=actor, verb=verb, subject=subject, data=text)


@transaction.atomic
def make_months(*, today: date) -> int:
    """Make the tables of the months to come; returns how many were new. Raises OperationalError when the record is so
    busy that writers would have to wait."""
    with connection.cursor() as cursor:
        cursor.execute(_PATIENCE)
        cursor.execute(_MAKE, [today, MONTHS_AHEAD])
        (made,) = cursor.fetchone()
    return made
