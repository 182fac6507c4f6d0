"""Which roles one officer may not hold together. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Incompatible:
    """Nobody may hold a role of `roles` together with one of `others`."""

    roles: frozenset[str]
    others: frozenset[str]
    why: str


def role_conflict(
    held: Iterable[str], role: str, table: Iterable[Incompatible]
) -> tuple[str, str] | None:
    """(the role already held, why) when `role` may not join `held`, else None. GB/T 22239-2019 8.1.5 三权分立."""
    for other in held:
        for pair in table:
            if (role in pair.roles and other in pair.others) or (
                role in pair.others and other in pair.roles
            ):
                return other, pair.why
    return None
