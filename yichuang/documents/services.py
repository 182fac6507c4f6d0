"""Every write of the register of papers."""

import hashlib
from datetime import datetime

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction

from yichuang.audit import services as audit
from yichuang.core import clock, outbox
from yichuang.core.errors import Conflict, FieldProblem, Invalid
from yichuang.core.ids import uuid7
from yichuang.documents import compiler, rules
from yichuang.documents.events import PaperIssued, PaperVoided
from yichuang.documents.models import Paper, PaperCounter
from yichuang.documents.rules import PaperKind
from yichuang.documents.tables import kind as kind_of


@transaction.atomic
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
    """Number, render and keep one paper; a second call for the same kind, subject and occasion returns the first.

    context: the fields of packs/papers/<kind>.yaml; dates and Decimals may be given as such. subject: "case:<uuid>".
    issuer_short: 东人社, printed before the kind's character and the number. chain_head: hash at the head of the
    case's chain, printed beside the QR code. employer: the holder's name is not personal and is kept in full.
    The counter stays locked until the caller's transaction ends: a rollback gives the number back, so numbers have
    no gap. Raises Invalid (fields missing), NotFound (no such kind), Conflict (a kind that has no number).
    """
    chosen = kind_of(kind)
    if not chosen.numbered:
        raise Conflict(f"《{chosen.title}》不编号，请直接打印")
    text = rules.plain(context)
    if problems := rules.faults(chosen, text):
        raise Invalid(problems, f"《{heading or chosen.title}》还缺内容")
    counter = _locked_counter(chosen, issuer_code, year)
    if earlier := Paper.objects.filter(kind=kind, subject=subject, occasion=occasion).first():
        return earlier
    counter.last += 1
    counter.save(update_fields=["last"])
    paper = Paper(
        uuid=uuid7(), kind=kind, year=year, serial=counter.last, issuer_code=issuer_code, issuer_name=issuer_name,
        subject=subject, occasion=occasion, title=heading or chosen.title, language=chosen.language, issued_at=now,
        number_text=rules.number_text(
            prefix=issuer_short and issuer_short + chosen.word, year=year, serial=counter.last
        ),
        holder_masked=rules.masked_name(str(text.get(chosen.holder) or ""), employer=employer),
    )  # fmt: skip
    check = rules.check_characters(f"{paper.uuid.hex}:{kind}:{paper.number_text}", settings.SECRET_KEY.encode())
    paper.verify_code = paper.uuid.hex.upper() + check
    _keep(paper, _rendered(paper, chosen, text, chain_head, employer))
    outbox.publish(PaperIssued(paper=str(paper.uuid), kind=kind, subject=subject))
    audit.record(actor=actor, verb="documents.issue", subject=subject, data={"paper": str(paper.uuid), "kind": kind})
    return paper


def _locked_counter(kind: PaperKind, issuer_code: str, year: int) -> PaperCounter:
    key = {"kind": kind.kind, "issuer_code": issuer_code, "year": year}
    PaperCounter.objects.bulk_create([PaperCounter(**key)], ignore_conflicts=True)
    return PaperCounter.objects.select_for_update().get(**key)


def _rendered(paper: Paper, kind: PaperKind, context: dict, chain_head: str, employer: bool) -> bytes:
    printed = {
        "heading": paper.title,
        "number": paper.number_text,
        "issuer": paper.issuer_name,
        "date": rules.chinese_date(clock.local(paper.issued_at).date()),
        "url": settings.BASE_URL + rules.VERIFY_PATH + paper.verify_code,
        "code": paper.verify_code[-8:],
        "chain": chain_head,
        "you": rules.address(employer=employer),
    }
    return compiler.render(kind, context, paper=printed, now=paper.issued_at)


def _keep(paper: Paper, content: bytes) -> None:
    """The file first, under a name nobody else has, then the row: a rollback leaves a lost file, never a lost paper."""
    name = f"papers/{paper.year}/{paper.uuid.hex}.pdf"
    paper.path = default_storage.save(name, ContentFile(content))
    paper.sha256 = hashlib.sha256(content).hexdigest()
    paper.size = len(content)
    paper.save(force_insert=True)


@transaction.atomic
def void(paper: Paper, reason: str, *, now: datetime | None = None, actor: str = "system") -> Paper:
    """The paper no longer holds; its number stays used and its page says why. Raises Invalid without a reason,
    Conflict when it was voided before."""
    reason = reason.strip()
    if not reason or len(reason) > 400:
        raise Invalid([FieldProblem("reason", "请写明作废的原因，不超过400字", "required")], "还不能作废")
    locked = Paper.objects.select_for_update().get(pk=paper.pk)
    if locked.voided_at:
        raise Conflict(f"{locked.number_text}已经作废过了")
    locked.voided_at, locked.void_reason = now or clock.now(), reason
    locked.save(update_fields=["voided_at", "void_reason"])
    outbox.publish(PaperVoided(paper=str(locked.uuid), kind=locked.kind, subject=locked.subject))
    audit.record(actor=actor, verb="documents.void", subject=locked.subject, data={"paper": str(locked.uuid)})
    return locked
