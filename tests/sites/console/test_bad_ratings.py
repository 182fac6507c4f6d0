"""差评: what was written beside an answer of another is not lost, and what is to be answered first stands first."""

import re
from datetime import timedelta

import pytest

from tests.sites.console.test_console_pages import text
from tests.sites.console.test_opened_numbers import rated
from yichuang.accounts.models import Todo
from yichuang.core import clock
from yichuang.ratings.models import Invitation, Mending


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
