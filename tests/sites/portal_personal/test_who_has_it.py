"""Whoever has sent something reads who has it: the commission, where the matter is no bureau's.

劳动争议调解仲裁法 17, 工伤保险条例 24: by hand, the items of tests/cases/test_issuers.py.
"""

import re
from datetime import timedelta

import pytest

from tests.cases.test_issuers import APPRAISED, APPRAISERS, COMMISSION, DECIDED_BY_IT
from tests.sites.desk import lives
from yichuang.accounts.models import User
from yichuang.cases.models import Case, Draft
from yichuang.cases.services import Concerned, renew_password
from yichuang.core import clock, outbox
from yichuang.notify.models import Message

OF_THE_COMMISSION = [(code, COMMISSION) for code in DECIDED_BY_IT]
OF_THE_APPRAISERS = [(code, APPRAISERS) for code in APPRAISED]
ALL = OF_THE_COMMISSION + OF_THE_APPRAISERS


def of_zhangsan(code: str) -> Case:
    parties = (Concerned("about", lives.person(lives.LISI)),)
    return lives.submitted(code, parties=parties)


def by_lisi(code: str) -> Case:
    """The form names 李四 as the agent, who is told so."""
    until = clock.today() + timedelta(days=200)
    agent = {
        "by_agent": "yes",
        "agent_name": "李四",
        "agent_id_number": lives.LISI,
        "agent_phone": "13900000002",
        "agent_relation": "99",
        "agent_scope": ["submit"],
        "agent_until": until.isoformat(),
    }
    return lives.submitted(code, other_answers=agent)


def sent_from_a_form(case: Case) -> Draft:
    """What stays of the form after it was sent."""
    return Draft.objects.create(
        owner=User.objects.get(username="zhangsan"),
        person=case.person,
        version=case.version,
        region=case.region,
        channel=case.channel,
        answers=case.form,
        case_number=case.number,
    )


@pytest.mark.parametrize(("code", "body"), ALL)
def test_the_pages_after_sending_name_the_commission(world, signed_in, code, body):
    case = of_zhangsan(code)
    draft = sent_from_a_form(case)
    zhangsan, lisi = signed_in("zhangsan"), signed_in("lisi")
    password = renew_password(case_id=case.uuid, actor="person:test")
    asked = {"number": case.number, "password": password}
    own = lives.words(zhangsan.get(f"/my/cases/{case.uuid}/"))
    tracked = lives.words(zhangsan.post("/track/", asked))
    for page in (own, tracked):
        assert re.search(f"办到哪了 ?[^ ]*{body}", page)
    receipt = lives.words(zhangsan.get(f"/drafts/{draft.uuid}/done/"))
    assert re.search(f"{body}已经收到您的", receipt)
    concerned = lives.words(lisi.get(f"/my/concerned/{case.uuid}/"))
    assert f"{body}要查清楚" in concerned


@pytest.mark.parametrize(("code", "body"), [OF_THE_COMMISSION[0], OF_THE_APPRAISERS[0]])
def test_a_message_to_who_is_named_names_the_commission(world, code, body):
    case = by_lisi(code)
    while outbox.deliver():
        continue
    message = Message.objects.get(key__startswith=case.ref, kind="named_as_agent")
    assert f"{body}办理" in message.body


def test_the_first_page_names_who_will_have_it(world, signed_in):
    code, body = OF_THE_COMMISSION[0]
    page = lives.words(signed_in("zhangsan").get(f"/apply/{code}/?region={lives.CHAOTIAN}"))
    assert re.search(f"由[^，]*{body}来办", page)


def test_what_is_a_bureaus_stays_the_bureaus(world, signed_in):
    case = lives.submitted(lives.UNEMPLOYED)
    page = lives.words(signed_in("zhangsan").get(f"/my/cases/{case.uuid}/"))
    assert re.search(f"办到哪了 ?{case.organisation.name}", page)
