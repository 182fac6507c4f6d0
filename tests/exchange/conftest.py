"""Questions about made-up people, put as a job puts them."""

from datetime import datetime

import pytest

from tests.exchange.asking import Asking
from yichuang.core import ports
from yichuang.core.clock import SHANGHAI

NOON = datetime(2026, 11, 21, 12, 0, tzinfo=SHANGHAI)


@pytest.fixture
def now():
    return NOON


@pytest.fixture
def asking(world, monkeypatch, now):
    """Departments that answer as a test tells them."""
    adapters = {}
    real = ports.adapter

    def adapter(kind):
        return adapters.get(kind) or real(kind)

    monkeypatch.setattr(ports, "adapter", adapter)
    with ports.nobody_waits():
        yield Asking(adapters, now)
