"""What needs no row of the register to be known."""

from yichuang.core import crypto, spelling


def name_blind(name: str) -> bytes:
    """As in Person.name_blind: equal for names that are spelled as one, and telling nothing else."""
    return crypto.blind(f"name {spelling.name(name)}")
