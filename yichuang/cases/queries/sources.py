"""Where each answer of a case comes from, as its trail tells it."""

from collections.abc import Iterable, Sequence

from yichuang.cases.queries.cases import TrailStep
from yichuang.cases.rules import sources
from yichuang.cases.rules.sources import APPLICANT, CLERK, PARTNER, Source


def of_case(trail: Sequence[TrailStep], answered: Iterable[str]) -> dict[str, Source]:
    """Field → its source, for every field that is answered.

    What was not taken from anywhere was typed by whoever sent it; a
    correction types anew what it changes.

    trail: of the case, oldest first.
    """
    sent = trail[0]
    by_field = dict.fromkeys(answered, _typed(sent))
    taken_from = sent.told.get("sources", {})
    by_field |= sources.read(taken_from)
    for step in trail:
        if step.kind != "answer_correction":
            continue
        changed = step.told.get("changed", ())
        by_field |= dict.fromkeys(changed, _typed(step))
    return by_field


def _typed(step: TrailStep) -> Source:
    """The source of what came with this step and was taken from nowhere."""
    if step.officer:
        by = CLERK
    elif step.actor.startswith("api:"):
        by = PARTNER
    else:
        by = APPLICANT
    return Source(by, step.at.date())
