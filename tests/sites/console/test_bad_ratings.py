"""差评: what was written beside an answer of another is not lost, and what is to be answered first stands first."""

import re
from datetime import timedelta

import pytest
from django.test import Client

from tests.sites.console.test_console_pages import text
from tests.sites.console.test_opened_numbers import rated
from tests.sites.desk import lives as desk
from tests.sites.desk.test_mandates import OF_UNITS
from yichuang.accounts.models import Todo
from yichuang.cases.models import Case, Party
from yichuang.core import clock
from yichuang.ratings.models import Invitation, Mending
from yichuang.ratings.services import invite


def test_an_answer_written_in_a_second_tab_comes_back_beside_the_first(by, service):
    rated(service)
    client = by("gy_supervisor")
    page = Todo.objects.get(kind="bad_rating").link
    client.post(page, {"path": "at_once", "answer": "当天改了告知单"})
    refused = client.post(page, {"path": "at_once", "answer": "窗口加了一名帮办"})
    assert refused.status_code == 409
    said = text(refused)
    assert "这条差评已经答复了" in said
    assert "当天改了告知单" in said
    assert "窗口加了一名帮办" in said
    assert Mending.objects.get().answer == "当天改了告知单"
    assert "窗口加了一名帮办" not in text(client.get(page))


@pytest.fixture
def three_bad(lately):
    """Items of three bad ratings: due in 3 days, 9 days late, 2 days late, in the order in which they were given."""
    items = []
    for who, what in (("周八", "失业登记"), ("王五", "权益单"), ("李四", "补卡")):
        case = lately(who, what, 1, 0, "00:00", "")
        rated(Invitation.objects.filter(case=case).first())
        items.append(case.version.item.name)
    today = clock.today()
    for mending, days in zip(Mending.objects.order_by("pk"), (3, -9, -2), strict=True):
        mending.due_on = today + timedelta(days)
        mending.save(update_fields=["due_on"])
    return items


def test_the_longest_overdue_stands_first_and_the_page_says_so(by, three_bad):
    page = text(by("gy_supervisor").get("/console/ratings/bad/"))
    assert "逾期最久的在最前" in page
    body = page[page.rindex("<tbody") :]
    assert re.findall(r"逾期\d天|还有\d天", body) == ["逾期9天", "逾期2天", "还有3天"]
    listed = [name for name in re.findall(r">\s*([^<>\s]+)\s*</a>", body) if name in three_bad]
    soon, late, less_late = three_bad
    assert listed == [late, less_late, soon]


def of_its_handler() -> Case:
    """The account of a unit, which its handler has, is asked."""
    return desk.finished(OF_UNITS, subject=desk.employer())


def of_an_agent() -> Case:
    """Somebody came for the unit."""
    case = of_its_handler()
    agent = desk.person(desk.ZHAOLIU)
    Party.objects.create(case=case, role="agent", person=agent)
    return case


@pytest.mark.parametrize("agreed", [False, True])
@pytest.mark.parametrize("asked", [desk.finished, of_its_handler, of_an_agent])
def test_who_rated_is_named_to_nobody_and_the_case_opens_where_they_may_be_called(
    by, world, asked, agreed
):
    case = asked()
    invitation = invite(case_id=case.uuid, seq=1, now=clock.now())
    agreement = {"real_name": "yes"} if agreed else {}
    rated(invitation, **agreement)
    page = text(by("gy_supervisor").get(f"/console/ratings/bad/{invitation.uuid}/"))
    for name in ("孙七", "赵六", case.subject.name):
        assert name not in page
    assert (f"/desk/cases/{case.uuid}/" in page) is agreed
    assert ("没有同意回访，不要去找他" in page) is not agreed


def test_pages_say_who_may_know_who_rated(by, service):
    figures = text(by("gy_supervisor").get("/console/ratings/"))
    assert "谁评的，这里不列，办事的人也看不到" in figures
    assert "同意回访的差评，答复的人打得开那一件，看得到是谁" in figures
    asking = text(Client().get(f"/rate/{service.token}/"))
    assert "办事的人看不到是谁评的" in asking
