"""The lives that these tests count and rate, and who looks at them."""

import pytest

from tests.lives import lived, now, officer
from yichuang.accounts.models import User
from yichuang.core import clock
from yichuang.ratings.models import Invitation


@pytest.fixture
def by(client, world):
    """by("gy_supervisor") signs the client in."""

    def sign_in(username: str):
        user = User.objects.get(username=username)
        client.force_login(user, backend="yichuang.accounts.backends.Backend")
        return client

    return sign_in


@pytest.fixture
def lately(lived):
    """A life lived up to this moment, so that the real clock of a page is right."""
    return lambda *row, **more: lived(*row, now=clock.now(), **more)


@pytest.fixture
def service(lived):
    """A finished service at the counter of gy_clerk that may be rated now."""
    case = lived("周八", "失业登记", 1, 0, "00:00", "", now=clock.now())
    return Invitation.objects.get(case=case)
