"""Whether a decision pack says yes to a case, and why: every condition with its value, its source and its article.

Only a yes decides. What a rule cannot say yes to is for a person, with this
trace; no rule ever says no to anybody.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from yichuang.eligibility.rules.conditions import Knowledge, facts_of, verdict_of
from yichuang.eligibility.rules.facts import (
    FOUND,
    OF_FORM,
    UNREADABLE,
    Fact,
    Facts,
    Types,
    comparable,
)
from yichuang.eligibility.rules.giving import Grant, Tables, grant_of, row_of
from yichuang.eligibility.rules.verdicts import Verdict, all_of

Pack = Mapping[str, Any]
AGREES = "两处说的一样"
GIVES = "给多少、从哪个月起，算得出来"


@dataclass(frozen=True)
class Application:
    """How it was applied, as far as a pack asks who may be decided by rule at all.

    channel: code of the channel.
    answers: of the questions before the form and of the form.
    is_proved: whether the account stands for a checked person, or for a
    unit that was let in.
    """

    channel: int
    answers: Mapping[str, Any]
    is_proved: bool


@dataclass(frozen=True)
class Step:
    """One row of the trace.

    what: what was known, by name: value, source, as_of (as written) and
    receipt.
    """

    id: str
    says: str
    verdict: Verdict
    basis: str
    what: Mapping[str, Mapping[str, Any]]


@dataclass(frozen=True)
class Determination:
    """What a pack says of a case.

    gives: what is granted, None unless the verdict is yes.
    reason: in words, "" unless the verdict is yes.
    """

    verdict: Verdict
    steps: tuple[Step, ...]
    gives: Grant | None = None
    reason: str = ""


def is_meant(pack: Pack, application: Application) -> bool:
    """Whether the pack is for this application at all.

    What it is not for goes its usual way and has no trace.
    """
    only = pack["only"]
    if application.channel not in only["channels"]:
        return False
    if only.get("proved") and not application.is_proved:
        return False
    answers = only.get("answers") or {}
    for key, value in answers.items():
        if application.answers.get(key) != value:
            return False
    return True


def determine(
    pack: Pack, facts: Facts, types: Types, tables: Tables, region: str, day: date
) -> Determination:
    """What the pack says.

    facts: what is known, answers of the form among them.
    tables: the rows of packs/numbers that it names.
    region: where the case is; day: of the submission.
    """
    figures = _figures(pack, tables, region, day)
    known = Knowledge(facts, types, day, figures)
    steps = [*_conditions(pack, known), *_agreements(pack, known)]
    gives = grant_of(pack, facts, tables, region, day)
    if pack.get("gives"):
        steps.append(_giving(pack, facts, gives))
    verdict = all_of(step.verdict for step in steps)
    if verdict is not Verdict.YES:
        return Determination(verdict, tuple(steps))
    return Determination(verdict, tuple(steps), gives, reason_of(pack))


def reason_of(pack: Pack) -> str:
    """In words why it was granted."""
    says = []
    for condition in pack["all"]:
        says.append(condition["says"])
    every = "、".join(says)
    return pack["reason"].format(all=every)


def names_of(pack: Pack) -> list[str]:
    """Every fact that a pack rests on, each once, in order."""
    names = []
    for condition in pack["all"]:
        names += facts_of(condition)
    for pair in pack.get("agree", ()):
        names += pair
    names += _given_by(pack)
    return list(dict.fromkeys(names))


def _given_by(pack: Pack) -> list[str]:
    """The facts by which a pack gives so much."""
    gives = pack.get("gives") or {}
    names = []
    for part in gives.values():
        for key in ("of", "plus", "month_of"):
            if key in part:
                names.append(part[key])
    return names


def _figures(pack: Pack, tables: Tables, region: str, day: date) -> frozenset[str]:
    """Names of the figures that are in force."""
    names = set()
    for name in tables:
        if row_of(tables, name, region, day) is not None:
            names.add(name)
    return frozenset(names)


def _conditions(pack: Pack, known: Knowledge) -> list[Step]:
    steps = []
    for condition in pack["all"]:
        names = facts_of(condition)
        step = Step(
            id=condition["id"],
            says=condition["says"],
            verdict=verdict_of(condition, known),
            basis=condition["basis"],
            what=_what(names, known.facts),
        )
        steps.append(step)
    return steps


def _agreements(pack: Pack, known: Knowledge) -> list[Step]:
    """What stands in two places: a row for each pair that says two things, none where they agree or one is silent."""
    steps = []
    for number, pair in enumerate(pack.get("agree", ()), 1):
        if _agree(pair, known):
            continue
        what = _what(pair, known.facts)
        step = Step(f"agree{number}", AGREES, Verdict.CONTRADICTS, "", what)
        steps.append(step)
    return steps


def _giving(pack: Pack, facts: Facts, gives: Grant | None) -> Step:
    """Whether it is known how much is given."""
    verdict = Verdict.YES
    if gives is None:
        verdict = Verdict.UNKNOWN
    what = _what(_given_by(pack), facts)
    return Step("gives", GIVES, verdict, "", what)


def _agree(pair: list[str], known: Knowledge) -> bool:
    """Whether both say the same, or one of them says nothing."""
    values = []
    kind = ""
    for name in pair:
        fact = known.facts.get(name)
        if fact is None or fact.state != FOUND:
            return True
        values.append(fact.value)
        if not name.startswith(OF_FORM):
            kind = known.types.get(name, "")
    try:
        one, other = [comparable(value, kind) for value in values]
    except UNREADABLE:
        return False
    return one == other


def _what(names: Iterable[str], facts: Facts) -> dict[str, dict[str, Any]]:
    """What was known of these, as it is kept with the case.

    names: of facts; one that is not known is written down as such.
    """
    rows = {}
    for name in names:
        fact = facts.get(name)
        if fact is None:
            rows[name] = {"state": "unknown"}
            continue
        rows[name] = _row_of(fact)
    return rows


def _row_of(fact: Fact) -> dict[str, Any]:
    """A fact in plain values."""
    as_of = ""
    if fact.as_of:
        as_of = fact.as_of.isoformat()
    return {
        "state": fact.state,
        "value": fact.value,
        "source": fact.source,
        "as_of": as_of,
        "receipt": fact.receipt,
    }
