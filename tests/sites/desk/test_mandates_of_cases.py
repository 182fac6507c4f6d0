"""The mandate of who came for a unit is a paper of the case: asked for once, read, opened."""

from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse

from tests.paper_files import PDF
from tests.sites.desk import lives
from tests.sites.desk.test_mandates import (
    HANDLER,
    OF_UNITS,
    STRANGER,
    brought_nothing,
    paper,
    stranger,
)
from yichuang.cases.models import Case, Mandate
from yichuang.cases.queries import desk
from yichuang.core import clock
from yichuang.notify.models import Message
from yichuang.registry.models import Employer

MANDATE = {"ask": ["material:MANDATE"], "why-material:MANDATE": "请交来"}


def waiting_for_it(client, **more) -> Case:
    """A case of the unit with an open notice that asks for the mandate."""
    case = brought_nothing(client, lives.employer())
    address = f"/desk/cases/{case.uuid}/"
    notice = {**MANDATE, **more}
    assert client.post(f"{address}correct/", notice).status_code == 302
    return lives.again(case)


def mandates_of(case: Case) -> list[tuple[str, int]]:
    """How each mandate among its papers came, and by which notice."""
    rows = case.materials.filter(code="MANDATE")
    return list(rows.order_by("id").values_list("source", "round"))


def is_answered(case: Case) -> bool:
    notice = case.corrections.get()
    return notice.answered_at is not None


def test_brought_to_the_counter_it_answers_the_notice_that_asks_for_it(clerk):
    case = waiting_for_it(clerk)
    assert clerk.post("/desk/mandate/", paper(case.employer)).status_code == 302
    assert (lives.again(case).state, is_answered(case)) == ("supplied", True)
    assert mandates_of(case) == [("seen", 1)]


def test_a_notice_that_asks_for_more_asks_for_the_rest_only(clerk):
    asked = ["material:MANDATE", "field:add_reason"]
    case = waiting_for_it(clerk, ask=asked, **{"why-field:add_reason": "原因不对"})
    clerk.post("/desk/mandate/", paper(case.employer))
    assert (lives.again(case).state, is_answered(case)) == ("correcting", False)
    address = f"/desk/cases/{case.uuid}/supply/"
    assert "material-MANDATE" not in clerk.get(address).content.decode()
    online = lives.signed_in("shilijia").get(f"/my/cases/{case.uuid}/correct/")
    assert "授权委托书" not in lives.words(online)
    rest = {"add_reason": "other", "_comer": stranger()}
    brought = clerk.post(address, rest)
    assert brought.status_code == 302, lives.words(brought)[:400]
    assert is_answered(case)


def test_the_licence_of_the_representative_settles_what_was_owed(clerk):
    case = waiting_for_it(clerk)
    licence = paper(case.employer, how="licence", licence_name="赵六")
    assert clerk.post("/desk/mandate/", licence).status_code == 302
    assert not case.parties.get(role="agent").owes_mandate
    assert (is_answered(case), mandates_of(case)) == (True, [])


def test_two_windows_of_the_browser_do_not_mix_who_has_come(clerk):
    unit = lives.employer()
    query = lives.come_for(clerk, unit, *STRANGER)
    clerk.post("/desk/mandate/", paper(unit))
    typed = lives.typed(clerk, OF_UNITS, query)
    of_stranger = paper(unit)
    lives.come_for(clerk, unit, HANDLER)
    sent = clerk.post(f"/desk/take/{OF_UNITS}/", typed)
    assert sent.status_code == 302 and sent["Location"].startswith("/desk/?")
    assert not Case.objects.filter(employer=unit, channel=1).exists()
    assert "不是同一个人" in lives.words(clerk.get(sent["Location"]))
    clerk.post("/desk/mandate/", of_stranger)
    assert Mandate.objects.count() == 1
    lives.come_for(clerk, unit, *STRANGER)
    assert "/desk/cases/" in clerk.post(f"/desk/take/{OF_UNITS}/", typed)["Location"]


def test_nobody_signs_his_own_mandate_on_the_first_visit(clerk):
    code = "91510812MA99990132"
    clerk.post("/desk/who/", {"number": code, "name": "示例新来有限公司（虚构）"})
    unit = Employer.objects.get(credit_code=code)
    lives.come_for(clerk, unit, *STRANGER)
    refused = clerk.post("/desk/mandate/", paper(unit, signed_by="赵六"))
    assert refused.status_code == 422 and "不能给自己签" in lives.words(refused)
    assert not Mandate.objects.exists()


