"""How a 督办 looks wherever it is shown: the colour of its mark and its words."""

from datetime import date

from yichuang.supervision.models import Urging
from yichuang.supervision.queries import urgings

COLOURS = {
    urgings.LATE: "late",
    urgings.WAITING: "soon",
    urgings.ANSWERED: "doing",
    urgings.SETTLED: "done",
    urgings.WITHDRAWN: "closed",
}


def chip(urging: Urging, today: date) -> dict[str, str]:
    """{"state", "text"} for `status` of the kit."""
    standing = urgings.standing_at(urging, today)
    return {"state": COLOURS[standing], "text": urgings.words_of(urging, today)}


def mark(urging: Urging | None, today: date) -> dict[str, str]:
    """The same beside a case in a list, where it says what it is; {} for a
    case that nobody asks about.
    """
    if urging is None:
        return {}
    shown = chip(urging, today)
    return shown | {"text": f"督办·{shown['text']}"}
