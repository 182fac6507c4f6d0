"""What was sent from a unit's account before it was known who sits there is not the next handler's: it waits until the
unit says that it is its own, or a mandate comes."""

from datetime import timedelta

import pytest
from django.test import Client

from tests.sites.desk import lives
from tests.sites.desk.test_mandates import OF_UNITS, REPRESENTATIVE, STRANGER
from tests.sites.desk.test_units_in_doubt import (
    ASKED,
    accepting,
    give_to_the_representative,
    is_refused,
    page,
    sent,
)
from yichuang.accounts.models import User
from yichuang.audit.models import Entry
from yichuang.cases.models import Case
from yichuang.cases.queries import mandates, senders
from yichuang.cases.services import let_handler_in, mandate_papers, ratify
from yichuang.core import clock
from yichuang.core.errors import Conflict
from yichuang.identity import queries as identity
from yichuang.identity.models import LegalRepresentative, RealName

NOT_OWNED = "交这件的人，单位还没有认"
QUESTION = "这一件是单位交的吗"


def signed_in_as_the_unit() -> Client:
    """By the one password of the window, which was changed."""
    User.objects.filter(username="shilijia").update(must_change_password=False)
    return lives.signed_in("shilijia")


def sent_unsaid() -> Case:
    """As a server of before wrote it: by the account, and not a word of who sat there."""
    unit = lives.employer()
    account = identity.subject_key(unit)
    return lives.submitted(OF_UNITS, subject=unit, actor=account)


@pytest.fixture
def of_a_stranger(unproved) -> RealName:
    """赵六 has opened the account."""
    stranger = lives.person(STRANGER[0])
    RealName.objects.filter(pk=unproved.pk).update(handler=stranger)
    return unproved


@pytest.mark.parametrize("sending", [sent, sent_unsaid])
def test_it_waits_once_another_has_the_account_and_the_page_says_so(of_a_stranger, sending):
    case = sending()
    give_to_the_representative(case.employer)
    assert senders.is_not_let_in(case) and mandates.owing_among([case]) == {case.id}
    text = page(lives.signed_in("gy_clerk"), case)
    assert NOT_OWNED in text and "赵六用单位账号交的" in text and "还差" in text
    assert is_refused(case)


@pytest.mark.parametrize("sending", [sent, sent_unsaid])
def test_who_is_let_in_has_sent_it_and_nothing_waits(unproved, sending):
    stands = lives.person(REPRESENTATIVE)
    RealName.objects.filter(pk=unproved.pk).update(handler=stands)
    case = sending()
    give_to_the_representative(case.employer)
    assert not senders.is_not_let_in(case)
    accepting(lives.again(case))


def test_what_was_sent_while_the_account_was_proved_waits_for_nobody(world):
    case = sent()
    account = RealName.objects.get(employer=case.employer)
    with clock.frozen(clock.now() + timedelta(days=2)):
        RealName.objects.filter(pk=account.pk).update(handler_until=clock.today())
    with clock.frozen(clock.now() + timedelta(days=4)):
        give_to_the_representative(case.employer)
        assert not senders.is_not_let_in(case)
        assert not case.parties.filter(role="agent").exists()


@pytest.mark.parametrize("sending", [sent, sent_unsaid])
def test_the_unit_says_that_it_is_its_own_and_it_goes_on(of_a_stranger, sending):
    case = sending()
    give_to_the_representative(case.employer)
    clerk = lives.signed_in("gy_clerk")
    assert clerk.post(f"/desk/cases/{case.uuid}/correct/", ASKED).status_code == 302
    unit = signed_in_as_the_unit()
    shown = lives.words(unit.get(f"/my/cases/{case.uuid}/"))
    assert QUESTION in shown and "赵六用单位账号交的" in shown
    address = f"/my/cases/{case.uuid}/ratify/"
    assert unit.post(address).status_code == 302
    case = lives.again(case)
    assert (case.state, senders.is_not_let_in(case)) == ("supplied", False)
    assert QUESTION not in lives.words(unit.get(f"/my/cases/{case.uuid}/"))
    assert NOT_OWNED not in page(clerk, case)
    assert "不用再确认" in lives.words(unit.post(address, follow=True))
    assert Entry.objects.filter(verb="case.ratify", subject=case.ref).count() == 1
    accepting(case)


def test_who_has_the_account_unproved_says_it_of_nothing(of_a_stranger):
    case = sent()
    unit = lives.signed_in("shilijia")
    assert QUESTION not in lives.words(unit.get(f"/my/cases/{case.uuid}/"))
    assert unit.post(f"/my/cases/{case.uuid}/ratify/").status_code == 403
    assert senders.is_not_let_in(case)


def test_of_another_unit_or_a_person_nobody_says_it(of_a_stranger):
    case = sent()
    give_to_the_representative(case.employer)
    for username in ("zhangsan", "shilidongting"):
        other = lives.signed_in(username)
        assert other.post(f"/my/cases/{case.uuid}/ratify/").status_code == 404
    assert senders.is_not_let_in(case)


def test_what_is_in_no_doubt_is_not_asked(world):
    case = sent()
    account = identity.subject_key(case.employer)
    with pytest.raises(Conflict):
        ratify(case_id=case.uuid, actor=account, now=clock.now())


def test_the_account_is_let_in_with_what_it_sent_or_not_at_all(unproved, monkeypatch):
    """The yes of the representative is one act: after an end in the middle it is asked for again."""
    case = sent()
    stands = lives.person(REPRESENTATIVE)
    LegalRepresentative.objects.filter(employer=case.employer).update(person=stands)
    yes = {
        "representative": identity.account_of(stands),
        "unit": unproved.user,
        "phone": unproved.phone,
        "now": clock.now(),
    }

    def ends(**_):
        raise ConnectionError

    with monkeypatch.context() as broken:
        broken.setattr(mandate_papers, "settle", ends)
        with pytest.raises(ConnectionError):
            let_handler_in(**yes)
    assert identity.waits_for_proof(case.employer)
    let_handler_in(**yes)
    assert not identity.waits_for_proof(case.employer)
    assert not senders.is_not_let_in(case)
