"""Which request asked for what is done: its id goes with events and jobs, so that their lines in the log are found."""

import structlog

KEY = "request_id"


def request_id() -> str:
    """The id of the request, or of the one behind the event or job, that is at work here; "" where there is none."""
    return structlog.contextvars.get_contextvars().get(KEY, "")
