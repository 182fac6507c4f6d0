"""Reading papers: what they say, the proof, the sheets that carry no number."""

import hashlib
import json
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO
from uuid import UUID

from cryptography.exceptions import InvalidTag
from django.core.files.storage import default_storage
from django.db.models import QuerySet
from pypdf import PdfWriter

from yichuang.audit import queries as audit
from yichuang.core import clock, spelling
from yichuang.core.errors import Invalid, NotFound
from yichuang.core.spoken import chinese_date
from yichuang.documents import compiler, fonts, rules, tables, wording
from yichuang.documents.models import Paper

COMMON = set("·（）")
COMMON.update(map(chr, range(0x20, 0x7F)))
COMMON.update(map(chr, range(0x4E00, 0x9FA6)))


@dataclass(frozen=True)
class VerifyResult:
    """What the public may learn of a paper. valid = found, not voided, and unchanged since its issue. sha256: of its
    file, "" while nobody has read it."""

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
    voided_on: date | None = None
    intact: bool = False


def undrawn(text: str) -> str:
    """The characters of a text for which papers have no glyph and print 〓, each once. A name of the first
    block of Chinese characters (GB 13000.1) opens no font."""
    missing = {}
    for char in text:
        if char in COMMON:
            continue
        if rules.showable(char, fonts.covered) == rules.MISSING_GLYPH:
            missing[char] = True
    return "".join(missing)


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
    earlier = printed.replace(
        "〕", "〕第"
    )  # how numbers were printed before the standard was followed
    rows = Paper.objects.filter(number_text__in=[printed, earlier], verify_code__endswith=check)
    return _result(rows.first())


def _result(paper: Paper | None) -> VerifyResult:
    if paper is None:
        return VerifyResult(found=False)
    unchanged = intact(paper)
    voided = paper.voided_at is not None
    voided_on = None
    if voided:
        voided_at = clock.local(paper.voided_at)
        voided_on = voided_at.date()
    issued_at = clock.local(paper.issued_at)
    return VerifyResult(
        found=True,
        valid=unchanged and not voided,
        kind=paper.kind,
        title=paper.title,
        number=paper.number_text,
        issued_on=issued_at.date(),
        issuer=paper.issuer_name,
        holder=paper.holder_masked,
        sha256=paper.sha256,
        voided=voided,
        void_reason=paper.void_reason,
        voided_on=voided_on,
        intact=unchanged,
    )


def intact(paper: Paper) -> bool:
    """Whether the paper says what it said when it was issued, and its file, where it has been read, is there and has
    the digest that it was kept with."""
    if paper.look_id and words_of(paper) is None:
        return False
    if not paper.path:
        return True
    return _digest_of_file(paper.path) == paper.sha256


def words_of(paper: Paper) -> dict | None:
    """What the paper says (wording.said); None for a paper whose words or look were changed after its issue, by its own
    digest or the record's, and for one from before words were kept."""
    if not paper.look_id:
        return None
    try:
        text = paper.frozen
    except (InvalidTag, KeyError):  # other bytes, or written with a key that is gone
        return None
    design = paper.look.design()
    digest = wording.digest(design=design.digest, text=text)
    if digest != paper.frozen_sha256 or not _as_recorded(paper):
        return None
    return json.loads(text)


def _as_recorded(paper: Paper) -> bool:
    """Whether the record, where it still tells of the issue, names the same digest."""
    for entry in audit.of_subject(paper.subject).filter(verb="documents.issue"):
        issue = json.loads(entry.data)
        if issue["paper"] == str(paper.uuid):
            return issue.get("sha256") == paper.frozen_sha256
    return True


def _digest_of_file(path: str) -> str:
    try:
        with default_storage.open(path) as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except FileNotFoundError:
        return ""


def paper(uuid: UUID | str) -> Paper:
    """The paper of this uuid. Raises NotFound."""
    row = Paper.objects.filter(uuid=uuid).first()
    if row is None:
        raise NotFound("没有找到这份文书")
    return row


def issued(*, kind: str, subject: str, occasion: str) -> Paper | None:
    """The paper of this kind that was issued to this subject on this occasion, or None."""
    same = Paper.objects.filter(kind=kind, subject=subject, occasion=occasion)
    return same.first()


def unread() -> QuerySet[Paper]:
    """The papers whose sheet nobody has asked for yet, first issued first."""
    return Paper.objects.filter(path="").order_by("id")


def of_subject(subject: str) -> QuerySet[Paper]:
    """The papers of "case:<uuid>", first issued first."""
    return Paper.objects.filter(subject=subject).order_by("issued_at", "pk")


def first_read(subject: str, kind: str) -> datetime | None:
    """When its owner first had the paper of this kind that still holds open online."""
    standing = of_subject(subject).filter(kind=kind, voided_at=None)
    return standing.values_list("read_at", flat=True).first()


def together(contents: list[bytes]) -> bytes:
    """Several PDFs as one file to be printed, in their order."""
    writer = PdfWriter()
    for each in contents:
        writer.append(BytesIO(each))
    joined = BytesIO()
    writer.write(joined)
    return joined.getvalue()


def sheet(
    *,
    kind: str,
    context: dict,
    now: datetime,
    heading: str = "",
    issuer_name: str = "",
    url: str = "",
) -> bytes:
    """PDF of a sheet that is printed without being issued: guide, form, slip, or a preview of any kind. It has no
    number; `url` becomes its QR code. Raises Invalid, NotFound."""
    chosen = tables.kind(kind)
    text = rules.plain(context)
    problems = rules.faults(chosen, text)
    if problems:
        raise Invalid(problems, f"《{heading or chosen.title}》还缺内容")
    printed = {
        "issuer": issuer_name,
        "url": url,
        "date": chinese_date(clock.local(now).date()),
    }
    return compiler.render(
        chosen, text, paper=printed | ({"heading": heading} if heading else {}), now=now
    )
