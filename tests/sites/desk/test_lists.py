"""Worklist, results, questions, follow-ups, find: who sees which page and what it lists."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.sites.desk import lives
from yichuang.accounts.models import Assignment
from yichuang.cases import services, tasks
from yichuang.cases.models import Delivery, Enquiry, FollowUp
from yichuang.cases.queries import desk, permission
from yichuang.core import clock
from yichuang.sites.ui.wording import cnday

PAGES = {
    "/desk/worklist/": {"clerk", "reviewer", "approver", "supervisor"},
    "/desk/issue/": {"issuer", "clerk"},
    "/desk/enquiries/": {"clerk", "reviewer", "approver", "issuer", "supervisor"},
    "/desk/followups/": {"clerk", "issuer"},
    "/desk/instant/": {"clerk", "supervisor"},
    "/desk/find/": {"clerk", "reviewer", "approver", "issuer", "supervisor"},
    f"/desk/take/{lives.UNEMPLOYED}/": {"clerk"},
}
ROLES = (
    "clerk",
    "reviewer",
    "approver",
    "issuer",
    "supervisor",
    "catalogue",
    "legal",
    "org",
    "channel",
    "auditor",
)


@pytest.mark.parametrize("role", ROLES)
def test_each_role_opens_its_own_pages_and_no_other(world, role):
    client = lives.signed_in(f"gy_{role}")
    for page, roles in PAGES.items():
        found = client.get(page).status_code
        assert (found in (200, 302)) == (role in roles), (page, found)
        assert found in (200, 302, 403)


@pytest.mark.parametrize(
    ("role", "place"),
    [
        ("reviewer", "/desk/worklist/"),
        ("issuer", "/desk/issue/"),
        ("auditor", "/console/audit/"),
        ("clerk", None),
    ],
)
def test_the_desk_leads_each_officer_to_where_they_work(world, role, place):
    answer = lives.signed_in(f"gy_{role}").get("/desk/")
    assert answer.get("Location") == place


def test_residents_and_visitors_do_not_get_in(world, client):
    assert client.get("/desk/")["Location"].startswith("/accounts/login/")
    assert lives.signed_in("zhangsan").get("/desk/").status_code == 403


def test_the_list_shows_due_chip_reason_and_papers_in_order_of_urgency(clerk):
    late = lives.submitted(at=clock.now() - timedelta(days=9))
    fresh = lives.submitted("992014401001")
    text = lives.words(clerk.get("/desk/worklist/"))
    assert text.index(late.number) < text.index(fresh.number)
    assert "逾期" in text and "新收的，等受理" in text
    assert (_papers_of(late, text), _papers_of(fresh, text)) == ("2/2", "3/3")
    only_late = lives.words(clerk.get("/desk/worklist/?colour=overdue"))
    assert late.number in only_late and fresh.number not in only_late


def _papers_of(case, text: str) -> str:
    """What the list says of the papers of a case: the form counts, as on its receipt."""
    after = text.split(case.number)[1]
    return re.search("[0-9]+/[0-9]+", after).group()


def test_the_queue_of_review_splits_by_line(world):
    insurance, talent = lives.accepted(lives.BENEFIT), lives.accepted("992014401001")
    sb = lives.words(lives.signed_in("gy_reviewer_sb").get("/desk/worklist/"))
    rc = lives.words(lives.signed_in("gy_reviewer_rc").get("/desk/worklist/"))
    assert insurance.number in sb and talent.number not in sb
    assert talent.number in rc and insurance.number not in rc
    both = lives.words(lives.signed_in("gy_reviewer").get("/desk/worklist/"))
    assert insurance.number in both and talent.number in both


def test_the_number_of_queries_does_not_grow_with_the_list(clerk):
    def asked():
        with CaptureQueriesContext(connection) as found:
            clerk.get("/desk/worklist/")
        return len(found)

    lives.submitted()
    clerk.get("/desk/worklist/")
    few = asked()
    for _ in range(6):
        lives.submitted("992014401001")
    assert asked() == few


def test_more_leads_on_from_the_last_row_without_repeating_any(clerk, monkeypatch):
    from yichuang.sites.desk.review import worklist

    monkeypatch.setattr(worklist, "SIZE", 2)
    numbers = {lives.submitted().number for _ in range(5)}
    seen, address = [], "/desk/worklist/"
    while address:
        page = clerk.get(address)
        seen += [row["number"].replace(" ", "") for row in page.context["rows"]]
        address = page.context["more"] and f"/desk/worklist/{page.context['more']}"
    assert len(seen) == len(set(seen)) and numbers <= set(seen)


def test_what_is_waited_for_says_until_when(clerk):
    from yichuang.cases.services.corrections import Asked

    case = lives.submitted("992014401001")
    asked = [Asked("material", case.materials.first().code, "重拍")]
    services.ask_correction(
        case_id=case.uuid, officer=lives.officer("gy_clerk"), items=asked, now=clock.now()
    )
    text = lives.words(clerk.get("/desk/worklist/?step=wait"))
    assert "停着，等补" in text and "等申请人补" in text
    page = lives.words(clerk.get(f"/desk/cases/{case.uuid}/"))
    assert f"待补正·{cnday(case.corrections.get().answer_by)}前补" in page.replace(" ", "")
    assert _papers_of(case, text) == "2/3"


def test_the_look_beside_the_list_claims_and_comes_back(clerk):
    case = lives.submitted()
    address = f"/desk/worklist/?case={case.uuid}"
    assert "领到我手里" in lives.words(clerk.get(address))
    answer = clerk.post(f"/desk/cases/{case.uuid}/claim/", {"next": address})
    assert answer["Location"] == address and "放回" in lives.words(clerk.get(address))


def test_a_foreign_address_to_go_back_to_is_not_followed(clerk):
    case = lives.submitted()
    answer = clerk.post(
        f"/desk/cases/{case.uuid}/claim/", {"next": "https://elsewhere.example/desk/"}
    )
    assert answer["Location"] == f"/desk/cases/{case.uuid}/"


def test_one_counter_hands_out_results_of_every_line_to_somebody_who_signs(world):
    first, second = (
        lives.decided("992014401001", channel=1),
        lives.decided(lives.BENEFIT, channel=1),
    )
    issuer = lives.signed_in("gy_issuer")
    text = lives.words(issuer.get("/desk/issue/"))
    assert first.number in text and second.number in text
    unsigned = issuer.post(f"/desk/issue/{first.uuid}/deliver/", {"signer": " "})
    assert unsigned.status_code == 422 and "照证件填号码" in lives.words(unsigned)
    issuer.post(f"/desk/issue/{first.uuid}/deliver/", {"document": lives.ZHANGSAN})
    text = lives.words(issuer.get("/desk/issue/"))
    assert first.number not in text and second.number in text
    assert issuer.get(f"/desk/cases/{first.uuid}/papers/delivery_receipt.pdf").status_code == 200
    again = issuer.post(f"/desk/issue/{first.uuid}/deliver/", {"document": lives.ZHANGSAN})
    assert again.status_code == 409


def test_only_what_is_fetched_here_waits_to_be_fetched(clerk):
    """Who chose a bank's counter, or the post, waits for nobody at this one."""
    here, at_the_bank, by_post = (lives.decided("992014401001", channel=1) for _ in range(3))
    rows = Delivery.objects
    rows.filter(case=at_the_bank).update(way="counter", place="示例银行朝天支行（虚构）")
    rows.filter(case=by_post).update(way="mail")
    officer = lives.officer("gy_clerk")
    counts = desk.delivery_counts(officer)
    for way, case in (("counter", here), ("elsewhere", at_the_bank), ("mail", by_post)):
        listed = desk.deliveries(officer, ways=(way,), states=("waiting",))
        assert case.pk in {row.case_id for row in listed}
        assert counts[way, "waiting"] == len(listed)
        assert lives.again(case).delivery.listed_as == way
    page = lives.words(clerk.get("/desk/issue/"))
    assert here.number in page and at_the_bank.number not in page
    page = lives.words(clerk.get("/desk/issue/?list=elsewhere"))
    assert at_the_bank.number in page and "不在这个窗口" in page and here.number not in page
    waiting = counts["counter", "waiting"]
    assert f"等人来领的{waiting}件" in lives.words(clerk.get("/desk/"))
    typed = clerk.post("/desk/issue/", {"number": at_the_bank.number})
    assert typed.url.startswith("/desk/issue/?list=elsewhere&case=")


