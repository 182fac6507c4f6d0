"""The catalogue of the packs, published once for the tests of this folder."""

import pytest

from yichuang.catalog import packs
from yichuang.catalog.models import Item
from yichuang.reference import packs as reference_packs
from yichuang.reference.models import Region


def _fill() -> None:
    if not Region.objects.exists():
        reference_packs.load()
    if not Item.objects.exists():
        packs.load()


@pytest.fixture(scope="session")
def published_once(django_db_setup, django_db_blocker):
    """Regions and item packs, committed before the first test that wants them."""
    with django_db_blocker.unblock():
        _fill()


@pytest.fixture
def published(published_once, db):
    """Regions and item packs, also after a test with real transactions has emptied the tables."""
    _fill()
