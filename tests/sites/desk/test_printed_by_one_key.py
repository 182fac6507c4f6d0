"""What F7 prints at each step of a case: the papers of that step and no others, each by its own number however often it
is printed, the slip with its password once. The address is read from the page; no sheet is set."""

import re

import pytest

from tests.sites.desk import lives
from yichuang.cases import services
from yichuang.cases.models import Case
from yichuang.cases.services.corrections import Asked
from yichuang.core import clock
from yichuang.sites.desk.review import files

F7 = re.compile(r'href="(/desk/cases/[^"]+)"\s+target="_blank"\s+data-key="F7"')
RECEIPT = "申请材料收件凭证"
CONSULTED = "992014401001"  # an item whose decision is its result


@pytest.fixture(autouse=True)
def unset(monkeypatch):
    """Papers as their titles and numbers, so that no sheet is set."""
    monkeypatch.setattr(files, "shown", lambda paper: f"{paper.title} {paper.number_text}".encode())
    monkeypatch.setattr(files.documents, "together", b"\n".join)
    monkeypatch.setattr(files.documents, "sheet", slip_in_words)


def slip_in_words(*, context: dict, **_more) -> bytes:
    return "小票，有密码".encode() if "password" in context else "小票".encode()


def printed(client, case: Case) -> list[str]:
    """What comes of F7 on the page of the case, sheet by sheet; [] where the page has no such key."""
    page = client.get(f"/desk/cases/{case.uuid}/").content.decode()
    targets = F7.findall(page)
    if not targets:
        return []
    assert len(targets) == 1 == page.count('data-key="F7"')
    answer = client.get(targets[0])
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    return answer.content.decode().split("\n")


def titles(sheets: list[str]) -> list[str]:
    return [sheet.split(" ")[0] for sheet in sheets]


def asked_for_more(case: Case | None = None) -> Case:
    """A case whose applicant is told at once what is to be mended."""
    case = case or lives.submitted()
    services.ask_correction(
        case_id=case.uuid,
        officer=lives.officer("gy_clerk"),
        items=[Asked("field", "person_phone", "请核对手机")],
        now=clock.now(),
    )
    return lives.again(case)


def supplied(case: Case | None = None) -> Case:
    """A case whose applicant has mended what was told."""
    case = case or asked_for_more()
    services.answer_correction(
        case_id=case.uuid,
        actor="person:test",
        answers={"person_phone": "13900000009"},
        materials=[],
        file_owner="person:test",
        now=clock.now(),
    )
    return lives.again(case)


def delivered() -> Case:
    case = lives.decided(CONSULTED, channel=1)
    services.deliver(
        case_id=case.uuid,
        actor="test",
        officer=lives.officer("gy_issuer"),
        signer=services.Collector(lives.person().name, number=lives.ZHANGSAN),
        now=clock.now(),
    )
    return lives.again(case)


def withdrawn() -> Case:
    case = lives.accepted()
    services.withdraw(case_id=case.uuid, actor="person:test", reason="不办了", now=clock.now())
    return lives.again(case)


# what brings the case there, who reads its page, what the key prints
STEPS = {
    "taken in": (lives.submitted, "gy_clerk", [RECEIPT]),
    "asked for more": (asked_for_more, "gy_clerk", ["一次性补正告知书"]),
    "asked for more is supplied": (supplied, "gy_clerk", [RECEIPT]),
    "refused": (lives.refused, "gy_clerk", ["不予受理通知书"]),
    "accepted": (lives.accepted, "gy_clerk", ["受理通知书"]),
    "reviewed": (lives.reviewing, "gy_reviewer", ["受理通知书"]),
    "proposed": (lives.proposed, "gy_approver", ["受理通知书"]),
    "denied": (lives.denied, "gy_reviewer", ["决定书", "办结通知"]),
    "decided": (lives.decided, "gy_reviewer", ["失业保险金核定决定书", "办结通知"]),
    "done on the spot": (lives.finished, "gy_clerk", ["受理通知书", "办结通知", "失业登记凭证"]),
    "delivered": (delivered, "gy_issuer", ["送达回证"]),
    "taken back": (withdrawn, "gy_clerk", ["受理通知书"]),
}


@pytest.mark.parametrize("step", STEPS)
def test_the_key_prints_the_papers_of_the_step_and_again_the_same(world, step):
    begin, username, expected = STEPS[step]
    case = begin()
    client = lives.signed_in(username)
    first = printed(client, case)
    assert titles(first) == expected
    assert printed(client, case) == first


def test_a_second_notice_of_what_is_to_be_mended_is_printed_in_place_of_the_first(clerk):
    case = asked_for_more()
    first = printed(clerk, case)
    supplied(case)
    second = printed(clerk, asked_for_more(case))
    assert titles(first) == titles(second) == ["一次性补正告知书"]
    assert first != second


def test_the_slip_comes_first_while_its_password_waits_and_then_no_more(clerk):
    case = lives.taken(clerk, lives.UNEMPLOYED, lives.met(clerk))
    assert titles(printed(clerk, case)) == ["小票，有密码", RECEIPT]
    assert titles(printed(clerk, case)) == [RECEIPT]


def test_a_slip_that_was_lost_is_printed_again_with_the_papers_of_the_step(clerk):
    keeper = lives.person(lives.ZHAOLIU)  # whose archive it is in the sample
    taken = lives.taken(clerk, CONSULTED, lives.met(clerk, keeper), subject=keeper)
    case = asked_for_more(taken)
    printed(clerk, case)
    assert titles(printed(clerk, case)) == ["一次性补正告知书"]
    assert clerk.post(f"/desk/cases/{case.uuid}/slip/").status_code == 302
    expected = ["小票，有密码", RECEIPT, "一次性补正告知书"]
    assert titles(printed(clerk, case)) == expected
    assert titles(printed(clerk, case)) == ["一次性补正告知书"]