def test_a_parcel_is_posted_once_and_followed(world):
    case = lives.decided("992014401001", channel=1)
    case.delivery.__class__.objects.filter(case=case).update(way="mail", address=None)
    issuer = lives.signed_in("gy_issuer")
    assert issuer.post(f"/desk/issue/{case.uuid}/post/", {"list": "mail"}).status_code == 422
    delivery = case.delivery
    delivery.refresh_from_db()
    delivery.address = "四川省广元市朝天区演示路1号"
    delivery.save()
    issuer.post(f"/desk/issue/{case.uuid}/post/", {"list": "mail"})
    tasks.post_parcel(str(case.uuid))
    delivery.refresh_from_db()
    assert delivery.state == "sent" and delivery.waybill
    assert delivery.waybill in lives.words(issuer.get("/desk/issue/?list=sent"))
    assert issuer.post(f"/desk/issue/{case.uuid}/post/", {}).status_code == 409
    assert issuer.post(f"/desk/issue/{case.uuid}/track/", {}).status_code == 302


def test_a_clerk_sees_what_waits_but_does_not_hand_out(clerk):
    case = lives.decided("992014401001", channel=1)
    assert "交给他" not in lives.words(clerk.get("/desk/issue/"))
    assert (
        clerk.post(f"/desk/issue/{case.uuid}/deliver/", {"document": lives.ZHANGSAN}).status_code
        == 403
    )


