"""Every write of the register of papers."""

import hashlib
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from time import monotonic
from uuid import uuid4

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import DatabaseError, transaction

from yichuang.audit import services as audit
from yichuang.core import batches, clock, db, jobs, outbox
from yichuang.core.errors import Conflict, FieldProblem, Invalid
from yichuang.core.ids import uuid7
from yichuang.core.spoken import chinese_date
from yichuang.documents import compiler, designs, queries, rules, wording
from yichuang.documents.designs import Design
from yichuang.documents.models import Look, Paper
from yichuang.documents.rules import PaperKind
from yichuang.documents.tables import kind as kind_of

IDLE_FOR = timedelta(seconds=2)  # nothing happened for so long: the worker may set papers
ROUND, AT_A_TIME = 40, 2000  # seconds that one round of setting goes on, and papers in it
SET_WITHIN = timedelta(days=7)  # an older paper is set when somebody reads it
_NUMBER = "select paper_id, look_id, serial from paper_number(%s, %s, %s, %s, %s, %s, %s)"
_HELD = "YC055"  # state of the function's refusal: another transaction holds the counter


@dataclass(frozen=True)
class _Numbered:
    """paper_id: issued before, or None; then look_id and serial of the new one."""

    paper_id: int | None
    look_id: int | None
    serial: int | None


def issue(
    *,
    kind: str,
    subject: str,
    context: dict,
    issuer_name: str,
    issuer_code: str,
    year: int,
    now: datetime,
    heading: str = "",
    occasion: str = "",
    issuer_short: str = "",
    chain_head: str = "",
    employer: bool = False,
    actor: str = "system",
) -> Paper:
    """Number one paper and fix what it says and how it looks; its sheet is set when somebody first reads it
    (`content`). A second call for the same kind, subject and occasion returns the first.

    context: the fields of packs/papers/<kind>.yaml; dates and Decimals may be given as such. subject: "case:<uuid>".
    issuer_short: 东人社, where it is known: printed before the kind's character and the number. chain_head: hash at
    the head of the case's chain, printed beside the QR code. employer: the holder's name is not personal and is kept
    in full.
    The counter stays locked until the caller's transaction ends: a rollback gives the number back, so numbers have
    no gap. Raises Invalid (fields missing), NotFound (no such kind), Conflict (a kind that has no number),
    batches.Later in a batch of events that holds a counter already, when another transaction holds this one.
    """
    chosen = kind_of(kind)
    if not chosen.numbered:
        raise Conflict(f"《{chosen.title}》不编号，请直接打印")
    text = rules.plain(context)
    problems = rules.faults(chosen, text)
    if problems:
        raise Invalid(problems, f"《{heading or chosen.title}》还缺内容")
    design = designs.of_today()
    paper = Paper(
        uuid=uuid7(),
        kind=kind,
        year=year,
        issuer_code=issuer_code,
        issuer_name=issuer_name,
        subject=subject,
        occasion=occasion,
        title=heading or chosen.title,
        language=chosen.language,
        issued_at=now,
        holder_masked=rules.masked_name(str(text.get(chosen.holder) or ""), employer=employer),
    )
    with transaction.atomic(savepoint=False):
        numbered = _numbered(paper, design)
        if numbered.paper_id:
            return Paper.objects.get(pk=numbered.paper_id)
        paper.look_id = numbered.look_id
        paper.serial = numbered.serial
        prefix = issuer_short + chosen.word
        paper.number_text = rules.number_text(prefix=prefix, year=year, serial=paper.serial)
        paper.verify_code = _verify_code(paper)
        _freeze(paper, chosen, text, design, chain_head, employer)
        paper.save(force_insert=True)
        recorded = {"paper": str(paper.uuid), "kind": kind, "sha256": paper.frozen_sha256}
        audit.record(actor=actor, verb="documents.issue", subject=subject, data=recorded)
    return paper


def _numbered(paper: Paper, design: Design) -> _Numbered:
    number_key = (
        paper.kind,
        paper.issuer_code,
        paper.year,
        paper.subject,
        paper.occasion,
        design.digest,
        batches.may_wait(),
    )
    numbered = _next_number(number_key)
    if numbered.paper_id or numbered.serial:
        return numbered
    keep_look(design)
    return _next_number(number_key)


def _next_number(number_key: tuple) -> _Numbered:
    try:
        return _Numbered(*db.call(_NUMBER, number_key))
    except DatabaseError as refusal:
        if db.said(refusal).sqlstate != _HELD:
            raise
        raise batches.Later("another transaction holds the counter of papers") from refusal


def _verify_code(paper: Paper) -> str:
    identity = f"{paper.uuid.hex}:{paper.kind}:{paper.number_text}"
    return paper.uuid.hex.upper() + rules.check_characters(identity, settings.SECRET_KEY.encode())


def _freeze(
    paper: Paper, kind: PaperKind, context: dict, design: Design, chain_head: str, employer: bool
) -> None:
    printed = {
        "heading": paper.title,
        "number": paper.number_text,
        "issuer": paper.issuer_name,
        "date": chinese_date(clock.local(paper.issued_at).date()),
        "url": settings.BASE_URL + rules.VERIFY_PATH + paper.verify_code,
        "code": paper.verify_code[-8:],
        "chain": chain_head,
        "you": rules.address(employer=employer),
    }
    words = wording.said(kind, context, paper=printed, now=paper.issued_at)
    paper.frozen = wording.frozen(words)
    paper.frozen_sha256 = wording.digest(design=design.digest, text=paper.frozen)


