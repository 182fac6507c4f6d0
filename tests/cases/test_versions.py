"""A case stays on the version it was accepted under; a draft on the one it was begun on (SYS-008, SYS-011)."""

import copy
from datetime import date, timedelta

import pytest

from yichuang.accounts.models import User
from yichuang.cases import services
from yichuang.cases.models import Case, Draft
from yichuang.cases.queries import versions
from yichuang.catalog import queries as catalog
from yichuang.catalog import services as catalogue
from yichuang.core.errors import Conflict
from yichuang.registry.models import Person

PROMISED = "990514102003"
NEXT = date(2026, 11, 23)


def _publish(**changes):
    old = catalog.version_in_force(PROMISED, date(2026, 11, 20))
    text = {
        k: v for k, v in copy.deepcopy(old.definition).items() if k not in ("steps", "process_kind")
    }
    return catalogue.publish(
        definition=text | changes, form=old.form, effective_from=NEXT, actor="test"
    )


def test_a_case_shows_its_own_version_after_the_next_one_is_out(submitted, morning):
    case = submitted()
    new = _publish(conditions="新的条件", promised_days=10)
    later = submitted(now=morning + timedelta(days=3))
    own, other = versions.of_case(Case.objects.get(pk=case.pk)), versions.of_case(later)
    assert (own.number, other.number) == (new.number - 1, new.number)
    assert own.guide.conditions != "新的条件" and other.guide.conditions == "新的条件"
    assert later.due_at - later.received_at < case.due_at - case.received_at


def test_two_cities_run_the_same_version_and_change_on_the_same_day(submitted, morning):
    places = ("510812000000", "430602000000", "370211000000")
    before = {versions.of_case(submitted(region=place)).revision for place in places}
    new = _publish(conditions="新的条件")
    after = {
        versions.of_case(submitted(region=place, now=morning + timedelta(days=3))).revision
        for place in places
    }
    assert len(before) == 1 and after == {new.revision} != before


def test_a_draft_stays_on_the_version_it_was_begun_on(world, morning):
    owner = User.objects.get(username="zhangsan")
    draft = services.open_draft(
        owner=owner, subject=Person.objects.first(), item_code=PROMISED, region="510812000000", channel=2, prefill={},
        now=morning,
    )  # fmt: skip
    new = _publish(conditions="新的条件")
    assert versions.of_draft(Draft.objects.get(pk=draft.pk)).number == new.number - 1


def test_an_item_cancelled_on_a_day_refuses_new_cases_from_that_day_and_old_ones_go_on(
    submitted, application, officer, morning
):
    case = submitted()
    catalogue.cancel_item(code=PROMISED, on=NEXT, reason="并入别的事项", actor="test")
    assert submitted(now=morning + timedelta(days=2)).state == "received"
    with pytest.raises(Conflict):
        submitted(now=morning + timedelta(days=3))
    on = services.accept(
        case_id=case.uuid, officer=officer("gy_clerk"), now=morning + timedelta(days=4)
    )
    assert on.state == "accepted"


def test_a_draft_of_an_item_that_was_cancelled_since_is_not_taken(world, morning, application):
    owner = User.objects.get(username="zhangsan")
    good = application(PROMISED)
    draft = services.open_draft(
        owner=owner, subject=good.subject, item_code=PROMISED, region=good.region, channel=2, prefill=good.answers,
        now=morning,
    )  # fmt: skip
    catalogue.cancel_item(code=PROMISED, on=NEXT, reason="并入别的事项", actor="test")
    with pytest.raises(Conflict):
        services.submit_draft(
            draft_id=draft.uuid, owner=owner, actor=good.actor, now=morning + timedelta(days=3)
        )
    assert Draft.objects.get(pk=draft.pk).answers == good.answers


@pytest.mark.parametrize(
    ("code", "filed", "decided"),
    [
        ("990514102006", "510812100200", "510812"),  # 县、乡镇 review: the county decides
        ("990514207010", "510812100200", "510800"),  # only the city has it
    ],
)
def test_a_case_filed_in_a_village_goes_to_the_first_level_that_reviews(
    submitted, code, filed, decided
):
    case = submitted(code, region=filed)
    assert case.region_id == filed
    assert case.organisation.region_id == decided.ljust(12, "0")
