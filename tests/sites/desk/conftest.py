"""Clients of the demo officers."""

import pytest

from tests.sites.desk import lives


@pytest.fixture
def clerk(world):
    return lives.signed_in("gy_clerk")


@pytest.fixture
def reviewer(world):
    return lives.signed_in("gy_reviewer")
