"""Signed JSON over HTTP: how a department is asked that agrees to the form
of docs/guides/add-an-adapter.md.

Both sides sign with the key of their pair: we method, path, time, nonce and
the digest of the body; they status, path, time, our nonce and the digest of
theirs. So no answer of before and none to somebody else is taken for it.
"""

import hashlib
import hmac
import json
import secrets
import tomllib
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from functools import cache, partial
from pathlib import Path
from urllib.parse import urlsplit

import urllib3
from django.core.exceptions import ImproperlyConfigured

from config.env import env
from yichuang.adapters.exchange import reading
from yichuang.core import clock
from yichuang.core.ports import NOBODY_WAITS, Rejected, Unavailable
from yichuang.exchange.ports import Answer, Asked, Unreadable, Unsigned

MOST = 64 * 1024  # bytes of an answer
APART = timedelta(minutes=5)  # that the clocks of both sides may differ
SHORTEST_SECRET = 32
ALGORITHMS = {"sha256", "sm3"}
REFUSALS = {403, 404, 422}
HERE = "127.0.0.1"
POOL = urllib3.PoolManager(maxsize=2, timeout=NOBODY_WAITS)


@dataclass(frozen=True)
class Response:
    """What came back."""

    status: int
    headers: Mapping[str, str]
    body: bytes


class Signed:
    """exchange.ports.Department, at one address.

    Raises ImproperlyConfigured for an address in the clear, a short secret
    or an algorithm that this machine lacks.
    """

    def __init__(self, url: str, key_id: str, secret: str, algorithm: str = "sha256"):
        address = urlsplit(url)
        if address.scheme != "https" and address.hostname != HERE:
            raise ImproperlyConfigured(f"{url} is not https")
        if len(secret) < SHORTEST_SECRET:
            raise ImproperlyConfigured(f"the secret of {url} is short")
        if algorithm not in ALGORITHMS & hashlib.algorithms_available:
            raise ImproperlyConfigured(f"this machine has no {algorithm}")
        self.url = url
        self.path = address.path or "/"
        self.key_id = key_id
        self.algorithm = algorithm
        self._secret = secret.encode()

    def answer(self, *, question: Asked) -> Answer:
        """See the port."""
        content = asdict(question)
        text = json.dumps(content, ensure_ascii=False)
        body = text.encode()
        nonce = secrets.token_hex(16)
        moment = clock.running().isoformat()
        headers = {
            "Content-Type": "application/json",
            "X-Key-Id": self.key_id,
            "X-Time": moment,
            "X-Nonce": nonce,
            "X-Signature": self._signature("POST", moment, nonce, body),
        }
        response = _posted(self.url, body, headers)
        self._refuse_unsigned(response, nonce)
        if response.status in REFUSALS:
            raise Rejected(f"status {response.status}")
        if response.status != 200:
            raise Unavailable(f"status {response.status}")
        return reading.answer(response.body)

    def _refuse_unsigned(self, response: Response, nonce: str) -> None:
        """Raises Unsigned; Unavailable for what is no answer at all, as of a
        gateway before them."""
        moment = response.headers.get("X-Time", "")
        signature_there = response.headers.get("X-Signature", "")
        status = str(response.status)
        signature = self._signature(status, moment, nonce, response.body)
        is_signed = hmac.compare_digest(signature.encode(), signature_there.encode())
        if is_signed and _is_of_now(moment):
            return
        if response.status != 200:
            raise Unavailable(f"status {status}, not signed")
        raise Unsigned("not signed, or not for this question")

    def _signature(self, first: str, moment: str, nonce: str, body: bytes) -> str:
        digest = hashlib.new(self.algorithm, body)
        lines = [first, self.path, moment, nonce, digest.hexdigest()]
        text = "\n".join(lines)
        signature = hmac.new(self._secret, text.encode(), self.algorithm)
        return signature.hexdigest()


def _posted(url: str, body: bytes, headers: Mapping[str, str]) -> Response:
    """What came back.

    No redirect is followed: it would carry the question elsewhere.
    Raises Unavailable, Unreadable for more than an answer is.
    """
    try:
        response = POOL.request(
            "POST",
            url,
            body=body,
            headers=headers,
            redirect=False,
            retries=False,
            preload_content=False,
        )
        content = response.read(MOST + 1, decode_content=False)
        if len(content) > MOST:
            response.close()
            raise Unreadable("too large")
        response.drain_conn()
        response.release_conn()
    except urllib3.exceptions.HTTPError as fault:
        name = type(fault).__name__
        raise Unavailable(name) from fault
    return Response(response.status, response.headers, content)


def _is_of_now(moment: str) -> bool:
    """Whether their clock said about the time of ours."""
    try:
        then = datetime.fromisoformat(moment)
        apart = abs(clock.running() - then)
    except (ValueError, TypeError):  # no moment, or one without a zone
        return False
    return apart <= APART


@cache
def _keys() -> dict[str, dict[str, str]]:
    """What YICHUANG_EXCHANGE names, by department.

    Raises ImproperlyConfigured for no such file.
    """
    path = Path(env.exchange)
    try:
        text = path.read_text(encoding="utf-8")
        return tomllib.loads(text)
    except (OSError, tomllib.TOMLDecodeError) as fault:
        raise ImproperlyConfigured(f"YICHUANG_EXCHANGE: {fault}") from fault


def of_department(department: str) -> Signed:
    """The adapter of a department as the file says.

    Raises ImproperlyConfigured when it says nothing of it.
    """
    keys = _keys()
    if department not in keys:
        raise ImproperlyConfigured(f"YICHUANG_EXCHANGE says nothing of {department}")
    return Signed(**keys[department])


police = partial(of_department, "police")
market = partial(of_department, "market")
civil = partial(of_department, "civil")
health = partial(of_department, "health")
education = partial(of_department, "education")
disabled = partial(of_department, "disabled")
tax = partial(of_department, "tax")
veterans = partial(of_department, "veterans")
hrss = partial(of_department, "hrss")
