"""Where the time of one application goes: the WSGI application called in this process, its parts timed.

python -m bench.apparatus.phases FILE_OF_REQUESTS"""

import io
import json
import sys
import time
from collections import defaultdict
from importlib import import_module
from pathlib import Path
from uuid import uuid4

ROUNDS = 4
# (module, function, label) of each part that is timed
PARTS = (
    ("yichuang.api.services", "admit", "key and quota"),
    ("yichuang.cases.queries.versions", "for_application", "version from memory"),
    ("yichuang.cases.services.application", "_checked", "form and materials"),
    ("yichuang.cases.services.dates", "of_new", "deadline"),
    ("yichuang.core.db", "call", "_round trips"),
    ("yichuang.cases.services.submit", "_written", "_whole service"),
)
spent: dict[str, float] = defaultdict(float)


def timed(owner, name: str, label: str) -> None:
    """Add the time spent in owner.name to the label."""
    inner = getattr(owner, name)

    def outer(*args, **options):
        began = time.perf_counter()
        try:
            return inner(*args, **options)
        finally:
            spent[label] += time.perf_counter() - began

    setattr(owner, name, outer)


def post(application, line: str) -> None:
    """One request as the server would hand it over."""
    method, path, heads, body = line.split("\t")
    headers = dict(part.split(": ", 1) for part in heads.split("|"))
    content = body.encode()
    environ = {
        "REQUEST_METHOD": method,
        "PATH_INFO": path,
        "SCRIPT_NAME": "",
        "QUERY_STRING": "",
        "SERVER_NAME": "127.0.0.1",
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_HOST": "127.0.0.1",
        "REMOTE_ADDR": "127.0.0.1",
        "CONTENT_TYPE": "application/json",
        "CONTENT_LENGTH": str(len(content)),
        "HTTP_X_API_KEY": headers["X-Api-Key"],
        "HTTP_IDEMPOTENCY_KEY": uuid4().hex,
        "wsgi.input": io.BytesIO(content),
        "wsgi.errors": sys.stderr,
        "wsgi.url_scheme": "http",
    }
    statuses: list[str] = []
    response = application(environ, lambda status, headers: statuses.append(status))
    answer = b"".join(response)
    response.close()
    if not statuses[0].startswith("201"):
        raise SystemExit(f"{statuses[0]}: {answer.decode()}")


def main() -> None:
    from config.wsgi import application

    lines = Path(sys.argv[1]).read_text(encoding="utf-8").splitlines()
    for line in lines:
        post(application, line)
    for module, name, label in PARTS:
        timed(import_module(module), name, label)
    began = time.perf_counter()
    for _ in range(ROUNDS):
        for line in lines:
            post(application, line)
    whole, count = time.perf_counter() - began, ROUNDS * len(lines)
    milliseconds = {label: round(seconds / count * 1000, 3) for label, seconds in spent.items()}
    round_trips, service = milliseconds.pop("_round trips"), milliseconds.pop("_whole service")
    inside = sum(
        milliseconds[label] for label in ("version from memory", "form and materials", "deadline")
    )
    milliseconds["round trips, in the parts above and the write"] = round_trips
    milliseconds["chain, encryption and the write"] = round(service - inside, 3)
    milliseconds["HTTP, JSON, routing and log"] = round(
        whole / count * 1000 - service - milliseconds["key and quota"], 3
    )
    print(json.dumps(milliseconds | {"all": round(whole / count * 1000, 3)}, ensure_ascii=False))


if __name__ == "__main__":
    main()
