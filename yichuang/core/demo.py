"""What belongs to the demo is refused where the demo is off, also when its data is still there."""

from collections.abc import Callable, Collection

from django.conf import settings

from yichuang.core import packs
from yichuang.core.plugins import Registry

ACCOUNTS: Registry[Callable[[], Collection[str]]] = Registry("demo accounts")  # user names


def refuses(username: str) -> bool:
    """Whether this is an account of the demo and the demo is off."""
    return not settings.DEMO and username in _usernames()


@packs.kept()
def _usernames() -> frozenset[str]:
    return frozenset(name for names in ACCOUNTS.all().values() for name in names())
