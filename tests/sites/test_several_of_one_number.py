"""A number that several documents have is answered with all of them, told apart by kind and country: nobody is shown
the first of them as if there were no other."""

import re

import pytest

from tests.sites.desk import lives
from yichuang.core import crypto
from yichuang.registry.models import Person

pytestmark = pytest.mark.django_db
NUMBER = "E12345678"
AUDIT = "/console/audit/"
KOREAN, JAPANESE, OTHER = "护照（韩国）", "护照（日本）", "其他证件"
CARDS = [("06", "KOR", "金民秀"), ("06", "JPN", "田中一郎"), ("99", "", "李外来")]


@pytest.fixture
def clerk(world):
    """Signed in, having met a Korean, a Japanese and somebody with a paper, all with one number."""
    client = lives.signed_in("gy_clerk")
    for kind, country, name in CARDS:
        typed = {"number": NUMBER, "kind": kind, "country": country, "name": name}
        seen = client.post("/desk/who/", typed)
        assert seen.status_code == 302, lives.words(seen)
        client.get(seen["Location"])
    client.get("/desk/")
    Person.objects.filter(id_blind=crypto.blind(NUMBER)).update(residence_id=lives.CHAOTIAN)
    return client


def test_an_auditor_chooses_of_all_who_have_the_number(clerk):
    auditor = lives.signed_in("gy_auditor")
    page = auditor.post(AUDIT, {"q": NUMBER})
    words = lives.words(page)
    assert "有3个人的证件是这个号码" in words
    assert KOREAN in words and JAPANESE in words and OTHER in words
    assert "金民秀" not in words and NUMBER not in words
    links = re.findall(rf'href="({AUDIT}people/[^"]+)"', page.content.decode())
    assert len(set(links)) == 3
    assert {auditor.get(link).status_code for link in links} == {200}


def test_an_auditor_is_led_straight_to_the_only_one_whom_they_may_read(clerk):
    elsewhere = lives.signed_in("qd_clerk")
    typed = {"number": "E76543210", "kind": "06", "country": "USA", "name": "史密斯"}
    elsewhere.get(elsewhere.post("/desk/who/", typed)["Location"])
    answer = lives.signed_in("qd_auditor").post(AUDIT, {"q": "E76543210"})
    assert answer.status_code == 302
    assert "没有查到" in lives.words(lives.signed_in("qd_auditor").post(AUDIT, {"q": NUMBER}))


def test_a_search_at_the_desk_tells_them_apart(clerk):
    words = lives.words(clerk.post("/desk/find/", {"q": NUMBER}))
    assert KOREAN in words and JAPANESE in words and OTHER in words


def test_a_window_asks_which_of_them_has_come(clerk):
    page = clerk.post("/desk/who/", {"number": NUMBER})
    words = lives.words(page)
    assert "有3个人的证件是这个号码，是哪一位？" in words
    assert KOREAN in words and JAPANESE in words and OTHER in words
    links = re.findall(r'href="(/desk/\?who=[^"]+)"', page.content.decode())
    assert len(set(links)) == 3
    chosen = lives.words(clerk.get(links[0]))
    assert "金民秀" in chosen
