"""Who may not promise, and who may sign a promise (国办发〔2020〕42号).

A record bars from promises that stand in place of a paper, never from the 信用承诺 of an application for money: who may
not sign that would be refused the benefit itself.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

Rules = Mapping[str, Any]  # packs/commitments/rules.yaml
SHOWN = "shown"
CREDIT = "credit"
SELF, GUARDIAN, HANDLER, AGENT = "self", "guardian", "handler", "agent"


@dataclass(frozen=True)
class Standing:
    """One credit record of whoever would promise.

    kind: of what, such as false_commitment.
    gravity: light, general or serious.
    state: proposed, shown, repaired, expired or withdrawn.
    """

    kind: str
    gravity: str
    state: str


def barring(kind: str, records: Iterable[Standing], rules: Rules) -> Standing | None:
    """The record that keeps somebody from a promise of this kind, None where they may make it.

    kind: notice, tolerance or credit. What is being heard, was repaired, has expired or was withdrawn bars nobody.
    """
    bar = rules["barred"]
    if kind not in bar["of"]:
        return None
    for record in records:
        if record.state != SHOWN:
            continue
        if record.kind in bar["kinds"] or record.gravity in bar["classes"]:
            return record
    return None


def may_sign(kind: str, signs_as: str, rules: Rules, lifted: bool = False) -> bool:
    """Whether somebody who acts so for the applicant may sign it.

    signs_as: self, guardian, handler, legal_rep or agent.
    lifted: the place lets agents sign what stands in place of a paper. The 信用承诺 is the applicant's own answer.
    """
    proxy = rules["proxy"]
    if signs_as in proxy["allowed"]:
        return True
    if kind == CREDIT:
        return False
    return lifted and proxy["place_may_lift"]
