"""An account that only a name and a number have opened: no address shows it what it did not do itself."""

import pytest
from django.db import transaction
from django.test import Client

from tests.architecture.test_urls import views
from tests.sites.desk.lives import words
from tests.sites.portal_personal.conftest import ANSWERS, CHAOTIAN, SITUATION, UNEMPLOYMENT, seen_by
from tests.transactions import of_the_test
from yichuang.accounts.models import User
from yichuang.cases import services as cases
from yichuang.cases.models import Case, Draft
from yichuang.core import clock
from yichuang.identity import queries, services
from yichuang.notify import services as notify
from yichuang.notify.models import Message
from yichuang.ratings.models import Invitation
from yichuang.registry import services as registry

BACKEND = "yichuang.accounts.backends.Backend"
NUMBER, PASSWORD = "510812199203039950", "Yichuang#2026"  # 孙七 of the demo, who has no account
SECRET_ROAD, SECRET_PHONE = "天机路77号", "13900007777"
OPEN_TO_IT = ("resident", "signed_in", "public")
ADDRESSES = [address for address, view in views() if getattr(view, "audience", "") in OPEN_TO_IT]


@pytest.fixture(params=[1, 2], ids=["window", "online"])
def before(request, world, lived):
    """孙七's life before: a case with a paper and a message, and what the register knows."""
    now = clock.now()
    case = lived("孙七", "转移接续", request.param, 36, "16:30", "accept@2.0940", now=now)
    person = case.person
    registry.update_contact(
        person=person, phone=SECRET_PHONE, address=SECRET_ROAD, actor="officer:1"
    )
    paper = cases.issue_paper(case_id=case.uuid, kind="receipt", now=now)
    link = f"/my/cases/{case.uuid}/"
    notify.send(
        recipient=f"person:{person.uuid}",
        kind="case_accepted",
        context={"item": "转移接续", "number": case.number, "due": "2000年1月1日"},
        key="before",
        link=link,
    )
    return case, paper, Message.objects.get(key="before")


@pytest.fixture
def account(before):
    return services.register_person(
        name="孙七", id_number=NUMBER, phone="13800000088", password=PASSWORD, now=clock.now()
    )


@pytest.fixture
def stranger(account):
    client = Client()
    client.force_login(account, backend=BACKEND)
    return client


def _own_draft(stranger, account):
    stranger.post(f"/apply/{UNEMPLOYMENT}/?region={CHAOTIAN}", SITUATION)
    return Draft.objects.get(owner=account, case_number="")


def _filled(address, case, paper, letter, draft):
    """The address with the identifiers of the life before; `draft` is the account's own."""
    for name, value in (
        ("<uuid:case_id>", case.uuid),
        ("<uuid:paper_id>", paper.uuid),
        ("<uuid:message_id>", letter.uuid),
        ("<uuid:draft_id>", draft.uuid),
        ("<str:code>", UNEMPLOYMENT),
        ("<str:number>", case.number),
    ):
        address = address.replace(name, str(value))
    return f"/{address}"


def _asked(stranger, verb, path) -> tuple[int, str]:
    """Status and text of the answer; what the call wrote is undone."""
    with of_the_test():
        answer = getattr(stranger, verb)(path, follow=True)
        body = b"".join(answer) if answer.streaming else answer.content
        transaction.set_rollback(True)
    return answer.status_code, body.decode(errors="replace")


@pytest.mark.parametrize("verb", ["get", "post"])
def test_no_address_shows_what_the_account_did_not_do(before, account, stranger, verb):
    case, paper, letter = before
    draft = _own_draft(stranger, account)
    secrets = [case.number, str(case.uuid), str(letter.uuid), SECRET_ROAD, SECRET_PHONE]
    shown, opened, asked = {}, {}, 0
    for address in ADDRESSES:
        path = _filled(address, case, paper, letter, draft)
        if "<" in path or "logout" in path:
            continue
        asked += 1
        status, text = _asked(stranger, verb, path)
        shown[path] = [secret for secret in secrets if secret in text and secret not in path]
        if any(
            name in address for name in ("case_id", "paper_id", "message_id")
        ) and status not in (404, 405):
            opened[path] = status
    assert asked > 40
    assert {path: found for path, found in shown.items() if found} == {}
    assert opened == {}


