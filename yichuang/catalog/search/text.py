"""Plain text before any search: one spelling of width, case and punctuation, and never too long."""

import re
import unicodedata

MAX_LENGTH = 160
_NOISE = re.compile(r"[\W_]+")


def normalise(text: str) -> str:
    """`text` in NFKC, lower case, every run of punctuation, emoji and white space one blank, at most MAX_LENGTH."""
    folded = unicodedata.normalize("NFKC", text[: MAX_LENGTH * 2]).lower()
    return _NOISE.sub(" ", folded)[:MAX_LENGTH].strip()


def is_han(char: str) -> bool:
    """Whether `char` is a Chinese character, the rare ones outside the first plane included."""
    return "㐀" <= char <= "鿿" or "\U00020000" <= char <= "\U0003ffff"


def is_letter(char: str) -> bool:
    """Whether `char` is a small Latin letter, as pinyin is typed."""
    return "a" <= char <= "z"
