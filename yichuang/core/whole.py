"""Whether there is a body, how long it says it is, and that nothing acts on a part of it.

It stands before Django and before its models, so that the door of the process may ask it (config/wsgi.py); what an
address takes is asked behind it (`bodies`).
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from yichuang.core import incoming


def or_nothing(door: Callable, environ: dict, start_response: Callable) -> Iterable[bytes]:
    """What a WSGI application answers; 408 where the body is late or ends before its length: nothing acts on a part.

    door: the application behind; it finds the body where it always does, as a file that knows how long it was waited
    for. A request that brings none goes straight through."""
    length = announced(environ)
    if not length and not comes_in_pieces(environ):
        return door(environ, start_response)
    source = environ["wsgi.input"]
    address = environ.get("REMOTE_ADDR", "")
    environ["wsgi.input"] = incoming.Body(source, length=length, address=address)
    try:
        return door(environ, start_response)
    except incoming.CutShort:
        kind = ("Content-Type", "text/plain; charset=utf-8")
        start_response("408 Request Timeout", [kind])
        return ["内容没有送到，请再送一次".encode()]


def comes_in_pieces(environ: Mapping[str, Any]) -> bool:
    """Whether there may be a body whose length nobody said."""
    if "chunked" in environ.get("HTTP_TRANSFER_ENCODING", "").lower():
        return True
    in_frames = environ.get("SERVER_PROTOCOL", "").startswith("HTTP/2")
    return in_frames and not environ.get("CONTENT_LENGTH")


def announced(environ: Mapping[str, Any]) -> int:
    """Bytes that the sender says will come; 0 where nothing is said, or no number.

    Digits of other scripts are no number here."""
    text = environ.get("CONTENT_LENGTH") or "0"
    if text.isascii() and text.isdigit():
        return int(text)
    return 0
