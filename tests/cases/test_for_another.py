"""One person applies for another: their papers are demanded, every paper names them, they hear of the end and may
object; whoever acts for an applicant hears of what the mandate is for (民法典 161, 165; 个人信息保护法 44)."""

from datetime import timedelta

import pytest

from tests.sites.desk import lives
from yichuang.cases import services
from yichuang.cases.models import Case, Enquiry
from yichuang.cases.queries import completeness, versions
from yichuang.cases.services import corrections, messages, news
from yichuang.cases.services.contexts import handing_over, taking_in
from yichuang.catalog import queries as catalog
from yichuang.core import clock
from yichuang.core.errors import Conflict, Invalid
from yichuang.notify.models import Message
from yichuang.ratings import services as ratings

CARD = "992014301007"
BENEFIT = "990514206001"
ID = "要办的人的身份证件、社会保障卡或户口簿"
LETTER = "要办的人签的授权委托书"
SUNQI = "510812199203039950"
FOR_SUNQI = {
    "for_whom": "other",
    "about_name": "孙七",
    "about_id_type": "01",
    "about_id_number": SUNQI,
    "about_relation": "99",
}


def submitted_with(monkeypatch, code: str, answers: dict, **more) -> Case:
    real = lives.sample_of
    with monkeypatch.context() as patched:
        patched.setattr(lives, "sample_of", lambda *args: real(*args) | answers)
        return lives.submitted(code, **more)


def for_sunqi(monkeypatch) -> Case:
    return submitted_with(monkeypatch, CARD, FOR_SUNQI, channel=1)


def asking() -> list[str]:
    """Codes of the items whose form asks for whom."""
    codes = []
    for row in catalog.items():
        if "for_whom" in catalog.form_of(row.version_id).fields:
            codes.append(row.code)
    return codes


def needed(code: str, whom: str) -> set[str]:
    guide = catalog.guide(code)
    papers = guide.materials_for({"for_whom": whom, "by_agent": "no"})
    return {paper.name for paper in papers if paper.required and not paper.exempt}


def test_every_form_that_asks_for_whom_demands_the_papers_of_whom_it_is_for(world):
    codes = asking()
    assert len(codes) == 8
    for code in codes:
        assert not {ID, LETTER} & needed(code, "self"), code
        assert {ID, LETTER} & needed(code, "family") == {ID}, code
        assert {ID, LETTER} & needed(code, "other") == {ID, LETTER}, code


def test_nothing_is_accepted_or_finished_while_the_papers_of_the_other_are_owed(world, monkeypatch):
    case = for_sunqi(monkeypatch)
    owed = case.materials.filter(code__in=("M05", "M06"))
    assert owed.count() == 2
    owed.delete()
    assert {paper.name for paper in completeness.missing(case)} == {ID, LETTER}
    clerk = lives.officer("gy_clerk")
    with pytest.raises(Invalid):
        services.complete_instantly(
            case_id=case.uuid, officer=clerk, now=clock.now(), result="补领成功"
        )


def test_the_papers_name_whom_it_is_done_for(world, monkeypatch):
    case = for_sunqi(monkeypatch)
    version = versions.of_case(case)
    receipt = taking_in.receipt(case, version, None)
    assert receipt["item"] == f"{version.guide.name}（给孙七办）"
    lives.complete_instantly(
        case_id=case.uuid, officer=lives.officer("gy_clerk"), now=clock.now(), result="补领成功"
    )
    done = lives.again(case)
    assert handing_over.completion(done, version, None)["item"].endswith("（给孙七办）")
    issuer = lives.signed_in("gy_issuer")
    page = lives.words(issuer.get("/desk/issue/?list=elsewhere"))
    assert "（给孙七办）" in page


def test_the_worklist_says_that_somebody_applies_for_another(world, monkeypatch):
    case = for_sunqi(monkeypatch)
    listed = lives.words(lives.signed_in("gy_clerk").get(f"/desk/worklist/?case={case.uuid}"))
    assert "张三（替他人）" in listed


def test_whom_it_is_for_hears_of_the_end_and_says_once_that_nobody_was_asked(world, monkeypatch):
    sunqi = lives.person(SUNQI)
    case = for_sunqi(monkeypatch)
    lives.complete_instantly(
        case_id=case.uuid, officer=lives.officer("gy_clerk"), now=clock.now(), result="补领成功"
    )
    closing = lives.again(case).events.get(kind="close")
    for _ in range(2):
        news.tell_beside(case_id=case.uuid, verb="close", seq=closing.seq)
    theirs = Message.objects.filter(recipient=f"person:{sunqi.uuid}", kind="concerned_over")
    assert theirs.count() == 1
    objection = {
        "case": case,
        "person": sunqi,
        "phone": "13900000007",
        "channel": 2,
        "actor": "person:test",
        "now": clock.now(),
    }
    services.object_to(**objection)
    with pytest.raises(Conflict):
        services.object_to(**objection)
    question = Enquiry.objects.get(person=sunqi, state="open")
    assert question.organisation == case.organisation
    assert case.number in question.question


