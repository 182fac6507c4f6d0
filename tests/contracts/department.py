"""A department on a port of its own: it speaks the signed JSON of docs/guides/add-an-adapter.md, and knows what the
simulator knows. Written from the guide, with nothing of the adapter that asks it."""

import hashlib
import hmac
import json
import threading
from collections.abc import Callable
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from yichuang.adapters.exchange.simulator import Simulator
from yichuang.core import clock
from yichuang.core.ports import Rejected, Unavailable
from yichuang.exchange.questions import Asked, Whom

SECRET = "a secret of the pair, of forty characters"
KEY_ID = "yichuang-1"


class Department:
    """`spoil`: what is done with the parts of its answer before they go out, {"status", "headers", "body"}."""

    def __init__(self, simulator: Simulator):
        self.simulator = simulator
        self.spoil: Callable[[dict], None] = lambda parts: None
        self.refused: list[str] = []
        self.questions: list[dict] = []
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True).start()
        self.url = f"http://127.0.0.1:{self._server.server_port}/ask"

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def _handler(department):
        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                parts = department._parts(self.headers, self.path, body)
                self.send_response(parts["status"])
                for name, value in parts["headers"].items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(parts["body"])))
                self.end_headers()
                self.wfile.write(parts["body"])

            def log_message(self, *args):
                return None

        return Handler

    def _parts(self, headers, path: str, body: bytes) -> dict:
        moment, nonce = headers["X-Time"], headers["X-Nonce"]
        expected = signature("POST", path, moment, nonce, body)
        if headers["X-Key-Id"] != KEY_ID or headers["X-Signature"] != expected:
            self.refused.append(headers["X-Signature"])
            return {"status": 401, "headers": {}, "body": b""}
        content = json.loads(body)
        self.questions.append(content)
        status, answer = self._answer(content)
        now = (clock.running() + timedelta(seconds=1)).isoformat()
        told = {"X-Time": now, "X-Nonce": nonce}
        parts = {"status": status, "headers": told, "body": json.dumps(answer).encode()}
        told["X-Signature"] = signature(str(status), path, now, nonce, parts["body"])
        self.spoil(parts)
        return parts

    def _answer(self, content: dict) -> tuple[int, dict]:
        whom = Whom(**content["whom"])
        question = Asked(**{**content, "whom": whom, "elements": tuple(content["elements"])})
        try:
            answer = self.simulator.answer(question=question)
        except Rejected:
            return 403, {}
        except Unavailable:
            return 503, {}
        return 200, {
            "question": answer.question,
            "outcome": answer.outcome,
            "whom": vars(answer.whom),
            "facts": dict(answer.facts),
            "differs": list(answer.differs),
            "as_of": answer.as_of.isoformat(),
            "receipt": answer.receipt,
        }


def signature(first: str, path: str, moment: str, nonce: str, body: bytes) -> str:
    lines = [first, path, moment, nonce, hashlib.sha256(body).hexdigest()]
    return hmac.new(SECRET.encode(), "\n".join(lines).encode(), "sha256").hexdigest()
