"""A program tells where the result is collected: the branch that was chosen, or the office."""

import pytest
from django.test import Client

from tests.sites.desk import lives
from yichuang.api import rules
from yichuang.api import services as api
from yichuang.cases.models import Case, Delivery

BRANCH = "示例银行朝天支行（虚构）"
OFFICE = "朝天区人力资源和社会保障局"


@pytest.fixture
def delivered(world):
    """delivered(way, place) → what a program reads of how the result goes to its owner."""
    case = lives.decided(subject=lives.person())
    Case.objects.filter(pk=case.pk).update(source="api:test")
    _, key = api.issue_key(
        name="place", channel=2, source="test", scopes=[*rules.SCOPES], actor="test"
    )
    program = Client(headers={"X-Api-Key": key})

    def by(way: str, place: str) -> dict:
        Delivery.objects.filter(case=case).update(way=way, place=place)
        return program.get(f"/api/v1/cases/{case.number}").json()["delivery"]

    return by


def test_a_result_that_is_collected_names_its_place(delivered):
    assert delivered("counter", BRANCH)["place"] == BRANCH
    assert delivered("counter", "")["place"] == OFFICE


def test_one_that_goes_another_way_names_none(delivered):
    assert delivered("electronic", "")["place"] == ""
    assert delivered("mail", "")["place"] == ""
