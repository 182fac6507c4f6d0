"""Whoever decides is told of what was granted in the same matter before: number, day, amount and months, wherever it
was decided; the number is a link for those who may open it."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.sites.desk import lives
from yichuang.cases import services
from yichuang.cases.models import Case, Party
from yichuang.cases.queries import earlier, versions
from yichuang.cases.services import listed as listing
from yichuang.cases.services import police
from yichuang.cases.services.review import Decision
from yichuang.core import clock
from yichuang.demo.granting import paid
from yichuang.registry.models import Employer

HEADING = "已经办好过这件事"
ELSEWHERE = "430602000000"
FUNERAL = "990514205002"  # 城乡居民养老保险丧葬补助金申领
FUNERAL_OF_JOBLESS = "990514206003"  # 失业保险丧葬补助金和抚恤金申领
FOR_HIRED = "990514102004"  # 用人单位招用就业困难人员社会保险补贴申领
MOST = 4  # statements for earlier grants: their decisions, which of them may be opened, the officer's places


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


def _about(case: Case, whom, known: bool = True) -> Case:
    """The case with this person as whom it is about; known: to our register, else to the police job alone."""
    pair = versions.of_case(case).form.about[0]
    case.form = case.form | {pair.number: whom.id_number, pair.name: whom.name}
    case.save(update_fields=["form"])
    Party.objects.filter(case=case, role="about").delete()
    case.name_checks.all().delete()
    if known:
        Party.objects.create(case=case, role="about", person=whom)
    else:
        police.await_answers(case_id=case.uuid, seq=case.seq)
    return case


def _told(case: Case) -> list[Case]:
    """The earlier grants that whoever decides this case is told of."""
    return [each.case for each in earlier.before(versions.of_case(case), case)]


@pytest.mark.parametrize("known", [True, False])
def test_what_was_granted_about_the_same_person_to_another_is_told(world, known):
    whom = lives.person(lives.ZHAOLIU)
    earlier_case = _about(lives.decided(FUNERAL, subject=lives.person()), whom, known)
    later = _about(lives.accepted(FUNERAL, subject=lives.person(lives.LISI)), whom, known)
    assert _told(later) == [earlier_case]
    assert _told(_about(later, lives.person(lives.LISI), known)) == []


@pytest.mark.parametrize("known", [True, False])
def test_a_unit_that_applies_for_the_dead_is_told_on_as_anybody(world, known):
    whom = lives.person(lives.ZHAOLIU)
    to_a_person = _about(lives.decided(FUNERAL, subject=lives.person()), whom, known)
    of_the_unit = _about(lives.accepted(FUNERAL, subject=lives.person(lives.LISI)), whom, known)
    Case.objects.filter(pk=of_the_unit.pk).update(person=None, employer=lives.employer())
    assert _told(lives.again(of_the_unit)) == [to_a_person]


def test_of_funeral_grants_the_law_gives_one_alone(world):
    """社会保险法 49: of the three insurances the bereaved choose one."""
    whom = lives.person(lives.ZHAOLIU)
    of_another_item = _about(lives.decided(FUNERAL_OF_JOBLESS, subject=lives.person()), whom)
    later = _about(lives.reviewing(FUNERAL, subject=lives.person(lives.LISI)), whom)
    assert _told(later) == [of_another_item]
    assert "按规定只能领其中一项" in _notice(later)


def test_what_a_unit_was_granted_before_is_told(world):
    before = lives.decided(FOR_HIRED, subject=lives.employer())
    later = lives.reviewing(FOR_HIRED, subject=lives.employer())
    assert _told(later) == [before]
    assert before.number in _page(later, "gy_reviewer")


def test_another_unit_was_granted_it_for_the_same_people(world):
    """A roster is put down by a job; the other unit's page names who stands in both."""
    before = lives.decided(FOR_HIRED, subject=lives.employer())
    later = lives.reviewing(FOR_HIRED, subject=lives.employer())
    other = Employer.objects.exclude(pk=lives.employer().pk).first()
    Case.objects.filter(pk=before.pk).update(employer=other)
    assert _told(later) == []
    for case in (before, later):
        listing.take_in(case_id=case.uuid, start=0, now=clock.now())
    assert _told(later) == [before]
    assert "里面也有" in _page(later, "gy_reviewer")


def test_every_earlier_one_is_told_and_what_is_over_too(world):
    """The newest first; a month that is over may be what is asked for once more."""
    last_month = clock.today().replace(day=1) - timedelta(days=1)
    over = _granted_for(last_month)
    running = lives.decided(subject=lives.person())
    case = lives.reviewing(subject=lives.person())
    assert _told(case) == [running, over]
    page = _page(case, "gy_reviewer")
    assert "2次，最近的在前" in page
    assert f"{last_month.year}年{last_month.month}月至" in page


