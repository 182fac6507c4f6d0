"""packs/ratings/reasons.yaml as the code reads it."""

from dataclasses import dataclass

from yichuang.core import packs

PACK = "ratings/reasons.yaml"


@dataclass(frozen=True)
class Grade:
    """One of the five grades with the reasons that may go with it: (code, text) pairs."""

    code: int
    name: str
    reasons: tuple[tuple[str, str], ...]


@packs.kept()
def grades() -> tuple[Grade, ...]:
    """Best first."""
    return tuple(
        Grade(row["code"], row["name"], tuple((r["code"], r["text"]) for r in row["reasons"]))
        for row in packs.read(PACK)["grades"]
    )


def grade(code: int) -> Grade | None:
    """The grade of this number, or None."""
    return next((one for one in grades() if one.code == code), None)


def reason_text(code: str) -> str:
    """The words of a reason; the code itself when this version no longer has it."""
    return next((text for one in grades() for key, text in one.reasons if key == code), code)


def reason_words() -> list[str]:
    """The words of every reason, each once."""
    words = []
    for one in grades():
        for _, text in one.reasons:
            if text not in words:
                words.append(text)
    return words


def reasons_called(words: str) -> list[str]:
    """The codes of the reasons with these words; a code that this version no longer has is its own words."""
    codes = [words]
    for one in grades():
        for code, text in one.reasons:
            if text == words:
                codes.append(code)
    return codes


def version() -> str:
    """Of the list of reasons."""
    return str(packs.read(PACK)["version"])


def days_to_rate() -> int:
    """How many days a service may be rated, its own day not counted."""
    return packs.read(PACK)["days_to_rate"]


def days_to_answer() -> int:
    """Within how many working days a bad rating is answered, the day it came not counted."""
    return packs.read(PACK)["days_to_answer"]


def bad() -> frozenset[int]:
    """The grades that are 差评."""
    return frozenset(packs.read(PACK)["bad"])


def channels() -> dict[int, str]:
    """Number and name of each channel."""
    return packs.read(PACK)["channels"]
