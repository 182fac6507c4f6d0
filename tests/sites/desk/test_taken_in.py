"""What a desk took in for another place: found by the desk, no further than what it took in; everything by its home."""

import pytest

from tests.sites.desk import lives
from yichuang.audit.models import Entry
from yichuang.cases import services
from yichuang.cases.models import Case
from yichuang.cases.queries import worklist
from yichuang.core import clock

QINGDAO, CHAOTIAN = "370202000000", lives.CHAOTIAN
FOUND = "材料和系统里的不一致，要核对"


@pytest.fixture
def taken(world) -> Case:
    """A case of 青岛 that was handed in at 朝天, whose papers somebody in 青岛 has judged."""
    case = lives.submitted(
        lives.BENEFIT,
        region=QINGDAO,
        filed_in=CHAOTIAN,
        channel=1,
        received_at_org=lives.officer("gy_clerk").organisation,
    )
    given = case.materials.first()
    if given:
        given.verdict, given.note = "bad", FOUND
        given.save(update_fields=["verdict", "note"])
    return case


def test_its_number_begins_with_the_place_of_the_desk_and_it_counts_once_where_it_belongs(world):
    officers = [lives.officer(name) for name in ("gy_clerk", "qd_city_clerk")]

    def counted():
        now = clock.now()
        return [worklist.page(officer, worklist.Filters(), now).counts[""] for officer in officers]

    here, home = counted()
    case = lives.submitted(lives.BENEFIT, region=QINGDAO, filed_in=CHAOTIAN, channel=1)
    assert case.number[:6] == CHAOTIAN[:6]
    assert case.county == QINGDAO[:6]
    assert counted() == [here, home + 1]


def test_the_desk_finds_it_in_its_list_by_its_number_and_by_its_address(taken):
    clerk = lives.signed_in("gy_clerk")
    listed = clerk.get("/desk/taken/")
    assert f"/desk/taken/{taken.uuid}/" in listed.content.decode()
    found = clerk.post("/desk/find/", {"q": taken.number})
    assert found["Location"] == f"/desk/cases/{taken.uuid}/"
    led = clerk.get(f"/desk/cases/{taken.uuid}/?new=1")
    assert led["Location"] == f"/desk/taken/{taken.uuid}/?new=1"


def test_its_page_says_how_far_it_is_and_nothing_of_review_answers_and_colleagues(taken):
    clerk = lives.signed_in("gy_clerk")
    page = lives.words(clerk.get(f"/desk/taken/{taken.uuid}/"))
    assert "已收到" in page and taken.organisation.name in page and "张三" in page
    hidden = [
        FOUND,
        "不符合",
        "审核",
        lives.ZHANGSAN,
        taken.form.get("account_no") or lives.ZHANGSAN,
    ]
    assert [text for text in hidden if text in page] == []
    assert Entry.objects.filter(verb="case.read_taken", subject=taken.ref).count() == 1


def test_the_desk_prints_slip_and_receipt_and_no_other_paper_or_file(taken):
    clerk = lives.signed_in("gy_clerk")
    here = f"/desk/cases/{taken.uuid}/"
    assert clerk.get(f"{here}slip.pdf").status_code == 200
    assert clerk.get(f"{here}papers/receipt.pdf").status_code == 200
    closed = ["papers/decision.pdf", "print.pdf", "supply/"]
    if material := taken.materials.filter(file__isnull=False).first():
        closed.append(f"materials/{material.pk}/")
    assert {path: clerk.get(here + path).status_code for path in closed} == dict.fromkeys(
        closed, 404
    )


@pytest.mark.parametrize("verb", ["accept", "refuse", "claim", "correct", "judge", "explain"])
def test_it_takes_no_step(taken, verb):
    before = taken.seq
    answered = lives.signed_in("gy_clerk").post(f"/desk/cases/{taken.uuid}/{verb}/", {})
    assert answered.status_code == 404
    assert Case.objects.get(pk=taken.pk).seq == before


def test_a_new_slip_needs_the_document_of_the_applicant_first(taken):
    clerk = lives.signed_in("gy_clerk")
    assert clerk.post(f"/desk/cases/{taken.uuid}/slip/").status_code == 403
    clerk.post("/desk/who/", {"number": lives.ZHANGSAN, "name": "张三"})
    assert clerk.post(f"/desk/cases/{taken.uuid}/slip/").status_code == 302
    page = lives.words(clerk.get(f"/desk/taken/{taken.uuid}/"))
    assert "打印小票" in page


def test_the_home_desk_works_on_it_and_other_desks_know_nothing_of_it(taken):
    home = lives.signed_in("qd_city_clerk")
    assert home.get(f"/desk/cases/{taken.uuid}/").status_code == 200
    assert str(taken.uuid) not in home.get("/desk/taken/").content.decode()
    assert (
        str(taken.uuid) not in lives.signed_in("gy_clerk").get("/desk/worklist/").content.decode()
    )
    for username in ("yy_clerk", "gy_reviewer", "gy_supervisor"):
        other = lives.signed_in(username)
        assert other.get(f"/desk/cases/{taken.uuid}/").status_code == 404, username
        assert other.get(f"/desk/taken/{taken.uuid}/").status_code in (403, 404), username


def test_the_desk_is_told_how_it_ended(taken):
    services.withdraw(case_id=taken.uuid, actor="person:test", reason="", now=clock.now())
    clerk = lives.signed_in("gy_clerk")
    assert "撤回" in lives.words(clerk.get(f"/desk/taken/{taken.uuid}/"))
    assert "撤回" in lives.words(clerk.get("/desk/taken/"))


def test_the_list_goes_on_by_pages(taken):
    clerk = lives.signed_in("gy_clerk")
    page = clerk.get(f"/desk/taken/?after={taken.pk}").content.decode()
    assert str(taken.uuid) not in page
    for odd in ("abc", "²", "9" * 40, ""):
        assert clerk.get("/desk/taken/", {"after": odd}).status_code == 200
