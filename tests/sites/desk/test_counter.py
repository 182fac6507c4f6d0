"""The counter: who has come, what is offered, one page from question to receipt."""

import re
from datetime import timedelta
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from pypdf import PdfReader

from tests.sites.desk import lives
from yichuang.audit.queries import of_subject
from yichuang.cases.models import Case, Draft
from yichuang.core import clock, ports
from yichuang.identity.ports import Checked
from yichuang.reference.rules.identifiers import id_number_problem
from yichuang.registry.queries import person_by_id_number


def known(client, number=lives.ZHANGSAN):
    return lives.met(client, lives.person(number))


def test_a_known_person_is_shown_by_number_alone_with_the_number_masked_and_the_look_recorded(
    clerk,
):
    person = lives.person()
    page = clerk.get(clerk.post("/desk/who/", {"number": lives.ZHANGSAN})["Location"])
    text = lives.words(page)
    assert "张三" in text and "510812********9916" in text and lives.ZHANGSAN not in text
    assert of_subject(f"person:{person.uuid}").filter(verb="person.read").exists()


def test_an_unknown_number_asks_for_the_name_and_keeps_what_was_typed(clerk):
    page = clerk.post("/desk/who/", {"number": _free_number()})
    assert page.status_code == 422 and "第一次来，请照证件填姓名" in lives.words(page)
    assert _free_number() in page.content.decode()


def test_a_new_person_is_recorded_as_the_police_register_knows_them(clerk):
    answer = clerk.post(
        "/desk/who/", {"number": _free_number(), "name": "钱新来", "phone": "13900000999"}
    )
    assert answer.status_code == 302
    made = person_by_id_number(_free_number())
    assert (made.source, made.name, made.phone) == ("police", "钱新来", "13900000999")


def test_a_name_that_does_not_belong_to_the_number_is_refused(clerk, monkeypatch):
    denied = Checked(matches=False, name="", sex="", birth_date=None, receipt="GA0")
    monkeypatch.setattr(ports, "ask", lambda *args, **more: denied)
    page = clerk.post("/desk/who/", {"number": _free_number(), "name": "李鬼"})
    assert page.status_code == 422 and "对不上" in lives.words(page)
    assert person_by_id_number(_free_number()) is None


def test_a_name_other_than_the_recorded_one_is_refused(clerk):
    page = clerk.post("/desk/who/", {"number": lives.ZHANGSAN, "name": "李鬼"})
    assert page.status_code == 422 and "姓名和登记的不一样" in lives.words(page)


def test_when_the_police_register_does_not_answer_the_person_is_taken_by_the_original_and_marked(
    clerk, monkeypatch
):
    def down(*args, **more):
        raise ports.Unavailable("down")

    monkeypatch.setattr(ports, "ask", down)
    page = clerk.post("/desk/who/", {"number": _free_number(), "name": "钱新来"}, follow=True)
    assert "已按证件原件登记" in lives.words(page) and "身份还没核对" in lives.words(page)


@pytest.mark.parametrize(
    ("number", "said"),
    [
        ("", "请刷证"),
        ("510812198805129917", "校验"),
        ("13911112222", "没有人登记过"),
        ("91510812MA99999999", "信用代码"),
    ],
)
def test_a_number_that_cannot_be_is_told_in_one_sentence(clerk, number, said):
    page = clerk.post("/desk/who/", {"number": number})
    assert page.status_code == 422 and said in lives.words(page)


def test_an_employer_is_found_by_its_code_and_a_phone_finds_its_owner(clerk):
    for number, whose in (
        ("91510812MA99999021", lives.employer()),
        ("13900000001", lives.person()),
    ):
        page = clerk.post("/desk/who/", {"number": number}, follow=True)
        assert page.status_code == 200 and page.context["shown"].subject == whose


def test_items_are_found_in_the_words_people_use_and_unqualified_ones_are_marked(world):
    insurance = lives.signed_in("gy_clerk_sb")
    results = insurance.get("/desk/items/", {"q": "失业登记"}).json()["results"]
    assert results[0]["value"] == lives.UNEMPLOYED and "没有受理资格" in results[0]["note"]


def test_somebody_of_fifty_or_more_is_offered_what_retirement_brings(clerk):
    text = lives.words(clerk.get(f"/desk/?{known(clerk, lives.LISI)}"))
    assert "退休" in text and "这个年纪常办" in text


def test_a_walk_in_is_taken_in_once_with_a_slip_that_shows_the_password_once(clerk):
    case = lives.taken(clerk, lives.UNEMPLOYED, known(clerk))
    officer = lives.officer("gy_clerk")
    assert (case.channel, case.received_by, case.received_at_org) == (
        1,
        officer,
        officer.organisation,
    )
    first = _text(clerk.get(f"/desk/cases/{case.uuid}/slip.pdf"))
    again = _text(clerk.get(f"/desk/cases/{case.uuid}/slip.pdf"))
    assert "查询密码" in first and "查询密码" not in again and case.number in first.replace(" ", "")


