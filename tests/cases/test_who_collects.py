"""A person's result goes to nobody who may not have it, the paper says by what it went, and its owner hears of it."""

from datetime import date, timedelta

import pytest

from tests.sites.desk import lives
from yichuang.cases import services
from yichuang.cases.models import Case, Delivery
from yichuang.cases.queries import concerned, versions
from yichuang.cases.rules.collecting import Shown
from yichuang.cases.services import messages
from yichuang.cases.services.contexts.handing_over import delivery_receipt
from yichuang.catalog import tables
from yichuang.core import clock
from yichuang.core.errors import Invalid
from yichuang.notify.models import Message
from yichuang.registry import queries as registry

TALENT = "992014401001"  # its result is a slip; that of a benefit is a paper of decision
SUNQI = "510812199203039950"
CHILD = "510812201501019930"
FAMILY = {"by": "family", "relation": "配偶"}


def waiting(code: str = TALENT, **answers) -> Case:
    """A result at the counter, of a case whose form says this about its agent."""
    case = lives.decided(code, channel=1)
    if answers:
        case.form = case.form | answers
        case.save(update_fields=["form"])
    return case


def next_month() -> date:
    """A day on which a mandate of today still holds."""
    return clock.today() + timedelta(30)


def with_agent(*, scope=("submit", "receive"), until="") -> Case:
    return waiting(
        by_agent="yes",
        agent_name="李四",
        agent_id_number=lives.LISI,
        agent_phone="13900000002",
        agent_relation="99",
        agent_scope=list(scope),
        agent_until=until or next_month().isoformat(),
    )


def take(case: Case, **collector) -> Case:
    who = {"name": "", "number": "", **collector}
    return services.deliver(
        case_id=case.uuid,
        actor="test",
        officer=lives.officer("gy_issuer"),
        signer=services.Collector(**who),
        now=clock.now(),
    )


def told(case: Case, **collector) -> set[str]:
    """The fields at which the counter says why it hands nothing out."""
    with pytest.raises(Invalid) as refusal:
        take(case, **collector)
    assert Delivery.objects.get(case=case).state == "waiting"
    return {problem.field for problem in refusal.value.problems}


def paper(case: Case) -> dict:
    kept = lives.again(case)
    return delivery_receipt(kept, versions.of_case(kept), None)


def test_a_name_alone_takes_nothing_away_and_the_paper_states_the_document_that_was_shown(world):
    case = waiting()
    assert told(case, name="张三") == {"document"}
    assert told(case, name="张三", number=SUNQI) == {"document"}
    assert told(case, name="李四", number=lives.ZHANGSAN) == {"document"}
    take(case, number=lives.ZHANGSAN)
    receipt = paper(case)
    assert (receipt["signed_by"], receipt["relation"], receipt["note"]) == ("张三", "本人", "")
    assert receipt["document"] == "居民身份证 510812********9916"


@pytest.mark.parametrize("by", ["applicant", "agent", "neighbour", ""])
def test_a_neighbour_takes_nothing_away_whatever_they_are_called(world, by):
    case = with_agent()
    assert told(case, name="孙七", number=SUNQI, relation="邻居", by=by)


def test_the_agent_takes_it_away_where_the_mandate_says_so_and_as_long_as_it_lasts(world):
    today = clock.today()
    yesterday = (today - timedelta(days=1)).isoformat()
    assert told(waiting(), number=lives.LISI, by="agent") == {"by"}
    assert told(with_agent(scope=["submit"]), number=lives.LISI, by="agent") == {"by"}
    assert told(with_agent(until=yesterday), number=lives.LISI, by="agent") == {"by"}
    case = with_agent(until=today.isoformat())
    take(case, number=lives.LISI, by="agent")
    receipt = paper(case)
    assert (receipt["signed_by"], receipt["relation"]) == ("李四", "代办人")
    assert "领取结果" in receipt["note"]


def test_an_agent_whose_mandate_was_taken_back_takes_nothing_away(world):
    case = with_agent()
    party = case.parties.create(role="agent", person=lives.person(lives.LISI), until=next_month())
    assert concerned.agents_of(case, clock.today()) == [party]
    services.end_mandate(case_id=case.uuid, party_id=party.id, actor="test", now=clock.now())
    assert told(case, number=lives.LISI, by="agent") == {"by"}


