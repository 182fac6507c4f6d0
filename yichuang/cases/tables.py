"""What the packs of this module say: for how long uploads wait for a case."""

from datetime import date, timedelta

from yichuang.core import packs

UPLOADS = "retention/uploads.yaml"


def kept_until(day: date) -> date:
    """The last day on which a file that is uploaded on `day` waits for a case or a draft.

    个人信息保护法 19, 47."""
    terms = packs.read(UPLOADS)["unclaimed"]
    in_force = terms[0]
    for term in terms:
        if term["from"] <= day:
            in_force = term
    return day + timedelta(in_force["days"])