def keep_look(design: Design) -> None:
    """Keep the design, so that papers issued under it can be set whatever the packs have become."""
    look = Look(
        digest=design.digest, templates=design.templates, fonts=design.fonts, setter=design.setter
    )
    Look.objects.bulk_create([look], ignore_conflicts=True)


def content(paper: Paper) -> bytes:
    """The PDF of an issued paper, set now from its own words and look when nobody has read it before. The caller has
    asked whether this reader may see it.

    Of two who read it first at the same moment, both get the sheet of the one whose row was written first. Raises
    Conflict when the file is gone, or the paper was changed after its issue: that is never shown as the issued one."""
    if paper.path:
        return _stored_sheet(paper)
    words = queries.words_of(paper)
    if words is None:
        raise _changed()
    sheet = compiler.typeset(paper.look.design(), words)
    if _is_first(paper, sheet):
        return sheet
    paper.refresh_from_db(fields=["path", "sha256", "size"])
    return _stored_sheet(paper)


def shown(paper: Paper) -> bytes:
    """The PDF as it is given to a reader: `content`, and in front of a paper that no longer holds a sheet that says so,
    with the day and the reason. Raises as `content`."""
    if paper.voided_at is None:
        return content(paper)
    day = chinese_date(clock.local(paper.voided_at).date())
    notice_fields = {
        "paper": paper.title,
        "paper_number": paper.number_text,
        "voided_on": day,
        "reason": paper.void_reason,
    }
    notice = queries.sheet(
        kind="voided", context=notice_fields, now=paper.voided_at, issuer_name=paper.issuer_name
    )
    return queries.together([notice, content(paper)])


def _is_first(paper: Paper, sheet: bytes) -> bool:
    """The file first, under a name that nobody else has, then the row: whoever is killed between the two, or comes
    second, leaves a lost file and never a paper whose sheet is not whole."""
    name = f"papers/{paper.year}/{paper.uuid.hex}.{uuid4().hex[:8]}.pdf"
    columns = {
        "path": default_storage.save(name, ContentFile(sheet)),
        "sha256": hashlib.sha256(sheet).hexdigest(),
        "size": len(sheet),
    }
    if not Paper.objects.filter(pk=paper.pk, path="").update(**columns):
        default_storage.delete(columns["path"])
        return False
    for field, value in columns.items():
        setattr(paper, field, value)
    return True


def _stored_sheet(paper: Paper) -> bytes:
    try:
        with default_storage.open(paper.path) as stream:
            sheet = stream.read()
    except FileNotFoundError:
        raise _changed() from None
    if hashlib.sha256(sheet).hexdigest() != paper.sha256:
        raise _changed()
    return sheet


def _changed() -> Conflict:
    return Conflict(
        "这份文书的存件和签发时不一致，不能下载", way_out="请联系签发单位核对", code="paper_changed"
    )


def set_unread(now: datetime) -> int:
    """Set the papers that nobody has read yet, while nothing else is to be done; return how many were set.

    Raises jobs.Unfinished when some could not be set."""
    until = monotonic() + ROUND
    waiting = queries.unread().filter(issued_at__gt=now - SET_WITHIN).values_list("pk", flat=True)

    def set_one(pk: int) -> None:
        if monotonic() > until or not outbox.is_idle(IDLE_FOR):
            raise jobs.Enough
        content(Paper.objects.get(pk=pk))

    return jobs.each("documents.set_unread", waiting[:AT_A_TIME], set_one)


def note_read(*, subject: str, kind: str, now: datetime) -> None:
    """The owner has a paper of this kind open online.

    The first time is kept: from then on they know what it says.
    """
    standing = queries.of_subject(subject).filter(kind=kind, voided_at=None)
    standing.filter(read_at=None).update(read_at=now)


@transaction.atomic
def void_all(
    *, subject: str, why: str, now: datetime, actor: str, but: Collection[str] = ()
) -> int:
    """Every paper of the subject that still holds no longer does; returns how many. Raises as `void`.

    but: kinds that stay."""
    standing = queries.of_subject(subject).filter(voided_at=None)
    ending = standing.exclude(kind__in=but)
    papers = list(ending)
    for paper in papers:
        void(paper, why, now=now, actor=actor)
    return len(papers)


@transaction.atomic
def void(paper: Paper, why: str, *, now: datetime | None = None, actor: str = "system") -> Paper:
    """The paper no longer holds; its number stays used and its page says why. why: a key of rules.WHY_VOID, whose words
    everybody may read. Raises Invalid for another, Conflict when it was voided before."""
    if why not in rules.WHY_VOID:
        raise Invalid([FieldProblem("why", "请从列出的原因里选为什么作废", "list")], "还不能作废")
    locked = Paper.objects.select_for_update().get(pk=paper.pk)
    if locked.voided_at:
        raise Conflict(f"{locked.number_text}已经作废过了")
    locked.voided_at = now or clock.now()
    locked.void_reason = rules.WHY_VOID[why]
    locked.save(update_fields=["voided_at", "void_reason"])
    audit.record(
        actor=actor, verb="documents.void", subject=locked.subject, data={"paper": str(locked.uuid)}
    )
    return locked
