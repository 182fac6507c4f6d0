"""公示 as the public sees it: masked, open to objections without a sign-in, and gone with its last day."""

from datetime import timedelta

import pytest
from django.test import Client

from tests.sites.desk import lives
from yichuang.cases import services
from yichuang.cases.models import Notice, Objection
from yichuang.cases.queries import versions
from yichuang.cases.rules.publicising import Line
from yichuang.core import clock

pytestmark = pytest.mark.django_db
STARTING = "990514103004"  # 一次性创业补贴
SHOP = "示例庚餐馆（个体工商户，虚构），朝天镇"
TEXT = "他的店去年就关了，我住在对面"
HERE = "/openness/notices/"


def put_up(code: str = STARTING) -> Notice:
    """张三 stands on a page from now on."""
    case = lives.reviewing(code)
    services.review(
        case_id=case.uuid,
        officer=lives.officer("gy_reviewer"),
        findings={point.code: "good" for point in versions.of_case(case).review_points},
        now=clock.now(),
    )
    return services.publicise(
        lines=[Line(case.uuid, SHOP, "5000")],
        officer=lives.officer("gy_reviewer"),
        days=5,
        title="一次性创业补贴公示",
        conditions="首次创办，正常经营满1年",
        now=clock.now(),
    )


@pytest.fixture
def notice(world):
    return put_up()


@pytest.fixture
def client():
    visitor = Client()
    visitor.cookies["place"] = lives.CHAOTIAN
    return visitor


def test_the_list_shows_it_to_its_place_and_to_those_above_and_below(client, notice):
    for place, is_there in (
        (lives.CHAOTIAN, True),
        ("510800000000", True),
        ("510812100000", True),
        ("370211000000", False),
    ):
        client.cookies["place"] = place
        page = lives.words(client.get(HERE))
        assert ("一次性创业补贴公示" in page) == is_there, place


def test_the_overview_of_what_is_public_leads_there(client, world):
    assert f'href="{HERE}"' in client.get("/openness/").content.decode()
    assert "现在没有公示" in lives.words(client.get(HERE))


def test_a_name_is_masked_and_no_number_stands_there(client, notice):
    answer = client.get(f"{HERE}{notice.uuid}/")
    page = lives.words(answer)
    assert "张**" in page and "张三" not in page
    assert lives.ZHANGSAN not in answer.content.decode()
    assert SHOP in page and "5,000.00" in page
    assert "〔2023〕181号" in page
    assert answer["X-Robots-Tag"] == "noindex"
    assert "no-store" in answer["Cache-Control"]


def test_anybody_objects_without_a_sign_in_and_nobody_reads_what_they_wrote(client, notice):
    page = f"{HERE}{notice.uuid}/"
    sent = client.post(f"{page}object/", {"place": "1", "text": TEXT, "phone": ""})
    assert (sent.status_code, sent["Location"]) == (302, page)
    shown = lives.words(client.get(page))
    assert "收到了，会有人核实" in shown
    assert "1条，答复了0条" in shown and "正在核实" in shown
    assert TEXT not in shown
    (objection,) = Objection.objects.all()
    assert (objection.row.case.person.name, objection.phone) == ("张三", None)
    client.post(f"{page}object/", {"place": "0", "text": "这批名单没有开会定"})
    assert Objection.objects.latest("pk").row is None


def test_what_lacks_is_said_beside_what_was_typed(client, notice):
    sent = client.post(f"{HERE}{notice.uuid}/object/", {"place": "1", "text": "他", "phone": "139"})
    page = lives.words(sent)
    assert sent.status_code == 422
    assert "请写清哪里不对" in page and ">他</textarea>" in sent.content.decode()
    nobody = client.post(f"{HERE}{notice.uuid}/object/", {"place": "", "text": TEXT})
    assert nobody.status_code == 422 and "请选说的是谁" in lives.words(nobody)
    assert not Objection.objects.exists()


def test_a_place_where_nobody_is_shown_is_not_there(client, notice):
    page = f"{HERE}{notice.uuid}/"
    assert client.get(f"{page}?place=1").status_code == 200
    for place in ("2", "0", "x"):
        assert client.get(f"{page}?place={place}").status_code == 404
    assert client.post(f"{page}object/", {"place": "7", "text": TEXT}).status_code == 404
    assert client.get(f"{HERE}{'0' * 8}-0000-4000-8000-{'0' * 12}/").status_code == 404


def test_one_address_says_only_so_much_in_an_hour(client, notice):
    address = f"{HERE}{notice.uuid}/object/"
    for n in range(10):
        assert client.post(address, {"place": "1", "text": f"{TEXT}{n}"}).status_code == 302
    assert client.post(address, {"place": "1", "text": f"{TEXT}，再说"}).status_code == 429
    assert Objection.objects.count() == 10


def test_after_the_last_day_only_what_came_of_it_is_left(client, notice):
    page = f"{HERE}{notice.uuid}/"
    after = clock.now() + (notice.until_on - clock.today()) + timedelta(days=1)
    with clock.frozen(after):
        for _ in range(2):  # before the nightly job, and after it
            shown = lives.words(client.get(page))
            assert "公示结束了" in shown and "公示了1户" in shown
            assert "张**" not in shown and SHOP not in shown
            assert client.get(f"{page}?place=1").status_code == 404
            sent = client.post(f"{page}object/", {"place": "0", "text": TEXT})
            assert sent.status_code == 409
            assert "没有人提异议" in lives.words(client.get(HERE))
            services.end_notice(notice_id=notice.uuid, now=after)
