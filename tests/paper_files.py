"""Files as people bring them: small, but real enough to be opened."""

import io
from collections.abc import Collection, Sequence

from PIL import Image
from pypdf import PdfReader

from tests.pages_of_ours import drawn_on


def text_of(paper: bytes) -> str:
    """The text of a PDF without the blanks and line breaks of its layout."""
    reader = PdfReader(io.BytesIO(paper))
    made_by = reader.metadata and reader.metadata.creator or ""
    is_ours = made_by.startswith("Typst")
    text = "".join(drawn_on(page) if is_ours else page.extract_text() for page in reader.pages)
    return "".join(text.split())


def pdf(catalog: bytes = b"") -> bytes:
    """One blank page. catalog: further entries of the document's root."""
    root = b"<</Type/Catalog/Pages 2 0 R" + catalog + b">>"
    tree = b"<</Type/Pages/Kids[3 0 R]/Count 1>>"
    return objects([root, tree, b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>"])


def objects(texts: Sequence[bytes], unlisted: Collection[int] = ()) -> bytes:
    """A PDF of these objects, numbered from 1, of which the first is the root. unlisted: those that its table does
    not find, although they are there."""
    out, lines = bytearray(b"%PDF-1.4\n"), []
    for number, text in enumerate(texts, 1):
        lines.append(b"%010d 00000 n \n" % len(out))
        if number in unlisted:
            lines[-1] = b"%010d 00000 n \n" % 0
        out += b"%d 0 obj" % number + text + b"endobj\n"
    start, many = len(out), len(texts) + 1
    out += b"xref\n0 %d\n0000000000 65535 f \n" % many + b"".join(lines)
    return bytes(out) + b"trailer<</Root 1 0 R/Size %d>>\nstartxref\n%d\n%%%%EOF\n" % (many, start)


def picture(kind: str, width: int = 40, height: int = 60, **more) -> bytes:
    """A picture of one colour. kind: JPEG or PNG; more: as Pillow saves it."""
    out = io.BytesIO()
    Image.new("RGB", (width, height), "white").save(out, kind, **more)
    return out.getvalue()


PDF = pdf()
JPG = picture("JPEG")
PNG = picture("PNG")
