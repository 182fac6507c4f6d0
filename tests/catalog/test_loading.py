"""Packs become versions; an unchanged pack costs nothing; a changed one never rewrites what was published."""

import time

import pytest

from yichuang.catalog import packs
from yichuang.catalog.models import Item, ItemVersion

pytestmark = pytest.mark.django_db


def test_every_pack_is_in_force_with_nothing_empty(published):
    assert Item.objects.filter(is_local_extension=False).count() == 197
    assert ItemVersion.objects.filter(effective_to__isnull=True).count() == Item.objects.count()
    assert packs.check() == []


def test_loading_again_changes_nothing_and_takes_no_time(published):
    before = list(ItemVersion.objects.order_by("id").values_list("id", "revision"))
    begun = time.perf_counter()
    done = packs.load()
    assert time.perf_counter() - begun < 0.5
    assert (done.new, done.changed) == ([], [])
    assert list(ItemVersion.objects.order_by("id").values_list("id", "revision")) == before
