"""Papers of arbitration are the commission's, not the bureau's (劳动争议调解仲裁法 17, 29).

So are those of an appraisal of the capacity for work: of its own commission (工伤保险条例 24, 25).
"""

import re
from datetime import datetime
from io import BytesIO

import pytest
from pypdf import PdfReader

from tests.sites.desk import lives
from yichuang.accounts import queries as accounts
from yichuang.accounts.models import Officer, Organisation
from yichuang.cases import services
from yichuang.cases.queries import cases
from yichuang.catalog import queries as catalog
from yichuang.core.clock import SHANGHAI
from yichuang.documents import queries
from yichuang.documents.models import Paper

MORNING = datetime(2026, 11, 20, 10, 0, tzinfo=SHANGHAI)
COMMISSION = "劳动人事争议仲裁委员会"
DECIDED_BY_IT = ("990914502002", "990914502003", "990914502004", "992014502005", "992014502006")


APPRAISERS = "劳动能力鉴定委员会"
APPRAISED = ("990714207003", "990714207004", "990714207005")


def issued(case, kind: str) -> Paper:
    return services.issue_paper(case_id=case.uuid, kind=kind, now=MORNING)


def text_of(answer) -> str:
    pages = PdfReader(BytesIO(answer.content)).pages
    return re.sub(r"\s", "", "".join(page.extract_text() for page in pages))


def test_the_items_are_those_whose_body_is_the_commission(world):
    bodies = {row.code for row in catalog.items() if catalog.has_organ(catalog.guide(row.code))}
    assert bodies == {*DECIDED_BY_IT, *APPRAISED}


@pytest.mark.parametrize("code", APPRAISED)
def test_an_appraisal_is_accepted_by_the_commission_of_the_city(code, application):
    sent = services.submit(application=application(code), now=MORNING)
    paper = issued(cases.get(sent.uuid), "receipt")
    assert paper.issuer_name == f"广元市{APPRAISERS}"
    assert paper.number_text.startswith("广劳鉴")


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


@pytest.mark.parametrize("code", DECIDED_BY_IT)
def test_where_it_was_handed_in_names_the_commission_first(code, application):
    hall = Organisation.objects.get(code="510812000000-H1")
    sent = services.submit(application=application(code, received_at_org=hall), now=MORNING)
    case = cases.get(sent.uuid)
    place = queries.words_of(issued(case, "receipt"))["c"]["place"]
    assert place.endswith(f"朝天区{COMMISSION}（{hall.name}代收）")
    clerk = lives.signed_in("gy_clerk")
    slip = text_of(clerk.get(f"/desk/cases/{case.uuid}/slip.pdf"))
    body, _, _ = place.partition("（")
    assert slip.startswith(body)
    assert f"窗口{place}" in slip


# By hand, packs/naming/5108: no hall, town or village has a name of its own to number by.
NUMBERED_BY_THE_BUREAU = ("510812000000-H1", "510812100000", "510812100200-S1", "510812100001")


@pytest.mark.parametrize("code", NUMBERED_BY_THE_BUREAU)
def test_a_desk_without_a_short_name_numbers_in_the_row_of_its_bureau(code, application):
    desk = Organisation.objects.get(code=code)
    serials = []
    for received_at in (None, desk):
        at_desk = application("990514102003", received_at_org=received_at)
        sent = services.submit(application=at_desk, now=MORNING)
        paper = issued(cases.get(sent.uuid), "receipt")
        assert re.fullmatch("朝人社收〔2026〕[1-9][0-9]*号", paper.number_text)
        serials.append(paper.serial)
    assert paper.issuer_name == desk.name
    first, second = serials
    assert second == first + 1


def test_the_papers_of_every_unit_begin_with_a_name(world):
    for code in Organisation.objects.filter(active=True).values_list("code", flat=True):
        assert accounts.short_name(accounts.numbered_by(code)), code


def test_a_bureau_names_its_own_desk(application):
    sent = services.submit(application=application("990514102003"), now=MORNING)
    case = cases.get(sent.uuid)
    words = queries.words_of(issued(case, "receipt"))
    assert words["c"]["place"] == case.organisation.name
