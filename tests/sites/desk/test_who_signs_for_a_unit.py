"""Who acts for a unit signs under their own name, at each door: online nobody signs as its representative."""

import re

import pytest

from tests.sites.desk import lives
from tests.sites.desk.test_mandates import OF_UNITS, STRANGER, paper
from tests.sites.desk.test_units_in_doubt import draft_of_unit
from yichuang.cases.models import Case
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
        "signature-signer": signer,
        "signature-method": "handwriting",
        "signature-signed_on": clock.today().isoformat(),
        "seen": re.search(r'name="seen" value="(\w+)"', page)[1],
    }
    return client.post(address, typed)


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
