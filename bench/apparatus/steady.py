"""Lives begun at a steady rate, whether the ones before are over or not, and the highest rate that is borne.

A rate is borne when every life went well, the last began in time, and no event older than OLDEST waits at the end."""

import http.client
import re
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from http.cookies import SimpleCookie
from urllib.parse import urlencode

import psycopg

from bench.apparatus.outcome import say

OLDEST = 5.0  # seconds
CLOSE = 1.05  # two rates nearer than this are one
_WAITING = "select extract(epoch from core_now() - min(created_at)) from core_outboxevent where done_at is null"
_DELAY = """
select percentile_cont(0.95) within group (order by done_at - created_at), count(*)
from core_outboxevent where created_at >= %s and done_at is not null
"""


class Visitor:
    """One keep-alive connection with cookies; forms are sent with the token of the last page."""

    def __init__(self, port: int, cookies: dict[str, str] | None = None) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        self.cookies = dict(cookies or {})

    def send(
        self, method: str, path: str, headers: dict[str, str], body: bytes | None = None
    ) -> tuple[int, bytes]:
        """(status, body). Cookies are sent and taken up."""
        cookie = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        self._connection.request(
            method, path, body, headers | ({"Cookie": cookie} if cookie else {})
        )
        response = self._connection.getresponse()
        for header in response.headers.get_all("Set-Cookie") or ():
            self.cookies |= {name: morsel.value for name, morsel in SimpleCookie(header).items()}
        return response.status, response.read()

    def get(self, path: str) -> bytes:
        """The page. Raises Unexpected unless it is 200."""
        return self._expected(200, "GET", path, {}, None)

    def post(self, path: str, fields: dict, status: int = 302) -> bytes:
        """Send a form. Raises Unexpected unless the answer has this status."""
        body = urlencode(fields, doseq=True).encode()
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        headers["X-CSRFToken"] = self.cookies.get("csrftoken", "")
        return self._expected(status, "POST", path, headers, body)

    def _expected(
        self, status: int, method: str, path: str, headers: dict[str, str], body: bytes | None
    ) -> bytes:
        answered, content = self.send(method, path, headers, body)
        if answered != status:
            raise Unexpected(f"{method} {path}: {answered} {_heading(content)}")
        return content


def _heading(page: bytes) -> str:
    match = re.search(r"<h1[^>]*>(.*?)</h1>", page.decode(errors="replace"), re.DOTALL)
    return re.sub(r"<[^>]+>|\s+", "", match[1]) if match else ""


class Unexpected(Exception):
    """An answer that no life may get."""


@dataclass(frozen=True)
class Offered:
    """rate: lives a second; begun: lives; late: seconds by which the last began after its time; oldest: age in seconds
    of the oldest event that waits at the end; delay: seconds at p95; events: delivered, in all; faults: what went
    wrong, by life."""

    rate: float
    begun: int
    seconds: float
    late: float
    oldest: float
    delay: float
    events: int
    faults: list[str]

    @property
    def borne(self) -> bool:
        """Whether the platform kept up."""
        return not self.faults and self.late <= OLDEST and self.oldest <= OLDEST


class _Turns:
    """Which life is whose, and when it begins."""

    def __init__(self, rate: float, seconds: float) -> None:
        self._lock = threading.Lock()
        self._next = 0
        self.rate = rate
        self.count = int(rate * seconds)
        self.began = time.monotonic()
        self.late = 0.0

    def take(self) -> int | None:
        """The number of the next life, at its time; None when there is none left."""
        with self._lock:
            number = self._next
            if number >= self.count:
                return None
            self._next += 1
        wait = self.began + number / self.rate - time.monotonic()
        if wait > 0:
            time.sleep(wait)
        else:
            self.late = max(self.late, -wait)
        return number


def offer(
    on: psycopg.Connection,
    live: Callable[[int], Callable[[int], None]],
    rate: float,
    seconds: float,
) -> Offered:
    """Begin `rate` lives a second. `live(n)` makes client n ready and returns what lives one life, by its number."""
    threads = max(8, min(96, int(rate * 3)))
    ready = [live(n) for n in range(threads)]
    since = on.execute("select core_now()").fetchone()[0]
    turns, faults = _Turns(rate, seconds), []

    def client(one: Callable[[int], None]) -> None:
        while (number := turns.take()) is not None:
            try:
                one(number)
            except (Unexpected, OSError, http.client.HTTPException) as fault:
                faults.append(repr(fault))

    running = [threading.Thread(target=client, args=(one,)) for one in ready]
    for thread in running:
        thread.start()
    time.sleep(max(0.0, turns.began + seconds - time.monotonic()))
    oldest = float(on.execute(_WAITING).fetchone()[0] or 0)
    for thread in running:
        thread.join()
    taken = time.monotonic() - turns.began
    delay, events = on.execute(_DELAY, (since,)).fetchone()
    waited = delay.total_seconds() if delay else 0.0
    return Offered(rate, turns.count, taken, turns.late, oldest, waited, events, faults)


def drained(on: psycopg.Connection, seconds: float = 300) -> None:
    """Wait until no event waits. SystemExit when it lasts longer: the worker stands still."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if on.execute(_WAITING).fetchone()[0] is None:
            return
        time.sleep(0.2)
    raise SystemExit("events wait and nobody delivers them")


def highest(
    tried: Callable[[float], Offered], first: float, rounds: int
) -> tuple[float, list[Offered]]:
    """(the highest rate that was borne, every round). It is doubled until it is not borne, then halved in between."""
    low, high, rate, offers = 0.0, 0.0, first, []
    for _ in range(rounds):
        offers.append(tried(rate))
        say(f"  {rate:.1f}/s {'borne' if offers[-1].borne else 'not borne'}: {offers[-1]}"[:400])
        if offers[-1].borne:
            low = rate
        else:
            high = rate
        if high and low and high / low < CLOSE:
            break
        rate = (low + high) / 2 if high else low * 1.5
    return low, offers
