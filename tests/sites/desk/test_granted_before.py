"""Whoever decides is told of what was granted in the same matter before: number, day, amount and months, wherever it
was decided; the number is a link for those who may open it."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.sites.desk import lives
from yichuang.cases import services
from yichuang.cases.models import Case, Party
from yichuang.cases.queries import grants, versions
from yichuang.core import clock

HEADING = "已经办好过这件事"
ELSEWHERE = "430602000000"
FUNERAL = "990514205002"  # 城乡居民养老保险丧葬补助金申领
MOST = 3  # statements for an earlier grant: the case, its decision, the officer's places


def _page(case: Case, who: str) -> str:
    return lives.words(lives.signed_in(who).get(_link(case)))


def _notice(case: Case) -> str:
    """What the reviewer's page says of the earlier grant, with its marks."""
    page = lives.signed_in("gy_reviewer").get(_link(case)).content.decode()
    return page.partition(HEADING)[2].partition("</section>")[0]


def _link(case: Case) -> str:
    return f"/desk/cases/{case.uuid}/"


@pytest.fixture
def before(world) -> Case:
    return lives.decided(subject=lives.person())


def test_reviewer_and_second_person_read_number_day_and_what_it_pays(before):
    case = lives.reviewing(subject=lives.person())
    assert _link(before) in _notice(case)
    text = _page(case, "gy_reviewer")
    assert before.number in text
    assert "每月金额人民币1,200.00元" in text
    assert "起止年月" in text


def test_the_second_person_is_told_too(world):
    earlier = lives.decided(lives.RULED, subject=lives.person())
    second = lives.proposed(lives.RULED)
    page = _page(second, "gy_approver")
    assert HEADING in page
    assert earlier.number in page
    assert "一次付清人民币1,200.00元" in page


def test_where_it_may_not_be_opened_the_number_stands_without_a_link(before):
    case = lives.reviewing(subject=lives.person())
    unit = lives.officer("yy_clerk").organisation
    Case.objects.filter(pk=before.pk).update(region_id=ELSEWHERE, organisation=unit)
    told = _notice(case)
    assert before.number in re.sub(r"\s", "", told)
    assert "不在您管的地方" in told
    assert _link(before) not in told


def test_what_was_granted_about_the_same_person_to_another_is_told(world):
    other = lives.person(lives.LISI)
    whom = lives.person(lives.ZHAOLIU)
    earlier = lives.decided(FUNERAL, subject=lives.person())
    later = lives.accepted(FUNERAL, subject=other)
    for each in (earlier, later):
        pair = versions.of_case(each).form.about[0]
        each.form = each.form | {pair.number: whom.id_number}
        each.save(update_fields=["form"])
        Party.objects.get_or_create(case=each, role="about", person=whom)
    version = versions.of_case(later)
    assert grants.before(version, later, clock.today()).case == earlier
    later.form = later.form | {pair.number: lives.person().id_number}
    assert grants.before(version, later, clock.today()) is None


def test_neither_a_denial_nor_this_case_itself_is_told_of(world):
    lives.denied(subject=lives.person())
    case = lives.reviewing(subject=lives.person())
    assert HEADING not in _page(case, "gy_reviewer")


def test_who_only_looks_on_is_not_told(before):
    case = lives.reviewing(subject=lives.person())
    services.withdraw(case_id=case.uuid, actor="test", reason="不办了", now=clock.now())
    assert HEADING not in _page(case, "gy_reviewer")


def test_it_costs_a_page_few_statements(world):
    """The same page before and after: nothing, then an earlier grant."""
    reviewer = lives.signed_in("gy_reviewer")
    case = lives.reviewing(subject=lives.person())
    plain = _statements(reviewer, case)
    lives.decided(subject=lives.person())
    assert HEADING in lives.words(reviewer.get(_link(case)))
    assert _statements(reviewer, case) - plain <= MOST


def _statements(client, case: Case) -> int:
    client.get(_link(case))
    with CaptureQueriesContext(connection) as seen:
        client.get(_link(case))
    return len([each for each in seen.captured_queries if "SAVEPOINT" not in each["sql"]])
