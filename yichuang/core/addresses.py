"""Where a request comes from: through the proxies that the operator has declared, and no others."""

from collections.abc import Sequence
from functools import lru_cache
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest

from yichuang.core import crypto

Networks = Sequence[IPv4Network | IPv6Network]
FORWARDED_FOR, FORWARDED = (
    "HTTP_X_FORWARDED_FOR",
    ("HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_PROTO"),
)
OTHERS = (
    "HTTP_FORWARDED",
    "HTTP_X_REAL_IP",
    "HTTP_X_FORWARDED_HOST",
    "HTTP_X_CLIENT_IP",
    "HTTP_TRUE_CLIENT_IP",
)


@lru_cache(8)
def networks(text: str) -> Networks:
    """ "10.0.0.0/8,127.0.0.1" → networks. Raises ValueError for what is none."""
    return tuple(ip_network(part.strip()) for part in text.split(",") if part.strip())


def client_address(peer: str, forwarded_for: str, trusted: Networks) -> str:
    """The nearest address that is no trusted proxy. Each proxy appends whom it was asked by, so what stands left of
    that address was written by the visitor and is not read. A peer that is not trusted is the visitor."""
    address = peer
    for named in reversed(forwarded_for.split(",")):
        if not _within(address, trusted):
            return address
        named = named.strip()
        if not _is_address(named):
            return address
        address = named
    return address


def who_is_counted(request: HttpRequest) -> str:
    """The visitor for limits."""
    return counted(request.META.get("REMOTE_ADDR", ""))


def counted(address: str) -> str:
    """An address as limits count it, of IPv6 the /64 that one household gets."""
    if not _is_address(address) or ip_address(address).version == 4:
        return address
    mapped = ip_address(address).ipv4_mapped
    if mapped:
        return str(mapped)
    return str(ip_network(f"{address}/64", strict=False))


def keyed(address: str) -> str:
    """The address as records that are kept for years hold it: equal for equal addresses, and read by nobody."""
    return crypto.blind(f"address:{address}").hex()[:16]


def visitors(get_response):
    """Middleware: REMOTE_ADDR becomes the visitor's; headers that somebody untrusted wrote are taken away."""

    def middleware(request: HttpRequest):
        trusted = networks(settings.TRUSTED_PROXIES)
        peer = request.META.get("REMOTE_ADDR", "")
        if not _within(peer, trusted):
            for header in FORWARDED:
                request.META.pop(header, None)
        for header in OTHERS:
            request.META.pop(header, None)
        request.META["REMOTE_ADDR"] = client_address(
            peer, request.META.get(FORWARDED_FOR, ""), trusted
        )
        return get_response(request)

    return middleware


def _within(address: str, trusted: Networks) -> bool:
    if not _is_address(address):
        return False
    parsed = ip_address(address)
    return any(parsed in network for network in trusted)


def _is_address(text: str) -> bool:
    try:
        ip_address(text)
    except ValueError:
        return False
    return True
