"""Reading papers: the bytes, the proof, the sheets that carry no number."""

import hashlib
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO
from uuid import UUID

from django.core.files.storage import default_storage
from django.db.models import QuerySet
from pypdf import PdfWriter

from yichuang.core import clock, spelling
from yichuang.core.errors import Conflict, Invalid, NotFound
from yichuang.documents import compiler, rules, tables
from yichuang.documents.models import Paper


@dataclass(frozen=True)
class VerifyResult:
    """What the public may learn of a paper. valid = found, not voided, and its kept file is unchanged."""

    found: bool
    valid: bool = False
    kind: str = ""
    title: str = ""
    number: str = ""
    issued_on: date | None = None
    issuer: str = ""
    holder: str = ""
    sha256: str = ""
    voided: bool = False
    void_reason: str = ""
    intact: bool = False


def verify(code: str) -> VerifyResult:
    """The paper of this verify code (as in the QR code, or typed with blanks, hyphens or small letters)."""
    return _result(Paper.objects.filter(verify_code=rules.clean_code(code)[:48]).first())


def verify_number(number: str, check: str) -> VerifyResult:
    """For somebody with the sheet but no camera: the number as typed, in whatever brackets, and the eight characters
    beside the QR code."""
    check = rules.clean_code(check)
    if len(check) != 8:
        return VerifyResult(found=False)
    printed = spelling.number_of_paper(number)
    return _result(Paper.objects.filter(number_text=printed, verify_code__endswith=check).first())


def _result(paper: Paper | None) -> VerifyResult:
    if paper is None:
        return VerifyResult(found=False)
    unchanged = intact(paper)
    return VerifyResult(
        found=True, valid=unchanged and not paper.voided_at, kind=paper.kind, title=paper.title,
        number=paper.number_text, issued_on=clock.local(paper.issued_at).date(), issuer=paper.issuer_name,
        holder=paper.holder_masked, sha256=paper.sha256, voided=bool(paper.voided_at), void_reason=paper.void_reason,
        intact=unchanged,
    )  # fmt: skip


def intact(paper: Paper) -> bool:
    """Whether the kept file is there and has the digest it was issued with."""
    try:
        with default_storage.open(paper.path) as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest() == paper.sha256
    except FileNotFoundError:
        return False


def content(paper: Paper) -> bytes:
    """The PDF as issued. The caller has asked whether this reader may see it. Raises Conflict when the file is gone
    or was changed: a changed paper is never shown as the issued one."""
    try:
        with default_storage.open(paper.path) as stream:
            kept = stream.read()
    except FileNotFoundError:
        kept = b""
    if hashlib.sha256(kept).hexdigest() != paper.sha256:
        raise Conflict("这份文书的存件和签发时不一致，不能下载", way_out="请联系签发单位核对", code="paper_changed")
    return kept


def paper(uuid: UUID | str) -> Paper:
    """The paper of this uuid. Raises NotFound."""
    found = Paper.objects.filter(uuid=uuid).first()
    if found is None:
        raise NotFound("没有找到这份文书")
    return found


def of_subject(subject: str) -> QuerySet[Paper]:
    """The papers of "case:<uuid>", first issued first."""
    return Paper.objects.filter(subject=subject).order_by("issued_at", "pk")


def together(contents: list[bytes]) -> bytes:
    """Several PDFs as one file to be printed, in their order."""
    writer = PdfWriter()
    for each in contents:
        writer.append(BytesIO(each))
    joined = BytesIO()
    writer.write(joined)
    return joined.getvalue()


def sheet(*, kind: str, context: dict, now: datetime, heading: str = "", issuer_name: str = "", url: str = "") -> bytes:
    """PDF of a sheet that is printed without being issued: guide, form, slip, or a preview of any kind. It has no
    number; `url` becomes its QR code. Raises Invalid, NotFound."""
    chosen = tables.kind(kind)
    text = rules.plain(context)
    if problems := rules.faults(chosen, text):
        raise Invalid(problems, f"《{heading or chosen.title}》还缺内容")
    printed = {"issuer": issuer_name, "url": url, "date": rules.chinese_date(clock.local(now).date())}
    return compiler.render(chosen, text, paper=printed | ({"heading": heading} if heading else {}), now=now)
