"""A confirmation says when what it confirms holds: at once only where that is so."""

from datetime import timedelta

import pytest

from tests.sites.console_admin.writer import Desk, asked_for, text_of
from yichuang.accounts.models import Officer
from yichuang.catalog.models import PlaceOrder
from yichuang.core import clock

pytestmark = pytest.mark.django_db
ITEM, COUNTY = "990714102001", "510812000000"
AT_ONCE = "马上生效"


def _later() -> str:
    return (clock.today() + timedelta(30)).isoformat()


def _clerk() -> str:
    return f"officers/{Officer.objects.get(user__username='gy_clerk').uuid}/"


def _list_to_come() -> str:
    path = f"places/{ITEM}/{COUNTY}/"
    Desk("gy_catalogue").write(path, hours="周日 9:00—12:00", effective_from=_later())
    return f"places/waiting/{PlaceOrder.objects.get(state=PlaceOrder.OPEN).pk}/approve/"


def test_what_begins_on_a_later_day_says_the_day(world):
    said = (
        text_of(Desk("gy_legal").fill(_list_to_come(), note="")),
        text_of(Desk("gy_org").fill(f"{_clerk()}grant/", role="legal", valid_from=_later())),
    )
    for confirmation in said:
        assert "会改这些" in confirmation
        assert f"从{_later()}起生效" in confirmation
        assert AT_ONCE not in confirmation


def test_a_role_that_is_used_up_to_a_day_is_not_taken_back_at_once(world):
    officer = Officer.objects.get(user__username="gy_clerk")
    path = f"{_clerk()}roles/{officer.assignments.first().pk}/revoke/"
    said = text_of(Desk("gy_org").fill(path, last_day=_later()))
    assert f"用到{_later()}，以后没有" in said
    assert AT_ONCE not in said
    assert AT_ONCE in text_of(Desk("gy_org").fill(path, last_day=""))


def test_an_order_that_is_agreed_to_has_yet_to_be_published(world):
    order = asked_for(ITEM, "revised", promised_days="6")
    said = text_of(Desk("tm_legal").fill(f"changes/{order.pk}/approve/", note="依据充分"))
    assert "还要由提出的人发布" in said
    assert AT_ONCE not in said


def test_what_takes_two_does_not_hold_when_the_first_confirms(world):
    auditor = Officer.objects.get(user__username="gy_auditor")
    path = f"officers/{auditor.uuid}/close/"
    said = text_of(Desk("gy_org").fill(path, reason="调走"))
    assert "要另一位组织管理员也确认" in said
    assert AT_ONCE not in said


def test_leaving_and_coming_back_say_what_the_account_is_now(world):
    path = f"{_clerk()}close/"
    keeper = Desk("gy_org")
    assert "账号gy_clerk 启用 停用" in text_of(keeper.fill(path, reason="调走"))
    keeper.write(path, reason="调走")
    said = text_of(keeper.fill(f"{_clerk()}reopen/", reason="借调回来"))
    assert "账号gy_clerk 停用 启用" in said
    assert "离岗前的角色和资格不会回来" in said
    assert "转走的事也不会回来" in said
