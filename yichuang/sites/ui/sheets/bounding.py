"""How large the inside of a spreadsheet may be, asked before anything of it is kept.

A file of some kilobytes may unpack to a single cell of sixty million characters. Each part is read once as it unpacks,
and the first thing that no real sheet has ends the reading (ECMA-376-1 18.3.1; limits of a sheet: Excel's own)."""

import zipfile
from xml.parsers import expat

from yichuang.core.errors import Problem

MOST_UNPACKED = 120_000_000  # bytes; ten thousand rows of ten columns take a tenth of it
MOST_PARTS = 2_000
MOST_ELEMENTS = 1_000_000  # ten thousand rows of thirty columns, with their texts beside them
MOST_IN_A_CELL = 32_767  # characters, as in Excel
HOLDING = ("c", "si")
PREFIXED = (":c", ":si")
PIECE = 1 << 16
MOST_UNFINISHED = (
    4 * PIECE
)  # bytes of one tag or remark; the reader of XML begins it anew with every piece
SHOWN = 8  # characters by which somebody finds their cell again
FEWER = "请只留要填的行，删去别的工作表，存好再选一次"


class _Part:
    """One part of the file on its way through the reader of XML."""

    def __init__(self, elements: int):
        self.elements = elements
        self.unfinished = 0
        self.length = 0
        self.inside = False
        self.place = ""
        self.beginning = ""
        self.reader = expat.ParserCreate()
        self.reader.StartElementHandler = self.opened
        self.reader.EndElementHandler = self.closed
        self.reader.CharacterDataHandler = self.told
        self.reader.StartDoctypeDeclHandler = self.declared

    def take(self, piece: bytes) -> None:
        """Reads on. Raises Problem for what no spreadsheet has, ExpatError for what is no XML."""
        self.unfinished += len(piece)
        self.reader.Parse(piece, False)
        if self.unfinished > MOST_UNFINISHED:
            raise too_much()

    def opened(self, name: str, attributes: dict[str, str]) -> None:
        self.elements += 1
        self.unfinished = 0
        if self.elements > MOST_ELEMENTS:
            raise too_much()
        if self.inside:
            return
        self.length = 0
        self.beginning = ""
        self.inside = _holds_a_text(name)
        self.place = attributes.get("r", "")[:SHOWN]

    def closed(self, name: str) -> None:
        if not self.inside:
            return
        if _holds_a_text(name):
            self.inside = False

    def told(self, text: str) -> None:
        self.unfinished = 0
        if not self.inside:
            return
        self.length += len(text)
        if len(self.beginning) < SHOWN:
            self.beginning += text[:SHOWN]
        if self.length > MOST_IN_A_CELL:
            raise self.too_long()

    def declared(self, *declaration: object) -> None:
        raise too_much()

    def too_long(self) -> Problem:
        where = self.place or f"以“{self.beginning[:SHOWN]}”开头的"
        return Problem(
            f"表里{where}这一格太长，读不了",
            code="sheet_cell",
            way_out=f"一格最多{MOST_IN_A_CELL}字，请改短这一格，存好再选一次",
        )


def bound(archive: zipfile.ZipFile) -> None:
    """Nothing, for a file whose parts can be read in little time and space. Raises Problem (sheet_too_large,
    sheet_cell) for any other: too many parts, elements or bytes, or a cell longer than a cell can be."""
    parts = archive.infolist()
    unpacked = sum(part.file_size for part in parts)
    if unpacked > MOST_UNPACKED or len(parts) > MOST_PARTS:
        raise too_much()
    elements = 0
    for part in parts:
        elements = _read(archive, part, elements)


def too_much() -> Problem:
    """What is said of a file that holds more than can be read."""
    return Problem("表里的内容太多，读不了", code="sheet_too_large", way_out=FEWER)


def _read(archive: zipfile.ZipFile, part: zipfile.ZipInfo, elements: int) -> int:
    """How many elements were seen with those of this part. A part that is no XML, such as a picture, ends at its first
    bytes, for us as for whoever reads it later."""
    reading = _Part(elements)
    try:
        with archive.open(part) as stream:
            while piece := stream.read(PIECE):
                reading.take(piece)
    except expat.ExpatError:
        pass
    return reading.elements


def _holds_a_text(name: str) -> bool:
    """Whether an element is a cell, or one of the texts that cells share; its name may have a prefix."""
    if name in HOLDING:
        return True
    return name.endswith(PREFIXED)
