"""Whether there is a body, how long it says it is, and that nothing acts on a part of it.

It stands before Django and before its models, so that the door of the process may ask it (config/wsgi.py); what an
address takes is asked behind it (`bodies`).
"""

import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from typing import Any

import structlog

from yichuang.core import addresses, incoming

NOT_COME = "408 Request Timeout"
ONE_TOO_MANY = "503 Service Unavailable"
PLAIN = ("Content-Type", "text/plain; charset=utf-8")
MOMENT = 1.0  # seconds
log = structlog.get_logger("incoming")


def or_nothing(door: Callable, environ: dict, start_response: Callable) -> Iterable[bytes]:
    """What a WSGI application answers; 408 where the body is late or ends before its length: nothing acts on a part.

    503 where one visitor lets us wait for too many at once.

    door: the application behind; it finds the body where it always does, as a file that knows how long it may be waited
    for. A request that brings none goes straight through. 505 for HTTP/2, where nobody can end one request: the server
    is started without it."""
    if environ.get("SERVER_PROTOCOL", "").startswith("HTTP/2"):
        start_response("505 HTTP Version Not Supported", [PLAIN])
        return ["这里只收 HTTP/1.1".encode()]
    length = announced(environ)
    if not length and not comes_in_pieces(environ):
        return door(environ, start_response)
    visitor = partial(_visitor, environ)
    body = incoming.Body(environ["wsgi.input"], length=length, visitor=visitor)
    environ["wsgi.input"] = body
    try:
        return door(environ, start_response)
    except incoming.CutShort:
        return _cut_off(body, visitor(), start_response)
    finally:
        body.end()


def _visitor(environ: Mapping[str, Any]) -> str:
    return addresses.counted(environ.get("REMOTE_ADDR", ""))


def _cut_off(body: incoming.Body, visitor: str, start_response: Callable) -> Iterable[bytes]:
    """The answer to what did not come; it ends the connection where somebody still reads from it."""
    if body.is_one_too_many:
        status = ONE_TOO_MANY
        text = "从您这个网络同时送来的太多，请过一会儿再送".encode()
        more = [("Retry-After", "15")]
    else:
        status = NOT_COME
        text = "内容没有送到，请再送一次".encode()
        more = []
    if not body.is_late and not body.is_one_too_many:
        start_response(status, [PLAIN])
        return [text]
    log.warning("cut off", address=visitor, status=status)
    one_more = str(len(text) + 1)
    start_response(status, [PLAIN, ("Content-Length", one_more), *more])
    return _last(text)


def _last(text: bytes) -> Iterator[bytes]:
    """What a connection ends with. It was promised to be one byte longer than it is: behind such an answer a server
    cannot go on (RFC 9112 8), and it offers no other way to end what it still reads. It ends at once, whether what was
    said has left or not; so that is given a moment."""
    yield text
    time.sleep(MOMENT)


def comes_in_pieces(environ: Mapping[str, Any]) -> bool:
    """Whether there may be a body whose length nobody said."""
    return "chunked" in environ.get("HTTP_TRANSFER_ENCODING", "").lower()


def announced(environ: Mapping[str, Any]) -> int:
    """Bytes that the sender says will come; 0 where nothing is said, or no number.

    Digits of other scripts are no number here."""
    text = environ.get("CONTENT_LENGTH") or "0"
    if text.isascii() and text.isdigit():
        return int(text)
    return 0
