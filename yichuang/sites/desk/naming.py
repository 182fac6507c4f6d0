"""How an address of the desk names somebody: by a handle that one session understands until the next day is over.

The address of a page stands in histories, in logs and over a shoulder; no number, phone or name of a person in it."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error
from datetime import date, timedelta

from cryptography.exceptions import InvalidTag
from django.http import HttpRequest

from yichuang.core import clock, crypto
from yichuang.registry.models import Employer, Person

WHO = "who"  # the parameter of all addresses that are about somebody
KINDS = {"person": Person, "employer": Employer}
NO_HANDLE = (Error, InvalidTag, KeyError, IndexError, ValueError)


def handle_of(request: HttpRequest, subject: Person | Employer) -> str:
    """What names somebody in an address of this session.

    Understood until the next day is over, and by no other session.
    """
    kind = "employer"
    if isinstance(subject, Person):
        kind = "person"
    place = _place(request, clock.today())
    blob = crypto.seal(f"{kind}:{subject.uuid}", place)
    text = urlsafe_b64encode(blob).decode()
    return text.rstrip("=")


def query_of(request: HttpRequest, subject: Person | Employer) -> str:
    """`who=<handle>` for an address of this session."""
    handle = handle_of(request, subject)
    return f"{WHO}={handle}"


def meant(request: HttpRequest, handle: str) -> tuple[str, str]:
    """(kind, uuid) of whom the handle names.

    ("", "") for one of another session or an earlier day, and for none.
    One of yesterday is understood: a page may be open over midnight.
    """
    today = clock.today()
    yesterday = today - timedelta(1)
    for day in (today, yesterday):
        text = _opened(handle, _place(request, day))
        if text:
            kind, _, uuid = text.partition(":")
            return kind, uuid
    return "", ""


def _opened(handle: str, place: str) -> str:
    """The text that was sealed at this place; "" where it was not sealed here."""
    lacking = -len(handle) % 4
    padded = handle + "=" * lacking
    try:
        blob = urlsafe_b64decode(padded)
        return crypto.unseal(blob, place)
    except NO_HANDLE:
        return ""


def _place(request: HttpRequest, day: date) -> str:
    """Where a handle is sealed: in one session, for one day."""
    key = request.session.session_key
    return f"desk:{key}:{day}"