def test_sending_the_same_page_twice_makes_one_case(clerk):
    query = known(clerk)
    data = lives.typed(clerk, lives.UNEMPLOYED, query)
    first = clerk.post(f"/desk/take/{lives.UNEMPLOYED}/", data)["Location"]
    second = clerk.post(f"/desk/take/{lives.UNEMPLOYED}/", data)["Location"]
    assert (
        first == second
        and Case.objects.filter(person=lives.person(), item_code=lives.UNEMPLOYED).count() == 1
    )


def test_what_is_missing_is_listed_with_everything_typed_kept(clerk):
    data = lives.typed(clerk, lives.UNEMPLOYED, known(clerk), last_job_end="", skills="会开叉车")
    page = clerk.post(f"/desk/take/{lives.UNEMPLOYED}/", data)
    assert page.status_code == 422 and "会开叉车" in page.content.decode()
    assert 'href="#f-last_job_end"' in page.content.decode()


def test_a_missing_paper_is_listed(clerk):
    code = "992014203009"
    data = lives.typed(clerk, code, known(clerk))
    del data["material-M02"]
    page = clerk.post(f"/desk/take/{code}/", data)
    assert page.status_code == 422 and 'href="#f-materials-M02"' in page.content.decode()


def test_a_paper_that_was_not_brought_is_told_once_in_writing(clerk):
    code = "992014203009"
    data = lives.typed(clerk, code, known(clerk)) | {"material-M02": "missing"}
    taken = clerk.post(f"/desk/take/{code}/", data)
    assert taken.status_code == 302, lives.words(taken)[:600]
    case = Case.objects.get(uuid=taken["Location"].split("/")[3])
    page = clerk.get(f"/desk/cases/{case.uuid}/").content.decode()
    ticked = re.findall(r'name="ask" value="([^"]+)" checked', page)
    assert ticked == ["material:M02"] and 'value="没有交，请交来"' in page
    refused = clerk.post(f"/desk/cases/{case.uuid}/accept/")
    assert refused.status_code == 422 and "请先一次告知" in lives.words(refused)
    clerk.post(
        f"/desk/cases/{case.uuid}/correct/", {"ask": ticked, "why-material:M02": "没有交，请交来"}
    )
    notice = PdfReader(BytesIO(clerk.get(f"/desk/cases/{case.uuid}/papers/correction.pdf").content))
    assert "没有交" in notice.pages[0].extract_text()


def test_a_paper_found_wrong_stands_ready_in_the_notice(clerk):
    case = lives.submitted()
    row = lives.opened(case).materials.first()
    clerk.post(
        f"/desk/cases/{case.uuid}/judge/",
        {"material": row.id, "verdict": "bad", "remark": "第二页看不清"},
    )
    page = clerk.get(f"/desk/cases/{case.uuid}/").content.decode()
    assert re.findall(r'name="ask" value="([^"]+)" checked', page) == [f"material:{row.code}"]
    assert 'value="第二页看不清"' in page


def test_the_papers_follow_the_answers_to_the_questions(clerk):
    data = lives.typed(clerk, lives.BENEFIT, known(clerk)) | {"_refresh": "1"}
    named = "解除或终止劳动关系证明"
    unclear = data | {"situation-leave_reason": "unclear"}
    assert named in lives.words(clerk.post(f"/desk/take/{lives.BENEFIT}/", unclear))
    clear = data | {"situation-leave_reason": "clear"}
    assert named not in lives.words(clerk.post(f"/desk/take/{lives.BENEFIT}/", clear))


def test_an_uploaded_paper_goes_with_the_case_and_a_dressed_up_program_is_turned_away(clerk):
    query = known(clerk)
    data = lives.typed(clerk, lives.UNEMPLOYED, query) | {"material-M03": "file"}
    bad = SimpleUploadedFile("证明.pdf", b"MZ\x90\x00" + b"\x00" * 200)
    page = clerk.post(f"/desk/take/{lives.UNEMPLOYED}/", data | {"file-M03": bad})
    assert page.status_code == 422 and "内容却不是" in lives.words(page)
    good = SimpleUploadedFile("证明.pdf", lives.PDF)
    sent = clerk.post(f"/desk/take/{lives.UNEMPLOYED}/", data | {"file-M03": good})
    row = Case.objects.get(uuid=sent["Location"].split("/")[3]).materials.get(code="M03")
    assert (row.source, row.file.name) == ("file", "证明.pdf")


