"""业务链全程跟踪 as an auditor sees it: the trail of a case, its chain, and who read or did what around it."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.test import Client
from openpyxl import load_workbook

from tests.conftest import DEMO_PASSWORD
from tests.reading import times_in, to_the_second
from tests.sites.desk import lives
from yichuang.audit.models import Entry
from yichuang.audit.services import record
from yichuang.cases.models import CaseEvent
from yichuang.core import clock

pytestmark = pytest.mark.django_db
FILE_ITEM = "992014401001"
AUDIT = "/console/audit/"


@pytest.fixture(autouse=True)
def filled(world):
    """Packs and demo people."""


def traced(case) -> str:
    """What the auditor reads after typing the number."""
    answer = lives.signed_in("gy_auditor").post(
        AUDIT, {"q": f"{case.number[:6]} {case.number[6:]}"}, follow=True
    )
    assert answer.redirect_chain[-1][0] == f"{AUDIT}cases/{case.uuid}/"
    return lives.words(answer)


def test_sys_018_an_auditor_signs_in_to_the_record_and_traces_a_case_by_its_number():
    visitor = Client()
    signed = visitor.post("/accounts/login/", {"username": "gy_auditor", "password": DEMO_PASSWORD})
    assert signed["Location"] == AUDIT
    assert "办件编号" in lives.words(visitor.get(AUDIT))

    case = lives.decided(FILE_ITEM)
    clerk = lives.signed_in("gy_clerk")
    clerk.get(f"/desk/cases/{case.uuid}/")
    assert clerk.get(f"/desk/cases/{case.uuid}/papers/receipt.pdf").status_code == 200
    page = traced(case)
    assert "链校验通过，记录没有被改过" in page
    trail, kept = page.partition("办理过程")[2].split("谁读过、写过")
    steps = ("提交申请", "受理", "开始审核", "准予", "办结")
    assert [trail.index(step) for step in steps] == sorted(trail.index(step) for step in steps)
    for event in case.events.all():
        assert to_the_second(clock.local(event.at)) in times_in(trail)
    for username in ("gy_clerk", "gy_reviewer"):
        assert lives.officer(username).name in trail
    assert "R1" in trail
    who = lives.officer("gy_clerk")
    assert f"{who.name}（{who.organisation.name}）读看了办件" in kept
    assert "读打开了材料申请材料收件凭证" in kept
    assert "写出具了文书申请材料收件凭证" in kept
    assert "写受理" in kept
    assert (
        f"{lives.officer('gy_auditor').name}" in kept.split("审计查阅")[0]
    )  # the reading itself, newest first
    assert "张三" not in page
    assert lives.ZHANGSAN not in page
    assert "张**（510812********9916）" in page


def test_sys_018_who_opened_which_material_is_in_the_record():
    case = lives.submitted(lives.UNEMPLOYED)
    paper = case.materials.get(file__isnull=False)
    assert (
        lives.signed_in("gy_clerk")
        .get(f"/desk/cases/{case.uuid}/materials/{paper.pk}/")
        .status_code
        == 200
    )
    kept = traced(case).split("谁读过、写过")[1]
    assert f"读打开了材料{paper.name}" in kept
    assert f"写上传了材料{paper.name}" in kept


def test_sys_018_reads_and_writes_are_told_apart_paged_and_go_to_a_spreadsheet():
    case = lives.decided(FILE_ITEM)
    clerk, auditor = lives.signed_in("gy_clerk"), lives.signed_in("gy_auditor")
    clerk.get(f"/desk/cases/{case.uuid}/")
    for _ in range(59):
        record(actor=lives.officer("gy_clerk").actor, verb="case.read", subject=case.ref)
    address = f"{AUDIT}cases/{case.uuid}/"
    reads = lives.words(auditor.get(address, {"kind": "read"})).split("谁读过、写过")[1]
    assert reads.count("看了办件") == 49
    second = lives.words(auditor.get(address, {"kind": "read", "page": 2})).split("谁读过、写过")[1]
    assert second.count("看了办件") == 60 - 48
    writes = lives.words(auditor.get(address, {"kind": "write"})).split("谁读过、写过")[1]
    assert "受理" in writes
    assert "看了办件" not in writes
    rows = list(
        load_workbook(BytesIO(auditor.get(address, {"format": "xlsx"}).getvalue())).active.values
    )
    assert rows[2] == ("时间", "谁", "读写", "做了什么", "内容", "关于", "哪一页")
    assert len(rows) - 3 == Entry.objects.filter(subject=case.ref).count()
    assert not any(lives.ZHANGSAN in str(row) or "张三" in str(row) for row in rows)


def test_sys_018_a_changed_trail_is_shown_to_the_auditor():
    case = lives.decided(FILE_ITEM)
    step = CaseEvent.objects.filter(case=case).order_by("seq")[1]
    CaseEvent.objects.filter(pk=step.pk).update(actor="person:somebody")
    page = traced(case)
    assert "过程记录被改过" in page
    assert "第2步的行和存证文本不一致" in page


def test_sys_018_an_officer_is_traced_by_name_account_and_number():
    case, clerk = lives.submitted(FILE_ITEM), lives.officer("gy_clerk")
    lives.signed_in("gy_clerk").get(f"/desk/cases/{case.uuid}/")
    auditor = lives.signed_in("gy_auditor")
    for asked in (clerk.name, "gy_clerk", clerk.employee_no):
        answer = auditor.post(AUDIT, {"q": asked}, follow=True)
        assert answer.redirect_chain[-1][0] == f"{AUDIT}officers/{clerk.uuid}/", asked
        assert f"读看了办件—{case.number}" in lives.words(answer)
    assert "没有查到" in lives.words(auditor.post(AUDIT, {"q": "没有这个人"}))
    own = lives.officer("gy_auditor")
    asked = Entry.objects.filter(actor=own.actor).values_list("verb", flat=True)
    assert {"audit.search", "officer.audit"} <= set(asked)


def test_sys_018_nobody_else_opens_the_record_and_an_auditor_opens_nothing_else():
    case, clerk = lives.submitted(FILE_ITEM), lives.officer("gy_clerk")
    pages = (AUDIT, f"{AUDIT}cases/{case.uuid}/", f"{AUDIT}officers/{clerk.uuid}/")
    for username in ("gy_clerk", "gy_supervisor", "gy_org", "zhangsan"):
        assert {lives.signed_in(username).get(page).status_code for page in pages} == {403}
    elsewhere = lives.signed_in("qd_auditor")
    assert "没有查到" in lives.words(elsewhere.post(AUDIT, {"q": case.number}))
    assert {elsewhere.get(page).status_code for page in pages[1:]} == {404}
    auditor = lives.signed_in("gy_auditor")
    assert auditor.get("/desk/")["Location"] == AUDIT
    for closed in ("/desk/worklist/", f"/desk/cases/{case.uuid}/", "/console/", "/console/admin/"):
        assert auditor.get(closed).status_code == 403
    assert auditor.post(pages[1]).status_code == 405


def test_sys_018_a_citizen_is_traced_by_number_with_who_when_and_from_which_page():
    case, clerk = lives.submitted(FILE_ITEM), lives.officer("gy_clerk")
    window = lives.signed_in("gy_clerk")
    window.get(f"/desk/cases/{case.uuid}/")
    window.get(f"/desk/?person={case.person.uuid}")
    elsewhere = lives.signed_in("qd_clerk")
    elsewhere.post("/desk/who/", {"number": lives.ZHANGSAN, "name": "张三"})
    elsewhere.get(f"/desk/?person={case.person.uuid}")
    lives.signed_in("yy_clerk").get(f"/desk/cases/{case.uuid}/")
    auditor = lives.signed_in("gy_auditor")
    answer = auditor.post(AUDIT, {"q": lives.ZHANGSAN}, follow=True)
    address = answer.redirect_chain[-1][0]
    assert address == f"{AUDIT}people/{case.person.uuid}/"
    page = lives.words(answer)
    assert "张三" not in page
    assert lives.ZHANGSAN not in page
    masked = "张**（510812********9916）"
    assert f"谁看过{masked}" in page
    assert f"{clerk.name}（{clerk.organisation.name}）读看了办件—{case.number}办件页" in page
    assert f"{clerk.name}（{clerk.organisation.name}）读看了个人登记信息—{masked}窗口" in page
    refused = lives.officer("yy_clerk")
    assert (
        f"{refused.name}（{refused.organisation.name}）读想打开，被拒绝—{case.number}办件页" in page
    )
    assert (
        lives.officer("qd_clerk").name not in page
    )  # the register is read there too, and that city's auditor asks
    theirs = lives.words(
        lives.signed_in("qd_auditor").post(AUDIT, {"q": lives.ZHANGSAN}, follow=True)
    )
    assert lives.officer("qd_clerk").name in theirs
    assert case.number not in theirs
    assert "没有查到" in lives.words(
        lives.signed_in("yy_auditor").post(AUDIT, {"q": lives.ZHANGSAN})
    )


def test_sys_018_the_record_is_cut_to_a_period():
    case = lives.submitted(FILE_ITEM)
    lives.signed_in("gy_clerk").get(f"/desk/cases/{case.uuid}/")
    auditor, today = lives.signed_in("gy_auditor"), clock.today()
    before, after = today - timedelta(1), today + timedelta(1)
    for address in (f"{AUDIT}cases/{case.uuid}/", f"{AUDIT}people/{case.person.uuid}/"):
        now = lives.words(
            auditor.get(address, {"from": today.isoformat(), "to": today.isoformat()})
        )
        assert "看了办件" in now
        assert "看了办件" not in lives.words(auditor.get(address, {"to": before.isoformat()}))
        assert "看了办件" not in lives.words(auditor.get(address, {"from": after.isoformat()}))


def test_sys_018_what_an_officer_read_of_somebody_says_of_whom():
    person, clerk = lives.person(), lives.officer("gy_clerk")
    lives.signed_in("gy_clerk").get(f"/desk/?person={person.uuid}")
    page = lives.words(lives.signed_in("gy_auditor").get(f"{AUDIT}officers/{clerk.uuid}/"))
    assert "读看了个人登记信息—张**（510812********9916）窗口" in page
