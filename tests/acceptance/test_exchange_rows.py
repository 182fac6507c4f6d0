"""The acceptance sentence of asking departments, driven through the pages of who applied."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.cases.answered import all_answer
from tests.cases.conftest import application, submitted  # noqa: F401
from tests.cases.test_asked_papers import LICENCE, MARKET, filed, market, paper_of  # noqa: F401
from tests.paper_files import PDF
from tests.sites.desk.lives import words
from tests.sites.portal_personal.conftest import signed_in  # noqa: F401
from yichuang.cases.models import Case, Material
from yichuang.core import clock, ports
from yichuang.exchange.models import Query

pytestmark = [pytest.mark.django_db, pytest.mark.asks]


@pytest.fixture
def unit(signed_in):  # noqa: F811
    return signed_in("shilijia")


def page_of(client, case: Case) -> str:
    return words(client.get(f"/my/cases/{case.uuid}/"))


def supply_of(case: Case) -> str:
    return f"/my/cases/{case.uuid}/supply/"


def hand_in(client, case: Case):
    file = SimpleUploadedFile("执照.pdf", PDF, "application/pdf")
    return client.post(supply_of(case), {f"materials-{LICENCE}": file}, follow=True)


def test_sys_073_a_shared_paper_is_filled_from_the_simulator_with_its_request_id(unit, filed):  # noqa: F811
    case = filed()
    assert "不用您交：正在问营业执照，还没有回话" in page_of(unit, case)
    all_answer()
    paper = paper_of(case)
    assert paper.source == Material.SHARED
    page = page_of(unit, case)
    assert f"查到了，回执{paper.query.receipt}" in page
    assert supply_of(case) not in unit.get(f"/my/cases/{case.uuid}/").content.decode()


@pytest.mark.parametrize(
    "fault, sentence",
    [
        ({"outage": True}, "没有答上来，我们接着问；您手里有，也可以先交"),
        ({"find_nothing": True}, "没有查到，回执"),
    ],
)
def test_sys_073_where_that_fails_it_is_uploaded(fault, sentence, unit, market, filed):  # noqa: F811
    market(**fault)
    case = filed()
    all_answer()
    assert sentence in page_of(unit, case)
    assert supply_of(case) in unit.get(f"/my/cases/{case.uuid}/").content.decode()
    assert "收到了" in words(hand_in(unit, case))
    last = Material.objects.filter(case=case, code=LICENCE).latest("id")
    assert (last.source, last.file.name) == (Material.FILE, "执照.pdf")
    assert unit.get(supply_of(case)).status_code == 409


def test_sys_073_a_later_answer_does_not_undo_what_was_uploaded(unit, market, filed):  # noqa: F811
    market(outage=True)
    case = filed()
    all_answer()
    hand_in(unit, case)
    market(outage=False)
    Query.objects.filter(subject=case.ref).update(next_at=clock.now())
    ports.breaker(MARKET).answered()
    all_answer()
    assert Query.objects.get(subject=case.ref).outcome == Query.FOUND
    last = Material.objects.filter(case=case, code=LICENCE).latest("id")
    assert last.source == Material.FILE
    assert supply_of(case) not in unit.get(f"/my/cases/{case.uuid}/").content.decode()
