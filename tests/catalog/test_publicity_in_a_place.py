"""How long 公示 lasts in a place, and whether its promise has room for it (ADR 71)."""

import pytest

from tests.catalog.terms import (
    DAYS,
    INJURY,
    ITEMS,
    LAW_TO_CITE,
    SKILL,
    STARTUP,
    TABLE,
    WORKDAYS,
    branches,
)
from yichuang.catalog import queries, services
from yichuang.catalog.rules import placing, publicity, terms
from yichuang.core.clock import today
from yichuang.core.errors import Invalid

GUANGYUAN, CHAOTIAN = "510800000000", "510812000000"


@pytest.mark.parametrize(
    ("code", "says", "kinds"),
    [
        (STARTUP, {"days": 7, "unit": WORKDAYS}, []),
        (STARTUP, {"days": 5, "unit": WORKDAYS}, []),
        (STARTUP, {"days": 7}, ["required"]),
        (STARTUP, {"days": 3, "unit": WORKDAYS}, ["range"]),
        (STARTUP, {"days": 0, "unit": WORKDAYS}, ["range"]),
        (STARTUP, {"days": 9, "unit": DAYS}, ["unit"]),
        (STARTUP, {"stops": ["promise"]}, ["basis"]),
        (STARTUP, {"stops": ["promise"], "basis": "本市的规定"}, ["basis"]),
        (STARTUP, {"stops": ["promise"], "basis": LAW_TO_CITE}, []),
        (SKILL, {"days": 7, "unit": WORKDAYS}, []),
        (SKILL, {"stops": ["promise"], "basis": LAW_TO_CITE}, ["law"]),
        (INJURY, {"days": 7}, ["foreign"]),
        (INJURY, None, []),
    ],
)
def test_a_place_publicises_no_shorter_and_stops_no_limit_of_the_law(code, says, kinds):
    unified = ITEMS[code] | {"terms": terms.branches_of(ITEMS[code], TABLE)}
    problems = placing.problems_of({"publicity": says}, unified, 3)
    assert [problem.violates for problem in problems] == kinds
    assert {problem.field for problem in problems} <= {"publicity"}


@pytest.mark.parametrize(
    ("says", "days", "stops"),
    [
        (None, 5, []),
        ({"days": 3}, 5, []),
        ({"days": 7}, 7, []),
        ({"stops": ["promise"], "basis": LAW_TO_CITE}, 5, ["promise"]),
    ],
)
def test_publicity_in_a_place_is_the_longer_one(says, days, stops):
    unified = branches(STARTUP)["publicised"]["publicity"]
    there = publicity.in_place(unified, says)
    assert (there["days"], there["stops"]) == (days, stops)
    assert (there["basis"] == LAW_TO_CITE) == bool(stops)
    assert unified["days"] == 5


def say(region: str, **differences) -> None:
    """What a place says of the subsidy, from today."""
    services.set_implementation(
        code=STARTUP,
        region=region,
        differences=differences,
        effective_from=today(),
        actor="officer:1",
    )


@pytest.mark.django_db
def test_a_place_publicises_as_long_as_its_promise_has_room(published):
    say(GUANGYUAN, publicity={"days": 12, "unit": WORKDAYS})
    with pytest.raises(Invalid, match="一共要16个工作日"):
        say(GUANGYUAN, publicity={"days": 13, "unit": WORKDAYS})
    with pytest.raises(Invalid, match="一共要15个工作日，承诺只有9个工作日"):
        say(CHAOTIAN, promised_days=9)


@pytest.mark.django_db
def test_a_city_leaves_no_county_without_room(published):
    say(CHAOTIAN, promised_days=9)
    with pytest.raises(Invalid, match="朝天区：公示"):
        say(GUANGYUAN, publicity={"days": 7, "unit": WORKDAYS})
    stopped = {"days": 7, "unit": WORKDAYS, "stops": ["promise"], "basis": LAW_TO_CITE}
    say(GUANGYUAN, publicity=stopped)
    assert queries.guide(STARTUP, region=CHAOTIAN).definition["publicity"] == stopped
