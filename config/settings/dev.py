"""`./yi run` on one machine: real server, real database, demo data, plain HTTP."""

from .base import *  # noqa: F403
from .base import adapters, env

DEVELOPMENT = True
ADAPTERS = adapters(env.adapters, usual="simulator")