def test_typing_is_kept_as_a_draft_that_the_pane_offers_and_can_be_thrown_away(clerk):
    query = known(clerk)
    data = lives.typed(clerk, lives.UNEMPLOYED, query, skills="会修电机")
    assert clerk.post(f"/desk/take/{lives.UNEMPLOYED}/keep/", data).json()["revision"] == 1
    assert "会修电机" in clerk.get(f"/desk/take/{lives.UNEMPLOYED}/?{query}").content.decode()
    assert "没填完的" in lives.words(clerk.get(f"/desk/?{query}"))
    clerk.post(f"/desk/drafts/{data['draft']}/discard/")
    assert not Draft.objects.filter(uuid=data["draft"]).exists()


def test_nobody_else_can_go_on_with_my_draft(clerk):
    data = lives.typed(clerk, lives.UNEMPLOYED, known(clerk))
    assert (
        lives.signed_in("gy_clerk_sb").post(f"/desk/take/{lives.UNEMPLOYED}/", data).status_code
        == 404
    )


def test_a_clerk_without_the_qualification_is_told_and_cannot_accept(world):
    insurance = lives.signed_in("gy_clerk_sb")
    case = lives.submitted("992014401001")
    refused = insurance.post(f"/desk/cases/{case.uuid}/accept/")
    assert refused.status_code == 403 and "还没有这个事项的受理资格" in lives.words(refused)
    assert "您还没有这个事项的受理资格" in lives.words(insurance.get(f"/desk/cases/{case.uuid}/"))
    assert lives.again(case).state == "received"


def _free_number():
    return next(
        n for n in (f"51081219900307991{c}" for c in "0123456789X") if id_number_problem(n) is None
    )


def _text(response):
    return "".join(page.extract_text() for page in PdfReader(BytesIO(response.content)).pages)


def test_what_is_done_online_only_is_not_taken_at_a_window(clerk):
    page = clerk.get(f"/desk/take/992014402005/?{lives.met(clerk)}")
    assert page.status_code == 409 and "办理渠道里没有窗口" in lives.words(page)


def test_the_heading_of_what_is_not_asked_goes_with_it(clerk):
    """Who acts for the applicant is asked before the form; without one the section about them has nothing to ask."""
    page = clerk.get(f"/desk/take/{lives.UNEMPLOYED}/?{known(clerk)}").content.decode()
    section = re.search(r'<section class="hang" id="s-agent"([^>]*)>', page)
    assert "data-when" in section[1] and "by_agent" in section[1]


def test_an_item_that_was_only_looked_at_leaves_nothing_begun(clerk):
    """It is offered nowhere, and is gone once another item is opened on a later day."""
    query = known(clerk)
    looked_at = f"/desk/take/{lives.UNEMPLOYED}/?{query}"
    clerk.get(looked_at)
    blank = Draft.objects.get(owner__username="gy_clerk", case_number="")
    assert "没填完的" not in lives.words(clerk.get(f"/desk/?{query}"))
    clerk.get(f"/desk/take/{lives.BENEFIT}/?{query}")
    assert Draft.objects.filter(pk=blank.pk).exists()
    with clock.frozen(clock.now() + timedelta(days=1)):
        clerk.get(f"/desk/take/992014401001/?{lives.met(clerk)}")
    assert not Draft.objects.filter(pk=blank.pk).exists()


def test_what_was_typed_into_stays_however_long_ago_it_was(clerk):
    typed = lives.typed(clerk, lives.UNEMPLOYED, known(clerk), skills="会修电机")
    clerk.post(f"/desk/take/{lives.UNEMPLOYED}/keep/", typed)
    with clock.frozen(clock.now() + timedelta(days=3)):
        query = lives.met(clerk)
        clerk.get(f"/desk/take/{lives.BENEFIT}/?{query}")
        assert "没填完的" in lives.words(clerk.get(f"/desk/?{query}"))
    assert Draft.objects.filter(uuid=typed["draft"]).exists()


def test_a_file_that_was_chosen_comes_though_nothing_was_pressed_beside_it(clerk):
    data = lives.typed(clerk, lives.UNEMPLOYED, known(clerk)) | {"material-M03": ""}
    good = SimpleUploadedFile("证明.pdf", lives.PDF)
    sent = clerk.post(f"/desk/take/{lives.UNEMPLOYED}/", data | {"file-M03": good})
    assert sent.status_code == 302, lives.words(sent)[:300]
    case = Case.objects.get(uuid=sent["Location"].split("/")[3])
    assert case.materials.get(code="M03").source == "file"
    ask = {"ask": "material:M03", "why-material:M03": "看不清"}
    assert clerk.post(f"/desk/cases/{case.uuid}/correct/", ask).status_code == 302
    supplied = SimpleUploadedFile("补.pdf", lives.PDF)
    answer = clerk.post(f"/desk/cases/{case.uuid}/supply/", {"file-M03": supplied})
    assert answer.status_code == 302, lives.words(answer)[:300]
    row = case.materials.get(code="M03", round=1)
    assert (row.source, row.file.name) == ("file", "补.pdf")
