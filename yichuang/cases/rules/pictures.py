"""A picture with nothing beside its dots: what stays is listed, whatever else a camera or a phone wrote is gone. Pure.

Place, time, device, sound, a thumbnail or a second picture stand in parts that a picture can be drawn without, or
behind its end (个人信息保护法 6, 28; ISO/IEC 10918-1 annex B; ISO/IEC 15948 clause 5)."""

import re
from collections.abc import Iterator

_MARK = re.compile(
    rb"\xff+([^\x00\xff\xd0-\xd7])"
)  # in coded dots FF 00 is a dot, and D0 to D7 restart the reader
_START, _END = 0xD8, 0xD9
_DOTS = 0xDA
_TABLES = (0xC4, 0xCC, 0xDB, 0xDC, 0xDD)
_FRAMES = (0xC0, 0xC1, 0xC2, 0xC3, 0xC5, 0xC6, 0xC7, 0xC9, 0xCA, 0xCB, 0xCD, 0xCE, 0xCF)
_STAYS = {_DOTS, *_TABLES, *_FRAMES}
# segments of applications that say how the dots become colours, by how they begin
_COLOURS = {0xE2: b"ICC_PROFILE\0", 0xEE: b"Adobe"}
_JFIF = b"JFIF\0"
_JFIF_LENGTH = 12  # with version and density; behind it comes a thumbnail
_NO_THUMBNAIL = b"\0\0"
_CHUNKS = {b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND", b"pHYs"}
_CHUNKS_OF_COLOURS = {b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"sBIT", b"cICP"}
_HEAD_OF_PNG = 8


def alone(kind: str, content: bytes) -> bytes:
    """The picture, dot for dot, and nothing else. kind: jpg or png, of a picture that could be opened."""
    parts = _of_jpeg(content) if kind == "jpg" else _of_png(content)
    return b"".join(parts)


def _of_jpeg(content: bytes) -> Iterator[bytes]:
    yield b"\xff\xd8"
    mark = _MARK.search(content, 2)
    while mark and mark[1][0] != _END:
        code = mark[1][0]
        end = mark.end()
        if code != _START:
            end += int.from_bytes(content[end : end + 2], "big")
            yield _segment(code, content[mark.end() + 2 : end])
        following = _MARK.search(content, end)
        if code == _DOTS:
            last = following.start() if following else len(content)
            yield content[end:last]
        mark = following
    yield b"\xff\xd9"


def _segment(code: int, text: bytes) -> bytes:
    """The segment as it stays; b"" for one that goes."""
    if code == 0xE0 and text.startswith(_JFIF):
        text = text[:_JFIF_LENGTH] + _NO_THUMBNAIL
    elif code in _COLOURS:
        if not text.startswith(_COLOURS[code]):
            return b""
    elif code not in _STAYS:
        return b""
    length = len(text) + 2
    return bytes((0xFF, code)) + length.to_bytes(2, "big") + text


def _of_png(content: bytes) -> Iterator[bytes]:
    yield content[:_HEAD_OF_PNG]
    place = _HEAD_OF_PNG
    name = b""
    while name != b"IEND" and place < len(content):
        end = place + 12 + int.from_bytes(content[place : place + 4], "big")
        name = content[place + 4 : place + 8]
        if name in _CHUNKS or name in _CHUNKS_OF_COLOURS:
            yield content[place:end]
        place = end
