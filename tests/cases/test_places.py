"""A case goes to the unit that serves its place now, whatever this process saw before."""

import pytest

from yichuang.accounts import services as accounts
from yichuang.accounts.models import Organisation, ServiceArea
from yichuang.accounts.queries import serving
from yichuang.cases.queries import places, versions
from yichuang.core import clock

REGISTER = "992014101002"


@pytest.fixture
def areas(world):
    """Two village stations of one city, with the first village that the first of them serves."""
    today = clock.today()
    area = (
        ServiceArea.objects.filter(organisation__active=True, valid_from__lte=today)
        .order_by("pk")
        .first()
    )
    other = ServiceArea.objects.exclude(organisation=area.organisation).order_by("pk").first()
    return area.region_id, area.organisation, other.organisation


def test_a_village_that_was_moved_goes_to_its_new_station(areas):
    village, old, new = areas
    assert places.nearest_organisation(village) == old == serving(village)
    accounts.set_service_area(actor="officer:1", organisation=old, villages=[])
    accounts.set_service_area(actor="officer:1", organisation=new, villages=[village])
    assert places.nearest_organisation(village) == new


def test_a_closed_unit_receives_nothing_more(world):
    region, day = "510812000000", clock.today()
    before = versions.for_application(REGISTER, region, 2, day).organisation_id
    assert before == places.deciding_organisation(REGISTER, region).pk
    Organisation.objects.filter(pk=before).update(active=False)
    after = versions.for_application(REGISTER, region, 2, day).organisation_id
    assert after != before and Organisation.objects.get(pk=after).active
