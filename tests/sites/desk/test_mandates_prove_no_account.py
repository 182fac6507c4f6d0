"""A mandate proves a person for what they do themselves, never an account that was opened in their name: what came from
there is settled by an act that names this case or this account."""

import pytest

from tests.paper_files import PDF
from tests.sites.desk import lives
from tests.sites.desk.test_mandates import OF_UNITS, REPRESENTATIVE, STRANGER, paper
from tests.sites.desk.test_mandates import brought_nothing as brought_by_the_stranger
from tests.sites.desk.test_units_in_doubt import (
    ASKED,
    DOUBT,
    accepting,
    give_to_the_representative,
    is_refused,
    page,
    sent,
)
from yichuang.audit.models import Entry
from yichuang.cases import services
from yichuang.cases.models import Case, Material
from yichuang.cases.queries import mandates, senders, versions
from yichuang.cases.rules.application import Given
from yichuang.core import clock
from yichuang.identity import queries as identity
from yichuang.identity.models import LegalRepresentative, RealName
from yichuang.identity.services import Licence
from yichuang.notify.models import Message

REFUND = "992014201014"  # 社会保险费退收
BUTTON = "这件是他交的"
OF_ANOTHER_PHONE = "13911110002"


@pytest.fixture
def in_his_name(unproved) -> RealName:
    """Somebody has opened the account under name and number of 赵六, with a phone of their own."""
    account = RealName.objects.get(pk=unproved.pk)
    account.handler = lives.person(STRANGER[0])
    account.phone = OF_ANOTHER_PHONE
    account.save()
    return account


def comes_with_a_mandate(client, unit, **changes) -> str:
    """The true 赵六 stands at the window."""
    query = lives.come_for(client, unit, *STRANGER)
    brought = client.post("/desk/mandate/", paper(unit, **changes))
    assert brought.status_code == 302
    return query


def waits(case: Case) -> bool:
    """Nothing is accepted, and the page says why."""
    owes = mandates.owing_among([case]) == {case.id}
    doubt = DOUBT in page(lives.signed_in("gy_clerk"), case)
    return owes and doubt and is_refused(case)


@pytest.mark.parametrize("scope", ["all", "one", "社会保险"])
def test_a_mandate_at_a_window_settles_nothing_that_the_account_has_sent_or_sends(
    in_his_name, scope
):
    clerk = lives.signed_in("gy_clerk")
    before = sent()
    comes_with_a_mandate(clerk, before.employer, scope=scope)
    assert waits(before)
    services.withdraw(
        case_id=before.uuid,
        actor=identity.subject_key(before.employer),
        reason="再交",
        now=clock.now(),
    )
    after = sent()
    party = after.parties.get(role="agent")
    assert (party.owes_mandate, party.mandate, party.until) == (True, None, None)
    assert waits(after)


def test_what_he_brought_himself_is_settled_as_before(in_his_name):
    clerk = lives.signed_in("gy_clerk")
    unit = lives.employer()
    case = brought_by_the_stranger(clerk, unit)
    comes_with_a_mandate(clerk, unit)
    assert not mandates.owing_among([case])
    accepting(lives.again(case))


def test_the_clerk_asks_who_stands_there_and_this_case_goes_on(in_his_name):
    clerk = lives.signed_in("gy_clerk")
    case = sent()
    address = f"/desk/cases/{case.uuid}/"
    assert BUTTON not in lives.words(clerk.get(address)).replace(f"“{BUTTON}”", "")
    comes_with_a_mandate(clerk, case.employer)
    assert "赵六就在窗口" in lives.words(clerk.get(address))
    assert clerk.post(f"{address}sender/").status_code == 302
    case = lives.again(case)
    assert not senders.is_not_let_in(case)
    assert case.parties.get(role="agent").mandate.signed_by == "李四"
    assert "赵六就在窗口" not in lives.words(clerk.get(address))
    assert clerk.post(f"{address}sender/").status_code == 409
    assert Entry.objects.filter(verb="case.confirm_sender", subject=case.ref).count() == 1
    accepting(case)


def test_it_answers_the_notice_that_asked_for_the_mandate(in_his_name):
    clerk = lives.signed_in("gy_clerk")
    case = sent()
    address = f"/desk/cases/{case.uuid}/"
    assert clerk.post(f"{address}correct/", ASKED).status_code == 302
    comes_with_a_mandate(clerk, case.employer)
    assert lives.again(case).state == "correcting"
    assert clerk.post(f"{address}sender/").status_code == 302
    assert lives.again(case).state == "supplied"
    accepting(lives.again(case))


def test_nobody_says_it_in_his_stead(in_his_name):
    clerk = lives.signed_in("gy_clerk")
    case = sent()
    address = f"/desk/cases/{case.uuid}/sender/"
    assert clerk.post(address).status_code == 409
    lives.come_for(clerk, case.employer, REPRESENTATIVE)
    assert clerk.post(address).status_code == 409
    lives.come_for(clerk, case.employer, *STRANGER)
    assert clerk.post(address).status_code == 409
    assert waits(case)


