"""Whether a request shows a document to somebody."""

from django.http import HttpRequest


def is_a_look(request: HttpRequest) -> bool:
    """Whether the whole document is asked for, by somebody who opens it.

    Not a part of its bytes, and nothing that a browser fetches before anybody asked for it: who opened a paper may
    judge it, and a decision that was opened is delivered.
    """
    if "Range" in request.headers:
        return False
    purpose = request.headers.get("Sec-Purpose", "")
    return not purpose.startswith("prefetch")
