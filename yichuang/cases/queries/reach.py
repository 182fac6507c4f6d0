"""What of all cases is counted: one filter for the cases and for whatever keeps their county, region and line beside
it."""

from dataclasses import dataclass, replace

from django.db.models import Q, QuerySet

from yichuang.accounts.rules.grants import Grant
from yichuang.cases.models import Case
from yichuang.cases.queries import scope
from yichuang.cases.rules.permission import DECIDING_ROLES
from yichuang.reference.queries import prefix


@dataclass(frozen=True)
class Reach:
    """Cases that any of the grants reaches; digits: within this place ("" for everywhere); line: of this line ("" for
    every one). Grants of those who decide go by unit, so that they count nothing."""

    grants: tuple[Grant, ...]
    digits: str = ""
    line: str = ""

    def __post_init__(self) -> None:
        """Raises ValueError for a grant of those who decide."""
        if any(grant.role in DECIDING_ROLES for grant in self.grants):
            raise ValueError("who decides is reached by unit: count with the roles that supervise")

    def of_line(self, line: str) -> "Reach":
        """The same, of one line only."""
        return replace(self, line=line)

    @property
    def by_county(self) -> bool:
        """Whether county and line say all of it: no place of it is smaller than a county."""
        for grant in self._narrowed():
            digits = prefix(grant.region)
            if len(digits) > scope.COUNTY_DIGITS:
                return False
        return True

    def condition(self, path: str = "") -> Q:
        """A filter on what has `county`, `region` and `line` at the path (for example "invitation__")."""
        reached = scope.reached_by(self._narrowed(), path)
        if self.line:
            of_line = {f"{path}line": self.line}
            reached &= Q(**of_line)
        return reached

    def _narrowed(self) -> list[Grant]:
        """The grants as far as they lie in the place; each place is asked for once."""
        grants = []
        for grant in self.grants:
            digits = prefix(grant.region) if grant.region else ""
            if digits.startswith(self.digits):
                grants.append(grant)
            elif self.digits.startswith(digits):
                place = self.digits.ljust(12, "0")
                narrowed = replace(grant, region=place)
                grants.append(narrowed)
        return grants

    def cases(self) -> QuerySet[Case]:
        """The cases themselves."""
        return Case.objects.filter(self.condition())


def everywhere(digits: str) -> Reach:
    """All cases of a place: for numbers that everybody may read."""
    place = digits.ljust(12, "0")
    grant = Grant("", "", place)
    return Reach((grant,))
