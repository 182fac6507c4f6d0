"""An agent who identifies himself finds what he does for others, and what the mandate lets him do there."""

from datetime import date, timedelta

from tests.sites.desk import lives
from yichuang.cases import services
from yichuang.cases.models import Case
from yichuang.cases.services import corrections
from yichuang.core import clock

TALENT = "992014401001"


def mandate(*scope: str) -> dict:
    until = clock.today() + timedelta(days=30)
    return {
        "by_agent": "yes",
        "agent_name": "李四",
        "agent_id_number": lives.LISI,
        "agent_phone": "13900000002",
        "agent_relation": "99",
        "agent_scope": list(scope),
        "agent_until": until.isoformat(),
    }


def entrusted(case: Case, *scope: str) -> Case:
    """The case with a form that names 李四, and 李四 as its party."""
    case.form = case.form | mandate(*scope)
    case.save(update_fields=["form"])
    until = date.fromisoformat(case.form["agent_until"])
    case.parties.create(role="agent", person=lives.person(lives.LISI), until=until)
    return case


def to_supply(*scope: str) -> Case:
    case = entrusted(lives.submitted(), *scope)
    paper = case.materials.order_by("id").first()
    services.ask_correction(
        case_id=case.uuid,
        officer=lives.officer("gy_clerk"),
        items=[corrections.Asked("material", paper.code, "照片不清楚")],
        now=clock.now(),
    )
    return case


def desk_of(client) -> tuple[str, str]:
    """What the desk says once 李四 has shown his card: the words, and the page as it is."""
    query = lives.met(client, lives.person(lives.LISI))
    page = client.get(f"/desk/?{query}")
    return lives.words(page), page.content.decode()


def test_the_agent_finds_his_principals_cases_and_the_step_that_his_mandate_is_for(world):
    supply, result = to_supply("supplement"), entrusted(lives.decided(TALENT, channel=1), "receive")
    words, page = desk_of(lives.signed_in("gy_clerk"))
    assert "替别人办的" in words and "张三·失业保险金申领" in words
    assert f"/desk/cases/{supply.uuid}/supply/" in page
    assert f"/desk/issue/?case={result.uuid}" in page


def test_what_the_mandate_is_not_for_is_named_and_not_offered(world):
    supply, result = to_supply("submit"), entrusted(lives.decided(TALENT, channel=1), "submit")
    words, page = desk_of(lives.signed_in("gy_clerk"))
    assert "委托里没有写“补正材料”" in words and "委托里没有写“领取结果”" in words
    assert f"/desk/cases/{supply.uuid}/supply/" not in page
    assert f"/desk/issue/?case={result.uuid}" not in page


def test_an_ended_mandate_and_another_place_show_nothing(world):
    case = to_supply("supplement")
    party = case.parties.get(role="agent")
    elsewhere = desk_of(lives.signed_in("yy_clerk"))
    assert "替别人办的" not in elsewhere[0]
    services.end_mandate(case_id=case.uuid, party_id=party.id, actor="test", now=clock.now())
    assert "替别人办的" not in desk_of(lives.signed_in("gy_clerk"))[0]


def test_the_agents_cases_are_not_shown_before_his_document_was_seen(world):
    to_supply("supplement")
    client = lives.signed_in("gy_clerk")
    found = client.post("/desk/who/", {"number": lives.person(lives.LISI).phone})
    assert found.status_code == 302
    assert "替别人办的" not in lives.words(client.get(found["Location"]))
