"""What belongs to the demo is refused where the demo is off, also when its data is still there."""

from collections.abc import Callable, Collection

from django.conf import settings

from yichuang.core import packs
from yichuang.core.plugins import Registry

ACCOUNTS: Registry[Callable[[], Collection[str]]] = Registry("demo accounts")  # user names


def refuses(username: str) -> bool:
    """Whether this is an account of the demo and the demo is off."""
    if settings.DEMO:
        return False
    return username in _usernames()


@packs.kept()
def _usernames() -> frozenset[str]:
    """Of all accounts that the demo makes."""
    usernames: set[str] = set()
    for names in ACCOUNTS.all().values():
        usernames.update(names())
    return frozenset(usernames)
