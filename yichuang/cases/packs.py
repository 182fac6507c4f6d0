"""Checks of this module's packs.

How long uploads wait is a list of terms by the day from which each is counted: an upload keeps the term of its own day,
so that a new term changes nothing of what is there.
"""

from yichuang.cases import commitment_packs
from yichuang.cases.services import commitment_texts
from yichuang.cases.tables import DRAFTS, ENQUIRIES, UPLOADS, hours_of_a_code, minutes_to_accept
from yichuang.catalog import tables
from yichuang.core import packs

SHORTEST = 7  # days: whoever begins on one weekend may end on the next


def load() -> None:
    """The texts of promises that are new; safe to repeat.

    Raises Invalid for one that somebody may have signed in other words.
    """
    texts = tables.commitment_texts()
    commitment_texts.add_texts(texts=texts)


def check() -> list[str]:
    """What is wrong with these packs, in plain words; empty when nothing is."""
    own = [*_upload_faults(), *_enquiry_faults(), *_draft_faults()]
    return [*own, *commitment_packs.problems()]


def _draft_faults() -> list[str]:
    """A code that ends at once opens nothing."""
    if hours_of_a_code() > 0:
        return []
    return [f"{DRAFTS}：code 的 hours 要大于0"]


def _enquiry_faults() -> list[str]:
    """A hand-over that goes back at once would never be accepted."""
    if minutes_to_accept() > 0:
        return []
    return [f"{ENQUIRIES}：hand_over 的 minutes 要大于0"]


def _upload_faults() -> list[str]:
    """A term shorter than SHORTEST would take away what somebody is still at work on."""
    terms = packs.read(UPLOADS)["unclaimed"]
    if not terms:
        return [f"{UPLOADS}：没有天数"]
    faults = []
    before = None
    for term in terms:
        begins = term["from"]
        days = term["days"]
        if before and begins <= before:
            fault = f"{begins} 要排在 {before} 前面，每天只有一个"
            faults.append(fault)
        if days < SHORTEST:
            fault = f"{begins} 起只留 {days} 天，至少 {SHORTEST} 天"
            faults.append(fault)
        before = begins
    return [f"{UPLOADS}：{fault}" for fault in faults]
