"""Results with masked names, papers that anyone can check, questions that get an owner."""

import pytest
from django.test import Client

from tests.sites.portal_public.conftest import MORNING
from yichuang.audit.models import Entry
from yichuang.cases.models import Case, Enquiry
from yichuang.cases.queries import publicity
from yichuang.catalog import queries as catalog
from yichuang.documents import services as documents
from yichuang.documents.models import Paper
from yichuang.reference import queries as reference

pytestmark = pytest.mark.django_db


@pytest.fixture
def paper(world):
    return documents.issue(
        kind="acceptance",
        subject="case:01a1b2c3-0000-7000-8000-000000000001",
        context=_sample("acceptance"),
        issuer_name="广元市朝天区人力资源和社会保障局",
        issuer_code="510812000000",
        year=2026,
        now=MORNING,
    )


def _sample(kind):
    from yichuang.documents.tables import kinds

    return kinds()[kind].sample


def published(region="510812000000"):
    return [one.id for one in publicity.results(region, size=10_000)]


def test_results_are_public_and_names_are_not(client, closed):
    html = client.get("/openness/results/").content.decode()
    assert published()[0] == closed.id
    assert "失业登记" in html and "准予" in html
    assert closed.person.name not in html and closed.person.name[0] + "*" in html
    assert closed.person.id_number not in html
    assert closed.id in published("510800000000") and closed.id not in published("370200000000")


def test_that_a_person_was_refused_help_is_nobody_elses_business(client, closed):
    for outcome, state in (("denied", "closed"), ("approved", "closed")):
        Case.objects.filter(pk=closed.pk).update(outcome=outcome, state=state)
        assert (closed.id in published()) == (outcome == "approved")


def test_results_of_one_item_are_found_from_its_guide_and_from_the_list(client, closed):
    client.cookies["place"] = "510812000000"
    here = f"/openness/results/?item={closed.item_code}"
    assert here in client.get(f"/items/{closed.item_code}/").content.decode()
    assert f'href="?item={closed.item_code}"' in client.get("/openness/results/").content.decode()
    page = client.get(here).content.decode()
    assert closed.person.name[0] + "*" in page and "只看这件事" not in page
    other = next(row.code for row in catalog.items() if row.code != closed.item_code)
    assert closed.id not in [
        one.id for one in publicity.results("510812000000", item=other, size=10_000)
    ]
    assert client.get("/openness/results/?item=000000000000").status_code == 404


def test_an_open_case_is_nobodys_business(client, submitted):
    before = published()
    submitted()
    assert published() == before


def test_a_place_without_results_says_so(client, world):
    client.cookies["place"] = next(
        r.code for r in reference.children("370200000000") if not published(r.code)
    )
    assert "还没有办结的" in client.get("/openness/results/").content.decode()


def test_results_turn_pages_by_where_the_last_one_stood(client, closed):
    assert closed.id in [one.id for one in publicity.results("510812000000", before=closed.id + 1)]
    assert closed.id not in [
        one.id for one in publicity.results("510812000000", before=closed.id, size=10_000)
    ]
    assert client.get(f"/openness/results/?before={closed.id}").status_code == 200
    assert client.get("/openness/results/?before=x").status_code == 200


def test_lists_of_towns_and_villages_differ_and_the_speed_list_counts(client, world):
    town, village = (
        client.get(f"/openness/sunk/?level={level}").content.decode() for level in ("乡镇", "村")
    )
    assert town.count("/items/") > village.count("/items/") > 0
    speed = client.get("/openness/speed/").content.decode()
    assert "90%" in speed and "法律规定" in speed


def test_a_real_paper_is_called_real_by_its_code_and_by_its_number(client, paper):
    by_code = client.get(f"/verify/{paper.verify_code}/")
    assert by_code.status_code == 200 and "这份文书是真的" in by_code.content.decode()
    assert by_code["Cache-Control"] == "private, no-store"
    by_number = client.post(
        "/verify/", {"number": paper.number_text, "check": paper.verify_code[-8:].lower()}
    )
    html = by_number.content.decode()
    assert "这份文书是真的" in html and paper.number_text in html and paper.holder_masked in html
    assert _sample("acceptance")["applicant"] not in html


def test_a_voided_paper_says_why(client, paper):
    documents.void(paper, "written_wrong", now=MORNING)
    html = client.get(f"/verify/{paper.verify_code}/").content.decode()
    assert "已作废" in html and "文书写得有误" in html and "是真的" not in html


def test_a_paper_that_nobody_has_read_is_called_real(client, paper):
    html = client.get(f"/verify/{paper.verify_code}/").content.decode()
    assert "这份文书是真的" in html and paper.number_text in html and "存件校验码" not in html
    documents.content(paper)
    html = client.get(f"/verify/{paper.verify_code}/").content.decode()
    assert "这份文书是真的" in html and paper.sha256[:16] in html


def test_a_changed_file_is_never_called_real(client, paper):
    Paper.objects.filter(pk=paper.pk).update(path="papers/gone.pdf", sha256="0" * 64)
    html = client.get(f"/verify/{paper.verify_code}/").content.decode()
    assert "不能确认" in html and "是真的" not in html


def test_guessing_codes_is_stopped_and_others_go_on(client, paper):
    for n in range(20):
        assert client.get(f"/verify/WRONG{n}/").status_code == 404
    assert client.get(f"/verify/{paper.verify_code}/").status_code == 429
    elsewhere = Client(REMOTE_ADDR="10.9.8.7")
    assert elsewhere.get(f"/verify/{paper.verify_code}/").status_code == 200


def test_half_of_the_two_fields_is_asked_for_by_name(client, world):
    answer = client.post("/verify/", {"number": "朝人社受〔2026〕第1号"})
    assert answer.status_code == 422 and "请填二维码旁边的8个字符" in answer.content.decode()


def test_a_question_gets_an_owner_at_once(client, world):
    asked = {
        "question": "卡丢了<b>怎么办",
        "name": "王五",
        "phone": "13900000001",
        "item": "992014301006",
    }
    answer = client.post("/ask/", asked)
    enquiry = Enquiry.objects.latest("id")
    assert answer["Location"] == f"/ask/{enquiry.uuid}/"
    assert (enquiry.item_code, enquiry.organisation.region_id[:6], enquiry.state) == (
        "992014301006",
        "510812",
        "open",
    )
    html = client.get(answer["Location"]).content.decode()
    assert (
        enquiry.owner.organisation.name in html
        and enquiry.owner.name in html
        and "社会保障卡挂失与解挂" in html
        and "13900000001" not in html
    )
    assert "&lt;b&gt;" in html
    assert Entry.objects.filter(verb="enquiry.ask", subject=f"enquiry:{enquiry.uuid}").exists()


def test_a_question_without_a_phone_keeps_what_was_typed(client, world):
    before = Enquiry.objects.count()
    answer = client.post("/ask/", {"question": "能不能代办", "name": "王五", "phone": "123"})
    html = answer.content.decode()
    assert answer.status_code == 422 and "能不能代办" in html and 'href="#f-phone"' in html
    assert Enquiry.objects.count() == before


def test_a_flood_of_questions_is_stopped(client, world):
    asked = {"question": "在吗", "name": "", "phone": "13900000001"}
    assert [client.post("/ask/", asked).status_code for _ in range(11)] == [302] * 10 + [429]
