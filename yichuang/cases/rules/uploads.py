"""Which files are taken, by size, name and kind. The content decides what a file is, not its name."""

from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Any
from uuid import UUID

from yichuang.core.errors import Problem
from yichuang.core.ids import as_uuid

MEGABYTE = 1_000_000  # the one unit in which sizes are told and judged
MEDIA_TYPES = {
    "pdf": "application/pdf",
    "ofd": "application/ofd",
    "jpg": "image/jpeg",
    "png": "image/png",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
ALIASES = {"jpeg": "jpg", "jpe": "jpg", "jfif": "jpg"}
NAMING = ("file", "id")  # keys under which materials and answers name an upload
USUAL = ("pdf", "ofd", "jpg", "jpeg", "png")


def extension(name: str) -> str:
    """The last extension, lower case, without the dot."""
    return PurePosixPath(name).suffix.lower().lstrip(".")


def safe_name(name: str) -> str:
    """The name for showing: no path, no control characters, at most 100 characters."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    return "".join(c for c in last if c.isprintable())[-100:] or "文件"


def named(name: str, kind: str) -> str:
    """The name with the extension of what the file is: 照片.jfif → 照片.jpg."""
    shown = safe_name(name)
    said = extension(shown)
    if said == kind or (said == "jpeg" and kind == "jpg"):
        return shown
    if said in MEDIA_TYPES or said in ALIASES:
        shown = shown.rpartition(".")[0]
    return f"{shown}.{kind}"


def uuids_in(value: Any) -> Iterator[UUID]:
    """The uuids of the files that answers or materials name, wherever they stand in it."""
    if isinstance(value, dict):
        for key, inner in value.items():
            names = key in NAMING and isinstance(inner, str)
            uuid = as_uuid(inner) if names else None
            if uuid:
                yield uuid
            else:
                yield from uuids_in(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from uuids_in(inner)


def problem(name: str, size: int, max_mb: int) -> Problem | None:
    """What is wrong with a file before its content is looked at, or None."""
    if size == 0:
        return Problem(
            "这个文件是空的", code="file_empty", way_out="请打开看看，重新拍照或另存后再传"
        )
    if size > max_mb * MEGABYTE:
        return Problem(
            f"文件有 {size / MEGABYTE:.1f} MB，超过了 {max_mb} MB",
            code="file_too_large",
            way_out="请把图片拍小一些，或把文件分成几份再传",
        )
    return None


def refusal(name: str, kind: str, accept: tuple[str, ...] = ()) -> Problem | None:
    """Why a file of this kind ("" for none of ours) is not taken, or None. accept: what a field allows, () for the
    usual."""
    allowed = accept or USUAL
    kinds = {ALIASES.get(each, each) for each in allowed}
    if kind in kinds:
        return None
    words = "、".join(dict.fromkeys(ALIASES.get(each, each) for each in allowed))
    said = extension(name)
    if kind:
        return Problem(f"这里不能收 .{kind} 文件", code="file_type", way_out=f"请换成 {words} 格式")
    if ALIASES.get(said, said) in kinds:
        return Problem(
            f"这个文件的名字是 .{said}，内容却不是",
            code="file_type",
            way_out="请用原来的程序打开，另存成 PDF 或图片再传",
        )
    return Problem(
        f"不能收 .{said or '（没有扩展名）'} 文件", code="file_type", way_out=f"请换成 {words} 格式"
    )
