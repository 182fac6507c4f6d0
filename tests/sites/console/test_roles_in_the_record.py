"""The record of a role says which, where, on which line and for which days: to administrators and to auditors."""

from datetime import date, timedelta

import pytest

from tests.sites.console_admin.writer import ROOT, Desk, fields_of, text_of
from tests.sites.desk import lives
from yichuang.accounts import services as staff
from yichuang.accounts.models import Assignment
from yichuang.audit.models import Entry
from yichuang.core import clock
from yichuang.core.errors import Invalid
from yichuang.reference.models import Region

pytestmark = pytest.mark.django_db
COUNTY = "510812000000"
SINCE = date(2026, 3, 1)
UNTIL = date(2099, 3, 31)
WORDS = ("审核", "四川省广元市朝天区", "社会保险", "2026-03-01起", "到2099-03-31")


@pytest.fixture
def given(world) -> Assignment:
    return staff.grant_role(
        actor=lives.officer("gy_org").actor,
        officer=lives.officer("gy_town"),
        role="reviewer",
        region=Region.objects.get(pk=COUNTY),
        line="社会保险",
        valid_from=SINCE,
        valid_to=UNTIL,
    )


def entry_in(page: str, what: str) -> str:
    start = page.index(what)
    return page[start : start + 120]


def test_on_the_page_of_the_officer(given):
    page = lives.signed_in("gy_org").get(f"/console/admin/officers/{given.officer.uuid}/")
    entry = entry_in(lives.words(page), "内容和理由")
    for word in WORDS:
        assert word in entry


def test_on_the_page_of_the_auditor(given):
    keeper = lives.officer("gy_org")
    page = lives.signed_in("gy_auditor").get(f"/console/audit/officers/{keeper.uuid}/")
    assert page.status_code == 200
    entry = entry_in(lives.words(page), "给角色")
    for word in WORDS:
        assert word in entry, entry


def test_one_that_is_taken_back_says_its_last_day(given):
    last = clock.today() + timedelta(days=5)
    staff.revoke_role(actor="tests", assignment=given, last_day=last)
    entry = Entry.objects.filter(verb="officer.revoke").latest("id")
    assert f'"until":"{last.isoformat()}"' in entry.data
    assert '"since":"2026-03-01"' in entry.data


@pytest.mark.parametrize("days_held", [0, 3])
def test_a_role_that_was_held_is_not_said_never_to_have_been(world, days_held):
    begun = clock.today() - timedelta(days=days_held)
    role = staff.grant_role(
        actor="tests",
        officer=lives.officer("gy_town"),
        role="reviewer",
        region=Region.objects.get(pk=COUNTY),
        valid_from=begun,
    )
    with pytest.raises(Invalid, match="最后一天不能更早"):
        staff.revoke_role(actor="tests", assignment=role, last_day=begun - timedelta(days=1))
    staff.revoke_role(actor="tests", assignment=role)
    kept = Assignment.objects.get(pk=role.pk)
    assert (kept.valid_from, kept.valid_to) == (begun, clock.today())
    assert kept.ended_at is not None


def test_days_that_overlap_stay_each_as_they_were(world):
    """Given twice in one day, and taken back twice: two rows, each with its own days and moment."""
    officer = lives.officer("gy_town")
    place = Region.objects.get(pk=COUNTY)
    for _ in range(2):
        role = staff.grant_role(actor="tests", officer=officer, role="reviewer", region=place)
        staff.revoke_role(actor="tests", assignment=role)
    today = clock.today()
    rows = officer.assignments.filter(role="reviewer").order_by("pk")
    assert [(row.valid_from, row.valid_to) for row in rows] == [(today, today)] * 2
    assert rows[0].ended_at < rows[1].ended_at


def test_the_page_says_why_an_earlier_day_is_refused(given):
    Assignment.objects.filter(pk=given.pk).update(valid_from=clock.today())
    path = f"officers/{given.officer.uuid}/roles/{given.pk}/revoke/"
    yesterday = clock.today() - timedelta(days=1)
    admin = Desk("gy_org")
    asked = admin.fill(path, last_day=yesterday.isoformat())
    reason = fields_of(asked) | {"past_reason": "昨天就调走了"}
    refused = admin.client.post(ROOT + path, reason)
    if refused.status_code == 200:
        confirmed = fields_of(refused) | {"_confirm": "yes"}
        refused = admin.client.post(ROOT + path, confirmed)
    assert refused.status_code == 422, text_of(refused)[:600]
    assert "最后一天不能更早；要现在收回，这里不填" in text_of(refused)
    assert Assignment.objects.filter(pk=given.pk, valid_from=clock.today()).exists()
