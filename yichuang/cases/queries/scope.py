"""Which cases an officer may see: the regions and lines of the roles held today."""

from django.db.models import Q

from yichuang.accounts import queries as accounts
from yichuang.accounts.models import Officer
from yichuang.reference.queries import prefix

WORKING_ROLES = ("clerk", "reviewer", "approver", "issuer", "supervisor")


def visible_to(officer: Officer, roles: tuple[str, ...] = WORKING_ROLES) -> Q:
    """A filter on Case. An officer without any of the roles sees nothing."""
    allowed = Q(pk__in=[])
    for grant in accounts.scopes(officer).of(*roles).grants:
        digits = prefix(grant.region)
        place = Q(county=digits) if len(digits) == 6 else Q(region__code__startswith=digits)
        allowed |= place & (Q(line=grant.line) if grant.line else Q())
    return allowed
