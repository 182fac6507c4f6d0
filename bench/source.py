"""Ordinary pages while others wait for a source that answers after eight seconds: their p99 beside nobody asking it.

ours / limit: p99 while it is asked, p99 while it is not; at most 1.1. The three kinds of a round (a source that answers
just within the limit of a page, one of eight seconds, nobody asks) take turns on one server, so that what else the
machine does meets all of them."""

import statistics
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import cycle
from pathlib import Path
from urllib.parse import quote, urlencode

import django
import psycopg

from bench.apparatus import databases, load, outcome, rows, server, slow

DATABASE = "bench_source"
WITHIN, EIGHT, ALONE = "just within the limit", "eight seconds", "nobody asks"
SECONDS = {WITHIN: 2.8, EIGHT: 8.0}
# after three failures nobody is asked for half a minute: so long nobody asks, and each round begins anew
ALONE_FOR = 2  # times as long as the other kinds
WARM_UP = 3  # the same, before the first round
ASKERS = 2
BETWEEN = 0.2  # seconds between two questions of one asker
WORDS = ("社保卡", "失业", "shebao", "退休", "工伤认定", "养老金", "档案", "劳动合同")
PEOPLE = 4000
TOKEN = "b" * 32  # cookie and field of the form's token are both the client's to send
HEADERS = {
    "Cookie": f"csrftoken={TOKEN}",
    "X-CSRFToken": TOKEN,
    "Content-Type": "application/x-www-form-urlencoded",
}


def fill(into: psycopg.Connection) -> None:
    """Some cases, so that nothing is empty."""
    rows.cases(into, 1000)


def pages(into: psycopg.Connection) -> list[str]:
    """Lines of requests for what people read."""
    zipped = {"Accept-Encoding": "gzip"}
    codes = into.execute(
        "select code from catalog_item where not is_local_extension order by code limit 40"
    )
    made = [load.line("GET", "/", zipped)]
    for (code,) in codes:
        made.append(load.line("GET", f"/items/{code}/", zipped))
    for word in WORDS:
        made.append(load.line("GET", f"/search/?q={quote(word)}", zipped))
    return made


def question(name: str, number: str) -> bytes:
    """A registration that must ask the register."""
    typed = {
        "for": "person",
        "name": name,
        "id_number": number,
        "phone": "13900000123",
        "password": "Yichuang#2026",
        "again": "Yichuang#2026",
    }
    return urlencode(typed).encode()


def ask(
    port: int, people: Iterator[tuple[str, str]], over: threading.Event, answers: Counter
) -> None:
    """One visitor after the other registers, each from an address of their own, until it is over."""
    while not over.is_set():
        name, number = next(people)
        visitor = f"10.{int(number[8:10])}.{int(number[10:12])}.{int(number[12:14])}"
        began = time.perf_counter()
        headers = HEADERS | {"X-Forwarded-For": visitor}
        status, _ = server.send(
            port, "POST", "/accounts/register/", question(name, number), headers
        )
        waited = time.perf_counter() - began > 1
        answers[f"{status}, {'waited' if waited else 'at once'}"] += 1
        over.wait(BETWEEN)


@contextmanager
def asking(port: int, people: Iterator[tuple[str, str]], answers: Counter) -> Iterator[None]:
    """Within it visitors wait for the source."""
    over = threading.Event()
    threads = [
        threading.Thread(target=ask, args=(port, people, over, answers)) for _ in range(ASKERS)
    ]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        over.set()
        for thread in threads:
            thread.join()


class Safe:
    """An iterator that several threads may use."""

    def __init__(self, inner: Iterator):
        self._inner = inner
        self._lock = threading.Lock()

    def __next__(self):
        with self._lock:
            return next(self._inner)


def main() -> None:
    options = outcome.arguments(runs=3, seconds=10)
    django.setup()
    url = databases.kept(DATABASE, fill)
    people = Safe(cycle(list(rows.citizens(PEOPLE))))
    taken: dict[str, list[load.Load]] = {kind: [] for kind in (*SECONDS, ALONE)}
    answers: dict[str, Counter] = {kind: Counter() for kind in SECONDS}
    with tempfile.TemporaryDirectory() as folder:
        requests = Path(folder) / "requests"
        source = Path(folder) / "source"
        source.write_text("0", encoding="utf-8")
        with psycopg.connect(url, autocommit=True) as into:
            requests.write_text("\n".join(pages(into)) + "\n", encoding="utf-8")
        variables = {
            "YICHUANG_ADAPTERS": "idcheck=bench.apparatus.slow.Register",
            "YICHUANG_TRUSTED_PROXIES": "127.0.0.1/32",
            slow.VARIABLE: str(source),
        }
        with server.serving(url, **variables) as (port, _):
            load.fire(port, requests, options.seconds * WARM_UP)
            for _ in range(options.runs):
                for kind, seconds in SECONDS.items():
                    source.write_text(str(seconds), encoding="utf-8")
                    with asking(port, people, answers[kind]):
                        taken[kind].append(load.fire(port, requests, options.seconds))
                taken[ALONE].append(load.fire(port, requests, options.seconds * ALONE_FOR))
    end(taken, answers, options.json)


def end(taken: dict[str, list[load.Load]], answers: dict[str, Counter], json_only: bool) -> None:
    """The figures of all rounds, and the line."""
    if any(each.refused or each.broken for loads in taken.values() for each in loads):
        raise SystemExit(f"not every answer was good: {taken}")
    detail: dict[str, object] = {"client": taken[ALONE][0].tool}
    for kind, loads in taken.items():
        detail[kind] = {
            "p99_ms": round(statistics.median(each.p99 for each in loads), 1),
            "p50_ms": round(statistics.median(each.p50 for each in loads), 1),
            "per_second": round(statistics.median(each.rate for each in loads)),
            "asked": dict(answers.get(kind, {})),
        }
    outcome.end(
        name="source",
        ours=detail[EIGHT]["p99_ms"],
        limit=detail[ALONE]["p99_ms"],
        unit="ms p99",
        detail=detail,
        json_only=json_only,
    )


if __name__ == "__main__":
    main()
