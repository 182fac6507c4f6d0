"""How identifiers look outside the case (GB/T 35273-2020; docs: name first character, number 6 + 4, phone 3 + 4)."""


def name(text: str) -> str:
    """张三丰, 张三 → 张**: the stars do not tell how long the name is."""
    if len(text) > 1:
        return f"{text[:1]}**"
    return "**"


def id_number(text: str) -> str:
    """First 6 and last 4 stay, of ten characters or fewer the last two; the stars do not tell the length."""
    if len(text) > 10:
        return f"{text[:6]}********{text[-4:]}"
    return f"********{text[-2:] if len(text) > 2 else ''}"


def phone(text: str) -> str:
    """First 3 and last 4 stay."""
    if len(text) >= 7:
        return text[:3] + "****" + text[-4:]
    return "****"


def text(value: str) -> str:
    """Anything else that is personal (an address, an account): the first two and the last two characters stay."""
    if len(value) > 6:
        return value[:2] + "***" + value[-2:]
    return "***"
