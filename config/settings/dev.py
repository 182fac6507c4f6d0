"""`./yi run` on one machine: real server, real database, demo data, plain HTTP."""

from .base import *  # noqa: F403
