"""Which files are taken. The content decides what a file is, not its name."""

from collections.abc import Callable
from pathlib import PurePosixPath

from yichuang.core.errors import Problem

MEDIA_TYPES = {
    "pdf": "application/pdf",
    "ofd": "application/ofd",
    "jpg": "image/jpeg",
    "png": "image/png",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_ALIASES = {"jpeg": "jpg", "jpe": "jpg", "jfif": "jpg"}
_SIGNATURES = {b"%PDF-": "pdf", b"\xff\xd8\xff": "jpg", b"\x89PNG\r\n\x1a\n": "png"}
USUAL = ("pdf", "ofd", "jpg", "jpeg", "png")


def extension(name: str) -> str:
    """The last extension, lower case, without the dot."""
    return PurePosixPath(name).suffix.lower().lstrip(".")


def safe_name(name: str) -> str:
    """The name for showing: no path, no control characters, at most 100 characters."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    return "".join(c for c in last if c.isprintable())[-100:] or "文件"


def problem(name: str, size: int, max_mb: int, accept: tuple[str, ...] = ()) -> Problem | None:
    """What is wrong with a file before its content is looked at, or None."""
    allowed = accept or USUAL
    if size == 0:
        return Problem("这个文件是空的", code="file_empty", way_out="请打开看看，重新拍照或另存后再传")
    if size > max_mb * 1_000_000:
        return Problem(
            f"文件有 {size / 1_000_000:.0f} MB，超过了 {max_mb} MB",
            code="file_too_large",
            way_out="请把图片拍小一些，或把文件分成几份再传",
        )
    if extension(name) not in allowed:
        return Problem(
            f"不能收 .{extension(name) or '（没有扩展名）'} 文件",
            code="file_type",
            way_out=f"请换成 {'、'.join(dict.fromkeys(allowed))} 格式",
        )
    return None


def kind_of(content: bytes, guess: Callable[[bytes], set[str]]) -> str:
    """What the bytes are: a key of MEDIA_TYPES, or "" for anything that is not taken. guess: extensions by content."""
    for signature, kind in _SIGNATURES.items():
        if content.startswith(signature):
            return kind
    if content.startswith(b"PK\x03\x04"):
        if b"OFD.xml" in content[:65536] or b"OFD.xml" in content[-65536:]:
            return "ofd"
        return "xlsx" if ".xlsx" in guess(content) else ""
    return ""


def mismatch(name: str, kind: str) -> Problem | None:
    """A name that says one thing and a content that is another."""
    said = _ALIASES.get(extension(name), extension(name))
    if said == kind:
        return None
    return Problem(
        f"这个文件的名字是 .{extension(name)}，内容却不是",
        code="file_type",
        way_out="请用原来的程序打开，另存成 PDF 或图片再传",
    )
