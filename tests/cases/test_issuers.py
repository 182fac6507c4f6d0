"""Papers of arbitration are the commission's, not the bureau's (劳动争议调解仲裁法 17, 29)."""

from datetime import datetime

import pytest

from yichuang.accounts.models import Officer, Organisation
from yichuang.cases import services
from yichuang.cases.queries import cases
from yichuang.catalog import queries as catalog
from yichuang.core.clock import SHANGHAI
from yichuang.documents.models import Paper

MORNING = datetime(2026, 11, 20, 10, 0, tzinfo=SHANGHAI)
COMMISSION = "劳动人事争议仲裁委员会"
DECIDED_BY_IT = ("990914502002", "990914502003", "990914502004", "992014502005", "992014502006")


def issued(case, kind: str) -> Paper:
    return services.issue_paper(case_id=case.uuid, kind=kind, now=MORNING)


def test_the_items_are_those_whose_body_is_the_commission(world):
    bodies = {row.code for row in catalog.items() if catalog.has_organ(catalog.guide(row.code))}
    assert bodies == set(DECIDED_BY_IT)


@pytest.mark.parametrize("code", DECIDED_BY_IT)
def test_the_receipt_is_the_commissions_whichever_desk_took_it_in(code, application):
    hall = Organisation.objects.get(code="510812000000-H1")
    for desk in ({}, {"received_at_org": hall}):
        sent = services.submit(application=application(code, **desk), now=MORNING)
        paper = issued(cases.get(sent.uuid), "receipt")
        assert paper.issuer_name.endswith(f"朝天区{COMMISSION}")
        assert paper.number_text.startswith("朝劳人仲")
        assert "人社" not in paper.issuer_name + paper.number_text


def test_its_numbers_are_its_own(application):
    arbitration = services.submit(application=application(DECIDED_BY_IT[0]), now=MORNING)
    other = services.submit(application=application("990514102003"), now=MORNING)
    clerk = Officer.objects.get(user__username="gy_clerk")
    papers = []
    for sent in (arbitration, other):
        services.accept(case_id=sent.uuid, officer=clerk, now=MORNING)
        papers.append(issued(cases.get(sent.uuid), "acceptance"))
    ours, bureaus = papers
    assert ours.issuer_code != bureaus.issuer_code
    assert bureaus.number_text.startswith("朝人社")
    assert COMMISSION not in bureaus.issuer_name