def test_who_accepts_has_opened_the_scan(clerk):
    unit = lives.employer()
    query = lives.come_for(clerk, unit, *STRANGER)
    scan = SimpleUploadedFile("委托书.pdf", PDF, "application/pdf")
    clerk.post("/desk/mandate/", paper(unit, how="file", file=scan))
    case = lives.taken(clerk, OF_UNITS, query)
    assert mandates_of(case) == [("file", 0)]
    address = f"/desk/cases/{case.uuid}/"
    verb = "instant" if case.instant else "accept"
    unopened = clerk.post(f"{address}{verb}/", {"looked": "good"})
    assert unopened.status_code == 422
    assert "“授权委托书”您还没有打开过" in lives.words(unopened)
    assert clerk.get(f"{address}mandate/").status_code == 200
    assert clerk.post(f"{address}{verb}/", {"looked": "good"}).status_code == 302


def test_one_that_came_by_a_notice_is_opened_before_it_is_read(clerk):
    case = waiting_for_it(clerk)
    scan = SimpleUploadedFile("委托书.pdf", PDF, "application/pdf")
    address = f"/desk/cases/{case.uuid}/"
    sent = {"material-MANDATE": "file", "file-MANDATE": scan, "_comer": stranger()}
    assert clerk.post(f"{address}supply/", sent).status_code == 302
    refused = clerk.post(f"{address}read-mandate/", paper(case.employer))
    assert refused.status_code == 422 and "还没有打开过" in lives.words(refused)
    row = case.materials.get(code="MANDATE")
    clerk.get(f"{address}materials/{row.id}/")
    assert clerk.post(f"{address}read-mandate/", paper(case.employer)).status_code == 302
    party = case.parties.get(role="agent")
    assert (party.owes_mandate, party.mandate.signed_by) == (False, "李四")
    assert mandates_of(case) == [("file", 1)]
    assert clerk.post(f"{address}read-mandate/", paper(case.employer)).status_code == 409


def read_at(client, **changes) -> tuple[Case, HttpResponse]:
    """A case whose mandate came as a scan and was opened, and the answer to what is typed of it."""
    case = waiting_for_it(client)
    scan = SimpleUploadedFile("委托书.pdf", PDF, "application/pdf")
    address = f"/desk/cases/{case.uuid}/"
    client.post(
        f"{address}supply/",
        {"material-MANDATE": "file", "file-MANDATE": scan, "_comer": stranger()},
    )
    row = case.materials.get(code="MANDATE")
    client.get(f"{address}materials/{row.id}/")
    typed = paper(case.employer, **changes)
    return case, client.post(f"{address}read-mandate/", typed)


def test_a_mandate_for_another_line_is_none_for_this_case(clerk):
    case, refused = read_at(clerk, scope="人才人事")
    assert refused.status_code == 422
    assert f"不管{case.line}的事" in lives.words(refused)
    assert not Mandate.objects.exists()
    assert case.materials.get(code="MANDATE").verdict == ""
    assert not Message.objects.filter(kind="mandate_brought").exists()


def test_a_mandate_for_one_matter_is_for_the_case_at_which_it_is_read(clerk):
    earlier, _ = read_at(clerk, scope="人才人事")
    later = brought_nothing(clerk, earlier.employer)
    address = f"/desk/cases/{earlier.uuid}/read-mandate/"
    read = clerk.post(address, paper(earlier.employer, scope="one"))
    assert read.status_code == 302
    owing = [case.parties.get(role="agent").owes_mandate for case in (earlier, later)]
    assert owing == [False, True]
    sent = Message.objects.filter(kind="mandate_brought").first()
    assert f"办“{earlier.version.definition['name']}”这一件事" in sent.body


def test_who_owes_it_gets_no_password_and_the_worklist_counts_it_as_missing(clerk):
    case = brought_nothing(clerk, lives.employer())
    page = lives.words(clerk.get(f"/desk/cases/{case.uuid}/?new=1"))
    assert "查询密码等委托书到了再给" in page and "打印小票" not in page
    papers = desk.papers_of([case])[case.id]
    assert papers.needed - papers.have == 1
    clerk.post("/desk/mandate/", paper(case.employer))
    papers = desk.papers_of([case])[case.id]
    assert papers.needed == papers.have


def collecting(number: str, name: str) -> dict:
    """What is typed of who comes for a result."""
    return {"signer": name, "document": number, "relation": "单位经办人"}


def test_a_result_of_a_unit_is_not_handed_out_by_a_document_alone(clerk):
    unit = lives.employer()
    case = lives.finished(OF_UNITS, subject=unit)
    case.delivery.way = "counter"
    case.delivery.save()
    address = f"/desk/issue/{case.uuid}/deliver/"
    issuer = lives.signed_in("gy_issuer")
    refused = issuer.post(address, collecting(*STRANGER))
    assert refused.status_code == 422 and "授权委托书" in lives.words(refused)
    lives.come_for(clerk, unit, *STRANGER)
    clerk.post("/desk/mandate/", paper(unit))
    assert issuer.post(address, collecting(*STRANGER)).status_code == 302
    case.delivery.refresh_from_db()
    handed_out_at = clock.local(case.delivery.delivered_at)
    assert (case.delivery.signed_by, handed_out_at.date()) == ("赵六", clock.today())
