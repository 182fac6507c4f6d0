"""A paper was opened by whoever asked for the whole of it: neither a part of its bytes nor what a browser fetches
beforehand counts, at the desk and at the portal."""

import pytest

from tests.sites.desk import lives
from yichuang.cases import services
from yichuang.cases.models import Delivery, MaterialOpening
from yichuang.core import clock

WITH_FILES = "990714202004"
NO_LOOKS = (
    {"Range": "bytes=0-0"},
    {"Sec-Purpose": "prefetch"},
    {"Sec-Purpose": "prefetch;prerender"},
)


@pytest.mark.parametrize("headers", NO_LOOKS)
def test_a_request_for_a_part_of_a_paper_opens_it_for_nobody(world, headers):
    case = lives.submitted(WITH_FILES, subject=lives.person())
    paper = case.materials.filter(file__isnull=False).first()
    clerk = lives.signed_in("gy_clerk")
    here = f"/desk/cases/{case.uuid}/materials/{paper.pk}/"
    assert clerk.get(here, headers=headers).status_code == 200
    assert not MaterialOpening.objects.filter(material=paper).exists()
    assert clerk.get(here).status_code == 200
    assert MaterialOpening.objects.filter(material=paper).count() == 1


@pytest.mark.parametrize("headers", NO_LOOKS)
def test_it_delivers_no_decision_either(world, headers):
    case = lives.denied(subject=lives.person())
    Delivery.objects.filter(case=case).update(way="electronic")
    decision = services.issue_paper(case_id=case.uuid, kind="decision", now=clock.now())
    own = lives.signed_in("zhangsan")
    here = f"/my/papers/{decision.uuid}.pdf"
    assert own.get(here, headers=headers).status_code == 200
    assert lives.again(case).delivery.state == "waiting"
    assert own.get(here).status_code == 200
    assert lives.again(case).delivery.state == "delivered"
