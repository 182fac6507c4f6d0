"""What a role given to an officer reaches: the one predicate of a grant. Pure."""

from dataclasses import dataclass

from yichuang.reference.rules.regions import in_scope, prefix


@dataclass(frozen=True)
class Grant:
    """One role in force: over `region` and all below it, on `line` ("" for every line)."""

    role: str
    line: str
    region: str

    def covers(self, role: str, line: str | None, region: str | None) -> bool:
        """Whether it gives `role` for this line and region.

        line: None asks for no particular one.
        region: its 12-digit code; None asks for no particular one.
        """
        if self.role != role:
            return False
        if line is not None and self.line not in ("", line):
            return False
        if region is None:
            return True
        return in_scope(region, self.region)


@dataclass(frozen=True)
class Scope:
    """All grants of an officer on one day.

    Whether something lies within it is asked of one grant at a time: a
    line of one grant never joins a region of another.
    """

    grants: tuple[Grant, ...]

    @property
    def roles(self) -> frozenset[str]:
        """The role codes held anywhere."""
        held = [grant.role for grant in self.grants]
        return frozenset(held)

    @property
    def regions(self) -> tuple[str, ...]:
        """The region codes of all grants, the widest first.

        Those that lie below another of them are left out.
        """
        codes = {grant.region for grant in self.grants}
        outermost: list[str] = []
        for code in sorted(codes, key=_widest_first):
            lies_below = any(in_scope(code, wider) for wider in outermost)
            if not lies_below:
                outermost.append(code)
        return tuple(outermost)

    @property
    def lines(self) -> tuple[str, ...]:
        """The business lines of all grants, in the order of their names.

        ("",) when any of them is for every line.
        """
        lines = {grant.line for grant in self.grants}
        if "" in lines:
            return ("",)
        return tuple(sorted(lines))

    def of(self, *roles: str) -> "Scope":
        """The same officer seen through these roles only."""
        grants = [grant for grant in self.grants if grant.role in roles]
        return Scope(tuple(grants))

    def allows(self, role: str, line: str | None = None, region: str | None = None) -> bool:
        """True when a grant gives `role` for this line and region."""
        for grant in self.grants:
            if grant.covers(role, line, region):
                return True
        return False


def _widest_first(code: str) -> tuple[int, str]:
    """The order of region codes in which none stands before one that holds it."""
    return len(prefix(code)), code
