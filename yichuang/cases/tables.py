"""What the packs of this module say: for how long uploads wait for a case, how far a unit's mandate may reach, when a
question that was handed over goes back, and when the code of a draft ends."""

from datetime import date, timedelta

from yichuang.cases.rules.mandates import Bounds
from yichuang.core import packs

UPLOADS = "retention/uploads.yaml"
MANDATES = "mandates/terms.yaml"
ENQUIRIES = "desk/enquiries.yaml"
DRAFTS = "desk/drafts.yaml"


def kept_until(day: date) -> date:
    """The last day on which a file that is uploaded on `day` waits for a case or a draft.

    个人信息保护法 19, 47."""
    terms = packs.read(UPLOADS)["unclaimed"]
    term = _in_force(terms, day)
    return day + timedelta(term["days"])


def bounds_of_mandates(day: date) -> Bounds:
    """Within which bounds a mandate is taken that is brought on `day` (民法典 165)."""
    terms = packs.read(MANDATES)["terms"]
    term = _in_force(terms, day)
    scopes = scopes_of_mandates()
    return Bounds(
        longest=term["longest"],
        length=term["length"],
        brought_within=term["brought_within"],
        scopes=frozenset(scopes),
    )


def scopes_of_mandates() -> dict[str, str]:
    """For which matters a mandate may be → the words of it, in the order in which they are offered."""
    labels = {}
    for scope in packs.read(MANDATES)["scopes"]:
        key = scope["key"]
        labels[key] = scope["label"]
    return labels


def minutes_to_accept() -> int:
    """For how many minutes of office a question that was handed over waits to be accepted."""
    return packs.read(ENQUIRIES)["hand_over"]["minutes"]


def hours_of_a_code() -> int:
    """For how many hours a desk may go on with a draft by its code."""
    return packs.read(DRAFTS)["code"]["hours"]


def _in_force(terms: list[dict], day: date) -> dict:
    """The last of the terms that has begun, the first where none has."""
    in_force = terms[0]
    for term in terms:
        if term["from"] <= day:
            in_force = term
    return in_force
