"""承诺: what stands in place of a paper is kept as it was shown, with its hash and who signed it.

A promise is kept with the application that makes it, in the same transaction.
Whoever may not promise is told which paper to hand in instead.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from yichuang.accounts.models import Officer
from yichuang.cases.models import Case, Commitment, CommitmentText, Draft, Material
from yichuang.cases.queries import commitments
from yichuang.cases.queries.commitments import Offered
from yichuang.cases.services.journal import lock, write
from yichuang.core import masking
from yichuang.core.clock import local
from yichuang.core.errors import FieldProblem, Invalid
from yichuang.identity import queries as identity
from yichuang.registry.models import Person

UNFILLED = "请先把申请表填全，再写“{paper}”的承诺"


@dataclass(frozen=True)
class Signing:
    """Who signs, and how.

    signer: the person, None where it is not known which one has the
    account.
    signs_as: self, guardian, handler or legal_rep.
    name: as the paper prints it, masked.
    witness: the officer before whom it is signed, None online.
    """

    signer: Person | None
    signs_as: str
    name: str
    channel: int
    actor: str
    witness: Officer | None = None


def offered_by(draft: Draft, now: datetime) -> list[Offered]:
    """The promises that a draft makes, each as it is signed now.

    Raises Invalid for who may not promise, and where the form does not say
    yet what stands in a promise.
    """
    today = local(now).date()
    offered = commitments.of_draft(draft, today)
    if not offered:
        return []
    reason = commitments.why_not(draft)
    problems = []
    for promise in offered:
        key = f"materials.{promise.codes[0]}"
        if reason:
            problems.append(FieldProblem(key, reason, "barred"))
        elif promise.deed is None:
            words = UNFILLED.format(paper=promise.papers[0].name)
            problems.append(FieldProblem(key, words, "unfilled"))
    if problems:
        raise Invalid(problems)
    return offered


def signing_of(draft: Draft, actor: str) -> Signing:
    """Whoever sends a draft online signs it."""
    signer = draft.person
    if signer is None:
        account = identity.real_name(draft.owner)
        signer = account and account.handler
    name = (signer or draft.employer).name
    return Signing(
        signer=signer,
        signs_as=commitments.signs_for(draft),
        name=masking.name(name),
        channel=draft.channel,
        actor=actor,
    )


def keep(*, case_id: UUID, offered: Sequence[Offered], signing: Signing, now: datetime) -> None:
    """Keep what was promised with an application, in its transaction: a row and a step of the trail each.

    A paper that is to follow knows from now on until when.
    """
    if not offered:
        return
    case = lock(case_id)
    for promise in offered:
        row = _row(case, promise, signing, now)
        papers = Material.objects.filter(case=case, code__in=promise.codes)
        papers.update(commitment=row, due_on=promise.due)
        write(
            case,
            "promise_paper",
            actor=signing.actor,
            officer=signing.witness,
            now=now,
            data=_facts(promise, row),
        )


def _row(case: Case, promise: Offered, signing: Signing, now: datetime) -> Commitment:
    """The promise as it was shown. `create` encrypts what is shown, and binds it to its own row."""
    kind, _, version = promise.deed.version.partition("@")
    return Commitment.objects.create(
        case=case,
        kind=kind,
        text=CommitmentText.objects.get(kind=kind, version=version),
        materials=promise.codes,
        shown=promise.deed.text,
        shown_hash=promise.deed.hash,
        signer=signing.signer,
        signed_as=signing.signs_as,
        signed_by=signing.name,
        channel=signing.channel,
        witnessed_by=signing.witness,
        at=now,
    )


def _facts(promise: Offered, row: Commitment) -> dict:
    """What the trail tells of a promise: nothing that somebody typed."""
    facts = {
        "papers": promise.codes,
        "text": promise.deed.version,
        "hash": row.shown_hash,
        "signed_as": row.signed_as,
    }
    if promise.due:
        facts["due"] = promise.due.isoformat()
    return facts
