"""Which of the demo's officers deals with a made-up case."""

from yichuang.accounts.models import Officer
from yichuang.reference.queries import in_scope


def nearest(city: str, role: str, unit: str) -> Officer:
    """The officer with this role at the county hall, or else at the city hall.

    city: prefix of their accounts; unit: code of the place whose case it is.
    """
    near = _by_username(f"{city}_{role}")
    if in_scope(unit, near.organisation.region_id):
        return near
    return _by_username(f"{city}_city_{role}")


def _by_username(username: str) -> Officer:
    officers = Officer.objects.select_related("organisation__region", "user")
    return officers.get(user__username=username)
