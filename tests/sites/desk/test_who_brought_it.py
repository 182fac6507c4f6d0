"""Who came for a unit is named on its receipt and its timeline, and the unit is told that it was not there."""

from datetime import timedelta

from tests.paper_files import text_of
from tests.sites.desk import lives
from tests.sites.desk.test_mandates import HANDLER, OF_UNITS, STRANGER, paper
from yichuang.cases.models import Case
from yichuang.cases.queries import versions
from yichuang.cases.services import messages
from yichuang.cases.services.contexts.taking_in import receipt
from yichuang.core import clock
from yichuang.notify.models import Message

UNITS_PHONE = "13900000101"  # as packs/demo has it
ASKED = ["material:MANDATE", "field:add_reason"]
THE_UNIT = "shilijia"


def agent_on_receipt(case: Case) -> str:
    return receipt(case, versions.of_case(case), None)["agent"]


def filed(client, number: str = STRANGER[0], name: str = STRANGER[1], **changes) -> Case:
    """A case of the unit that this person brought; changes: of what the clerk says of the mandate."""
    unit = lives.employer()
    query = lives.come_for(client, unit, number, name)
    if changes:
        assert client.post("/desk/mandate/", paper(unit, **changes)).status_code == 302
    return lives.taken(client, OF_UNITS, query)


def told(case: Case) -> Message:
    """What the unit is told of the receipt of its case."""
    messages.tell(case_id=case.uuid, verb="submit", seq=1)
    return Message.objects.get(link=f"/my/cases/{case.uuid}/")


def test_the_receipt_names_who_came_and_by_what(clerk):
    signed = clock.today() - timedelta(10)
    by_mandate = filed(clerk, how="seen", signed_on=signed.isoformat())
    day = f"{signed.year}年{signed.month}月{signed.day}日"
    assert agent_on_receipt(by_mandate) == f"赵六，凭李四{day}签的授权委托书"
    paper_of_it = clerk.get(f"/desk/cases/{by_mandate.uuid}/papers/receipt.pdf")
    assert "赵六" in text_of(paper_of_it.content)


def test_one_who_owes_the_mandate_and_one_who_needs_none(clerk):
    assert agent_on_receipt(filed(clerk, how="later")) == "赵六，授权委托书还没有交"
    known = filed(clerk, HANDLER, "")
    assert agent_on_receipt(known) == "孙七"


def test_the_unit_is_told_by_its_own_phone_that_somebody_came(clerk):
    message = told(filed(clerk, how="seen"))
    assert (message.kind, message.phone) == ("case_received_by_agent", UNITS_PHONE)
    assert "您申请的" not in message.body


def test_who_handles_its_business_is_told_as_before(clerk):
    assert told(filed(clerk, HANDLER, "")).kind == "case_received"


def test_the_timelines_tell_who_brought_what(clerk):
    case = filed(clerk, how="later")
    notice = {"ask": ASKED, "why-material:MANDATE": "请交来", "why-field:add_reason": "原因不对"}
    assert clerk.post(f"/desk/cases/{case.uuid}/correct/", notice).status_code == 302
    unit = lives.employer()
    lives.come_for(clerk, unit, HANDLER)
    address = f"/desk/cases/{case.uuid}/supply/"
    comer = lives.comer_on(clerk.get(address))
    typed = {"add_reason": "other", "material-MANDATE": "seen", "_comer": comer}
    handed_in = clerk.post(address, typed)
    assert handed_in.status_code == 302, lives.words(handed_in)[:300]
    own = lives.words(lives.signed_in(THE_UNIT).get(f"/my/cases/{case.uuid}/"))
    desk = lives.words(clerk.get(f"/desk/cases/{case.uuid}/"))
    for page in (own, desk):
        assert "赵六来的" in page and "孙七来的，补来：授权委托书，改填：增员原因" in page
    supplied = case.events.get(kind="answer_correction")
    form = receipt(lives.again(case), versions.of_case(case), supplied)["materials"][0]
    assert (form["form"], form["note"]) == ("填报", "第1次改填：增员原因")
