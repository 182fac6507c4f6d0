"""Reading what was uploaded. Whoever shows a file to somebody records the reading (audit)."""

from uuid import UUID

from django.core.files.storage import default_storage

from yichuang.cases.models import StoredFile
from yichuang.core.errors import NotFound

_GONE = "没有这个文件，或不是您上传的"


def of_owner(uuid: UUID | str, owner: str) -> StoredFile:
    """The file, if `owner` (actor text) uploaded it. Raises NotFound, for somebody else's too."""
    try:
        file = StoredFile.objects.filter(uuid=UUID(str(uuid)), owner=owner).first()
    except ValueError:
        file = None
    if file is None:
        raise NotFound(_GONE, way_out="请到“我的事”里找")
    return file


def known_paths(uuids: list[UUID]) -> set[str]:
    """Paths of the files with these uuids, whoever they belong to."""
    return set(StoredFile.objects.filter(uuid__in=uuids).values_list("path", flat=True))


def content(file: StoredFile) -> bytes:
    """The bytes as uploaded. Raises NotFound when storage has lost them."""
    try:
        with default_storage.open(file.path) as stream:
            return stream.read()
    except FileNotFoundError:
        raise NotFound("这个文件的存件找不到了", way_out="请打12333，我们来查") from None


def named(uuid: str, owners: tuple[str, ...]) -> dict[str, str | int] | None:
    """Name and size of a file; None where there is none.

    owners: actor texts of those whose uploads are looked at, none given
    for anybody's.
    """
    try:
        files = StoredFile.objects.filter(uuid=UUID(uuid))
    except ValueError:
        return None
    if owners:
        files = files.filter(owner__in=owners)
    file = files.first()
    if file is None:
        return None
    return {"name": file.name, "size": file.size}
