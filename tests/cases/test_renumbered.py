"""A number or code that somebody wants in place of their own is asked for, and no press alone takes over another's."""

import pytest

from tests.looking import complete_instantly
from tests.sites.desk import lives
from yichuang.adapters.faults import Faults
from yichuang.adapters.idcheck.simulator import Simulator
from yichuang.cases.models import NameCheck
from yichuang.cases.queries import renumbered, versions
from yichuang.cases.services import listed as listing
from yichuang.cases.services import police
from yichuang.core import clock, jobs, ports
from yichuang.core.errors import Invalid
from yichuang.identity import services as identity
from yichuang.notify.models import Message
from yichuang.registry import services as registry

pytestmark = pytest.mark.django_db
CHANGED, CARD, UNIT = "992014201009", "992014101005", "992014201002"
FREE, KNOWN = "510802198805120011", "13900000088"
GROUND = {
    "change_items": ["id"],
    "key_change_ground": "公安机关更正证明",
    "change_reason": "police",
}
SAMPLED = ("new_phone", "new_address")


@pytest.fixture(autouse=True)
def register(world, monkeypatch):
    """The police register, and jobs that run only when a test runs them."""
    simulator = Simulator(Faults())
    others = ports.adapter
    monkeypatch.setattr(
        ports, "adapter", lambda kind: simulator if kind == "idcheck" else others(kind)
    )
    monkeypatch.setattr(jobs, "defer", lambda name, **arguments: None)
    return simulator


def sent(number: str, **more):
    answers = GROUND | {"new_id_number": number}
    return lives.submitted(CHANGED, other_answers=answers, unanswered=SAMPLED, **more)


def asked(case) -> None:
    listing.take_in(case_id=case.uuid, start=0, now=clock.now())
    police.ask(case_id=case.uuid, now=clock.now())


def finished(case, **more):
    clerk = lives.officer("gy_clerk")
    return complete_instantly(
        case_id=case.uuid, officer=clerk, now=clock.now(), result="予以变更", **more
    )


def doubts(case) -> list[str]:
    return renumbered.doubts(versions.of_case(case), case)


def refused(act, *arguments, **more) -> list[tuple[str, str]]:
    with pytest.raises(Invalid) as wrong:
        act(*arguments, **more)
    return [(problem.field, problem.message) for problem in wrong.value.problems]


def test_the_number_of_another_known_person_is_refused_with_the_way_out():
    [(field, message)] = refused(sent, lives.ZHAOLIU)
    assert field == "new_id_number"
    assert "更正证明" in message and "窗口" in message


def test_at_a_window_it_is_taken_by_the_second_press_and_ended_by_a_proof_only():
    window = {"officer": lives.officer("gy_clerk"), "channel": 1}
    refused(sent, lives.ZHAOLIU, **window)
    case = sent(lives.ZHAOLIU, **window)
    asked(case)
    assert doubts(case) == [renumbered.HELD, renumbered.BY_OUTCOME[NameCheck.OTHER]]
    [(field, message)] = refused(finished, case)
    assert field == "number_proof"
    assert "公安机关更正证明" in message
    page = lives.words(lives.signed_in("gy_clerk").get(f"/desk/cases/{case.uuid}/"))
    assert "公安人口库说姓名和新号码不一致" in page
    assert "公安机关的更正证明（机关、文号、日期）" in page
    finished(case, number_proof="朝天公安分局 更字〔2026〕7号")
    assert lives.again(case).outcome == "approved"


def test_the_police_are_asked_for_the_new_number_with_the_name():
    case = sent(FREE)
    assert doubts(case) == [renumbered.BY_OUTCOME[NameCheck.WAITING]]
    refused(finished, case)
    asked(case)
    assert doubts(case) == []
    page = lives.words(lives.signed_in("gy_clerk").get(f"/desk/cases/{case.uuid}/"))
    assert "新身份号码" in page
    finished(case)


def test_a_new_name_is_asked_for_with_the_new_number():
    answers = {"change_items": ["id", "name"], "new_name": "张叁"}
    case = lives.submitted(
        CHANGED, other_answers=GROUND | answers | {"new_id_number": FREE}, unanswered=SAMPLED
    )
    [person] = renumbered.persons(versions.of_case(case), case.form)
    assert (person.name, person.number) == ("张叁", FREE)


def test_whoever_has_the_number_is_told():
    zhaoliu = lives.person(lives.ZHAOLIU)
    identity.trust_phone(person=zhaoliu, phone=KNOWN, came_from="window:test", now=clock.now())
    window = {"officer": lives.officer("gy_clerk"), "channel": 1}
    refused(sent, lives.ZHAOLIU, **window)
    asked(sent(lives.ZHAOLIU, **window))
    [message] = Message.objects.filter(recipient=f"person:{zhaoliu.uuid}", kind="named_in_form")
    assert message.phone == KNOWN


def test_what_changes_no_number_owes_no_proof():
    case = lives.submitted(CHANGED)
    assert doubts(case) == []
    finished(case)


def test_the_code_of_another_unit_is_refused():
    other = registry.record_employer(
        name="示例乙建筑工程有限公司（虚构）", credit_code="91510812MA9999910U", actor="test"
    )
    answers = {"change_items": ["credit"], "new_credit_code": other.credit_code}
    unanswered = ("new_unit_address", "new_rep_name")
    [(field, message)] = refused(
        lives.submitted,
        UNIT,
        subject=lives.employer(),
        other_answers=answers,
        unanswered=unanswered,
    )
    assert field == "new_credit_code"
    assert "另一个单位" in message
