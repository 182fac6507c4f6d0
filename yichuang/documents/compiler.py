"""Typst, warm: one compiler per process, one paper at a time. Text reaches a template as JSON, never as markup."""

import json
from datetime import datetime
from io import BytesIO
from threading import Lock

import segno
import typst

from yichuang.core import packs
from yichuang.documents import fonts, rules
from yichuang.documents.rules import PaperKind

FOLDER = "papers"
_lock = Lock()


@packs.kept()
def _compiler() -> typst.Compiler:
    return typst.Compiler(
        root=str(packs.ROOT / FOLDER), font_paths=fonts.typst_fonts(), ignore_system_fonts=True, sys_inputs={}
    )


def qr_svg(url: str) -> str:
    """The QR code of an address as SVG: medium error correction, one unit a module, the sheet is its quiet zone."""
    stream = BytesIO()
    segno.make(url, error="m", micro=False).save(stream, kind="svg", border=0, xmldecl=False, svgns=True)
    return stream.getvalue().decode()


def inputs(kind: PaperKind, context: dict, paper: dict) -> str:
    """The JSON a template reads: `c` the context, `paper` heading, number, issuer, date, url, code, chain, and what
    the pack says; `qr` the SVG; `originals` the texts that hold a character no font can draw."""
    originals: list[str] = []

    def drawn(text: str) -> str:
        shown = rules.showable(text, fonts.covered)
        if rules.MISSING_GLYPH in shown and shown != text:
            originals.append(text)
        return rules.softened(shown)

    paper = {
        "remedy": kind.remedy, "closing": kind.closing,
        "heading": kind.title, "number": "", "issuer": "", "date": "", "url": "", "code": "", "chain": "",
        "you": rules.address(employer=False),
    } | paper  # fmt: skip
    wordings = kind.wordings | {"remedy": paper["remedy"], "closing": paper["closing"]}
    spoken = rules.each_text(wordings, lambda text: rules.addressed(text, paper["you"]))
    paper |= {"remedy": spoken["remedy"], "closing": spoken["closing"]}
    empty = {field.key: "" if field.shape == "text" else [] for field in kind.fields}
    return json.dumps(
        {
            "c": rules.each_text(empty | {key: value for key, value in context.items() if value is not None}, drawn),
            "paper": rules.each_text(paper, drawn),
            "wordings": spoken,
            "fonts": fonts.families(),
            "qr": qr_svg(paper["url"]) if paper["url"] else "",
            "originals": list(dict.fromkeys(originals)),
        },
        ensure_ascii=False,
    )


def render(kind: PaperKind, context: dict, *, paper: dict, now: datetime) -> bytes:
    """PDF/A-2b bytes of one paper: the same input gives the same bytes. `context` is plain() and without faults().
    Raises typst.TypstError when a template is wrong (check() finds that before a user does)."""
    sent = inputs(kind, context, paper)
    with _lock:
        return _compiler().compile(
            input=str(packs.ROOT / FOLDER / kind.template),
            format="pdf",
            pdf_standards="a-2b",
            sys_inputs={"data": sent},
            timestamp=int(now.timestamp()),
        )
