"""Settings that are said and yet protect nothing: each with its number, what is wrong and what to set."""

import base64
import binascii
from collections.abc import Callable
from dataclasses import dataclass
from ipaddress import ip_address, ip_network
from urllib.parse import parse_qsl, urlsplit

from config.env import Env, parse_keys

# GB/T 22239-2019 8.1.4.1 b: who is away is signed out, also from an officer's desk
LONGEST_SESSION = 24 * 3600
LARGEST_FILE_MB = 200  # a page takes five at once, and a proxy and a disk must take a gigabyte
WIDEST = {4: 8, 6: 7}  # 10.0.0.0/8 and fc00::/7 are the largest networks that one house can own
KEY_BYTES = 32
SHARED = {"gov", "com", "net", "org", "edu", "mil"}  # below .cn
FEWEST_KINDS = 8  # of bytes in a key: 32 that were drawn have 24 and more
CIPHERED = {"require", "verify-ca", "verify-full"}


@dataclass(frozen=True)
class Weakness:
    """number: of the error; holds: asks the variables; words: what is wrong; hint: what to set."""

    number: int
    holds: Callable[[Env], bool]
    words: str
    hint: str


def weaknesses(env: Env) -> list[Weakness]:
    """What is weak in these variables; an empty one is told by the check that it is set."""
    return [each for each in _ALL if each.holds(env)]


def _any_host(env: Env) -> bool:
    names = [name.strip().lower() for name in env.allowed_hosts.split(",")]
    return any(name == "*" or _is_everybodys(name) for name in names)


def _is_everybodys(name: str) -> bool:
    """Whether it allows all names below a domain in which everybody has theirs: .cn, .gov.cn, .sc.cn."""
    if not name.startswith("."):
        return False
    labels = name.strip(".").split(".")
    if len(labels) == 1:
        return True
    is_shared = labels[0] in SHARED or len(labels[0]) == 2
    return len(labels) == 2 and labels[1] == "cn" and is_shared


def _any_proxy(env: Env) -> bool:
    names = [part.strip() for part in env.trusted_proxies.split(",") if part.strip()]
    networks = [ip_network(name) for name in names]
    return any(network.prefixlen < WIDEST[network.version] for network in networks)


def _weak_secret_key(env: Env) -> bool:
    return bool(env.secret_key) and _is_monotonous(env.secret_key.encode())


def _weak_field_keys(env: Env) -> bool:
    return any(_is_monotonous(key) for key in parse_keys(env.field_keys).values())


def _weak_blind_key(env: Env) -> bool:
    if not env.blind_key:
        return False
    try:
        key = base64.b64decode(env.blind_key)
    except binascii.Error:
        return True
    return len(key) < KEY_BYTES or _is_monotonous(key)


def _is_monotonous(key: bytes) -> bool:
    return len(set(key)) < FEWEST_KINDS


def _endless_session(env: Env) -> bool:
    return env.session_seconds > LONGEST_SESSION


def _boundless_upload(env: Env) -> bool:
    return env.upload_max_mb > LARGEST_FILE_MB


def _no_host(env: Env) -> bool:
    address = urlsplit(env.base_url)
    return address.scheme == "https" and not address.hostname


def _plain_store(env: Env) -> bool:
    if not env.files_endpoint:
        return False
    address = urlsplit(env.files_endpoint)
    host = address.hostname
    is_here = host is not None and _is_here(host)
    return address.scheme != "https" and not is_here


def _plain_database(env: Env) -> bool:
    address = urlsplit(env.database_url)
    said = dict(parse_qsl(address.query))
    hosts = said.get("host") or address.hostname or ""
    is_away = not all(_is_here(host) for host in hosts.split(","))
    return is_away and said.get("sslmode") not in CIPHERED


def _is_here(host: str) -> bool:
    """Whether it is this machine: a socket, nothing, localhost or a loopback address."""
    if not host or host.startswith("/") or host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


_ALL = (
    Weakness(
        20, _any_host, "YICHUANG_ALLOWED_HOSTS allows every name", "name the hosts that are served"
    ),
    Weakness(
        21,
        _any_proxy,
        "YICHUANG_TRUSTED_PROXIES covers the internet",
        "name the proxies alone, else visitors write their own address",
    ),
    Weakness(
        22,
        _weak_secret_key,
        "YICHUANG_SECRET_KEY repeats itself",
        "draw 40 characters or more at random",
    ),
    Weakness(
        23,
        _weak_field_keys,
        "a key of YICHUANG_FIELD_KEYS repeats itself",
        "draw 32 bytes at random",
    ),
    Weakness(
        24,
        _weak_blind_key,
        "YICHUANG_BLIND_KEY is short, repeats itself or is no base64",
        "draw 32 bytes or more at random",
    ),
    Weakness(
        25,
        _endless_session,
        "YICHUANG_SESSION_SECONDS is longer than a day",
        "86400 or less: who is away must sign in again",
    ),
    Weakness(
        26,
        _boundless_upload,
        "YICHUANG_UPLOAD_MAX_MB is beyond 200",
        "a page takes five files at once: keep each small",
    ),
    Weakness(
        27, _no_host, "YICHUANG_BASE_URL has no host", "people scan it from papers: https://host"
    ),
    Weakness(
        28,
        _plain_store,
        "YICHUANG_FILES_ENDPOINT is not https",
        "papers of people cross the network: https, or a store on this machine",
    ),
    Weakness(
        29,
        _plain_database,
        "YICHUANG_DATABASE_URL crosses the network in plain text",
        "add ?sslmode=verify-full (or verify-ca, require)",
    ),
)
