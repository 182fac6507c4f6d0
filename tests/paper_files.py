"""Files as people bring them: small, but real enough to be opened."""

import io

from PIL import Image


def pdf(catalog: bytes = b"") -> bytes:
    """One blank page. catalog: further entries of the document's root."""
    objects = [
        b"<</Type/Catalog/Pages 2 0 R" + catalog + b">>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>",
    ]
    out, places = b"%PDF-1.4\n", []
    for number, text in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj" % number + text + b"endobj\n"
    start = len(out)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"xref\n0 4\n0000000000 65535 f \n" + table
    return out + b"trailer<</Root 1 0 R/Size 4>>\nstartxref\n%d\n%%%%EOF\n" % start


def picture(kind: str, width: int = 40, height: int = 60, **more) -> bytes:
    """A picture of one colour. kind: JPEG or PNG; more: as Pillow saves it."""
    out = io.BytesIO()
    Image.new("RGB", (width, height), "white").save(out, kind, **more)
    return out.getvalue()


PDF = pdf()
JPG = picture("JPEG")
PNG = picture("PNG")
