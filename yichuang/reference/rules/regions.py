"""Division codes: twelve digits that nest (GB/T 2260, GB/T 10114). Pure."""


def prefix(code: str) -> str:
    """The leading digits that all divisions below `code` share: 2, 4, 6, 9 or 12 of them."""
    for length in (2, 4, 6, 9):
        if not code[length:].strip("0"):
            return code[:length]
    return code


def in_scope(code: str, scope_code: str) -> bool:
    """True when the division `code` is `scope_code` or below it; "" is the whole country."""
    return not scope_code or code.startswith(prefix(scope_code))
