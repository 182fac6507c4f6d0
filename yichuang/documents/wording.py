"""What one paper says: its fields, its number and the sentences of its kind, as they are fixed when it is issued."""

import hashlib
import json
from datetime import datetime

from yichuang.documents import rules
from yichuang.documents.rules import PaperKind

_PRINTED = {
    "heading": "",
    "number": "",
    "issuer": "",
    "date": "",
    "url": "",
    "code": "",
    "chain": "",
    "you": rules.address(employer=False),
}


def said(kind: PaperKind, context: dict, *, paper: dict, now: datetime) -> dict:
    """Everything that a template is told, as JSON can hold it: template, c (the fields), paper (what is printed of the
    paper itself), wordings (the sentences of the pack, as they are said to its holder), at (seconds since 1970).

    context: plain() and without faults(); paper: heading, number, issuer, date, url, code, chain, you."""
    printed = _PRINTED | {"heading": kind.title} | paper

    def to_holder(text: str) -> str:
        return rules.addressed(text, printed["you"])

    fields: dict = {}
    for field in kind.fields:
        fields[field.key] = "" if field.shape == "text" else []
    for key, value in context.items():
        if value is not None:
            fields[key] = value
    sentences = {"remedy": to_holder(kind.remedy), "closing": to_holder(kind.closing)}
    wordings = rules.each_text(kind.wordings, to_holder)
    return {
        "template": kind.template,
        "c": fields,
        "paper": sentences | printed,
        "wordings": wordings | sentences,
        "at": int(now.timestamp()),
    }


def frozen(words: dict) -> str:
    """The text that is kept of said(): the same words give the same text."""
    return json.dumps(words, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def digest(*, design: str, text: str) -> str:
    """sha256 in hex over what a paper says and the digest of how it looks: neither can change unseen."""
    words = f"{design}\n{text}"
    return hashlib.sha256(words.encode()).hexdigest()
