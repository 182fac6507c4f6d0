"""A passport at the desk: its country is asked, two of one number are two people, one of China is questioned."""

from tests.sites.desk import lives
from yichuang.registry import services
from yichuang.registry.models import Person

NUMBER = "C01234567"


def come(client, name: str, country: str, **more):
    typed = {"number": NUMBER, "kind": "06", "name": name, "country": country} | more
    return client.post("/desk/who/", typed, follow=True)


def test_the_desk_serves_two_of_one_number(clerk):
    assert "金民秀" in lives.words(come(clerk, "金民秀", "KOR"))
    assert "田中一郎" in lives.words(come(clerk, "田中一郎", "JPN"))
    assert Person.objects.filter(id_type="06").count() == 2
    refused = come(clerk, "别人", "JPN")
    assert refused.status_code == 422
    assert "姓名和" in lives.words(refused)


def test_the_desk_asks_for_the_country_of_a_passport_and_not_the_register_of_citizens(clerk):
    asked = clerk.post("/desk/who/", {"number": NUMBER, "kind": "06"})
    said = lives.words(asked)
    assert asked.status_code == 422
    assert "请选护照是哪个国家签发的" in said
    assert "第一次来，请看护照原件，照着填姓名" in said
    assert "要和公安人口库核对" not in said


def test_a_passport_of_china_is_questioned_and_taken(clerk):
    asked = come(clerk, "陈华侨", "CHN")
    assert asked.status_code == 422
    assert "中国公民在国内用居民身份证" in lives.words(asked)
    assert 'name="abroad"' in asked.content.decode()
    assert not Person.objects.filter(id_type="06").exists()
    taken = come(clerk, "陈华侨", "CHN", abroad="true")
    assert taken.status_code == 200
    assert "陈华侨" in lives.words(taken)
    again = come(clerk, "陈华侨", "CHN")
    assert again.status_code == 200


def test_two_of_one_number_and_one_name_are_told_apart_by_the_country(clerk):
    come(clerk, "金民秀", "KOR")
    come(clerk, "金民秀", "JPN")
    asked = come(clerk, "金民秀", "")
    assert asked.status_code == 422
    assert "请选护照是哪个国家签发的" in lives.words(asked)
    korean = come(clerk, "金民秀", "KOR")
    assert korean.context["shown"].subject.id_country == "KOR"


def test_people_of_hong_kong_macao_and_taiwan_are_not_offered_a_passport(clerk):
    page = clerk.get("/desk/").content.decode()
    codes = {code for code in ("KOR", "USA", "CHN", "HKG", "MAC", "TWN") if f">{code} " in page}
    assert codes == {"KOR", "USA", "CHN"}


def test_of_whom_no_country_was_known_it_is_noted_and_one_of_china_is_questioned_the_same(clerk):
    known = services.record_person(name="陈华侨", id_number=NUMBER, id_type="06", actor="test")
    assert come(clerk, "陈华侨", "CHN").status_code == 422
    assert come(clerk, "陈华侨", "CHN", abroad="true").status_code == 200
    known.refresh_from_db()
    assert known.id_country == "CHN"
    assert Person.objects.filter(id_type="06").count() == 1
