"""What the bytes of a file are, whether they can be opened, and what must not be in them. Pure.

A file that cannot be opened is refused when it comes, not weeks later at a reviewer's desk. Photographs lose the place
where they were taken and stand upright (个人信息保护法 6, 19)."""

import io
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pypdf
from PIL import Image, ImageOps
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, StreamObject

from yichuang.cases.rules import pictures
from yichuang.core.errors import Problem

_SIGNATURES = {b"\xff\xd8\xff": "jpg", b"\x89PNG\r\n\x1a\n": "png"}
_PDF, _PDF_WITHIN = b"%PDF-", 1024  # a header may stand behind other bytes (ISO 32000-1, H.3.4.1)
_ZIP = b"PK\x03\x04"
MOST_UNPACKED = 200_000_000  # bytes of a packed file when it is opened
MOST_ENTRIES = 5_000
MOST_PIXELS = 120_000_000
MOST_OBJECTS = 50_000  # of a PDF that are looked at
MOST_PAGES = 10_000
MOST_SEARCHED = 500_000_000  # bytes that are searched for objects which no table of the file has
# actions that run something, send something or reach for another file or host
ACTING = ("/JavaScript", "/Launch", "/ImportData", "/SubmitForm", "/GoToR", "/GoToE", "/Movie")
SCRIPTED = ("/JS", "/JavaScript", "/XFA", "/RichMedia")
CARRIED = (".xml", ".xbrl", ".pdf", ".ofd", ".txt", ".csv", ".jpg", ".png")  # as invoices carry
HARMS = {
    "file_acts": "这个 PDF 里有会自己运行的内容，不能收",
    "file_reaches": "这个 PDF 要从别的文件里取内容，我们打不全，不能收",
    "file_carries": "这个 PDF 里夹带了别的文件，我们不能收",
}
_ORIENTATION = 0x0112
SAVE_AGAIN = "请用原来的程序打开，另存成 PDF 或图片再传"


@dataclass(frozen=True)
class Looked:
    """A file that can be opened. content: its bytes as they are kept; width, height: of a picture, 0 otherwise."""

    content: bytes
    width: int = 0
    height: int = 0


def kind_of(content: bytes) -> str:
    """pdf, ofd, jpg, png or xlsx; "" for anything that is not taken."""
    for signature, kind in _SIGNATURES.items():
        if content.startswith(signature):
            return kind
    if _PDF in content[:_PDF_WITHIN]:
        return "pdf"
    if content.startswith(_ZIP):
        return _kind_of_zip(content)
    return ""


def look(kind: str, content: bytes) -> Looked:
    """Open the file as whoever reviews it will. Raises Problem with the way out for what cannot be opened or would do
    something by itself."""
    if kind == "pdf":
        _look_at_pdf(content)
        return Looked(content)
    if kind in ("ofd", "xlsx"):
        _look_at_zip(content)
        return Looked(content)
    return _look_at_picture(kind, content)


def photo_problem(looked: Looked, rule: Mapping[str, int]) -> Problem | None:
    """What is wrong with the photograph of a person, or None. rule: the least width and height in pixels."""
    if looked.width > looked.height:
        return Problem(
            "证件照要竖着的，这张是横的",
            code="photo_shape",
            way_out="请换一张竖着的免冠照片，或把它转过来再传",
        )
    if looked.width < rule["width"] or looked.height < rule["height"]:
        return Problem(
            f"照片太小，只有{looked.width}×{looked.height}像素，要{rule['width']}×{rule['height']}像素以上",
            code="photo_size",
            way_out="请传照相馆给的原图，不要用截图",
        )
    return None


def _kind_of_zip(content: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, ValueError, OSError):
        return ""
    if "OFD.xml" in names:
        return "ofd"
    if "xl/workbook.xml" in names:
        return "xlsx"
    return ""


