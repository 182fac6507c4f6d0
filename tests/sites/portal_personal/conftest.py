"""People at the portal: signed-in clients, a started application, a case."""

import re

import pytest
from django.test import Client

from tests.lives import lived
from tests.paper_files import PDF
from yichuang.accounts.models import User
from yichuang.cases import services
from yichuang.cases.models import Draft
from yichuang.core import clock
from yichuang.identity import queries as identity

UNEMPLOYMENT = "992014101002"
CHAOTIAN = "510812000000"
SITUATION = {"before": "employed", "by_agent": "no"}
ANSWERS = {
    "person_phone": "13900000001",
    "notice_way": "sms",
    "education": "31",
    "residence_region": "510812100001",
    "residence_address": "演示路1号",
    "hukou_type": "11",
    "hukou_region": "510812",
    "last_employer_name": "示例甲食品有限公司（虚构）",
    "last_job_end": "2026-09-30",
    "unemployment_reason": "11",
    "can_work": "true",
    "wants_work": "true",
    "wanted_occupation": "4-02",
    "needs_service": ["intro", "training"],
}


@pytest.fixture
def signed_in(world):
    """signed_in("zhangsan") → a client with that account's session."""

    def do(username="zhangsan"):
        client = Client()
        client.force_login(
            User.objects.get(username=username), backend="yichuang.accounts.backends.Backend"
        )
        return client

    return do


@pytest.fixture
def zhangsan(signed_in):
    return signed_in("zhangsan")


@pytest.fixture
def draft(zhangsan):
    """张三's application for 失业登记 after its first step."""
    zhangsan.post(f"/apply/{UNEMPLOYMENT}/?region={CHAOTIAN}", SITUATION)
    return Draft.objects.get(owner__username="zhangsan", case_number="")


def seen_by(client, draft) -> dict[str, str]:
    """What the last step holds unseen: which contents were looked over."""
    page = client.get(f"/drafts/{draft.uuid}/check/").content.decode()
    return {"seen": re.search(r'name="seen" value="(\w+)"', page)[1]}


@pytest.fixture
def signature():
    """What the last step posts."""
    return {
        "truth_promise": "true",
        "data_check_consent": "true",
        "signature-signer": "张三",
        "signature-method": "handwriting",
        "signature-signed_on": clock.today().isoformat(),
    }


@pytest.fixture
def case(zhangsan, draft, signature):
    """张三's case of 失业登记, sent through the pages."""
    from yichuang.cases.queries import cases

    filled = zhangsan.post(f"/drafts/{draft.uuid}/form/", ANSWERS)
    assert filled.status_code == 302, filled.content.decode()
    zhangsan.post(f"/drafts/{draft.uuid}/check/", signature | seen_by(zhangsan, draft))
    draft.refresh_from_db()
    return cases.by_number(draft.case_number)


@pytest.fixture
def clerk(world):
    from yichuang.accounts.models import Officer

    return Officer.objects.get(user__username="gy_clerk")


@pytest.fixture
def stored(world):
    """stored("zhangsan") → a file that this account has uploaded."""

    def do(username):
        owner = identity.actor_of(User.objects.get(username=username))
        return services.store_file(owner=owner, name="证明.pdf", content=PDF, now=clock.now())

    return do
