"""Typst, warm: one compiler per process, one paper at a time. Text reaches a template as JSON, never as markup."""

import json
from datetime import datetime
from functools import cache
from io import BytesIO
from threading import Lock

import segno
import typst

from yichuang.documents import designs, fonts, rules, wording
from yichuang.documents.designs import Design
from yichuang.documents.rules import PaperKind

_lock = Lock()


@cache
def _compiler() -> typst.Compiler:
    return typst.Compiler(font_paths=fonts.typst_fonts(), ignore_system_fonts=True, sys_inputs={})


def qr_svg(url: str) -> str:
    """The QR code of an address as SVG: medium error correction, one unit a module, the sheet is its quiet zone."""
    stream = BytesIO()
    segno.make(url, error="m", micro=False).save(
        stream, kind="svg", border=0, xmldecl=False, svgns=True
    )
    return stream.getvalue().decode()


def inputs(words: dict) -> str:
    """The JSON a template reads: `c`, `paper` and `wordings` of wording.said(), drawn with the characters that there
    are; `fonts` the families, `qr` the SVG, `originals` the texts that hold a character no font can draw, `missing`
    the numbers of those characters (U+323B0), by which a reader of the sheet finds them."""
    originals: list[str] = []

    def drawn(text: str) -> str:
        shown = rules.showable(text, fonts.covered)
        if rules.MISSING_GLYPH in shown and shown != text:
            originals.append(text)
        return rules.softened(shown)

    url = words["paper"]["url"]
    template_data = {
        "c": rules.each_text(words["c"], drawn),
        "paper": rules.each_text(words["paper"], drawn),
        "wordings": words["wordings"],
        "fonts": fonts.families(),
        "qr": qr_svg(url) if url else "",
        "originals": list(dict.fromkeys(originals)),
        "missing": rules.numbers_of_undrawn(originals, fonts.covered),
    }
    return json.dumps(template_data, ensure_ascii=False)


def typeset(design: Design, words: dict) -> bytes:
    """PDF/A-2b bytes of what wording.said() says in this design: the same input gives the same bytes.

    Templates are compiled from memory and reach no file. Raises typst.TypstError when a template is wrong, KeyError
    when the design has none of that name."""
    files = {path: text.encode() for path, text in design.templates}
    files["main.typ"] = files[words["template"]]
    template_data = inputs(words)
    with _lock:
        return _compiler().compile(
            input=files,
            format="pdf",
            pdf_standards="a-2b",
            sys_inputs={"data": template_data},
            timestamp=words["at"],
        )


def render(kind: PaperKind, context: dict, *, paper: dict, now: datetime) -> bytes:
    """PDF/A-2b bytes of one sheet in the design of today. `context` is plain() and without faults(). Raises as
    `typeset` (check() finds that before a user does)."""
    words = wording.said(kind, context, paper=paper, now=now)
    return typeset(designs.of_today(), words)