def _granted_for(day) -> Case:
    """What is paid for the month of this day alone."""
    case = lives.reviewing(subject=lives.person())
    case.form = case.form | {"termination_date": f"{day:%Y-%m}-01"}
    case.save(update_fields=["form"])
    lives.judged(case)
    row = lives.first_row(case)
    money = paid(case, "1200", day)
    decision = Decision("approve", "符合条件", ("R1",), row, **money, once_more=lives.ONCE_MORE)
    officer = lives.officer("gy_reviewer")
    services.decide(case_id=case.uuid, officer=officer, decision=decision, now=clock.now())
    return lives.again(case)


def test_neither_a_denial_nor_this_case_itself_is_told_of(world):
    lives.denied(subject=lives.person())
    case = lives.reviewing(subject=lives.person())
    assert HEADING not in _page(case, "gy_reviewer")


def test_who_only_looks_on_is_not_told(before):
    case = lives.reviewing(subject=lives.person())
    services.withdraw(case_id=case.uuid, actor="test", reason="不办了", now=clock.now())
    assert HEADING not in _page(case, "gy_reviewer")


def test_it_costs_a_page_few_statements_however_many_there_are(world):
    """The same page before and after: nothing, then one, then three earlier grants."""
    reviewer = lives.signed_in("gy_reviewer")
    case = lives.reviewing(subject=lives.person())
    plain = _statements(reviewer, case)
    lives.decided(subject=lives.person())
    assert HEADING in lives.words(reviewer.get(_link(case)))
    with_one = _statements(reviewer, case)
    assert with_one - plain <= MOST
    for _ in range(2):
        lives.decided(subject=lives.person())
    assert _statements(reviewer, case) == with_one


def _statements(client, case: Case) -> int:
    client.get(_link(case))
    with CaptureQueriesContext(connection) as seen:
        client.get(_link(case))
    return len([each for each in seen.captured_queries if "SAVEPOINT" not in each["sql"]])


ANSWER = {"once_more": "other_time"}
WORDS = "和以前办好的不是同一段时间"


def _posted(who: str, case: Case, verb: str, sent: dict, status: int) -> Case:
    response = lives.signed_in(who).post(f"{_link(case)}{verb}/", sent)
    assert response.status_code == status, lives.words(response)[:800]
    if status == 422:
        assert "请先核对，再选为什么还能再办" in lives.words(response)
    return lives.again(case)


@pytest.mark.parametrize("once_more", ["", "yes"])
def test_who_grants_once_more_says_why_at_every_door(world, once_more):
    """At the counter, by a decision, by a proposal and by the second person: nothing is granted by one press."""
    lives.finished(lives.UNEMPLOYED, subject=lives.person())
    at_once = lives.opened(lives.submitted(lives.UNEMPLOYED, channel=1, subject=lives.person()))
    sent = {"looked": "good", "result": "准予", "once_more": once_more}
    assert _posted("gy_clerk", at_once, "instant", sent, 422).state == "received"
    at_once = _posted("gy_clerk", at_once, "instant", sent | ANSWER, 302)
    _answered(at_once, "approve", 1)

    lives.decided(lives.RULED, subject=lives.person())
    case = lives.reviewing(lives.RULED, subject=lives.person())
    deciding = lives.deciding(case) | {"once_more": once_more}
    assert _posted("gy_reviewer", case, "decide", deciding, 422).state == "reviewing"
    outside = deciding | {"row": "outside"}
    assert _posted("gy_reviewer", case, "propose", outside, 422).state == "reviewing"
    case = _posted("gy_reviewer", case, "propose", outside | ANSWER, 302)
    _answered(case, "propose", 1)
    agreed = {"agree": "yes", "reason": "情况属实", "once_more": once_more}
    lives.opened(case, "gy_approver")
    assert _posted("gy_approver", case, "second", agreed, 422).state == "second"
    case = _posted("gy_approver", case, "second", agreed | {"once_more": "changed"}, 302)
    told = versions.last_told(case, "approve").told
    assert told["once_more"] == "情况变了，要重新办"


def _answered(case: Case, step: str, earlier_grants: int) -> None:
    told = versions.last_told(case, step).told
    assert told["once_more"] == WORDS
    assert len(told["granted_before"]) == earlier_grants
    assert WORDS in lives.words(lives.signed_in("gy_reviewer").get(_link(case)))


def test_a_denial_and_a_first_grant_need_no_word_on_it(world):
    first = lives.reviewing(lives.RULED, subject=lives.person())
    sent = lives.deciding(first) | {"once_more": ""}
    assert _posted("gy_reviewer", first, "decide", sent, 302).outcome == "approved"
    second = lives.reviewing(lives.RULED, subject=lives.person())
    sent = lives.deciding(second, "bad") | {"outcome": "deny", "reason": "已经领过这个月的"}
    every = [point.code for point in versions.of_case(second).review_points]
    sent |= {"points": every, "once_more": ""}
    assert _posted("gy_reviewer", second, "decide", sent, 302).outcome == "denied"
