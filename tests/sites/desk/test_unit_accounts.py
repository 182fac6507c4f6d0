"""Whose a unit's account is: of who acts for it for good, or of who has a mandate that says so, until its last day."""

from datetime import timedelta

import pytest

from tests.sites.desk import lives
from tests.sites.desk.test_mandates import ASKED, HANDLER, STRANGER, counter, paper
from yichuang.accounts.models import User
from yichuang.core import clock
from yichuang.identity import queries as identity
from yichuang.identity import services
from yichuang.identity.models import RealName
from yichuang.notify.models import Message
from yichuang.registry.models import Employer

PHONE = "13900000088"
LISI = "李四"


def confirm(client, unit: Employer, **changes):
    """The page of the unit's account, filled for 赵六."""
    typed = {
        "number": unit.credit_code,
        "employer_name": unit.name,
        "handler_number": STRANGER[0],
        "handler_name": STRANGER[1],
        "phone": PHONE,
        "seen": "1",
    }
    return client.post(f"/desk/account/?employer={unit.uuid}", typed | changes)


def bring(client, unit: Employer, **changes):
    """赵六 comes with a mandate of 李四."""
    lives.come_for(client, unit, *STRANGER)
    return client.post("/desk/mandate/", paper(unit, **changes))


def holder(unit: Employer) -> str:
    account = RealName.objects.select_related("handler").get(employer=unit)
    return account.handler.name


def told(kind: str) -> set[tuple[str, str]]:
    """(who, to which phone) was told of it."""
    rows = Message.objects.filter(kind=kind)
    return {(row.recipient.partition(":")[0], row.phone) for row in rows}


NOT_OF_A_HANDLER = [{"until": ""}, {}]


@pytest.mark.parametrize("changes", NOT_OF_A_HANDLER)
def test_a_mandate_that_does_not_say_so_makes_nobody_the_handler(clerk, changes):
    unit = lives.employer()
    assert bring(clerk, unit, **changes).status_code == 302
    refused = confirm(clerk, unit)
    assert refused.status_code == 422 and "当经办人" in lives.words(refused)
    assert holder(unit) == "孙七"
    assert lives.employer().handler_name == "孙七"


def test_a_handler_by_mandate_has_to_have_a_last_day(clerk):
    unit = lives.employer()
    refused = bring(clerk, unit, until="", as_handler="1")
    assert refused.status_code == 422 and "要照委托书填到哪天" in lives.words(refused)


def test_a_handler_by_mandate_has_the_account_until_its_last_day(clerk):
    unit = lives.employer()
    before = RealName.objects.get(employer=unit)
    last_day = clock.today() + timedelta(days=30)
    bring(clerk, unit, until=last_day.isoformat(), as_handler="1")
    page = confirm(clerk, unit)
    assert page.status_code == 200 and "一次性密码" in lives.words(page)
    account = RealName.objects.get(employer=unit)
    assert (holder(unit), account.handler_until) == ("赵六", last_day)
    assert account.phone == PHONE
    assert lives.employer().handler_name == "孙七"
    assert told("handler_changed") == {("person", before.phone)}
    user = User.objects.get(pk=account.user_id)
    assert identity.may_see_all(user)
    with clock.frozen(clock.now() + timedelta(days=31)):
        assert not identity.may_see_all(user)
        assert identity.sight_of(user).since.date() == clock.today()
        assert not identity.is_known_to_act(unit, account.handler)
        assert identity.contact_phone(unit) == lives.employer().handler_phone
        later = lives.signed_in("gy_clerk")
        lives.come_for(later, unit, *STRANGER)
        assert ASKED in counter(later, unit)
        assert confirm(later, unit).status_code == 422
        again = {"handler_number": HANDLER, "handler_name": "孙七", "phone": "13900000005"}
        by_name = confirm(later, unit, **again)
        assert by_name.status_code == 422 and "同名的另一个人" in lives.words(by_name)
        of_handler = paper(
            unit,
            _comer=str(lives.person(HANDLER).uuid),
            until=(clock.today() + timedelta(days=9)).isoformat(),
            as_handler="1",
        )
        lives.come_for(later, unit)
        assert later.post("/desk/mandate/", of_handler).status_code == 302
        assert confirm(later, unit, **again).status_code == 200
        assert identity.may_see_all(user)
        account = RealName.objects.get(employer=unit)
        assert account.handler_until == clock.today() + timedelta(days=9)


def test_confirming_again_makes_nobody_a_handler_for_good(clerk):
    unit = lives.employer()
    bring(clerk, unit, as_handler="1")
    confirm(clerk, unit)
    assert confirm(clerk, unit).status_code == 200
    account = RealName.objects.get(employer=unit)
    assert account.handler_until == clock.today() + timedelta(days=30)


def test_the_representative_lets_a_handler_stay_whose_mandate_has_ended(clerk):
    unit = lives.employer()
    bring(clerk, unit, as_handler="1")
    confirm(clerk, unit)
    account = RealName.objects.get(employer=unit)
    lisi = lives.person(lives.LISI)
    with clock.frozen(clock.now() + timedelta(days=31)):
        waiting = identity.waiting_for_representative(lisi)
        assert [row.employer_id for row in waiting] == [unit.id]
        own = identity.account_of(lisi)
        now = clock.now()
        services.authorise(representative=own, unit=account.user, phone=PHONE, now=now)
        assert identity.may_see_all(account.user)


def test_one_number_in_both_boxes_is_answered_by_the_licence_only(clerk):
    unit = lives.employer()
    unit_phone = identity.contact_phone(unit)
    lives.come_for(clerk, unit, *STRANGER)
    both = {"rep_number": STRANGER[0], "rep_name": STRANGER[1]}
    refused = confirm(clerk, unit, **both)
    assert refused.status_code == 422 and "登记的法定代表人是李**" in lives.words(refused)
    refused = confirm(clerk, unit, **both, licence_name=LISI)
    assert refused.status_code == 422 and "执照上的法定代表人不是他" in lives.words(refused)
    assert holder(unit) == "孙七"
    assert lives.employer().legal_rep_name == LISI
    assert confirm(clerk, unit, **both, licence_name="赵六").status_code == 200
    assert (holder(unit), lives.employer().legal_rep_name) == ("赵六", "赵六")
    known_phone = identity.known_phone(lives.person(lives.LISI))
    assert told("representative_changed") == {("employer", unit_phone), ("person", known_phone)}
    assert not identity.is_known_to_act(lives.employer(), lives.person(lives.LISI))


def test_who_says_he_is_the_representative_is_asked_for_the_licence_too(clerk):
    unit = lives.employer()
    assert "登记的是李**" in counter_of_stranger(clerk, unit)
    refused = bring(clerk, unit, how="licence")
    assert refused.status_code == 422 and "登记的法定代表人是李**" in lives.words(refused)
    assert not told("representative_changed")
    assert bring(clerk, unit, how="licence", licence_name="赵六").status_code == 302
    assert {who for who, _ in told("representative_changed")} == {"employer", "person"}


def counter_of_stranger(client, unit: Employer) -> str:
    lives.come_for(client, unit, *STRANGER)
    return counter(client, unit)


def test_another_handler_comes_with_another_phone(clerk):
    """The phone of whoever handled the unit's business before gets no code for the account any more."""
    unit = lives.employer()
    bring(clerk, unit, as_handler="1")
    refused = confirm(clerk, unit, phone="")
    assert refused.status_code == 422 and "新经办人现在用的手机号" in lives.words(refused)
