"""Wherever somebody reads how a case ended, a grant in part is called one, with what was not granted, why, and what may
be done against it; and a denial is called one, with its remedy."""

import json

import pytest
from django.test import Client

from tests.cases.printed import printed
from tests.sites.desk import lives
from yichuang.api import rules
from yichuang.api import services as api
from yichuang.cases import services
from yichuang.cases.models import Case, Delivery, Party
from yichuang.cases.rules import states
from yichuang.cases.rules.flags import IN_PART
from yichuang.core import clock, outbox
from yichuang.notify.models import Message
from yichuang.registry.models import Person

PART, REST, WHY = "部分准予", "300.00元", lives.CUT
REVIEW, PLACE = "行政复议60日内、行政诉讼6个月内", "朝天区人民政府"
TERMS = ("60日内", "6个月内", "行政诉讼", PLACE)
WAYS = ("electronic", "counter")


@pytest.fixture
def part(world) -> Case:
    case = lives.granted_in_part(subject=lives.person())
    Delivery.objects.filter(case=case).update(way="electronic")
    return lives.again(case)


def _says(text: str, *more: str) -> None:
    for word in (PART, *more):
        assert word in text, (word, text[:1500])


def test_the_list_and_the_first_page_call_it_one(part):
    mine = lives.signed_in("zhangsan")
    for way in WAYS:
        Delivery.objects.filter(case=part).update(way=way)
        for page in ("/", "/my/"):
            text = lives.words(mine.get(page))
            _says(text, "部分准予，请")
            assert "结果出来了" not in text and "请来领结果" not in text


@pytest.mark.parametrize("way", [*WAYS, "mail"])
def test_its_own_page_says_all_of_it_before_and_after_it_was_opened(part, way):
    Delivery.objects.filter(case=part).update(way=way)
    mine = lives.signed_in("zhangsan")
    here = f"/my/cases/{part.uuid}/"
    _says(lives.words(mine.get(here)), REST, WHY, REVIEW, PLACE)
    if way == "electronic":
        mine.post(f"{here}result/")
        _says(lives.words(mine.get(here)), REST, WHY, REVIEW, PLACE)


def test_progress_by_number_says_it_and_leaves_the_reason_to_who_it_is(part):
    """Who holds the slip reads what it came to; why stands in the decision."""
    password = services.renew_password(case_id=part.uuid, actor="test")
    seen = Client().post("/track/", {"number": part.number, "password": password})
    text = lives.words(seen)
    _says(text, REST, REVIEW, PLACE, "原因写在决定书里")
    assert WHY not in text


def test_decision_and_notice_say_it(part):
    papers = printed(part, clock.now())
    for kind in ("decision", "completion"):
        for word in (REST, WHY, *TERMS):
            assert word in papers[kind], (kind, word, papers[kind])
    assert "部分准予：准予发放" in papers["completion"]


def test_the_message_says_it(part):
    while outbox.deliver():
        continue
    told = Message.objects.get(key__startswith=part.ref, kind="case_granted_in_part")
    _says(told.title + told.body, REST, WHY, REVIEW, PLACE)


def test_programs_are_told(part):
    Case.objects.filter(pk=part.pk).update(source="api:test")
    _, key = api.issue_key(
        name="part", channel=2, source="test", scopes=[*rules.SCOPES], actor="test"
    )
    program = Client(headers={"X-Api-Key": key})
    one = program.get(f"/api/v1/cases/{part.number}").json()
    assert (one["outcome"], one["in_part"]) == ("approved", True)
    assert REST in one["burden"]["halves"]
    assert one["burden"]["reason"] == WHY
    assert REVIEW in one["burden"]["remedy"] and PLACE in one["burden"]["remedy"]
    assert PART in [step["label"] for step in one["trail"]]
    assert "已同意" not in [step["label"] for step in one["trail"]]
    row, *_ = program.get("/api/v1/cases").json()["cases"]
    assert row["in_part"] is True
    password = services.renew_password(case_id=part.uuid, actor="test")
    asked = json.dumps({"number": part.number, "password": password})
    seen = program.post("/api/v1/tracking", asked, content_type="application/json").json()
    assert seen["in_part"] is True
    assert PART in [step["label"] for step in seen["trail"]]


