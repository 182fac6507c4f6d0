"""The catalogue of the packs, published."""

import pytest


@pytest.fixture
def published(world):
    """Regions, item packs and the rest of the world; what a test adds is rolled back."""
