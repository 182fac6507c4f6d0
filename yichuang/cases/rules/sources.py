"""Where the answers of a case come from, and since when: told to whoever judges them, frozen with the case. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

APPLICANT = "applicant"
CLERK = "clerk"
PARTNER = "partner"
REGISTER = "register"
SHARED = "shared"
LICENCE = "licence"
LAST_CASE = "last_case"
EARLIER_CASE = "earlier_case"
COMPUTED = "computed"
WORDS = {
    APPLICANT: "申请人填的",
    CLERK: "柜员录入的",
    PARTNER: "合作渠道送来的",
    REGISTER: "人社登记的",
    SHARED: "部门共享的",
    LICENCE: "电子证照上的",
    LAST_CASE: "上次办这件事时填的",
    EARLIER_CASE: "以前办事时填的",
    COMPUTED: "按身份号码算出的",
}
# first part of a form's `prefill_from` → origin
_OF_PREFIX = {
    "registry": REGISTER,
    "insurance": REGISTER,
    "employment": REGISTER,
    "card": REGISTER,
    "exchange": SHARED,
    "licence": LICENCE,
    "own_last_case": LAST_CASE,
    "own_earlier": EARLIER_CASE,
}
Filled = Mapping[str, tuple[Any, str]]  # field → (answer, the form's source key or "")
Kept = Mapping[str, tuple[str, str] | list[str]]  # field → (origin, moment in ISO 8601)


@dataclass(frozen=True)
class Source:
    """origin: a key of WORDS; on: the day on which the answer was so taken."""

    origin: str
    on: date

    @property
    def words(self) -> str:
        """As the reviewer reads it beside the answer."""
        return WORDS[self.origin]


def answers(filled: Filled) -> dict[str, Any]:
    """What a form is filled with before anybody types."""
    values = {}
    for key, (answer, _) in filled.items():
        values[key] = answer
    return values


def taken_from(filled: Filled) -> dict[str, str]:
    """Field → source key, of what was taken from somewhere."""
    source_keys = {}
    for key, (_, source) in filled.items():
        if source:
            source_keys[key] = source
    return source_keys


def origin_of(prefilled_from: str) -> str:
    """The origin of a form's source key ("registry.person.name"). Raises KeyError for one that no provider has."""
    return _OF_PREFIX[prefilled_from.partition(".")[0]]


def of_prefill(prefilled_from: Mapping[str, str], now: datetime) -> dict[str, list[str]]:
    """What a form was filled with before anybody typed.

    prefilled_from: field → source key.
    """
    origins = {}
    for key, source in prefilled_from.items():
        origin = origin_of(source)
        origins[key] = [origin, now.isoformat()]
    return origins


def typed(keys: Iterable[str], by: str, now: datetime) -> dict[str, list[str]]:
    """What somebody typed, or nobody, because it follows from the rest.

    by: APPLICANT, CLERK, PARTNER or COMPUTED.
    """
    origins = {}
    for key in keys:
        origins[key] = [by, now.isoformat()]
    return origins


def to_tell(origins: Kept, answered: Iterable[str], sender: str) -> dict[str, list[str]]:
    """What the first entry of the trail says: the answers that whoever sends the form did not type themselves."""
    not_typed = {}
    for key in sorted(answered):
        origin, moment = origins.get(key, (sender, ""))
        if origin != sender:
            not_typed[key] = [origin, moment]
    return not_typed


def read(entries: Kept) -> dict[str, Source]:
    """What an entry of the trail says of its answers."""
    by_field = {}
    for key, (origin, moment) in entries.items():
        taken_at = datetime.fromisoformat(moment)
        by_field[key] = Source(origin, taken_at.date())
    return by_field
