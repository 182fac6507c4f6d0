"""Uploads: the type is read from the content, the size is limited, malware is turned away."""

import hashlib
from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date, datetime, timedelta
from uuid import UUID

import structlog
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import DatabaseError, transaction

from yichuang.audit.services import record
from yichuang.cases.models import StoredFile
from yichuang.cases.queries import files as stored
from yichuang.cases.rules import contents, joining, uploads
from yichuang.cases.tables import kept_until
from yichuang.core import limits, ports
from yichuang.core.clock import local
from yichuang.core.errors import Problem
from yichuang.core.ids import uuid7
from yichuang.core.limits import Limit

FILES_A_DAY = Limit("files:owner", 200, timedelta(days=1))
MEGABYTES_A_DAY = Limit("files:megabytes", 1000, timedelta(days=1))
OF_MANY_PEOPLE = 100  # a counter and a partner bring the files of many people
log = structlog.get_logger("cases")


def store_file(
    *,
    owner: str,
    name: str,
    content: bytes,
    now: datetime,
    accept: tuple[str, ...] = (),
    photo: Mapping[str, int] | None = None,
) -> StoredFile:
    """Check and keep one file under the name of what it is; pictures upright and without the place they were taken.

    owner: actor text; accept: extensions a form field allows ((): the usual ones); photo: the least width and height of
    a person's photograph. Raises Problem (file_too_large, file_type, file_broken, file_locked, file_acts, file_bomb,
    file_infected, file_empty, photo_shape, photo_size) with the way out, TooMany beyond the quota of a day;
    ports.Unavailable becomes a Problem too."""
    wrong = uploads.problem(name, len(content), settings.UPLOAD_MAX_MB)
    if wrong:
        raise wrong
    kind = contents.kind_of(content)
    wrong = uploads.refusal(name, kind, accept)
    if wrong:
        raise wrong
    _count(owner, len(content), now)
    _scan(content, name)
    looked = contents.look(kind, content)
    wrong = photo and contents.photo_problem(looked, photo)
    if wrong:
        raise wrong
    return _stored(owner, uploads.named(name, kind), kind, looked.content, now)


def join_files(*, owner: str, uuids: Sequence[str], name: str, now: datetime) -> StoredFile:
    """The owner's files as one PDF in this order, kept beside them; a single one is given back as it is.

    Raises NotFound for somebody else's file, Problem (file_parts, file_too_large) for too many, for a kind that cannot
    be joined, or when all together are larger than one file may be."""
    rows = [stored.of_owner(uuid, owner) for uuid in uuids]
    if len(rows) == 1:
        return rows[0]
    wrong = uploads.problem(name, sum(row.size for row in rows), settings.UPLOAD_MAX_MB)
    if wrong:
        raise wrong
    kinds = {media_type: kind for kind, media_type in uploads.MEDIA_TYPES.items()}
    parts = [(kinds[row.media_type], stored.content(row)) for row in rows]
    content = joining.joined(parts)
    return _stored(owner, uploads.named(f"{name}.pdf", "pdf"), "pdf", content, now)


def claim(uuids: Collection[UUID]) -> None:
    """What answers a form is part of a case from now on and stays as long as it does; in the case's own transaction.

    Raises Problem (unknown_file) for one that is not there: it was removed at this very moment."""
    if not uuids:
        return
    files = set(uuids)
    if StoredFile.objects.filter(uuid__in=files).update(unclaimed_until=None) < len(files):
        raise unknown()


def hold(uuids: Collection[UUID], day: date) -> None:
    """What a draft names waits as if it were uploaded on this day."""
    if not uuids:
        return
    until = kept_until(day)
    waiting = StoredFile.objects.filter(uuid__in=uuids, unclaimed_until__lt=until)
    waiting.update(unclaimed_until=until)


def unknown() -> Problem:
    """A file that is not there, or not theirs who name it."""
    return Problem(
        "有一份材料的文件找不到，或不是您上传的",
        code="unknown_file",
        field="materials",
        way_out="请重新上传这份材料",
    )


def _stored(owner: str, name: str, kind: str, content: bytes, now: datetime) -> StoredFile:
    """The bytes are on disk before the row exists, so that no row is without its file."""
    uuid = uuid7()
    path = _written(f"materials/{now:%Y/%m}/{uuid}", content)
    try:
        with transaction.atomic():
            row = StoredFile.objects.create(
                uuid=uuid,
                owner=owner,
                name=name,
                media_type=uploads.MEDIA_TYPES[kind],
                size=len(content),
                sha256=hashlib.sha256(content).digest(),
                path=path,
                unclaimed_until=kept_until(local(now).date()),
            )
            record(
                actor=owner,
                verb="file.store",
                subject=f"file:{uuid}",
                data={"size": len(content), "kind": kind},
            )
    except DatabaseError:
        default_storage.delete(path)
        raise
    return row


def _count(owner: str, size: int, now: datetime) -> None:
    """The day's quota of whoever brings the file: how many, and how much."""
    for limit, many in ((FILES_A_DAY, 1), (MEGABYTES_A_DAY, max(1, size // 1_000_000))):
        if not owner.startswith(("person:", "employer:")):
            limit = replace(limit, most=limit.most * OF_MANY_PEOPLE)
        limits.take([(limit, owner)], now, many)


def _written(path: str, content: bytes) -> str:
    try:
        return default_storage.save(path, ContentFile(content))
    except OSError as fault:
        log.error("storage failed", error=repr(fault))
        with suppress(OSError):
            default_storage.delete(path)  # never half a file
        raise Problem(
            "文件现在存不下，没有收下",
            code="storage_failed",
            way_out="已填的内容都在，请过一会儿再传，急用请打12333",
            status=503,
        ) from fault


def _scan(content: bytes, name: str) -> None:
    try:
        verdict = ports.ask("malware", "scan", content=content, name=name)
    except ports.NotConnected:
        return  # the page of outside links says that nobody looks
    except ports.Unavailable as fault:
        raise Problem(
            "文件检查暂时用不了，文件没有收下",
            code="scan_unavailable",
            way_out="已填的内容都在，请过几分钟再传",
            status=503,
        ) from fault
    if not verdict.clean:
        raise Problem(
            "这个文件里查出了病毒，没有收下",
            code="file_infected",
            way_out="请先杀毒，或换一台设备重新拍照上传",
        )
