"""How a text that somebody typed is set into a sentence of ours: whoever typed a stop at its end makes no second."""

_ENDS = "。．.；;，, "


def without_stop(text: str) -> str:
    """The text without the blanks around it and without the stops at its end."""
    return text.strip().rstrip(_ENDS)