def test_a_question_at_the_window_is_owned_answered_and_becomes_an_application(clerk):
    person = lives.person()
    asked = {
        "question": "失业金怎么领？",
        "name": "张三",
        "phone": "13900000001",
        "item": lives.UNEMPLOYED,
    }
    clerk.post("/desk/enquiries/ask/", asked | {"person": str(person.uuid)})
    enquiry = next(row for row in Enquiry.objects.all() if row.question == "失业金怎么领？")
    assert enquiry.owner == lives.officer("gy_clerk")
    empty = clerk.post(f"/desk/enquiries/{enquiry.uuid}/answer/", {"answer": ""})
    assert empty.status_code == 422 and "请写下答复" in lives.words(empty)
    long = "先登记失业。" * 700
    address = f"/desk/enquiries/{enquiry.uuid}/answer/?whose=mine&state=open"
    refused = clerk.post(address, {"answer": long})
    assert refused.status_code == 422 and long in refused.content.decode()
    assert "最多4000字" in lives.words(refused)
    taken = lives.signed_in("gy_clerk_sb").post(f"/desk/enquiries/{enquiry.uuid}/take/")
    assert taken.status_code == 409
    clerk.post(f"/desk/enquiries/{enquiry.uuid}/answer/", {"answer": "先登记失业。"})
    begun = clerk.post(f"/desk/enquiries/{enquiry.uuid}/begin/")
    assert begun["Location"].startswith(f"/desk/take/{lives.UNEMPLOYED}/?draft=")
    page = clerk.get(begun["Location"])
    assert "139****0001" in page.content.decode()
    assert page.context["draft"].answers["person_phone"] == "13900000001"


def test_a_question_asked_online_in_a_village_begins_at_the_window_with_its_place_and_answers(
    clerk,
):
    enquiry = services.ask(
        question="怎么登记失业？",
        name="张三",
        phone="13900000088",
        region="510812100200",
        channel=2,
        actor="x",
        now=clock.now(),
        item_code=lives.UNEMPLOYED,
        situation={"before": "never", "by_agent": "no"},
        subject=lives.person(),
    )
    page = clerk.get(clerk.post(f"/desk/enquiries/{enquiry.uuid}/begin/")["Location"])
    draft = page.context["draft"]
    assert (draft.channel, draft.region_id, draft.situation["before"]) == (
        1,
        "510812100200",
        "never",
    )
    assert "139****0088" in page.content.decode()
    assert draft.answers["person_phone"] == "13900000088"
    assert clerk.get(f"/desk/take/{lives.UNEMPLOYED}/?draft=nobody").status_code == 404


