"""Several photographs or pages of one paper, made into one document in their order. Pure."""

import io
from collections.abc import Sequence

import pypdf
from PIL import Image

from yichuang.core.errors import Problem

JOINED = ("pdf", "jpg", "png")
MOST_PARTS = 20
_DOTS_PER_INCH = 150


def joined(parts: Sequence[tuple[str, bytes]]) -> bytes:
    """One PDF of (kind, content) pairs. Raises Problem for a kind that can only be handed in by itself."""
    if len(parts) > MOST_PARTS:
        raise Problem(
            f"一份材料最多{MOST_PARTS}张",
            code="file_parts",
            way_out="请只留要用的，或先合成一个 PDF 再传",
        )
    writer = pypdf.PdfWriter()
    for kind, content in parts:
        if kind not in JOINED:
            raise Problem(
                f".{kind} 文件只能单独交，不能和别的合在一起",
                code="file_parts",
                way_out="请先去掉别的，或另存成 PDF 再传",
            )
        page = content if kind == "pdf" else _page_of(content)
        writer.append(io.BytesIO(page))
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def _page_of(picture: bytes) -> bytes:
    out = io.BytesIO()
    with Image.open(io.BytesIO(picture)) as opened:
        opened.convert("RGB").save(out, "PDF", resolution=_DOTS_PER_INCH)
    return out.getvalue()
