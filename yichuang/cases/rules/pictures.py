"""A picture with nothing beside its dots: what stays is listed, whatever else a camera or a phone wrote is gone. Pure.

Place, time, device, sound, a thumbnail or a second picture stand in parts that a picture can be drawn without, or
behind its end (个人信息保护法 6, 28; ISO/IEC 10918-1 annex B; ISO/IEC 15948 clause 5)."""

import re
from collections.abc import Iterator

# in coded dots FF 00 is a dot, and D0 to D7 restart the reader
_MARK = re.compile(rb"\xff+([^\x00\xff\xd0-\xd7])")
_START = 0xD8
_END = 0xD9
_DOTS = 0xDA
_STAYS = {
    0xC0,  # frames: how the dots are coded
    0xC1,
    0xC2,
    0xC3,
    0xC5,
    0xC6,
    0xC7,
    0xC9,
    0xCA,
    0xCB,
    0xCD,
    0xCE,
    0xCF,
    0xC4,  # tables of codes
    0xCC,
    0xDA,  # a scan
    0xDB,  # steps between shades
    0xDC,  # number of lines
    0xDD,  # how often the reader restarts
}
# segments of applications that say how the dots become colours, by how they begin
_COLOURS = {0xE2: b"ICC_PROFILE\0", 0xEE: b"Adobe"}
_APPLICATION = 0xE0
_JFIF = b"JFIF\0"
_JFIF_LENGTH = 12  # with version and density; behind it comes a thumbnail
_NO_THUMBNAIL = b"\0\0"
_CHUNKS = {
    b"IHDR",
    b"PLTE",
    b"tRNS",
    b"IDAT",
    b"IEND",
    b"pHYs",
    b"gAMA",
    b"cHRM",
    b"sRGB",
    b"iCCP",
    b"sBIT",
    b"cICP",
}
_HEAD_OF_PNG = 8


def alone(kind: str, content: bytes) -> bytes:
    """The picture, dot for dot, and nothing else; half a picture stays half of one. kind: jpg or png."""
    if kind == "jpg":
        parts = _of_jpeg(content)
    else:
        parts = _of_png(content)
    return b"".join(parts)


def _of_jpeg(content: bytes) -> Iterator[bytes]:
    yield b"\xff\xd8"
    mark = _MARK.search(content, 2)
    while mark:
        code = mark[1][0]
        if code == _END:
            yield b"\xff\xd9"
            break
        begin = mark.end()
        end = begin
        if code != _START:
            end += _number(content, begin, 2)
            text = content[begin + 2 : end]
            yield _segment(code, text)
        mark = _MARK.search(content, end)
        if code == _DOTS:
            last = mark.start() if mark else len(content)
            yield content[end:last]


def _segment(code: int, text: bytes) -> bytes:
    """The segment as it stays; b"" for one that goes."""
    if not _stays(code, text):
        return b""
    if code == _APPLICATION:
        text = text[:_JFIF_LENGTH] + _NO_THUMBNAIL
    size = len(text) + 2
    mark = bytes((0xFF, code))
    return mark + size.to_bytes(2, "big") + text


def _stays(code: int, text: bytes) -> bool:
    """Whether a picture cannot be drawn as it is without this segment."""
    if code == _APPLICATION:
        return text.startswith(_JFIF)
    if code in _COLOURS:
        beginning = _COLOURS[code]
        return text.startswith(beginning)
    return code in _STAYS


def _of_png(content: bytes) -> Iterator[bytes]:
    yield content[:_HEAD_OF_PNG]
    place = _HEAD_OF_PNG
    name = b""
    length = len(content)
    while name != b"IEND" and place < length:
        begin = place + 4
        name = content[begin : begin + 4]
        end = place + 12
        end += _number(content, place, 4)
        if name in _CHUNKS:
            yield content[place:end]
        place = end


def _number(content: bytes, place: int, size: int) -> int:
    part = content[place : place + size]
    return int.from_bytes(part, "big")
