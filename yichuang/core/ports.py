"""The outside world: one configured adapter per kind, through one wrapper that times, logs and names failures."""

import time
from functools import cache
from typing import Any

import structlog
from django.conf import settings
from django.utils.module_loading import import_string

log = structlog.get_logger("ports")


class Rejected(Exception):
    """The outside said no, and will say no again."""


class Unavailable(Exception):
    """The outside did not answer; the same call may succeed later."""


class NotConnected(Unavailable):
    """This installation has no such connection: asking again is of no use, people do it by hand."""


@cache
def adapter(kind: str) -> Any:
    """The adapter that settings.ADAPTERS names for `kind`, made once per process. Raises KeyError for no such kind."""
    return import_string(settings.ADAPTERS[kind])()


def connected(kind: str) -> bool:
    """Whether somebody stands on the other side (a simulator counts)."""
    return getattr(adapter(kind), "connected", True)


def simulated(kind: str) -> bool:
    """Whether a simulator answers."""
    return "simulator" in settings.ADAPTERS[kind]


def ask(kind: str, method: str, /, **arguments) -> Any:
    """Call one method of the adapter. Arguments are never logged: they are personal. Raises Rejected or Unavailable."""
    began = time.perf_counter()
    outcome = "ok"
    try:
        return getattr(adapter(kind), method)(**arguments)
    except Rejected:
        outcome = "rejected"
        raise
    except Unavailable:
        outcome = "unavailable"
        raise
    finally:
        log.info("port", kind=kind, method=method, outcome=outcome, ms=round((time.perf_counter() - began) * 1000, 1))