def _look_at_zip(content: bytes) -> None:
    """Raises Problem for a file that is broken, locked, or far larger when it is unpacked."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        entries = archive.infolist()
        unpacked = sum(entry.file_size for entry in entries)
        if len(entries) > MOST_ENTRIES or unpacked > MOST_UNPACKED:
            raise Problem(
                "这个文件打开以后太大，不能收",
                code="file_bomb",
                way_out="请用原来的程序打开，另存成 PDF 再传",
            )
        if any(entry.flag_bits & 1 for entry in entries):
            raise _locked()
        try:
            broken = archive.testzip()
        except (zipfile.BadZipFile, RuntimeError, EOFError, OSError, NotImplementedError):
            broken = "whole"
    if broken:
        raise _unreadable()


def _look_at_pdf(content: bytes) -> None:
    try:
        reader = pypdf.PdfReader(io.BytesIO(content), strict=False)
        locked = reader.is_encrypted and not reader.decrypt("")
        harm = ""
        has_a_page = True
        if not locked:
            harm = _harm_in(reader)
            has_a_page = _has_a_page(reader)
    except Problem:
        raise
    except Exception as broken:  # a file from outside may break its reader in any way
        raise _unreadable() from broken
    if locked:
        raise _locked()
    if harm:
        raise Problem(HARMS[harm], code=harm, way_out="请把它打印成新的 PDF，或拍照后再传")
    if not has_a_page:
        raise Problem("这个 PDF 里一页也没有", code="file_broken", way_out=SAVE_AGAIN)


def _has_a_page(reader: pypdf.PdfReader) -> bool:
    """Whether the tree of pages has a leaf. Raises Problem for a tree that names one of its branches twice, which would
    be walked without end, or has more leaves than a document has."""
    waiting = [reader.root_object.raw_get("/Pages")] if "/Pages" in reader.root_object else []
    branches = set()
    pages = 0
    while waiting:
        named = waiting.pop()
        node = named.get_object()
        if not isinstance(node, DictionaryObject):
            continue
        if "/Kids" not in node:
            pages += 1
            continue
        if isinstance(named, IndirectObject) and named.idnum in branches:
            raise _unreadable()
        if isinstance(named, IndirectObject):
            branches.add(named.idnum)
        waiting.extend(node["/Kids"])
        if pages + len(waiting) > MOST_PAGES:
            raise _too_much()
    return pages > 0


def _harm_in(reader: pypdf.PdfReader) -> str:
    """What harm any object of the file may do, a key of HARMS; "" for none. Objects are those of its tables, those in
    streams of objects, and those that are only named, which the reader searches for as a viewer does that mends the
    file. Raises Problem for more of them than can be looked at."""
    listed = set(reader.xref_objStm)
    for table in reader.xref.values():
        listed.update(table)
    if len(listed) > MOST_OBJECTS:
        raise _too_much()
    named: set[int] = set()
    for number in sorted(listed):
        harm = _harm_of(reader.get_object(number), named)
        if harm:
            return harm
    harm = _harm_of(reader.root_object, named)
    if harm:
        return harm
    most_lost = MOST_SEARCHED // reader.stream.getbuffer().nbytes
    lost = sorted(named - listed)
    while lost:
        if len(listed) > MOST_OBJECTS or len(lost) > most_lost:
            raise _too_much()
        most_lost -= len(lost)
        named = set()
        for number in lost:
            harm = _harm_of(reader.get_object(number), named)
            if harm:
                return harm
        listed.update(lost)
        lost = sorted(named - listed)
    return ""


def _harm_of(holder: Any, named: set[int]) -> str:
    """Whether a dictionary, or one inside it at any depth, runs a script, a program or a form, opens an address by
    itself, takes what it shows from elsewhere, or carries a file that is none of the CARRIED kinds: a key of HARMS, ""
    for none. named: takes up the numbers of the objects that it points to."""
    waiting = [holder]
    while waiting:
        one = waiting.pop()
        if isinstance(one, IndirectObject):
            named.add(one.idnum)
        if isinstance(one, ArrayObject):
            waiting.extend(one)
        if not isinstance(one, DictionaryObject):
            continue
        if _is_acting(one) or _opens_by_itself(one):
            return "file_acts"
        if _reaches_out(one):
            return "file_reaches"
        if _carries_a_stranger(one):
            return "file_carries"
        for key in one:
            waiting.append(one.raw_get(key))
    return ""


def _is_acting(holder: DictionaryObject) -> bool:
    kind = _resolved(holder, "/S")
    if kind in ACTING:
        return True
    for key in SCRIPTED:
        if key in holder:
            return True
    return False


def _resolved(holder: DictionaryObject, key: str) -> Any:
    """What stands under the key, in the file's own words or elsewhere in it; None where nothing does."""
    if key not in holder:
        return None
    return holder[key]


def _opens_by_itself(holder: DictionaryObject) -> bool:
    with_the_document = _resolved(holder, "/OpenAction")
    waiting = [with_the_document]
    with_an_event = _resolved(holder, "/AA")
    if isinstance(with_an_event, DictionaryObject):
        waiting.extend(with_an_event.values())
    for action in waiting:
        held = action and action.get_object()
        if isinstance(held, DictionaryObject) and _resolved(held, "/S") == "/URI":
            return True
    return False


def _reaches_out(holder: DictionaryObject) -> bool:
    """Whether a stream has its bytes, or a drawing its page, in another file (ISO 32000-1, 7.3.8.2 and 8.10.4)."""
    if not isinstance(holder, StreamObject):
        return False
    is_drawing = _resolved(holder, "/Subtype") == "/Form"
    return "/F" in holder or (is_drawing and "/Ref" in holder)


def _carries_a_stranger(holder: DictionaryObject) -> bool:
    if "/EF" not in holder:
        return False
    name = _resolved(holder, "/UF") or _resolved(holder, "/F") or ""
    lowered = str(name).lower()
    return not lowered.endswith(CARRIED)


def _look_at_picture(kind: str, content: bytes) -> Looked:
    try:
        with Image.open(io.BytesIO(content)) as brought:
            if brought.width * brought.height > MOST_PIXELS:
                raise Problem(
                    "这张图片的像素太多，不能收", code="file_bomb", way_out="请把图片拍小一些再传"
                )
            if brought.getexif().get(_ORIENTATION, 1) not in (0, 1):
                upright = ImageOps.exif_transpose(brought)
                return Looked(_saved(upright, kind), upright.width, upright.height)
        plain = pictures.alone(kind, content)
        with Image.open(io.BytesIO(plain)) as picture:
            picture.load()  # what is kept is what must open
            return Looked(plain, picture.width, picture.height)
    except Problem:
        raise
    except Exception as broken:  # a file from outside may break its reader in any way
        raise _unreadable() from broken


def _saved(picture: Image.Image, kind: str) -> bytes:
    """The picture with nothing beside it."""
    out = io.BytesIO()
    if kind == "jpg":
        picture.convert("RGB").save(out, "JPEG", quality=92)
    else:
        picture.save(out, "PNG")
    return pictures.alone(kind, out.getvalue())


def _too_much() -> Problem:
    return Problem(
        "这个 PDF 里的东西太多，不能收",
        code="file_bomb",
        way_out="请把它打印成新的 PDF，或拍照后再传",
    )


def _unreadable() -> Problem:
    return Problem(
        "这个文件打不开，可能没有传完整，或者坏了", code="file_broken", way_out=SAVE_AGAIN
    )


def _locked() -> Problem:
    return Problem(
        "这个文件加了密码，我们打不开",
        code="file_locked",
        way_out="请去掉密码另存一份，或拍照后再传",
    )
