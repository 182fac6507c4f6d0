"""Eight keep-alive clients: wrk where it is installed, else threads of our own in a process of their own."""

import http.client
import json
import os
import resource
import shutil
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

CLIENTS = 8


@dataclass(frozen=True)
class Load:
    """requests answered, seconds; refused: answers of 400 and above; broken: connections lost; p50, p99: ms;
    client_cpu: seconds."""

    requests: int
    seconds: float
    refused: int
    broken: int
    bytes: int
    p50: float
    p99: float
    client_cpu: float
    tool: str

    @property
    def rate(self) -> float:
        """Requests a second."""
        return self.requests / self.seconds


def line(method: str, path: str, headers: dict[str, str], body: str = "") -> str:
    """One line of a file of requests."""
    return "\t".join((method, path, "|".join(f"{k}: {v}" for k, v in headers.items()), body))


def fire(port: int, requests: Path, seconds: float) -> Load:
    """Send the requests of the file in turn, over and over."""
    environment = {**os.environ, "BENCH_REQUESTS": str(requests), "BENCH_RUN": uuid4().hex}
    url, lua = f"http://127.0.0.1:{port}", Path(__file__).with_name("requests.lua")
    wrk = [
        "wrk",
        "-t1",
        f"-c{CLIENTS}",
        f"-d{seconds:.0f}s",
        "--timeout",
        "10s",
        "-s",
        str(lua),
        url,
    ]
    own = [sys.executable, "-m", "bench.apparatus.load", str(port), str(seconds)]
    tool = "wrk" if shutil.which("wrk") else "threads"
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(
        wrk if tool == "wrk" else own, env=environment, capture_output=True, text=True, check=True
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    figures = json.loads(done.stdout.rpartition("RESULT ")[2])
    return Load(**figures, client_cpu=cpu, tool=tool)


def _client(port: int, until: float, made: list, offset: int, answers: list) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    at = offset
    while (began := time.perf_counter()) < until:
        method, path, headers, body = made[at % len(made)]
        if "Idempotency-Key" in headers:
            headers = headers | {"Idempotency-Key": f"{os.environ['BENCH_RUN']}-{at}"}
        try:
            connection.request(method, path, body, headers)
            response = connection.getresponse()
            size = len(response.read())
            answers.append((time.perf_counter() - began, response.status, size))
        except OSError:
            connection.close()
            answers.append((0.0, 0, 0))
        at += CLIENTS


def main() -> None:
    """The threads: python -m bench.apparatus.load PORT SECONDS."""
    made = []
    for row in Path(os.environ["BENCH_REQUESTS"]).read_text(encoding="utf-8").splitlines():
        method, path, heads, body = row.split("\t")
        headers = dict(part.split(": ", 1) for part in heads.split("|") if part)
        made.append((method, path, headers, body.encode() or None))
    answers: list[tuple[float, int, int]] = []
    began = time.perf_counter()
    until = began + float(sys.argv[2])
    threads = [
        threading.Thread(target=_client, args=(int(sys.argv[1]), until, made, n, answers))
        for n in range(CLIENTS)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    times = sorted(seconds for seconds, status, _ in answers if status)
    result = {
        "requests": len(times),
        "seconds": time.perf_counter() - began,
        "refused": sum(status >= 400 for _, status, _ in answers),
        "broken": sum(status == 0 for _, status, _ in answers),
        "bytes": sum(size for *_, size in answers),
        "p50": times[len(times) // 2] * 1000,
        "p99": times[int(len(times) * 0.99)] * 1000,
    }
    print("RESULT " + json.dumps(result))


if __name__ == "__main__":
    main()
