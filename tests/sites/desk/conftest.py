"""Clients of the demo officers, and an account that nobody has proved."""

import pytest

from tests.sites.desk import lives
from yichuang.identity.models import RealName


@pytest.fixture
def clerk(world):
    return lives.signed_in("gy_clerk")


@pytest.fixture
def reviewer(world):
    return lives.signed_in("gy_reviewer")


@pytest.fixture
def unproved(world) -> RealName:
    """The account of 示例甲 as somebody may have opened it a minute ago."""
    account = RealName.objects.get(user__username="shilijia")
    RealName.objects.filter(pk=account.pk).update(proved_at=None, proved_by="")
    return account
