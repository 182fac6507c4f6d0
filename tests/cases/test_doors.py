"""One rule for lists and applications: what a guide does not offer at a door is neither shown nor taken there."""

from dataclasses import replace
from datetime import timedelta

import pytest

from yichuang.cases import services
from yichuang.cases.models import Case
from yichuang.cases.queries import places, versions
from yichuang.catalog import queries as catalog
from yichuang.catalog import services as catalogue
from yichuang.core.errors import Conflict

CHAOTIAN, YUEYANG = "510812000000", "430602000000"
WINDOW_AND_WEB = "990514102006"
WEB_ONLY, WINDOW_ONLY = "992014402005", "992014401004"


def taken(code: str, region: str, channel: int, day) -> bool:
    try:
        versions.for_application(code, region, channel, day)
    except Conflict as refused:
        assert refused.code == "not_offered" and "可以从这里办" in refused.way_out
        return False
    return True


@pytest.mark.parametrize("region", [CHAOTIAN, YUEYANG])
@pytest.mark.parametrize("channel", [1, 2, 3, 4, 5, 6])
def test_each_door_takes_exactly_what_its_list_shows(world, morning, region, channel):
    day = morning.date()
    every = {row.code for row in catalog.items(region=region, on=day)}
    shown = {
        row.code
        for row in catalog.items(region=region, channel=places.channel_code(channel), on=day)
    }
    assert shown and shown < every
    assert {code for code in every if taken(code, region, channel, day)} == shown


def test_a_door_that_a_place_has_added_is_open_there_and_nowhere_else(world, morning):
    day, code = morning.date(), WINDOW_AND_WEB
    assert not taken(code, CHAOTIAN, 4, day)
    told = {"differences": {"channels_added": ["自助机"]}, "effective_from": day, "actor": "test"}
    catalogue.set_implementation(code=code, region=CHAOTIAN, **told)
    village = "510812100200"
    for region, open_there in ((CHAOTIAN, True), (village, True), (YUEYANG, False)):
        assert taken(code, region, 4, day) is open_there
        shown = {row.code for row in catalog.items(region=region, channel="kiosk", on=day)}
        assert (code in shown) is open_there


@pytest.mark.parametrize(
    ("code", "channel"), [(WEB_ONLY, 1), (WEB_ONLY, 6), (WINDOW_ONLY, 2), (WINDOW_ONLY, 3)]
)
def test_an_application_at_the_wrong_door_makes_no_case(application, morning, code, channel):
    made = application(code)
    wrong = replace(made, channel=channel)
    with pytest.raises(Conflict, match="办理渠道里没有"):
        services.submit(application=wrong, now=morning)
    assert not Case.objects.filter(client_ref=wrong.client_ref).exists()
    assert services.submit(application=made, now=morning).number


def test_a_door_that_the_next_version_closes_takes_no_draft_of_before(application, morning):
    code = WINDOW_AND_WEB
    old = catalog.version_in_force(code, morning.date())
    left = {k: v for k, v in old.definition.items() if k not in ("steps", "process_kind")}
    left |= {"channels": ["网办"], "full_online": True, "max_visits": 0}
    monday = morning + timedelta(days=3)
    catalogue.publish(definition=left, form=old.form, effective_from=monday.date(), actor="test")
    assert services.submit(application=application(code, channel=1), now=morning).number
    with pytest.raises(Conflict, match="办理渠道里没有窗口"):
        services.submit(application=application(code, channel=1, version_id=old.pk), now=monday)