def test_of_a_persons_case_nobody_is_asked(world):
    clerk = lives.signed_in("gy_clerk")
    case = lives.submitted()
    assert clerk.post(f"/desk/cases/{case.uuid}/sender/").status_code == 409


def test_a_mandate_that_is_read_at_one_case_settles_no_other_of_the_account(in_his_name):
    clerk = lives.signed_in("gy_clerk")
    unit = lives.employer()
    other = lives.submitted(OF_UNITS, subject=unit)
    other.parties.create(role="agent", person=in_his_name.handler, owes_mandate=True)
    case = sent()
    clerk.post(f"/desk/cases/{case.uuid}/correct/", ASKED)
    account = identity.subject_key(unit)
    file = services.store_file(owner=account, name="委托书.pdf", content=PDF, now=clock.now())
    services.answer_correction(
        case_id=case.uuid,
        actor=account,
        answers={},
        materials=[Given("MANDATE", "file", str(file.uuid))],
        file_owner=account,
        now=clock.now(),
    )
    row = Material.objects.get(case=case, code="MANDATE")
    clerk.get(f"/desk/cases/{case.uuid}/materials/{row.id}/")
    read = clerk.post(f"/desk/cases/{case.uuid}/read-mandate/", paper(unit))
    assert read.status_code == 302
    assert mandates.owing_among([case, other]) == {other.id}


@pytest.mark.parametrize("phone", ["13900000101", OF_ANOTHER_PHONE])
def test_a_window_that_proves_the_account_settles_what_came_from_the_phone_he_names(
    in_his_name, phone
):
    """Whoever opened it in his name left another phone than his."""
    case = sent()
    stands = lives.person(REPRESENTATIVE)
    RealName.objects.filter(pk=in_his_name.pk).update(handler=stands)
    case.parties.filter(role="agent").update(person=stands)
    services.confirm_unit_account(
        officer=lives.officer("gy_clerk"),
        employer=case.employer,
        handler=stands,
        licence=Licence(stands, stands.name),
        now=clock.now(),
        credit_code=case.employer.credit_code,
        name=case.employer.name,
        phone=phone,
        new_password=False,
        open_account=False,
    )
    is_his = phone == OF_ANOTHER_PHONE
    assert senders.is_not_let_in(case) != is_his
    assert identity.is_proved(identity.subject_key(case.employer))
    give_to_the_representative(case.employer)
    assert senders.is_not_let_in(case) != is_his


def test_the_phone_of_the_register_and_the_representative_hear_of_it(in_his_name):
    unit = lives.employer()
    stands = lives.person(REPRESENTATIVE)
    LegalRepresentative.objects.update_or_create(
        employer=unit, defaults={"person": stands, "came_from": "window:1", "at": clock.now()}
    )
    case = sent()
    heard = Message.objects.get(kind="case_in_units_name")
    assert (heard.phone, heard.recipient) == (unit.handler_phone, identity.subject_key(unit))
    asked = Message.objects.get(kind="unit_account_waits")
    assert asked.recipient == identity.subject_key(stands)
    assert asked.link == f"/account/units/{in_his_name.user.uuid}/"
    assert case.number in asked.body


def test_of_a_proved_account_nobody_is_told(world):
    sent()
    told = ["case_in_units_name", "unit_account_waits"]
    assert not Message.objects.filter(kind__in=told).exists()


def of_the_unit(unit) -> dict:
    """What the sample of the refund, a person's, leaves open of a unit."""
    return {
        "applicant": "unit",
        "employer_name": unit.name,
        "employer_credit_code": unit.credit_code,
        "employer_kind": "30",
        "legal_rep_name": "李四",
        "unit_account_name": unit.name,
        "unit_account_bank": "示例银行",
        "unit_account_no": "1234567890123456",
    }


def test_the_representative_reads_every_case_and_sum_that_the_yes_covers(in_his_name):
    stands = lives.person(REPRESENTATIVE)
    unit = lives.employer()
    LegalRepresentative.objects.update_or_create(
        employer=unit, defaults={"person": stands, "came_from": "window:1", "at": clock.now()}
    )
    lisi = lives.signed_in("lisi")
    address = f"/account/units/{in_his_name.user.uuid}/"
    assert "还没有交过件" in lives.words(lisi.get(address))
    refund = lives.submitted(REFUND, subject=unit, other_answers=of_the_unit(unit))
    refund.parties.create(role="agent", person=in_his_name.handler, owes_mandate=True)
    shown = lives.words(lisi.get(address))
    assert "交了1件" in shown and refund.version.definition["name"] in shown
    sums = [
        key
        for key, field in versions.of_case(refund).form.fields.items()
        if field.type == "money_yuan" and refund.form.get(key)
    ]
    assert sums and all(f"{refund.form[key]}元" in shown for key in sums)
