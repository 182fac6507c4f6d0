"""Whether there is a body, how long it says it is, and that nothing acts on a part of it.

It stands before Django and before its models, so that the door of the process may ask it (config/wsgi.py); what an
address takes is asked behind it (`bodies`).
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import structlog

from yichuang.core import incoming

PLAIN = ("Content-Type", "text/plain; charset=utf-8")
log = structlog.get_logger("incoming")


def or_nothing(door: Callable, environ: dict, start_response: Callable) -> Iterable[bytes]:
    """What a WSGI application answers; 408 where the body is late or ends before its length: nothing acts on a part.

    door: the application behind; it finds the body where it always does, as a file that knows how long it may be waited
    for. A request that brings none goes straight through. 505 for HTTP/2, where nobody can end one request: the server
    is started without it."""
    if environ.get("SERVER_PROTOCOL", "").startswith("HTTP/2"):
        start_response("505 HTTP Version Not Supported", [PLAIN])
        return ["这里只收 HTTP/1.1".encode()]
    length = announced(environ)
    if not length and not comes_in_pieces(environ):
        return door(environ, start_response)
    body = incoming.Body(environ["wsgi.input"], length=length)
    environ["wsgi.input"] = body
    try:
        return door(environ, start_response)
    except incoming.CutShort:
        if body.is_late:
            log.warning("cut off", address=environ.get("REMOTE_ADDR", ""))
        return _not_come(start_response, ends=body.is_late)


def _not_come(start_response: Callable, *, ends: bool) -> Iterable[bytes]:
    """ends: the connection ends with the answer, which promises one byte more than it has: a server cannot go on behind
    such an answer (RFC 9112 8), and it offers no other way to end what it still reads. It checks no length of a list,
    so this is none."""
    text = "内容没有送到，请再送一次".encode()
    size = len(text)
    if ends:
        size += 1
    start_response("408 Request Timeout", [PLAIN, ("Content-Length", str(size))])
    return iter([text])


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
