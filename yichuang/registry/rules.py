"""What needs no row of the register to be known."""

from yichuang.core import crypto, spelling
from yichuang.registry.models import Person


def name_blind(name: str) -> bytes:
    """As in Person.name_blind: equal for names that are spelled as one, and telling nothing else."""
    spelled = spelling.name(name)
    return crypto.blind(f"name {spelled}")


def meant(holders: list[Person], country: str, name: str) -> Person | None:
    """Of several people with passports of one number, the one of this country, else the only one of this name.

    "" for a country or a name that was not told; nobody where neither tells which of them."""
    spelled = spelling.name(name)
    namesakes = []
    for holder in holders:
        if country and holder.id_country == country:
            return holder
        if spelling.name(holder.name) == spelled:
            namesakes.append(holder)
    if len(namesakes) == 1:
        return namesakes[0]
    return None
