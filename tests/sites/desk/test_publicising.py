"""公示 at the desk: put up from the page of a case, objections answered there, and no grant before it is over."""

from datetime import timedelta

import pytest

from tests.sites.desk import lives
from yichuang.cases import services
from yichuang.cases.models import Notice, Objection
from yichuang.cases.queries import versions
from yichuang.core import clock

pytestmark = pytest.mark.django_db
ITEM = "990514102003"  # 灵活就业社会保险补贴: 15 working days
TEXT = "他在别处上班"
HEADING = {"title": "灵活就业社会保险补贴公示", "conditions": "就业困难人员灵活就业", "days": "5"}
FORM = {**HEADING, "about": "钟点家政，朝天镇", "publicised_amount": "99999"}


@pytest.fixture
def case(world):
    """In review, every point met."""
    return examined(lives.reviewing(ITEM))


def examined(case):
    findings = {point.code: "good" for point in versions.of_case(case).review_points}
    services.review(
        case_id=case.uuid, officer=lives.officer("gy_reviewer"), findings=findings, now=clock.now()
    )
    return lives.again(case)


@pytest.fixture
def reviewer():
    return lives.signed_in("gy_reviewer")


def page_of(case) -> str:
    return f"/desk/cases/{case.uuid}/"


def test_the_form_begins_with_what_the_rule_and_the_item_say(case, reviewer):
    page = reviewer.get(page_of(case))
    assert "准予以前要公示，至少5个工作日，算在承诺里" in lives.words(page)
    assert 'name="days"' in page.content.decode() and 'value="5"' in page.content.decode()
    other = reviewer.get(page_of(lives.reviewing()))
    assert "准予以前要公示" not in lives.words(other)


def test_it_is_put_up_from_the_page_and_what_lacks_stays_typed(case, reviewer):
    refused = reviewer.post(f"{page_of(case)}publicise/", FORM | {"days": "4"})
    assert refused.status_code == 422
    assert "公示不能少于5个工作日" in lives.words(refused)
    assert 'value="99999"' in refused.content.decode()
    done = reviewer.post(f"{page_of(case)}publicise/", FORM, follow=True)
    notice = Notice.objects.get()
    assert f"已公示，到{notice.until_on.month}月{notice.until_on.day}日为止" in lives.words(done)
    assert f"/openness/notices/{notice.uuid}/" in done.content.decode()
    assert f'action="{page_of(case)}publicise/"' not in done.content.decode()


def test_cases_beside_it_go_on_the_same_page(case, reviewer):
    other = examined(lives.reviewing(ITEM, subject=lives.person(lives.LISI)))
    page = reviewer.get(page_of(case)).content.decode()
    assert f'name="_with" value="{other.uuid}"' in page
    beside = {
        "_with": str(other.uuid),
        f"about-{other.uuid}": "网上卖山货，曾家镇",
        f"amount-{other.uuid}": "88888",
    }
    refused = reviewer.post(f"{page_of(case)}publicise/", FORM | beside | {"days": "4"})
    page = refused.content.decode()
    assert 'value="88888"' in page and 'value="网上卖山货，曾家镇"' in page
    reviewer.post(f"{page_of(case)}publicise/", FORM | beside)
    rows = Notice.objects.get().rows.order_by("pk")
    assert [(row.case, str(row.amount)) for row in rows] == [
        (case, "99999.00"),
        (other, "88888.00"),
    ]


def test_a_grant_before_its_end_is_refused(case, reviewer):
    reviewer.post(f"{page_of(case)}publicise/", FORM)
    refused = reviewer.post(f"{page_of(case)}decide/", lives.deciding(case))
    assert refused.status_code in (409, 422)
    assert "这件正在公示" in lives.words(refused)
    notice = Notice.objects.get()
    after = clock.now() + (notice.until_on - clock.today()) + timedelta(days=1)
    services.end_notice(notice_id=notice.uuid, now=after)
    done = reviewer.post(f"{page_of(case)}decide/", lives.deciding(lives.again(case)))
    assert done.status_code == 302
    assert lives.again(case).state == "closed"


def test_an_objection_is_read_and_answered_on_the_page_of_its_case(case, reviewer):
    reviewer.post(f"{page_of(case)}publicise/", FORM)
    objection = services.object_to_notice(
        notice_id=Notice.objects.get().uuid, place=1, text=TEXT, phone="", now=clock.now()
    )
    assert "公示有人提异议" in lives.words(reviewer.get("/desk/todos/"))
    assert TEXT in lives.words(reviewer.get(page_of(case)))
    assert TEXT not in lives.words(lives.signed_in("gy_clerk").get(page_of(case)))
    form = {"_objection": str(objection.uuid), "objection_about": "是不是灵活就业"}
    wordless = reviewer.post(f"{page_of(case)}answer-objection/", form | {"upheld": "no"})
    assert wordless.status_code == 422
    assert 'value="是不是灵活就业"' in wordless.content.decode()
    form |= {"objection_answer": "没有单位给他参保", "upheld": "no"}
    done = reviewer.post(f"{page_of(case)}answer-objection/", form, follow=True)
    assert "已答复异议" in lives.words(done)
    assert Objection.objects.get().upheld is False


def test_an_objection_of_another_case_is_not_answered_here(case, reviewer):
    reviewer.post(f"{page_of(case)}publicise/", FORM)
    objection = services.object_to_notice(
        notice_id=Notice.objects.get().uuid, place=1, text=TEXT, phone="", now=clock.now()
    )
    other = lives.reviewing(ITEM, subject=lives.person(lives.LISI))
    form = {"objection_about": "甲", "objection_answer": "乙", "upheld": "no"}
    for key in (str(objection.uuid), "x", ""):
        sent = reviewer.post(f"{page_of(other)}answer-objection/", form | {"_objection": key})
        assert sent.status_code == 404
    assert Objection.objects.get().answered_at is None
