"""What the database itself refuses of the clock: two hands, one extension, a pause that ends before its notice."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from tests.cases.conftest import PROMISED
from yichuang.cases.models import Notice, NoticeRow, Objection, OnSiteCheck, Pause, TermChange
from yichuang.cases.rules import pauses, term_changes
from yichuang.cases.rules.acts import ACTS
from yichuang.cases.rules.pauses import STOPPING
from yichuang.core import clock

TODAY = date(2026, 11, 20)


@pytest.fixture
def case(submitted):
    return submitted(PROMISED)


@pytest.fixture
def refused():
    """refused(make) → the name of the constraint that refuses it is found in what the database says."""

    def attempt(make, constraint):
        with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
            make()

    return attempt


def _changed(case, officer, **more):
    row = {
        "case": case,
        "kind": term_changes.EXTENSION,
        "on_day": TODAY,
        "days": 10,
        "unit": "工作日",
        "reason": "要再核实",
        "basis": "行政许可法第42条第1款",
        "asked_by": officer("gy_reviewer"),
        "asked_at": clock.now(),
    }
    return TermChange.objects.create(**row | more)


def test_nobody_grants_what_he_asked_and_a_case_is_extended_once(case, officer, refused):
    asker = officer("gy_reviewer")
    now = clock.now()
    refused(
        lambda: _changed(case, officer, granted_by=asker, granted_at=now), "term_change_two_hands"
    )
    _changed(case, officer, refused_at=now)
    _changed(case, officer, granted_by=officer("gy_head"), granted_at=now)
    refused(lambda: _changed(case, officer), "term_change_one_extension")
    _changed(case, officer, kind=term_changes.RESTART, cause="joined")
    refused(lambda: _changed(case, officer, kind="made up"), "term_change_kind")


@pytest.mark.parametrize("kind", pauses.KINDS)
def test_a_pause_of_each_kind_may_end_on_the_day_of_its_notice_and_no_sooner(case, kind, refused):
    pause = Pause.objects.create(
        case=case, kind=kind, cause="hearing", from_on=TODAY, reason="听证", basis="x"
    )
    pause.until_on = TODAY - timedelta(2)
    refused(pause.save, "pause_days")
    pause.until_on = TODAY - timedelta(1)
    pause.save()


def test_what_stands_before_acceptance_stops_no_term():
    assert set(STOPPING) == {"special", "suspended", "publicity", "awaiting"}


def test_a_check_on_the_spot_is_of_two_officers(case, officer, refused):
    reviewer = officer("gy_reviewer")
    row = {
        "case": case,
        "on_day": TODAY,
        "place_of": "厂区",
        "findings": "有人上班",
        "made_by": reviewer,
        "signed_first_at": clock.now(),
    }
    refused(
        lambda: OnSiteCheck.objects.create(**row, second=reviewer), "on_site_check_two_officers"
    )
    check = OnSiteCheck.objects.create(**row, second=officer("gy_reviewer_jy"))
    assert OnSiteCheck.objects.get(uuid=check.uuid).findings == "有人上班"


def _noticed(case, officer):
    return Notice.objects.create(
        item_code=case.item_code,
        region=case.region,
        organisation=case.organisation,
        title="拟发放名单公示",
        basis="就业补助资金管理办法",
        conditions="符合条件",
        from_on=TODAY,
        until_on=TODAY + timedelta(7),
        published_by=officer("gy_reviewer"),
        published_at=clock.now(),
    )


def test_a_case_stands_in_one_notice_at_a_time(case, officer, refused):
    notice = _noticed(case, officer)
    row = NoticeRow.objects.create(notice=notice, case=case, shown="张*")
    again = {"notice": _noticed(case, officer), "case": case, "shown": "张*"}
    refused(lambda: NoticeRow.objects.create(**again), "notice_row_one_standing")
    row.ended = True
    row.save()
    NoticeRow.objects.create(**again)


def test_an_objection_is_answered_whole_and_kept_sealed(case, officer, refused):
    objection = Objection.objects.create(
        notice=_noticed(case, officer),
        text="他在别处上班",
        phone="13900000001",
        came_at=clock.now(),
        due_on=TODAY + timedelta(7),
    )
    assert Objection.objects.get(pk=objection.pk).text == "他在别处上班"
    objection.answer = "查过了"
    refused(objection.save, "objection_answered_whole")
    objection.upheld = False
    objection.answered_by = officer("gy_reviewer")
    objection.answered_at = clock.now()
    objection.save()


def test_what_a_law_leaves_to_the_head_is_done_by_nobody_else():
    of_head = {act for act, rule in ACTS.items() if "head" in rule.roles}
    granting = {"grant_suspension", "grant_extension"}
    assert of_head == granting | {"refuse_suspension", "refuse_extension"}
    assert all(ACTS[act].roles == ("head",) for act in of_head)
