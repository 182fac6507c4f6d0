"""How identifiers look outside the case (GB/T 35273-2020; docs: name first character, number 6 + 4, phone 3 + 4)."""


def name(text: str) -> str:
    """张三丰 → 张**; a one-character name → *."""
    return text[:1] + "*" * (len(text) - 1) if len(text) > 1 else "*"


def id_number(text: str) -> str:
    """First 6 and last 4 stay; a number of ten or fewer keeps only its last two."""
    return text[:6] + "*" * (len(text) - 10) + text[-4:] if len(text) > 10 else "*" * max(len(text) - 2, 1) + text[-2:]


def phone(text: str) -> str:
    """First 3 and last 4 stay."""
    return text[:3] + "****" + text[-4:] if len(text) >= 7 else "****"


def text(value: str) -> str:
    """Anything else that is personal (an address, an account): the first two and the last two characters stay."""
    return value[:2] + "***" + value[-2:] if len(value) > 6 else "***"