def test_the_page_of_whom_it_is_about_says_where_it_went_and_lets_them_object(world, monkeypatch):
    lisi_named = {"about_name": "李四", "about_id_number": lives.LISI}
    case = submitted_with(monkeypatch, CARD, FOR_SUNQI | lisi_named, channel=1)
    lives.complete_instantly(
        case_id=case.uuid, officer=lives.officer("gy_clerk"), now=clock.now(), result="补领成功"
    )
    address = f"/my/concerned/{case.uuid}/"
    lisi = lives.signed_in("lisi")
    page = lives.words(lisi.get(address))
    assert "到示例银行朝天支行（虚构）领，等申请人来领" in page and "我没有让人办" in page
    lisi.post(f"{address}object/")
    assert "窗口正在查" in lives.words(lisi.get(address))
    assert lives.signed_in("zhangsan").post(f"{address}object/").status_code == 404


AGENT = {
    "by_agent": "yes",
    "agent_name": "李四",
    "agent_id_number": lives.LISI,
    "agent_phone": "13900000002",
    "agent_relation": "99",
}
SCOPES = [(["submit"], set()), (["submit", "supplement"], {"agent_correction"})]


def by_lisi(monkeypatch, scope: list[str]) -> Case:
    until = (clock.today() + timedelta(days=30)).isoformat()
    answers = AGENT | {"agent_scope": scope, "agent_until": until}
    return submitted_with(monkeypatch, BENEFIT, answers)


@pytest.mark.parametrize(("scope", "kinds"), SCOPES)
def test_an_agent_hears_of_a_correction_where_the_mandate_is_for_it(
    world, monkeypatch, scope, kinds
):
    case = by_lisi(monkeypatch, scope)
    paper = case.materials.order_by("id").first()
    services.ask_correction(
        case_id=case.uuid,
        officer=lives.officer("gy_clerk"),
        items=[corrections.Asked("material", paper.code, "照片不清楚")],
        now=clock.now(),
    )
    seq = lives.again(case).seq
    messages.tell(case_id=case.uuid, verb="ask_correction", seq=seq)
    news.tell_beside(case_id=case.uuid, verb="ask_correction", seq=seq)
    lisi = lives.person(lives.LISI)
    sent = Message.objects.filter(recipient=f"person:{lisi.uuid}", kind__startswith="agent_")
    assert {message.kind for message in sent} == kinds


def test_the_page_of_an_agent_stays_after_the_end(world, monkeypatch):
    case = by_lisi(monkeypatch, ["submit", "receive"])
    address = f"/my/concerned/{case.uuid}/"
    lisi = lives.signed_in("lisi")
    assert lisi.get(address).status_code == 200
    services.withdraw(case_id=case.uuid, actor="person:test", reason="不办了", now=clock.now())
    news.tell_beside(case_id=case.uuid, verb="withdraw", seq=lives.again(case).seq)
    page = lives.words(lisi.get(address))
    assert "您是代办人" in page and "到委托的最后一天还能看到结果" in page
    sent = Message.objects.get(kind="agent_over")
    assert "由申请人撤回了" in sent.body


def asked(case: Case) -> None:
    paper = case.materials.order_by("id").first()
    services.ask_correction(
        case_id=case.uuid,
        officer=lives.officer("gy_clerk"),
        items=[corrections.Asked("material", paper.code, "照片不清楚")],
        now=clock.now(),
    )


def supplied(case: Case, number: str):
    clerk = lives.signed_in("gy_clerk")
    code = case.materials.order_by("id").first().code
    typed = {"number": number, f"material-{code}": "seen"}
    return clerk.post(f"/desk/cases/{case.uuid}/supply/", typed)


def test_an_agent_hands_in_a_correction_under_their_own_document_and_the_trail_names_them(
    world, monkeypatch
):
    case = by_lisi(monkeypatch, ["submit", "supplement"])
    asked(case)
    assert supplied(case, SUNQI).status_code == 422
    answer = supplied(case, lives.LISI)
    assert answer.status_code == 302, lives.words(answer)[:500]
    page = lives.words(lives.signed_in("gy_clerk").get(f"/desk/cases/{case.uuid}/"))
    assert "代办人李四来的" in page


def test_an_agent_whose_mandate_is_not_for_it_hands_in_nothing(world, monkeypatch):
    case = by_lisi(monkeypatch, ["submit", "receive"])
    asked(case)
    answer = supplied(case, lives.LISI)
    assert answer.status_code == 422
    assert "委托里没有写“补正材料”" in lives.words(answer)


def test_the_principal_hears_that_an_agent_came_to_the_window(world, monkeypatch):
    until = (clock.today() + timedelta(days=30)).isoformat()
    answers = AGENT | {"agent_scope": ["submit"], "agent_until": until}
    case = submitted_with(monkeypatch, BENEFIT, answers, channel=1)
    messages.tell(case_id=case.uuid, verb="submit", seq=1)
    sent = Message.objects.filter(recipient=f"person:{case.person.uuid}")
    assert "case_received_by_agent" in {message.kind for message in sent}


def test_who_sent_an_agent_is_asked_at_the_end_how_it_went_and_not_before(world, monkeypatch):
    until = (clock.today() + timedelta(days=30)).isoformat()
    answers = AGENT | {"agent_scope": ["submit"], "agent_until": until}
    case = submitted_with(monkeypatch, lives.UNEMPLOYED, answers, channel=1)
    assert ratings.invite(case_id=case.uuid, seq=1, now=clock.now()) is None
    lives.complete_instantly(
        case_id=case.uuid, officer=lives.officer("gy_clerk"), now=clock.now(), result="准予"
    )
    closing = lives.again(case).events.get(kind="close")
    invitation = ratings.invite(case_id=case.uuid, seq=closing.seq, now=clock.now())
    assert invitation.step == "matter"
