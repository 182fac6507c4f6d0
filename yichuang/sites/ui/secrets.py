"""What a session must remember and nobody may read in its row: sealed under the name that it is kept by."""

from base64 import b64decode, b64encode

from django.contrib.sessions.backends.base import SessionBase

from yichuang.core import crypto


def keep(session: SessionBase, name: str, text: str) -> None:
    """Remember `text` by this name in place of what was there.

    The row of the session holds its ciphertext only."""
    place = _place(name)
    blob = crypto.seal(text, place)
    session[name] = b64encode(blob).decode()


def take(session: SessionBase, name: str) -> str:
    """The text, once; "" afterwards, and where none was kept."""
    sealed = session.pop(name, "")
    if not sealed:
        return ""
    blob = b64decode(sealed)
    place = _place(name)
    return crypto.unseal(blob, place)


def _place(name: str) -> str:
    return f"session:{name}"
