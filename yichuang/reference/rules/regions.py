"""Division codes: twelve digits that nest (GB/T 2260, GB/T 10114). Pure."""

ZONES = ("71", "72", "73", "74", "75", "76", "77", "78", "79")


def prefix(code: str) -> str:
    """The leading digits that all divisions below `code` share: 2, 4, 6, 9 or 12 of them."""
    for length in (2, 4, 6, 9):
        if not code[length:].strip("0"):
            return code[:length]
    return code


def is_zone(code: str) -> bool:
    """True for an area that is administered without a people's government of its own.

    开发区 and 管理区 have 71 to 79 in the place of the county (统计用区划代码). What their offices decide is reviewed
    by the government of the city.
    """
    return code[4:6] in ZONES


def in_scope(code: str, scope_code: str) -> bool:
    """True when the division `code` is `scope_code` or below it; "" is the whole country."""
    return not scope_code or code.startswith(prefix(scope_code))
