"""A new number of a person is taken over by the police's answer, or by a proof that an officer has seen."""

from yichuang.cases.models import Case
from yichuang.cases.queries import renumbered
from yichuang.cases.queries.versions import Version
from yichuang.core.errors import FieldProblem, Invalid

FIELD = "number_proof"
_UNPROVED = "{}：看过公安机关更正证明原件的，写明机关、文号和日期；没有的先一次告知补正，号码是别人的不予受理"


def proved(case: Case, version: Version, proof: str) -> dict[str, str]:
    """What the entry of a grant tells of the proof; {} where none is owed.

    proof: as the officer wrote it.
    Raises Invalid where one is owed and none was written.
    """
    doubts = renumbered.doubts(version, case)
    if not doubts:
        return {}
    written = proof.strip()
    if not written:
        reasons = "；".join(doubts)
        message = _UNPROVED.format(reasons)
        raise Invalid([FieldProblem(FIELD, message, "required")])
    return {FIELD: written}
