"""Short lives of cases, lived as the demo's are: fixtures of the tests of ratings, supervision and console."""

from datetime import datetime

import pytest

from yichuang.accounts.models import Officer
from yichuang.cases.models import Case
from yichuang.core import packs
from yichuang.core.clock import SHANGHAI
from yichuang.demo.parts import cases as demo

FRIDAY = datetime(2026, 11, 20, 17, 0, tzinfo=SHANGHAI)


@pytest.fixture
def now():
    return FRIDAY


@pytest.fixture
def lived(world):
    """lived("李四", "转移接续", 2, 36, "16:30", "accept@2.0940") → the Case, in 朝天 unless told."""

    def live(*row, city: str = "gy", place: str = "朝天", now: datetime = FRIDAY) -> Case:
        pack = packs.read(demo.PACK)
        life = demo.Life(city, pack["places"][city][place], pack["items"], list(row), now)
        life.live()
        return Case.objects.get(uuid=life.uuid)

    return live


@pytest.fixture
def officer(world):
    """officer("gy_supervisor")"""
    return lambda username: Officer.objects.select_related("organisation__region").get(
        user__username=username
    )
