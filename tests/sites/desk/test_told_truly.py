"""What papers, messages and guides say of time, money and law is true of the item they speak of."""

import re
from io import BytesIO

import pytest
from django.test import Client
from pypdf import PdfReader

from tests.sites.desk import lives
from yichuang.cases import services
from yichuang.cases.services import messages
from yichuang.catalog import queries as catalog
from yichuang.core import clock, packs
from yichuang.core.clock import local
from yichuang.documents import services as documents
from yichuang.notify.models import Message

pytestmark = pytest.mark.django_db
LICENCE, INJURY, ARBITRATION = "990114501006", "990714207001", "990914502002"
ACCEPTED, SUE = "自收到材料之日起即为受理", "您可以就这一争议向人民法院起诉"


@pytest.fixture(autouse=True)
def filled(world):
    """Packs and demo people."""


def case_of(code):
    guide = catalog.guide(code)
    by_employer = "个人" not in guide.service_objects or catalog.sampled_by_unit(guide.version_id)
    return lives.submitted(code, subject=lives.employer() if by_employer else None)


def printed(case, kind):
    paper = services.issue_paper(case_id=case.uuid, kind=kind, now=clock.now())
    pages = PdfReader(BytesIO(documents.content(paper))).pages
    return re.sub(r"\s+", "", "".join(page.extract_text() for page in pages))


def day(moment):
    at = local(moment)
    return f"{at.year}年{at.month}月{at.day}日"


@pytest.mark.parametrize("code", [INJURY, LICENCE])
def test_the_first_message_names_the_day_of_acceptance_and_that_of_the_result(code):
    """b7: it used to promise an answer about acceptance by the day of the decision."""
    case = case_of(code)
    messages.tell(case_id=case.uuid, verb="submit", seq=1)
    message = Message.objects.get(kind="case_to_accept", key=f"{case.ref}:1")
    words = message.body.replace(" ", "")
    last = case.accept_by
    assert f"最晚{last.year}年{last.month}月{last.day}日告诉" in words and "受不受理" in words
    assert f"材料齐全的，{day(case.due_at)}前有结果" in words


@pytest.mark.parametrize("code", [lives.UNEMPLOYED, lives.BENEFIT])
def test_what_is_done_on_the_spot_or_by_tomorrow_is_promised_its_result_alone(code):
    case = lives.submitted(code)
    messages.tell(case_id=case.uuid, verb="submit", seq=1)
    message = Message.objects.get(kind="case_received", key=f"{case.ref}:1")
    assert f"{day(case.due_at)}前告诉您结果" in message.body.replace(" ", "")
    assert "受理" not in message.body


def test_no_words_of_the_first_message_speak_of_acceptance():
    told = packs.read("messages/cases.yaml")["messages"]["case_received"]
    assert "受理" not in told["body"] + told["sms"]
    assert "{due}前告诉您结果" in told["sms"]


@pytest.mark.parametrize(
    ("code", "within", "effect"),
    [
        (lives.BENEFIT, "5个工作日", None),
        (LICENCE, "5个工作日", ACCEPTED),  # 行政许可法 32
        (INJURY, "15日", None),  # 工伤认定办法 8
        (ARBITRATION, "5个工作日", SUE),  # 劳动争议调解仲裁法 29
    ],
)
def test_a_receipt_says_what_silence_means_only_where_the_law_gives_it_a_meaning(
    code, within, effect
):
    sheet = printed(case_of(code), "receipt")
    assert f"当场或者在{within}内一次告知全部要补的内容" in sheet
    assert [words for words in (ACCEPTED, SUE) if words in sheet] == ([effect] if effect else [])


def test_only_a_licence_is_asked_to_mend_its_papers_by_the_law_of_licences():
    for code, article in (
        (LICENCE, "《行政许可法》第三十二条"),
        (INJURY, "《工伤认定办法》第八条"),
        (lives.BENEFIT, ""),
    ):
        case = case_of(code)
        form = next(m for m in catalog.guide(code).materials if not m.is_form)
        asked = [services.corrections.Asked("material", form.code, "看不清，请重拍")]
        services.ask_correction(
            case_id=case.uuid, officer=lives.officer("gy_clerk"), items=asked, now=clock.now()
        )
        sheet = printed(case, "correction")
        assert ("行政许可法" in sheet) == (code == LICENCE)
        assert article in sheet


def page_of(code):
    return Client().get(f"/items/{code}/").content.decode()


def test_a_guide_tells_from_when_the_law_counts_and_by_which_article():
    page = page_of(INJURY)
    assert "法定时限自受理之日起算，依据是工伤保险条例第20条。" in page
    assert "决定之日起20日内送达（工伤认定办法第22条）。" in page
    assert "3个月" in page_of("990114105005")


def test_where_no_law_sets_a_limit_the_way_to_review_and_court_is_shown():
    """行政诉讼法 47, 行政复议法 23: on the page and on the sheet to take along."""
    words = "从申请之日起满2个月没有办，可以先依法申请行政复议，对复议决定不服的再向人民法院起诉"
    assert words in page_of("990714102001") and words not in page_of(INJURY)
    sheet = PdfReader(BytesIO(Client().get("/items/990714102001/print.pdf").content))
    assert words in re.sub(r"\s+", "", "".join(page.extract_text() for page in sheet.pages))


def test_fees_are_told_where_there_are_some():
    """Two examinations, one recruitment, two reviews and a new card may cost something; nothing else does."""
    charged = {
        "992014402005",
        "992014402008",
        "992014403006",
        "991014402001",
        "991014402002",
        "992014301007",
    }
    assert {row.code for row in catalog.items() if row.fee != "不收费"} == charged
    assert all("标准" in row.fee for row in catalog.items() if row.code in charged)
    home = re.sub(r"\s+", "", Client().get("/").content.decode())
    assert "197项，6项里的考试、评审、补卡费用按当地标准收，其余不收费" in home
    assert "考试费按当地" in page_of("992014402005")


def test_an_original_that_is_given_back_is_no_paper_to_apply_with():
    shown = catalog.guide("990114501008")
    given_back = [m.name for m in shown.materials if m.handed_back]
    assert given_back == ["许可证正副本"]
    assert not any(m.required for m in shown.materials if m.handed_back)
    page = Client().get("/items/990114501008/?s-action=cancel").content.decode()
    assert "交回" in page and "要带1份" not in page


def test_the_account_of_an_employer_is_an_answer_and_no_paper():
    for path in packs.files("items"):
        assert "单位银行账户信息" not in [m["name"] for m in packs.read(path)["materials"]], path


def test_a_lost_card_is_reported_with_the_new_one_and_a_rider_chooses_no_cover_that_the_platform_pays():
    card = packs.read("forms/items/992014301007.yaml")
    [report] = [field for field in card["fields"] if field["key"] == "loss_report"]
    assert "now" in report["options"]
    insured = packs.read("forms/items/992014201005.yaml")
    [kinds] = [field for field in insured["fields"] if field["key"] == "insurances"]
    assert set(kinds["options"]) == {"pension", "unemployment"}
