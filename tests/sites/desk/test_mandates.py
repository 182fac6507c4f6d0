"""Who comes for a unit is known to act for it, or brings its mandate: then they are known until its last day."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.paper_files import PDF, text_of
from tests.sites.desk import lives
from yichuang.cases.models import Case, Mandate
from yichuang.catalog.models import Item
from yichuang.core import clock
from yichuang.identity.models import LegalRepresentative
from yichuang.registry.models import Employer

OF_UNITS = "992014201003"  # 职工参保登记（增员）
STRANGER = (lives.ZHAOLIU, "赵六")
HANDLER, REPRESENTATIVE = "510812199203039950", lives.LISI
ASKED = "凭什么替单位办"


def paper(unit: Employer, **changes) -> dict:
    """What a clerk types of a mandate in which everything is right."""
    today = clock.today()
    right = {
        "employer": str(unit.uuid),
        "_comer": stranger(),
        "how": "seen",
        "signed_by": "李四",
        "signed_on": (today - timedelta(days=3)).isoformat(),
        "until": (today + timedelta(days=30)).isoformat(),
        "scope": "all",
    }
    return right | changes


def stranger() -> str:
    """Names 赵六 once he was met."""
    person = lives.person(STRANGER[0])
    return str(person.uuid)


def counter(client, unit: Employer) -> str:
    return lives.words(client.get(f"/desk/?employer={unit.uuid}"))


def is_turned_away(client, unit: Employer, code: str = OF_UNITS) -> bool:
    answer = client.get(f"/desk/take/{code}/?employer={unit.uuid}")
    return answer.status_code == 302 and answer["Location"].startswith("/desk/?")


def units_items() -> list[str]:
    """Every item that is also for units."""
    items = Item.objects.filter(service_objects__contains=["单位"])
    return list(items.order_by("code").values_list("code", flat=True))


def test_no_item_of_a_unit_is_taken_in_from_somebody_with_a_card_only(clerk):
    unit = lives.employer()
    lives.come_for(clerk, unit, *STRANGER)
    assert ASKED in counter(clerk, unit)
    codes = units_items()
    assert len(codes) > 20
    assert [code for code in codes if not is_turned_away(clerk, unit, code)] == []


@pytest.mark.parametrize("number", [HANDLER, REPRESENTATIVE])
def test_handler_and_representative_need_none(clerk, number):
    unit = lives.employer()
    case = lives.taken(clerk, OF_UNITS, lives.come_for(clerk, unit, number))
    [party] = case.parties.filter(role="agent")
    assert (party.mandate, party.owes_mandate, party.until) == (None, False, None)
    assert ASKED not in counter(clerk, unit)


def test_whoever_brings_a_mandate_is_known_until_its_last_day_and_no_longer(clerk):
    unit = lives.employer()
    query = lives.come_for(clerk, unit, *STRANGER)
    typed = paper(unit)
    assert clerk.post("/desk/mandate/", typed).status_code == 302
    case = lives.taken(clerk, OF_UNITS, query)
    [party] = case.parties.filter(role="agent")
    assert (party.person.name, party.until.isoformat()) == ("赵六", typed["until"])
    assert (party.mandate.signed_by, party.mandate.file) == ("李四", None)
    assert "凭授权委托书，李四" in lives.words(clerk.get(f"/desk/cases/{case.uuid}/"))
    another = lives.signed_in("gy_clerk")
    lives.come_for(another, unit, *STRANGER)
    assert not is_turned_away(another, unit)
    with clock.frozen(clock.now() + timedelta(days=31)):
        later = lives.signed_in("gy_clerk")
        lives.come_for(later, unit, *STRANGER)
        assert is_turned_away(later, unit)


def test_one_without_a_last_day_serves_this_day_only(clerk):
    unit = lives.employer()
    lives.come_for(clerk, unit, *STRANGER)
    clerk.post("/desk/mandate/", paper(unit, until=""))
    assert not is_turned_away(clerk, unit)
    with clock.frozen(clock.now() + timedelta(days=1)):
        tomorrow = lives.signed_in("gy_clerk")
        lives.come_for(tomorrow, unit, *STRANGER)
        assert is_turned_away(tomorrow, unit)


WRONG = [
    ({"how": ""}, "请选凭什么"),
    ({"signed_by": ""}, "签名的法定代表人"),
    ({"signed_by": "赵六"}, "和登记的法定代表人不一样"),
    ({"signed_on": ""}, "签的日期"),
    ({"signed_on": "2020年1月1日"}, "“签的日期”要写成2026-11-20这样的日子"),
    ({"until": "20261-12-31"}, "“委托到哪天”要写成2026-11-20这样的日子"),
    ({"signed_on": "2099-01-01"}, "日期还没有到"),
    ({"signed_on": "2001-01-01", "until": "2001-02-01"}, "已经过期"),
    ({"scope": ""}, "请照委托书选办哪些事"),
    ({"scope": "社会保险", "as_handler": "1"}, "办的是单位全部的事"),
    ({"signed_on": "2026-01-01"}, "签了超过90天才第一次带来"),
    ({"until": "2099-12-31"}, "委托书最长一年"),
    ({"how": "file"}, "请选委托书的照片或扫描件"),
]


@pytest.mark.parametrize(("changes", "sentence"), WRONG)
def test_a_paper_that_lets_nobody_act_is_told_at_its_place_and_kept_typed(clerk, changes, sentence):
    unit = lives.employer()
    lives.come_for(clerk, unit, *STRANGER)
    page = clerk.post("/desk/mandate/", paper(unit, **changes))
    assert page.status_code == 422 and sentence in lives.words(page)
    assert paper(unit, **changes)["signed_by"] in page.content.decode()
    assert not Mandate.objects.exists()
    assert is_turned_away(clerk, unit)


def test_a_scan_is_kept_over_a_mistake_and_seen_from_the_case(clerk):
    unit = lives.employer()
    query = lives.come_for(clerk, unit, *STRANGER)
    scan = SimpleUploadedFile("委托书.pdf", PDF, "application/pdf")
    page = clerk.post("/desk/mandate/", paper(unit, how="file", file=scan, signed_by=""))
    assert page.status_code == 422 and "不用再选" in lives.words(page)
    typed = paper(unit, how="file", kept=page.context["typed"]["kept"])
    assert clerk.post("/desk/mandate/", typed).status_code == 302
    case = lives.taken(clerk, OF_UNITS, query)
    assert "看委托书" in lives.words(clerk.get(f"/desk/cases/{case.uuid}/"))
    shown = clerk.get(f"/desk/cases/{case.uuid}/mandate/")
    assert (shown.status_code, shown["Content-Type"]) == (200, "application/pdf")
    assert case.parties.get(role="agent").mandate.file.unclaimed_until is None


def brought_nothing(client, unit: Employer) -> Case:
    """A case of the unit that a stranger filed without a mandate."""
    query = lives.come_for(client, unit, *STRANGER)
    later = client.post("/desk/mandate/", paper(unit, how="later"))
    assert later.status_code == 302
    return lives.taken(client, OF_UNITS, query)


def test_without_it_what_was_brought_is_received_and_the_mandate_told_with_what_is_missing(clerk):
    case = brought_nothing(clerk, lives.employer())
    address = f"/desk/cases/{case.uuid}/"
    assert "授权委托书" in text_of(clerk.get(f"{address}papers/receipt.pdf").content)
    page = lives.words(clerk.get(address))
    assert "还差授权委托书" in page and "授权委托书还没有交" in page
    verb = "instant" if case.instant else "accept"
    refused = clerk.post(f"{address}{verb}/", {"looked": "good"})
    assert refused.status_code == 422 and "还差“授权委托书”" in lives.words(refused)
    told = {"ask": "material:MANDATE", "why-material:MANDATE": "请交来"}
    assert clerk.post(f"{address}correct/", told).status_code == 302
    assert "授权委托书" in text_of(clerk.get(f"{address}papers/correction.pdf").content)
    brought = clerk.post(f"{address}supply/", {"material-MANDATE": "seen", "_comer": stranger()})
    assert brought.status_code == 302, lives.words(brought)[:400]
    assert "还差" not in lives.words(clerk.get(address))
    unread = clerk.post(f"{address}{verb}/", {"looked": "good"})
    assert unread.status_code == 422 and "还没有核对" in lives.words(unread)
    other = paper(case.employer, signed_by="赵六")
    assert clerk.post(f"{address}read-mandate/", other).status_code == 422
    assert clerk.post(f"{address}read-mandate/", paper(case.employer)).status_code == 302
    done = clerk.post(f"{address}{verb}/", {"looked": "good"})
    assert done.status_code == 302, lives.words(done)[:400]


def test_the_unit_may_send_it_online(clerk):
    case = brought_nothing(clerk, lives.employer())
    told = {"ask": "material:MANDATE", "why-material:MANDATE": "请交来"}
    clerk.post(f"/desk/cases/{case.uuid}/correct/", told)
    page = lives.words(lives.signed_in("shilijia").get(f"/my/cases/{case.uuid}/correct/"))
    assert "授权委托书" in page


def test_a_mandate_brought_later_is_owed_no_more(clerk):
    unit = lives.employer()
    case = brought_nothing(clerk, unit)
    assert case.parties.get(role="agent").owes_mandate
    assert ASKED not in counter(clerk, unit) and "现在看委托书" in counter(clerk, unit)
    assert ASKED in lives.words(clerk.get(f"/desk/?employer={unit.uuid}&bring=1"))
    clerk.post("/desk/mandate/", paper(unit))
    party = case.parties.get(role="agent")
    assert (party.owes_mandate, party.mandate.signed_by) == (False, "李四")
    assert "还差" not in lives.words(clerk.get(f"/desk/cases/{case.uuid}/"))


def test_without_it_nobody_gets_a_password_or_the_account_of_a_unit(clerk):
    unit = lives.employer()
    case = lives.submitted(OF_UNITS, subject=unit, channel=1)
    lives.come_for(clerk, unit, *STRANGER)
    clerk.post("/desk/mandate/", paper(unit, how="later"))
    refused = clerk.post(f"/desk/cases/{case.uuid}/slip/")
    assert refused.status_code == 403 and "授权委托书" in lives.words(refused)
    typed = {
        "number": unit.credit_code,
        "employer_name": unit.name,
        "handler_number": STRANGER[0],
        "handler_name": STRANGER[1],
        "seen": "1",
    }
    account = clerk.post(f"/desk/account/?employer={unit.uuid}", typed)
    assert account.status_code == 422 and "授权委托书" in lives.words(account)
    typed |= {"handler_number": HANDLER, "handler_name": "孙七"}
    assert clerk.post(f"/desk/account/?employer={unit.uuid}", typed).status_code == 200


def test_what_a_correction_asked_for_is_not_taken_from_a_stranger_either(clerk):
    unit = lives.employer()
    case = lives.submitted(OF_UNITS, subject=unit, channel=1)
    told = {"ask": "field:add_count", "why-field:add_count": "人数不对"}
    assert clerk.post(f"/desk/cases/{case.uuid}/correct/", told).status_code == 302
    stranger = lives.signed_in("gy_clerk")
    lives.submitted(lives.UNEMPLOYED, subject=lives.person(STRANGER[0]))  # he is known here
    typed = {"add_count": "1", "number": STRANGER[0], "confirmed": "add_count"}
    refused = stranger.post(f"/desk/cases/{case.uuid}/supply/", typed)
    assert refused.status_code == 422 and "授权委托书" in lives.words(refused)
    assert lives.again(case).state == "correcting"


def test_of_a_unit_that_comes_first_the_licence_shows_who_represents_it(clerk):
    code = "91510812MA99990132"
    clerk.post("/desk/who/", {"number": code, "name": "示例新来有限公司（虚构）"})
    unit = Employer.objects.get(credit_code=code)
    lives.come_for(clerk, unit, *STRANGER)
    assert is_turned_away(clerk, unit)
    licence = paper(unit, how="licence", licence_name="赵六")
    assert clerk.post("/desk/mandate/", licence).status_code == 302
    assert LegalRepresentative.objects.get(employer=unit).person.name == "赵六"
    assert not is_turned_away(clerk, unit)


def test_at_a_village_point_it_is_asked_for_too(world):
    agent = lives.signed_in("gy_village")
    unit = lives.employer()
    agent.post("/desk/who/", {"number": unit.credit_code, "name": unit.name})
    lives.come_for(agent, unit, *STRANGER)
    assert ASKED in counter(agent, unit) and is_turned_away(agent, unit)
