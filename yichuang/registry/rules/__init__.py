"""What needs no row of the register to be known."""

from yichuang.core import crypto, spelling


def name_blind(name: str) -> bytes:
    """As in Person.name_blind: equal for names that are spelled as one, and telling nothing else."""
    spelled = spelling.name(name)
    return crypto.blind(f"name {spelled}")
