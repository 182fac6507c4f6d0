"""How often one address may try: counted in memory for a while, so that nobody guesses codes or floods a form."""

from django.core.cache import cache
from django.http import HttpRequest

from yichuang.core import crypto
from yichuang.core.errors import TooMany


def address_of(request: HttpRequest) -> str:
    """The address as an unreadable key."""
    return crypto.blind(request.META.get("REMOTE_ADDR", "")).hex()[:32]


def refuse_when_over(request: HttpRequest, what: str, limit: int, minutes: int) -> None:
    """Raises TooMany when `count` was called `limit` times for this address within the time."""
    if cache.get(_key(request, what), 0) >= limit:
        raise TooMany("试的次数太多了，先停一会儿", way_out=f"请过{minutes}分钟再来，急用请打12333")


def count(request: HttpRequest, what: str, minutes: int) -> None:
    """One more try of this address; forgotten `minutes` after the first."""
    key = _key(request, what)
    if not cache.add(key, 1, minutes * 60):
        try:
            cache.incr(key)
        except ValueError:  # it ran out between the two calls
            cache.set(key, 1, minutes * 60)


def _key(request: HttpRequest, what: str) -> str:
    return f"{what}:{address_of(request)}"
