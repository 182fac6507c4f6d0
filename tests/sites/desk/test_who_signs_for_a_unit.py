"""Who acts for a unit signs under their own name, at each door: online nobody signs as its representative."""

import re

import pytest

from tests.sites.desk import lives
from tests.sites.desk.test_mandates import OF_UNITS, STRANGER, paper
from tests.sites.desk.test_units_in_doubt import draft_of_unit, sent
from yichuang.cases import services
from yichuang.cases.models import Case
from yichuang.cases.services.corrections import Asked
from yichuang.core import clock
from yichuang.identity.models import RealName

NAMES = [
    "李四",
    "示例甲食品有限公司（虚构）",
    "孙七",
]  # of the representative, the unit, the register's handler


def signed_online(signer: str):
    """What the last step answers to this name."""
    draft = draft_of_unit()
    client = lives.signed_in("shilijia")
    address = f"/drafts/{draft.uuid}/check/"
    page = client.get(address).content.decode()
    typed = {
        "truth_promise": "true",
        "data_check_consent": "true",
        "seen": re.search(r'name="seen" value="(\w+)"', page)[1],
    }
    return client.post(address, typed | signature_of(signer))


def signature_of(signer: str, method: str = "handwriting") -> dict[str, str]:
    return {
        "signature-signer": signer,
        "signature-method": method,
        "signature-signed_on": clock.today().isoformat(),
    }


def to_sign_again(case: Case) -> Case:
    services.ask_correction(
        case_id=case.uuid,
        officer=lives.officer("gy_clerk"),
        items=[Asked("field", "signature", "签名看不清，请重新签")],
        now=clock.now(),
    )
    return case


def signed_again_online(case: Case, signer: str, **more):
    """What the form of the correction answers to this name."""
    client = lives.signed_in("shilijia")
    return client.post(f"/my/cases/{case.uuid}/correct/", signature_of(signer) | more)


@pytest.fixture(params=[True, False])
def account(request, world) -> RealName:
    """赵六 has the unit's account, proved and not; no register names him."""
    account = RealName.objects.get(user__username="shilijia")
    account.handler = lives.person(STRANGER[0])
    if not request.param:
        account.proved_at = None
    account.save()
    return account


def test_the_handler_signs_online_under_his_own_name(account):
    sent = signed_online("赵六")
    assert sent.status_code == 302, lives.words(sent)[:600]
    case = Case.objects.get(employer=account.employer)
    assert case.form["signature"]["signer"] == "赵六"


@pytest.mark.parametrize("name", NAMES)
def test_he_signs_as_nobody_else(account, name):
    refused = signed_online(name)
    assert refused.status_code == 422
    assert "写经办人本人的姓名" in lives.words(refused)
    assert not Case.objects.filter(employer=account.employer).exists()


def test_who_comes_by_a_mandate_signs_the_paper_form_and_a_stranger_does_not(world):
    clerk = lives.signed_in("gy_clerk")
    unit = lives.employer()
    query = lives.come_for(clerk, unit, *STRANGER)
    assert clerk.post("/desk/mandate/", paper(unit)).status_code == 302
    typed = lives.typed(clerk, OF_UNITS, query, subject=unit)
    address = f"/desk/take/{OF_UNITS}/"
    refused = clerk.post(address, typed | {"signature-signer": "王冒名"})
    assert refused.status_code == 422 and "签名的人和这件事对不上" in lives.words(refused)
    taken = clerk.post(address, typed | {"signature-signer": "赵六"})
    assert taken.status_code == 302, lives.words(taken)[:600]


def test_a_correction_too_is_signed_by_the_handler(account):
    case = to_sign_again(sent())
    looked_over = signed_again_online(case, "赵六")
    assert looked_over.status_code == 200, lives.words(looked_over)[:600]
    done = signed_again_online(case, "赵六", _send="1")
    assert done.status_code == 302, lives.words(done)[:600]
    assert lives.again(case).form["signature"]["signer"] == "赵六"


def test_he_signs_a_correction_as_nobody_else_either(account):
    case = to_sign_again(sent())
    for name in NAMES:
        for button in ({}, {"_send": "1"}):
            refused = signed_again_online(case, name, **button)
            assert refused.status_code == 422, (name, button)
            assert "写经办人本人的姓名" in lives.words(refused)
    assert lives.again(case).state == "correcting"


def test_a_correction_at_a_window_is_signed_by_whoever_came(world):
    clerk = lives.signed_in("gy_clerk")
    unit = lives.employer()
    case = to_sign_again(lives.submitted(OF_UNITS, subject=unit, channel=1))
    lives.come_for(clerk, unit, *STRANGER)
    mandate = paper(unit)
    assert clerk.post("/desk/mandate/", mandate).status_code == 302
    address = f"/desk/cases/{case.uuid}/supply/"
    came = {"_comer": mandate["_comer"]}
    refused = clerk.post(address, signature_of("王冒名", "paper") | came)
    assert refused.status_code == 422 and "签名的人和这件事对不上" in lives.words(refused)
    taken = clerk.post(address, signature_of("赵六", "paper") | came)
    assert taken.status_code == 302, lives.words(taken)[:600]
    assert lives.again(case).form["signature"]["signer"] == "赵六"


def test_what_the_law_says_is_told_to_who_comes_by_a_mandate_before_it_is_sent(world):
    clerk = lives.signed_in("gy_clerk")
    unit = lives.employer()
    query = lives.come_for(clerk, unit, *STRANGER)
    assert clerk.post("/desk/mandate/", paper(unit)).status_code == 302
    typed = lives.typed(clerk, OF_UNITS, query, subject=unit)
    typed |= {"insurances": ["1", "4"], "signature-signer": "赵六"}
    address = f"/desk/take/{OF_UNITS}/"
    told = clerk.post(address, typed)
    assert told.status_code == 200 and "没有选工伤保险" in lives.words(told)
    mark = re.search(r'name="_told" value="([^"]+)"', told.content.decode())[1]
    taken = clerk.post(address, typed | {"_told": mark})
    assert taken.status_code == 302, lives.words(taken)[:600]
