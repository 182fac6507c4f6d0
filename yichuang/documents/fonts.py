"""The fonts of a paper come from Python packages, never from the system: the same bytes on every machine."""

import hashlib
import struct
from bisect import bisect_right
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import typst

# Song before Hei; a package that is not installed is passed over
PACKAGES = ("pylopdf_fonts_zh_cn", "manimgx_fonts_cjk")
FILES = (".otf", ".ttf", ".ttc", ".otc")
SONG, HEI = ("Noto Serif SC",), ("Noto Sans CJK SC",)


@cache
def folders() -> tuple[Path, ...]:
    """The folders of the installed font packages."""
    installed = []
    for name in PACKAGES:
        spec = find_spec(name)
        if spec and spec.origin:
            installed.append(Path(spec.origin).parent)
    return tuple(installed)


@cache
def typst_fonts() -> typst.Fonts:
    """The fonts of those folders and none of the system's."""
    return typst.Fonts(include_system_fonts=False, font_paths=[str(folder) for folder in folders()])


@cache
def digest() -> str:
    """sha256 over the font files of those folders, in hex."""
    files = []
    for folder in folders():
        files += [path for path in folder.rglob("*") if path.suffix.lower() in FILES]
    total = hashlib.sha256()
    for path in sorted(files, key=lambda each: each.name):
        with path.open("rb") as stream:
            content = hashlib.file_digest(stream, "sha256").hexdigest()
        total.update(f"{path.name}\0{content}\0".encode())
    return total.hexdigest()


@cache
def families() -> dict[str, list[str]]:
    """{"body": …, "strong": …}: families in order of preference. Papers are set in Song where a Song is installed."""
    present = set(typst_fonts().families())
    song = [name for name in SONG if name in present]
    hei = [name for name in HEI if name in present]
    if not hei:
        raise RuntimeError("no Chinese font: install the locked requirements again")
    return {"body": song + hei, "strong": hei, "song": song}


@cache
def _ranges() -> tuple[list[int], list[int]]:
    """First and last code points of the merged runs that the families of a paper can draw."""
    used_families = set()
    for names in families().values():
        used_families.update(names)
    runs: list[tuple[int, int]] = []
    for font in typst_fonts().fonts():
        if font.family in used_families and font.path:
            runs += character_runs(Path(font.path).read_bytes(), font.index)
    firsts: list[int] = []
    lasts: list[int] = []
    for first, last in sorted(runs):
        if lasts and first <= lasts[-1] + 1:
            lasts[-1] = max(lasts[-1], last)
        else:
            firsts.append(first)
            lasts.append(last)
    return firsts, lasts


def covered(char: str) -> bool:
    """Whether some family of a paper has a glyph for this character."""
    firsts, lasts = _ranges()
    at = bisect_right(firsts, ord(char)) - 1
    return at >= 0 and ord(char) <= lasts[at]


def character_runs(font: bytes, index: int) -> list[tuple[int, int]]:
    """The runs of code points in the full Unicode character map (cmap format 12) of one face of an OpenType file
    or collection. ISO/IEC 14496-22 clause 5.2.1."""
    start = 0
    if font[:4] == b"ttcf":
        (start,) = struct.unpack_from(">I", font, 12 + 4 * index)
    cmap = _character_map(font, start)
    (subtables,) = struct.unpack_from(">H", font, cmap + 2)
    for n in range(subtables):
        _, _, offset = struct.unpack_from(">HHI", font, cmap + 4 + 8 * n)
        subtable = cmap + offset
        (form,) = struct.unpack_from(">H", font, subtable)
        if form == 12:
            (groups,) = struct.unpack_from(">I", font, subtable + 12)
            first = subtable + 16
            return [struct.unpack_from(">II", font, first + 12 * group) for group in range(groups)]
    return []


def _character_map(font: bytes, start: int) -> int:
    """Where the table `cmap` of the face that begins at `start` stands."""
    (tables,) = struct.unpack_from(">H", font, start + 4)
    for n in range(tables):
        tag, _, offset, _ = struct.unpack_from(">4sIII", font, start + 12 + 16 * n)
        if tag == b"cmap":
            return offset
    raise ValueError("a font without a character map")