def test_a_question_of_another_county_is_not_found(world):
    place = {"region": "430602000000", "channel": 2, "actor": "x", "now": clock.now()}
    enquiry = services.ask(question="怎么办？", name="甲", phone="13900000001", **place)
    clerk = lives.signed_in("gy_clerk")
    assert clerk.post(f"/desk/enquiries/{enquiry.uuid}/take/").status_code == 404
    assert "怎么办？" not in lives.words(clerk.get("/desk/enquiries/"))
    assert "怎么办？" in lives.words(lives.signed_in("yy_clerk").get("/desk/enquiries/"))


def test_a_follow_up_comes_up_on_its_day_and_is_written_down(clerk):
    case = lives.decided("992014401001", channel=1)
    services.deliver(
        case_id=case.uuid,
        actor="officer:x",
        officer=lives.officer("gy_issuer"),
        signer=services.Collector("张三", number="510812198805129916"),
        now=clock.now(),
    )
    assert case.number not in lives.words(clerk.get("/desk/followups/"))
    FollowUp.objects.filter(case=case).update(due_on=clock.today())
    assert case.number in lives.words(clerk.get("/desk/followups/"))
    assert clerk.post(f"/desk/followups/{case.uuid}/", {"remark": ""}).status_code == 422
    clerk.post(f"/desk/followups/{case.uuid}/", {"remark": "满意"})
    assert FollowUp.objects.get(case=case).note == "满意"


def test_one_box_finds_a_case_a_person_a_unit_and_an_item(clerk):
    case = lives.submitted()
    assert clerk.post("/desk/find/", {"q": case.number})["Location"] == f"/desk/cases/{case.uuid}/"
    for typed in (lives.ZHANGSAN, "13900000001", "张三"):
        assert "510812********9916" in lives.words(clerk.post("/desk/find/", {"q": typed}))
    assert "示例甲食品" in lives.words(clerk.post("/desk/find/", {"q": "91510812MA99999021"}))
    assert lives.UNEMPLOYED in lives.words(clerk.post("/desk/find/", {"q": "失业登记"}))
    assert (
        clerk.post("/desk/find/", {"q": "'; drop table cases_case;--<script>"}).status_code == 200
    )


def test_the_list_of_results_asks_for_all_rows_at_once_what_is_asked_of_one(
    clerk, django_assert_num_queries
):
    """A clerk of every line who hands out results of one line: the rest is seen and not handed out."""
    mine, other = (
        lives.decided("992014401001", channel=1),
        lives.decided(lives.BENEFIT, channel=1),
    )
    assert mine.line != other.line
    Assignment.objects.create(
        officer=lives.officer("gy_clerk"),
        role="issuer",
        region_id=lives.CHAOTIAN,
        line=mine.line,
        valid_from=clock.today(),
    )
    told = set()
    for who in ("gy_clerk", "gy_issuer", "gy_reviewer", "yy_clerk"):
        somebody = lives.officer(who)
        rows = desk.deliveries(somebody, ways=("counter",), states=("waiting",))
        for row in rows:
            refused = permission.refusal("deliver", row.case, somebody, clock.now())
            assert row.may_give is (refused is None), (who, row.case.number)
            told.add((who, row.case.line == mine.line, row.may_give))
    assert {("gy_clerk", True, True), ("gy_clerk", False, False)} <= told
    assert ("gy_issuer", False, True) in told
    page = lives.words(clerk.get("/desk/issue/"))
    assert page.count("交给他") == 1 and other.number in page
    rows = desk.deliveries(lives.officer("gy_issuer"), ways=("counter",), states=("waiting",))
    with django_assert_num_queries(1):
        assert len(rows) >= 2
