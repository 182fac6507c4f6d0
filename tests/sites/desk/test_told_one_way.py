"""What one page or paper tells, another tells the same: how many papers came, names, the last step, who checked."""

import re
from io import BytesIO

import pytest
from pypdf import PdfReader

from tests.sites.desk import lives
from yichuang.cases.queries import versions
from yichuang.catalog.rules.forms import names_in
from yichuang.core import clock, masking

FEW, SHARED, MANY = lives.UNEMPLOYED, lives.BENEFIT, "992014401001"
OF_UNIT, OF_FAMILY, INJURY = "992014201003", "992014202008", "990714207001"
COUNTED = {
    "slip.pdf": r"材料(\d+)项",
    "papers/receipt.pdf": r"以上材料共(\d+)项",
    "papers/acceptance.pdf": r"，共(\d+)项",
}


def text_of(answer) -> str:
    pages = PdfReader(BytesIO(answer.content)).pages
    return re.sub(r"\s", "", "".join(page.extract_text() for page in pages))


@pytest.mark.parametrize("code", [FEW, SHARED, MANY])
def test_slip_receipt_acceptance_and_page_count_the_same_papers(clerk, code):
    case = lives.accepted(code, channel=1) if code != FEW else lives.submitted(code, channel=1)
    page = f"/desk/cases/{case.uuid}/"
    told = {"page": re.search(r"材料(\d+)项", lives.words(clerk.get(page)))[1]}
    for paper, words in COUNTED.items():
        if code == FEW and paper == "papers/acceptance.pdf":
            continue
        told[paper] = re.search(words, text_of(clerk.get(f"{page}{paper}")))[1]
    came = 1 + case.materials.count()
    assert told == dict.fromkeys(told, str(came))


@pytest.mark.parametrize("code", [FEW, SHARED, MANY, OF_UNIT, OF_FAMILY, INJURY])
def test_no_name_is_whole_in_one_place_of_a_case_and_masked_in_another(clerk, code):
    subject = lives.employer() if code in (OF_UNIT, INJURY) else lives.person()
    case = lives.submitted(code, subject=subject)
    names = names_in(versions.of_case(case).form, case.form) | {subject.name}
    page = lives.words(clerk.get(f"/desk/cases/{case.uuid}/"))
    covered = [name for name in names if masking.name(name) in page]
    assert covered == [] and subject.name in page
    assert lives.person().id_number not in page


def test_who_has_come_for_an_employer_is_compared_with_whole_names(clerk):
    unit = lives.employer()
    before = clerk.post("/desk/who/", {"number": unit.credit_code})
    assert f"经办{masking.name(unit.handler_name)}" in lives.words(clerk.get(before["Location"]))
    page = lives.words(clerk.get(f"/desk/?{lives.come_for(clerk, unit)}"))
    assert f"经办{unit.handler_name}" in page and "来办的人孙七" in page


def test_the_papers_of_a_step_are_printed_whatever_was_written_down_since(clerk, reviewer):
    """督办 and a proposal bring no paper: the key prints those of the step before."""
    case = lives.proposed()
    urged = {"urging": "请抓紧办", "answer_by": clock.today().isoformat()}
    lives.signed_in("gy_supervisor").post(f"/desk/cases/{case.uuid}/urge/", urged)
    for client in (clerk, reviewer):
        answer = client.get(f"/desk/cases/{case.uuid}/print.pdf")
        assert answer.status_code == 200 and "受理通知书" in text_of(answer)


def test_the_register_of_citizens_is_said_to_have_checked_citizens_only(clerk):
    """公安人口库 holds citizens; whoever shows a passport is known by the document that was seen."""
    document = {"number": "E12345678", "kind": "06", "country": "USA", "name": "李外来"}
    page = lives.words(clerk.post("/desk/who/", document, follow=True))
    assert "李外来" in page and "公安人口库已核对" not in page
    assert "没有联网核对，看好原件" in page


def test_no_paper_is_called_shared_about_somebody_whom_no_register_holds(clerk):
    document = {"number": "E12345678", "kind": "06", "country": "USA", "name": "李外来"}
    query = clerk.post("/desk/who/", document)["Location"].partition("?")[2]
    page = clerk.get(f"/desk/take/{SHARED}/?{query}")
    version = page.context["version"]
    exempt = [m.code for m in version.materials({}) if m.exempt and not m.is_form]
    assert exempt and 'value="shared"' not in page.content.decode()
    typed = {"draft": str(page.context["draft"].uuid)}
    told = clerk.post(f"/desk/take/{SHARED}/", typed).content.decode()
    assert all(f'href="#f-materials-{code}"' in told for code in exempt)


def test_nobody_is_asked_for_a_card_that_only_citizens_have(clerk):
    document = {"number": "E12345678", "kind": "06", "country": "USA", "name": "李外来"}
    query = clerk.post("/desk/who/", document)["Location"].partition("?")[2]
    for code in (FEW, SHARED, MANY):
        page = lives.words(clerk.get(f"/desk/take/{code}/?{query}"))
        assert "护照" in page and "居民身份证或社会保障卡" not in page
        assert "居民身份证或社会保障卡" in lives.words(
            clerk.get(f"/desk/take/{code}/?{lives.met(clerk)}")
        )


@pytest.mark.parametrize(
    ("ended", "words"),
    [(lives.denied, "已办结，不予"), (lives.granted_in_part, "已办结，部分准予")],
)
def test_wherever_an_officer_reads_that_it_is_closed_the_refusal_is_said(clerk, ended, words):
    case = ended()
    page = lives.words(clerk.get(f"/desk/cases/{case.uuid}/"))
    assert words in page.partition("材料")[0]
    assert words in lives.words(clerk.get(f"/desk/?{lives.met(clerk)}"))
    assert words in lives.words(clerk.post("/desk/find/", {"q": lives.ZHANGSAN}, follow=True))
