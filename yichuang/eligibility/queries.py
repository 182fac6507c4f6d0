"""Reads: which decision pack a legal officer agreed to, and what it says of what is known."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from yichuang.core.clock import local
from yichuang.eligibility import tables
from yichuang.eligibility.models import Approval
from yichuang.eligibility.rules import determining, digests, examples
from yichuang.eligibility.rules.determining import Application, Determination
from yichuang.eligibility.rules.facts import Facts

Pack = dict[str, Any]


@dataclass(frozen=True)
class Agreed:
    """A decision pack that is in force.

    digest: of the pack with its figures; digest_of_figures: of these alone,
    "" for none.
    """

    pack: Pack
    digest: str
    digest_of_figures: str
    approval: Approval


def has_pack(item_code: str) -> bool:
    """Whether a rule was ever written for the item, agreed to or not."""
    return item_code in tables.decisions()


def digest_of(pack: Pack) -> str:
    """What a legal officer agrees to, as packs stand now."""
    figures = tables.figures()
    return digests.digest_of(pack, figures)


def approvals_of(pack: Pack) -> list[Approval]:
    """Every word of a legal officer on a pack, the newest first.

    On what it says now and on what it said before.
    """
    rows = Approval.objects.filter(item_code=pack["item"], from_on=pack["from"])
    with_names = rows.select_related("approved_by")
    return list(with_names.order_by("-at", "-id"))


def standing(pack: Pack) -> Approval | None:
    """The word on this very text and its figures; None while there is none, and once it was withdrawn."""
    digest = digest_of(pack)
    for approval in approvals_of(pack):
        if approval.digest == digest and approval.withdrawn_at is None:
            return approval
    return None


def in_force(item_code: str, moment: datetime) -> Agreed | None:
    """The pack of an item that decided what came in at a moment, None where none did.

    It had begun, was not over, and a legal officer had agreed by then to
    this very text and to the figures that it names.
    """
    day = local(moment).date()
    pack = tables.decision_of(item_code, day)
    if pack is None:
        return None
    approval = standing(pack)
    if approval is None or approval.at > moment:
        return None
    figures = tables.figures()
    of_figures = digests.digest_of_figures(pack, figures)
    return Agreed(pack, approval.digest, of_figures, approval)


def is_meant(agreed: Agreed, application: Application) -> bool:
    """Whether the pack is for this application at all."""
    return determining.is_meant(agreed.pack, application)


def determine(agreed: Agreed, facts: Facts, region: str, moment: datetime) -> Determination:
    """What the pack says.

    facts: what is known, answers of the form among them.
    region: where the case is; moment: of the submission.
    """
    return determining.determine(
        pack=agreed.pack,
        facts=facts,
        types=tables.types(),
        tables=tables.figures(),
        region=region,
        day=local(moment).date(),
    )


def example_of(pack: Pack, name: str) -> Determination:
    """What the pack says of one of its four examples.

    name: of `examples.NAMES`.
    """
    known = examples.Known(tables.types(), tables.sources())
    return examples.computed(pack, name, known, tables.figures())