def test_an_adult_of_the_household_signs_for_a_paper_and_for_no_card(world):
    assert told(waiting(), name="孙七", number=SUNQI, **FAMILY) == {"by"}
    case = waiting(lives.BENEFIT)
    assert told(case, name="孙七", number=SUNQI, by="family", relation="邻居") == {"relation"}
    assert told(case, name="小七", number=CHILD, **FAMILY) == {"document"}
    assert told(case, name="张三", number=lives.ZHANGSAN, **FAMILY) == {"document"}
    take(case, name="孙七", number=SUNQI, **FAMILY)
    assert paper(case)["relation"] == "同住的成年家属（配偶）"
    kinds = tables.results()["kinds"]
    served = {key for key, kind in kinds.items() if kind.get("served")}
    assert served == {"decision", "money"}


@pytest.mark.parametrize(
    ("mandate", "field"),
    [
        (Shown(), "signed_on"),
        (Shown(date(2099, 1, 1)), "signed_on"),
        (Shown(date(2026, 1, 5), date(2026, 1, 4)), "until"),
        (Shown(date(2026, 1, 5), date(2026, 2, 5)), "until"),
    ],
)
def test_a_mandate_that_says_nothing_hands_nothing_out(world, mandate, field):
    case = waiting()
    assert told(case, name="孙七", number=SUNQI, by="mandate", mandate=mandate) == {field}


def test_who_shows_a_mandate_is_named_on_the_paper_with_its_days(world):
    case = waiting()
    take(case, name="孙七", number=SUNQI, by="mandate", mandate=Shown(date(2026, 1, 5)))
    receipt = paper(case)
    assert (receipt["signed_by"], receipt["document"]) == ("孙七", "居民身份证 510812********9950")
    assert receipt["note"] == "签收人出示了受送达人2026年1月5日签的授权委托书。"


@pytest.mark.parametrize(("by", "messages_sent"), [("mandate", 1), ("family", 1), ("applicant", 0)])
def test_the_applicant_hears_that_somebody_else_took_it(world, by, messages_sent):
    case = waiting(lives.BENEFIT)
    others = {
        "applicant": {"number": lives.ZHANGSAN},
        "family": {"name": "孙七", "number": SUNQI, "relation": "配偶"},
        "mandate": {"name": "孙七", "number": SUNQI, "mandate": Shown(date(2026, 1, 5))},
    }
    take(case, by=by, **others[by])
    messages.tell(case_id=case.uuid, verb="deliver", seq=lives.again(case).seq)
    sent = Message.objects.filter(kind="result_collected", recipient=f"person:{case.person.uuid}")
    assert sent.count() == messages_sent


def test_the_counter_shows_the_agent_and_the_owner_sees_who_took_it(world):
    may, may_not = with_agent(), with_agent(scope=["submit"])
    issuer = lives.signed_in("gy_issuer")
    page = lives.words(issuer.get("/desk/issue/"))
    until = next_month()
    assert f"代办人李四，可以领，委托到{until.year}年{until.month}月{until.day}日" in page
    assert "代办人李四：委托里没有写“领取结果”" in page
    give = f"/desk/issue/{may.uuid}/deliver/"
    wrong = issuer.post(give, {"by": "agent", "document": SUNQI})
    assert wrong.status_code == 422 and "不是同一个人" in lives.words(wrong)
    bad_day = issuer.post(give, {"by": "mandate", "document": SUNQI, "until": "不限"})
    assert bad_day.status_code == 422
    assert issuer.post(give, {"by": "agent", "document": lives.LISI}).status_code == 302
    theirs = lives.signed_in("zhangsan").get(f"/my/cases/{may.uuid}/")
    assert "由李四（代办人）领走" in lives.words(theirs)
    assert Delivery.objects.get(case=may_not).state == "waiting"


MANDATED = {"by": "mandate", "signed_on": "2026-01-05"}


@pytest.mark.parametrize("by", [FAMILY, MANDATED])
@pytest.mark.parametrize("known_to", ["register", "police"])
def test_a_name_that_is_not_the_one_of_its_number_takes_nothing_away(
    world, monkeypatch, known_to, by
):
    if known_to == "police":
        monkeypatch.setattr(registry, "holders", lambda *document: [])
    case = waiting(lives.BENEFIT)
    issuer = lives.signed_in("gy_issuer")
    give = f"/desk/issue/{case.uuid}/deliver/"
    refused = issuer.post(give, {"document": SUNQI, "signer": "李四", **by})
    assert refused.status_code == 422
    assert "姓名和证件号码对不上" in lives.words(refused)
    assert Delivery.objects.get(case=case).state == "waiting"
    assert issuer.post(give, {"document": SUNQI, "signer": "孙七", **by}).status_code == 302


def test_the_service_compares_name_and_number_of_its_own(world):
    case = waiting(lives.BENEFIT)
    assert told(case, name="李四", number=SUNQI, **FAMILY) == {"signer"}
