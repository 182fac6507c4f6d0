"""Where the law counts the term from acceptance and the promise is the whole of it, guide, receipt and case say one
day, which leaves the law's days for accepting (劳动争议调解仲裁法 29, 43; 劳动保障监察条例 17)."""

from datetime import date, datetime, timedelta

import pytest

from yichuang.accounts.models import Officer
from yichuang.cases import services
from yichuang.cases.queries import cases, clocks, past
from yichuang.cases.rules import terms_before, timing
from yichuang.cases.rules.branches import terms_of
from yichuang.catalog import queries as catalog
from yichuang.core.clock import SHANGHAI, local
from yichuang.reference.tables import calendar, thresholds
from yichuang.sites.portal.guide import giving

CALENDAR = calendar()
ARBITRATION = "990914502002"
AGREEMENT = "990914502003"  # no law gives days for accepting it: the platform promises five
WAITING = {ARBITRATION, AGREEMENT, "991014503001", "992014502001"}
PLACE = "510812000000"
MONDAY = datetime(
    2026, 11, 23, 10, 0, tzinfo=SHANGHAI
)  # nothing but weekends in the five days after it
ACCEPTED_BY = date(2026, 11, 30)


def _due(definition, accepted_at=None):
    facts = timing.Facts(received_at=MONDAY, complete_at=MONDAY, accepted_at=accepted_at)
    return timing.dates(facts, terms_of(definition, {}), CALENDAR, thresholds())


def _waits(definition):
    return terms_of(definition, {}).promise_from_acceptance


def _definitions():
    return {row.code: catalog.guide(row.code, region=PLACE).definition for row in catalog.items()}


def test_only_whole_terms_of_the_law_wait_for_acceptance(world):
    waiting = {code for code, made in _definitions().items() if _waits(made)}
    assert waiting == WAITING


def test_versions_of_before_wait_for_acceptance_alike(world):
    waiting = {code for code, made in _definitions().items() if terms_before.waits(made)}
    assert waiting == WAITING


def test_a_place_that_promises_less_is_counted_from_the_papers_again(world):
    made = catalog.guide(ARBITRATION, region=PLACE).definition
    shorter = dict(made) | {"promised_days": 30}
    assert _waits(made) and not _waits(shorter)
    assert _due(shorter).promise.start == MONDAY.date()


@pytest.mark.parametrize("code", sorted(WAITING))
def test_the_guide_says_the_day_of_the_receipt(world, application, code):
    guide = catalog.guide(code, region=PLACE)
    sent = services.submit(application=application(code, now=MONDAY), now=MONDAY)
    assert giving.due_of(guide, PLACE, MONDAY) == local(sent.due_at).date()
    at_once = _due(guide.definition, MONDAY)
    assert _due(guide.definition).at > at_once.at


def test_accepting_has_its_own_days_and_the_rest_the_whole_term(world):
    guide = catalog.guide(ARBITRATION, region=PLACE)
    assert giving.accept_by_of(guide, PLACE, MONDAY) == ACCEPTED_BY
    assert giving.due_of(guide, PLACE, MONDAY) == ACCEPTED_BY + timedelta(45)
    told = giving.steps_told(guide)
    assert [each.long for each in told if each.accepting] == ["5个工作日"]
    rest = [each.long.removesuffix("日") for each in told if each.long and not each.accepting]
    assert sum(map(int, rest)) == 45


def test_all_other_terms_are_counted_from_the_papers(world):
    for code, definition in _definitions().items():
        if code not in WAITING and definition.get("promised_days") is not None:
            tomorrow = MONDAY + timedelta(1)
            assert _due(definition, tomorrow).promise == _due(definition).promise, code
            assert _due(definition, tomorrow).at == _due(definition).at, code


def test_acceptance_moves_the_day_and_the_past_keeps_it(world, application):
    sent = services.submit(application=application(ARBITRATION, now=MONDAY), now=MONDAY)
    case = cases.get(sent.uuid)
    before = case.due_at
    clerk = Officer.objects.get(user__username="gy_clerk")
    tuesday = MONDAY + timedelta(1)
    services.accept(case_id=case.uuid, officer=clerk, now=tuesday)
    case = cases.get(sent.uuid)
    assert local(case.due_at).date() == date(2026, 11, 24) + timedelta(45)
    assert case.due_at < before
    assert clocks.clocks_of(case, tuesday).promise.due == local(case.due_at).date()
    assert cases.trail(case)[1].told == {"due": local(case.due_at).date().isoformat()}
    late = before + timedelta(9)
    assert past.count_overdue_at(type(case).objects.filter(pk=case.pk), late) == {
        case.pk: case.due_at
    }
    assert list(cases.broken_chains()) == []