def test_it_goes_on_with_what_it_did_itself(before, account, stranger, signature):
    case, _, _ = before
    draft = _own_draft(stranger, account)
    stranger.post(f"/drafts/{draft.uuid}/form/", ANSWERS | {"promise-M03": "yes"})
    signed = signature | seen_by(stranger, draft) | {"signature-signer": "孙七"}
    stranger.post(f"/drafts/{draft.uuid}/check/", signed)
    draft.refresh_from_db()
    assert draft.case_number
    own = Case.objects.get(number=draft.case_number)
    shown = stranger.get("/my/").content.decode()
    assert str(own.uuid) in shown and str(case.uuid) not in shown
    assert "去核对" in shown
    for page in ("", "receipt.pdf", "ask/", "password/", "withdraw/"):
        assert stranger.get(f"/my/cases/{own.uuid}/{page}").status_code == 200


def test_the_proof_opens_what_lay_before(before, account, stranger):
    case, paper, letter = before
    services.confirm_person(
        actor="officer:1", person=case.person, number=NUMBER, phone=SECRET_PHONE, now=clock.now()
    )
    User.objects.filter(pk=account.pk).update(must_change_password=False)
    account.refresh_from_db()
    stranger.force_login(account, backend="yichuang.accounts.backends.Backend")
    for path in (f"/my/cases/{case.uuid}/", f"/my/papers/{paper.uuid}.pdf", "/my/access/"):
        assert stranger.get(path).status_code == 200
    assert str(letter.uuid) in stranger.get("/messages/").content.decode()
    assert SECRET_ROAD in stranger.get("/account/").content.decode()


def test_no_digit_of_the_phone_left_at_a_window_is_shown_before_the_proof(before, stranger):
    case, _, _ = before
    left = "13900000045"
    services.trust_phone(person=case.person, phone=left, came_from="window:1", now=clock.now())
    path = "/account/prove/"
    for page in (stranger.get(path), stranger.post(path)):
        shown = words(page)
        assert "您在窗口留" in shown
        for digits in (left, left[:3], f"*{left[-4:]}"):
            assert digits not in shown


def test_an_unproved_account_writes_nothing_into_the_register(before, account, stranger):
    case, _, _ = before
    stranger.post("/account/", {"phone": "13800000088", "address": "别处1号"})
    case.person.refresh_from_db()
    assert (case.person.phone, case.person.address) == (SECRET_PHONE, SECRET_ROAD)


def test_a_clerk_proves_an_account_at_the_window(before, account):
    case, _, _ = before
    clerk = Client()
    clerk.force_login(User.objects.get(username="gy_clerk"), backend=BACKEND)
    path = f"/desk/account/?person={case.person.uuid}"
    assert "还没见过本人" in clerk.get(path).content.decode()
    unseen = clerk.post(path, {"number": NUMBER})
    assert unseen.status_code == 422 and not queries.may_see_all(account)
    done = clerk.post(path, {"number": NUMBER, "phone": "13900000005", "seen": "1"})
    assert "一次性密码" in done.content.decode()
    assert queries.may_see_all(account) and queries.trusted_phone(case.person) == "13900000005"


def test_the_representative_lets_a_handler_in_on_the_page_of_the_account(world, signed_in):
    unit = services.register_employer(
        employer_name="示例乙建筑工程有限公司（虚构）",
        credit_code="91510812MA9999910U",
        handler_name="孙七",
        id_number=NUMBER,
        phone="13800000088",
        password=PASSWORD,
        now=clock.now(),
    )
    path = f"/account/units/{unit.uuid}/"
    assert signed_in("zhangsan").post(path).status_code == 404
    representative = signed_in("wangwu")
    assert path in representative.get("/account/").content.decode()
    assert "经办人孙七" in representative.get(path).content.decode()
    wrong = representative.post(path, {"phone": "13800000077"})
    assert wrong.status_code == 422 and "可能有人冒用单位" in wrong.content.decode()
    assert representative.post(path, {"phone": "138 0000 0088"}).status_code == 302
    assert queries.may_see_all(unit)
    for again in (
        representative.get(path, follow=True),
        representative.post(path, {"phone": "138 0000 0088"}, follow=True),
    ):
        assert again.status_code == 200
        assert "您已经同意过" in again.content.decode()
    assert signed_in("zhangsan").get(path).status_code == 404


def test_no_invitation_to_rate_what_was_not_done_by_the_account(before, account, stranger):
    shown = stranger.get("/messages/").content.decode()
    assert [str(row.token) for row in Invitation.objects.all() if str(row.token) in shown] == []