def test_officers_are_told_at_every_desk(part):
    Delivery.objects.filter(case=part).update(way="counter")
    here = f"/desk/cases/{part.uuid}/"
    for who in ("gy_reviewer", "gy_supervisor"):
        _says(lives.words(lives.signed_in(who).get(here)), REST, WHY, REVIEW)
    _says(lives.words(lives.signed_in("gy_clerk").get("/desk/issue/")))


def test_who_takes_in_for_another_place_and_who_agrees_read_it(part):
    Case.objects.filter(pk=part.pk).update(filed_in=lives.CHAOTIAN, region="370202000000")
    clerk = lives.signed_in("gy_clerk")
    _says(lives.words(clerk.get("/desk/taken/")))


def test_everybody_reads_it_in_the_published_results(part):
    _says(lives.words(Client().get("/openness/results/")))


def test_whom_it_is_about_reads_it(part):
    lisi = Person.objects.get(pk=lives.person(lives.LISI).pk)
    Party.objects.create(case=part, role="about", person=lisi)
    _says(lives.words(lives.signed_in("lisi").get(f"/my/concerned/{part.uuid}/")))


def test_what_was_granted_in_whole_is_called_so_nowhere(world):
    whole = lives.decided(subject=lives.person())
    mine = lives.signed_in("zhangsan")
    for page in ("/", "/my/", f"/my/cases/{whole.uuid}/"):
        assert PART not in lives.words(mine.get(page))
    assert "不服的" not in lives.words(mine.get(f"/my/cases/{whole.uuid}/"))


def test_a_denial_says_the_way_with_its_place_everywhere_too(world):
    case = lives.denied(subject=lives.person())
    notice = printed(case, clock.now())["completion"]
    for word in ("缴费不满一年", *TERMS):
        assert word in notice, word
    password = services.renew_password(case_id=case.uuid, actor="test")
    seen = Client().post("/track/", {"number": case.number, "password": password})
    assert REVIEW in lives.words(seen) and PLACE in lives.words(seen)
    own = lives.words(lives.signed_in("zhangsan").get(f"/my/cases/{case.uuid}/"))
    assert REVIEW in own and PLACE in own


def test_nobody_is_asked_for_marks_above_what_was_refused(world):
    """The decision stands first, then the invitation to rate the service."""
    for case in (
        lives.denied(subject=lives.person()),
        lives.granted_in_part(subject=lives.person()),
    ):
        mine = lives.signed_in("zhangsan")
        Delivery.objects.filter(case=case).update(way="electronic")
        here = f"/my/cases/{case.uuid}/"
        mine.post(f"{here}result/")
        while outbox.deliver():
            continue
        page = mine.get(here).content.decode()
        assert page.index("不服的") < page.index("请您评价")


ENDINGS = {"granted": "结果", IN_PART: "部分准予", "denied": "没有同意", states.REFUSED: "没有受理"}


@pytest.mark.parametrize("way", WAYS)
def test_what_waits_to_be_read_stands_in_the_same_places_however_it_ended(world, way):
    """On the first page, above my cases, and under what waits for me; nowhere once it was read or fetched."""
    by_ending = {
        "granted": lives.decided(subject=lives.person()),
        IN_PART: lives.granted_in_part(subject=lives.person()),
        "denied": lives.denied(subject=lives.person()),
        states.REFUSED: lives.refused(),
    }
    assert set(by_ending) == set(ENDINGS)
    mine = lives.signed_in("zhangsan")
    for ending, case in by_ending.items():
        Delivery.objects.exclude(case=case).update(state="delivered")
        Delivery.objects.filter(case=case).update(way=way, state="waiting")
        for page in ("/", "/my/", "/my/?show=waiting"):
            _stands(mine.get(page).content.decode(), case, ENDINGS[ending])
        first_page = mine.get("/").content.decode()
        assert ("没有同意" in first_page) == (ending == "denied")
        Delivery.objects.filter(case=case).update(state="delivered")
        assert str(case.uuid) not in mine.get("/my/?show=waiting").content.decode()


def _stands(page: str, case: Case, words: str) -> None:
    assert f"/my/cases/{case.uuid}/" in page
    assert words in page
