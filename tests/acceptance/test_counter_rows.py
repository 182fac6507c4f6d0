"""综合柜员制: one counter for the five lines, and a qualification for each item."""

import re

import pytest

from tests.sites.console_admin.writer import Desk
from tests.sites.desk import lives
from yichuang.accounts.models import Officer
from yichuang.cases.models import Case
from yichuang.catalog import queries as catalog
from yichuang.registry.models import Person

pytestmark = pytest.mark.django_db
# one item of each of the five lines of 综合柜员, a paper of each taken over the counter
LINES = {
    "就业创业": lives.UNEMPLOYED,
    "社会保险": lives.BENEFIT,
    "人才人事": "992014401001",
    "劳动关系": "991014501004",
    "收入分配": "990514601007",
}


@pytest.fixture(autouse=True)
def filled(world):
    """Packs and demo people."""


def without_an_open_case(code: str) -> Person:
    """Somebody who has no case of this item that is still open: there is one at a time of most."""
    people = (lives.person(number) for number in (lives.ZHANGSAN, lives.LISI, lives.ZHAOLIU))
    return next(
        person
        for person in people
        if not Case.objects.filter(item_code=code, person=person, open=True).exists()
    )


def walk_in(client, code: str) -> Case:
    """A person or an employer comes to the window with an item; the case that was received."""
    if "个人" in catalog.guide(code).service_objects:
        person = without_an_open_case(code)
        return lives.taken(client, code, lives.met(client, person), subject=person)
    employer = lives.employer()
    query = lives.come_for(client, employer)
    return lives.taken(client, code, query, subject=employer)


def accept(client, case: Case):
    """The clerk presses 受理 (or 当场办结 of an instant item)."""
    verb = "instant" if case.instant else "accept"
    told = {"looked": "good"}
    if case.instant:
        told["result"] = "办好了"
    return client.post(f"/desk/cases/{case.uuid}/{verb}/", told)


def test_sys_014_an_item_of_each_of_the_five_lines_is_accepted_at_one_counter():
    counter, clerk = lives.signed_in("gy_clerk"), lives.officer("gy_clerk")
    accepted = {}
    for line, code in LINES.items():
        assert catalog.guide(code).line == line
        case = walk_in(counter, code)
        assert accept(counter, case).status_code == 302
        accepted[line] = lives.again(case)
    assert {line: case.line for line, case in accepted.items()} == {line: line for line in LINES}
    assert {case.accepted_by_id for case in accepted.values()} == {clerk.id}
    assert {case.received_by_id for case in accepted.values()} == {clerk.id}
    assert {case.state for case in accepted.values()} == {"accepted", "closed"}
    held = lives.words(
        lives.signed_in("gy_supervisor").get(f"/desk/cases/{accepted['收入分配'].uuid}/")
    )
    assert clerk.name in held


def test_sys_014_without_the_qualification_no_item_is_accepted_and_with_it_each_is():
    counter = lives.signed_in("gy_clerk_sb")
    others = {line: code for line, code in LINES.items() if line != "社会保险"}
    mine = walk_in(counter, LINES["社会保险"])
    accept(counter, mine)
    assert lives.again(mine).state == "accepted"
    waiting = {}
    for line, code in others.items():
        waiting[line] = walk_in(counter, code)
        told = accept(counter, waiting[line])
        assert told.status_code == 403, line
        assert "还没有这个事项的受理资格" in lives.words(told)
        assert lives.again(waiting[line]).state == "received"
    clerk = Officer.objects.get(user__username="gy_clerk_sb")
    for code in others.values():
        Desk("gy_org").write(f"officers/{clerk.uuid}/qualify/", item=code, certificate="综合柜员")
    for line, case in waiting.items():
        assert accept(counter, case).status_code == 302, line
        assert lives.again(case).accepted_by_id == clerk.id


def test_sys_014_what_a_clerk_may_not_accept_is_not_offered_as_a_button():
    counter = lives.signed_in("gy_clerk_sb")
    case = walk_in(counter, LINES["人才人事"])
    page = counter.get(f"/desk/cases/{case.uuid}/").content.decode()
    assert re.search(r"没有[^<]*资格", page)
