"""What is done on the spot is granted: the words of its result may not say the contrary."""

import re

REFUSING = re.compile(
    "不予|不准|不同意|不批准|不通过|不发放|不发给|不登记|不办理|驳回|拒绝|不符合|不能办|办不了|无法办|没通过|未通过"
)


def refuses(result: str) -> str:
    """The words of a result that say no, "" for none."""
    refusal = REFUSING.search("".join(result.split()))
    if refusal is None:
        return ""
    return refusal.group()
