"""A visit is one person, in one hall, on one day (SYS-035): counted by hand, and from the steps of a case."""

from datetime import date, datetime, timedelta

import pytest

from yichuang.cases import services
from yichuang.cases.queries import desk
from yichuang.cases.rules.visits import UNKNOWN, Stood, is_another, who_stood
from yichuang.cases.services import coming
from yichuang.core.clock import SHANGHAI

HALL, STATION = 1, 2
FIRST, FOURTH = date(2026, 12, 1), date(2026, 12, 4)
HERE = Stood("applicant", HALL, FIRST)


@pytest.mark.parametrize(
    ("stood", "another"),
    [
        (Stood("applicant", HALL, FIRST), False),  # a correction, the result: the same sitting
        (Stood("applicant", HALL, FOURTH), True),
        (Stood("family", HALL, FIRST), True),  # another person came
        (Stood("applicant", STATION, FIRST), True),  # another hall
        (Stood(UNKNOWN, HALL, FIRST), False),  # an acceptance: whoever stood there
        (Stood("applicant", None, FIRST), True),  # a kiosk is no hall
    ],
)
def test_a_visit_is_a_person_a_hall_and_a_day(stood, another):
    assert is_another([HERE], stood) is another
    assert is_another([], stood)


def test_an_acceptance_of_the_same_sitting_hides_nobody_who_comes_after():
    accepted = Stood(UNKNOWN, HALL, FIRST)
    family = Stood("family", HALL, FIRST)
    assert is_another([HERE, accepted], family)
    assert not is_another([accepted], family)


@pytest.mark.parametrize(
    ("kind", "step", "form", "who"),
    [
        ("submit", {}, {}, "applicant"),
        ("submit", {}, {"by_agent": "yes"}, "agent"),
        ("submit", {}, None, UNKNOWN),  # of a unit
        ("accept", {}, {}, UNKNOWN),
        ("answer_correction", {}, {}, "applicant"),
        ("answer_correction", {"by": "agent"}, {}, "agent"),
        ("answer_correction", {"brought_by": "0192"}, None, "0192"),
        ("deliver", {"by": "family", "way": "counter"}, {}, "family"),
    ],
)
def test_who_stood_there(kind, step, form, who):
    assert who_stood(kind, step, form) == who


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("moment", "clerk", "visits"),
    [
        ("2026-12-01T09:30", "gy_clerk", 1),
        ("2026-12-01T16:00", "gy_issuer", 1),  # another window of the hall
        ("2026-12-04T10:00", "gy_clerk", 2),
        ("2026-12-01T14:00", "gy_town", 2),
        ("2026-12-01T23:59", "", 2),  # a kiosk
    ],
)
def test_a_second_step_is_a_visit_where_it_is_not_the_same_sitting(
    submitted, officer, moment, clerk, visits
):
    case = submitted(channel=1, now=at("2026-12-01T09:10"), officer=officer("gy_clerk"))
    by = officer(clerk) if clerk else None
    again = coming.came_again(case, "answer_correction", {}, by, at(moment))
    assert case.visits + again == visits


def test_midnight_parts_two_days(submitted, officer):
    case = submitted(channel=1, now=at("2026-12-01T23:59"), officer=officer("gy_clerk"))
    clerk = officer("gy_clerk")
    assert not coming.came_again(case, "accept", {}, clerk, at("2026-12-01T23:59:59"))
    assert coming.came_again(case, "accept", {}, clerk, at("2026-12-02T00:01"))


def test_what_is_done_in_one_sitting_is_one_visit_and_the_trail_says_each_step(
    submitted, officer, morning
):
    clerk = officer("gy_clerk")
    case = submitted(channel=1, officer=clerk, actor=clerk.actor, now=morning)
    services.accept(
        case_id=case.uuid, officer=clerk, now=morning + timedelta(minutes=5), on_site=True
    )
    case.refresh_from_db()
    assert case.visits == 1
    assert [event.on_site for event in case.events.order_by("seq")] == [True, True]
    assert desk.chain_faults(case) == []


def test_a_case_of_before_keeps_its_number_and_goes_on_by_the_new_rule(submitted, officer, morning):
    clerk = officer("gy_clerk")
    case = submitted(channel=1, officer=clerk, now=morning)
    case.visits = 2  # two steps of one sitting, as they were counted
    assert not coming.came_again(case, "accept", {}, clerk, morning + timedelta(hours=1))
    assert coming.came_again(case, "accept", {}, clerk, morning + timedelta(days=1))
