"""Officers at the pages."""

import pytest

from tests.sites.console_admin.writer import Desk


@pytest.fixture
def desk(world):
    """desk("gy_catalogue") → an officer at the pages."""
    return Desk
