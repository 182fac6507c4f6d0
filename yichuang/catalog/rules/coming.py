"""Why an item asks somebody to come: because a text says so, or because it is not done online yet."""

import re

_TEXT = "法|条例|规定|办法|决定|意见|通知"
_NAMED = re.compile(rf"《[^》]+》|（[^（）]*(?:{_TEXT})[^（）]*）")


def asked_by_law(reason: str | None) -> bool:
    """Whether the reason names the text that asks for it, in 《》 or in brackets.

    Who only says what is lacking (系统还没有接通) has an item that is not online yet: it stays in the basis of the
    fully-online rate (SYS-053)."""
    return bool(_NAMED.search(reason or ""))
