"""The clock of a case as its applicant reads it, and whoever has the number and the password: every date with its
reason, what stands, and what follows when nobody says anything.

The days were counted by hand; 11, 13, 30 and 31 are those of the worked examples.
"""

import re
from contextlib import contextmanager
from datetime import date, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.cases.branching import branch
from tests.cases.clock_rules import (
    CONCLUSION,
    JOINED,
    LICENCE,
    MEDIATION,
    MONDAY,
    TEN_MORE,
    TEST,
    heard,
    on,
)
from tests.cases.frozen_terms import frozen
from tests.sites.desk import lives
from yichuang.cases import services
from yichuang.cases.queries import versions
from yichuang.cases.rules.publicising import Line
from yichuang.cases.services.corrections import Asked
from yichuang.core import clock

pytestmark = pytest.mark.usefixtures("world")
ITEM = "990514102003"  # 灵活就业社会保险补贴申领: a person, two files
REASON = "要送到省里的机构去检"
MOST = 80_000  # bytes of a page
PROMISE = (10, "工作日")
FIVE = {"days": 5, "unit": "工作日"}


def show(days: int, stops: list[str], basis: str) -> dict:
    """公示 of a rule."""
    review = {"days": 3, "unit": "工作日"}
    return {
        "days": days,
        "unit": "工作日",
        "stops": stops,
        "answer": FIVE,
        "review": review,
        "basis": basis,
    }


@contextmanager
def at(moment: datetime):
    """The wall shows this moment."""
    with clock.frozen(moment):
        yield


def submitted(now: datetime = MONDAY):
    with at(now):
        return lives.submitted(ITEM, at=now)


def reviewing(now: datetime = MONDAY):
    """In review an hour after it came."""
    case = submitted(now)
    with at(now + timedelta(hours=1)):
        lives.look_at(case, lives.officer("gy_clerk"), clock.now())
        services.accept(case_id=case.uuid, officer=lives.officer("gy_clerk"), now=clock.now())
        services.begin_review(
            case_id=case.uuid, officer=lives.officer("gy_reviewer"), now=clock.now()
        )
    return lives.again(case)


def own_page(case, now: datetime) -> str:
    """What the applicant reads at a moment, blanks and tags left out."""
    with at(now):
        answer = lives.signed_in("zhangsan").get(f"/my/cases/{case.uuid}/")
    assert answer.status_code == 200
    assert len(answer.content) < MOST
    return lives.words(answer).replace(" ", "")


def tracked_page(case, now: datetime) -> str:
    """The same of whoever has the number and the password."""
    password = services.renew_password(case_id=case.uuid, actor="test:1")
    with at(now):
        answer = Client().post("/track/", {"number": case.number, "password": password})
    assert answer.status_code == 200
    return lives.words(answer).replace(" ", "")


def both(case, now: datetime) -> list[str]:
    return [own_page(case, now), tracked_page(case, now)]


def special(case, now: datetime, until: date):
    services.begin_special(
        case_id=case.uuid,
        officer=lives.officer("gy_reviewer"),
        kind="test",
        reason=REASON,
        planned_until=until,
        now=now,
    )


def put_up(case, now: datetime, days: int):
    findings = {point.code: "good" for point in versions.of_case(case).review_points}
    reviewer = lives.officer("gy_reviewer")
    services.review(case_id=case.uuid, officer=reviewer, findings=findings, now=now)
    return services.publicise(
        lines=[Line(case.uuid, "示例庚餐馆（虚构）", "3000")],
        officer=reviewer,
        days=days,
        title="一次性创业补贴公示",
        conditions="首次创办，正常经营满1年",
        now=now,
    )


def test_before_acceptance_the_page_says_until_when_one_hears_and_what_silence_means(monkeypatch):
    """Example 11: 24, 25, 26, 27 and 30 November are the five working days."""
    frozen(monkeypatch, heard("视为受理"), promise=PROMISE)
    case = submitted()
    for page in both(case, on(11, 24)):
        assert "受理：最晚11月30日（周一）告诉您" in page
        assert "过了这天没有告诉您，就算受理了，从收到那天算（行政许可法第32条第1款）" in page
        assert "我们承诺办好：12月7日（周一）前" in page
        assert "送到您手上：准予后5个工作日" in page
        assert "还没有受理，先按最迟11月30日（周一）受理算" in page
        assert "还没有受理，先按最迟受理的那天算，受理了再改。" in page


def test_the_morning_after_it_counts_as_accepted_and_we_say_whose_fault_it_is(monkeypatch):
    """Example 11: the statute is the twentieth day, 21 December."""
    frozen(monkeypatch, heard("视为受理"), promise=PROMISE)
    case = submitted()
    services.deem_accepted(case_id=case.uuid, now=on(12, 1, 0, 10))
    for page in both(lives.again(case), on(12, 1)):
        assert "11月23日（周一）起算受理" in page
        assert "该在11月30日（周一）前告诉您受不受理，没有做到，这是我们的错" in page
        assert "受理：11月23日（周一）起视为受理" in page
        assert "我们承诺办好：12月7日（周一）前" in page
        assert "法律规定：12月21日（周一）前" in page
        assert "依法不能延期" in page
        assert "第20" in page


def test_of_arbitration_silence_accepts_nothing_and_opens_the_way_to_court(monkeypatch):
    """Example 13: 25, 26, 27 and 30 November and 1 December."""
    frozen(monkeypatch, heard("可以起诉"), promise=PROMISE)
    case = submitted(on(11, 24))
    assert "最晚12月1日（周二）告诉您" in own_page(case, on(11, 25))
    with at(on(12, 2, 0, 12)):
        assert services.note_right(case_id=case.uuid, now=clock.now())
    for page in both(lives.again(case), on(12, 2)):
        assert "过了日子，没有答复" in page
        assert "受理：12月1日（周二）前没有告诉您" in page
        assert "这一类不会自动受理" in page
        assert "您可以就这项请求向法院起诉" in page and "也可以接着等" in page


def test_a_list_on_the_clock_moves_no_day_and_gives_one_nothing_to_do(monkeypatch):
    """Example 30: received on the 9th, shown from the 17th to the 24th, due on the 30th."""
    frozen(monkeypatch, branch(publicity=show(5, [], "公示的办法")), promise=(15, "工作日"))
    case = reviewing(on(11, 9, 11, 45))
    notice = put_up(case, on(11, 17), days=5)
    for page in both(lives.again(case), on(11, 20)):
        assert "公示中" in page and "时限停着" not in page
        assert "现在不用您做什么" in page
        assert "公示到11月24日（周二）" in page and "不往后推" in page
        assert "我们承诺办好：11月30日（周一）前" in page
        assert "公示中，第3天" in page and "还没有人提异议" in page
        assert "法律规定：没有另定" in page
    with at(on(11, 20)):
        answer = lives.signed_in("zhangsan").get(f"/my/cases/{case.uuid}/")
    assert f'href="/openness/notices/{notice.uuid}/"' in answer.content.decode()


def test_a_list_that_a_cited_rule_lets_stop_the_promise_shows_the_new_day_at_once(monkeypatch):
    """Example 31: fifteen working days from the 13th, 26 November to 4 December left out."""
    rule = branch(publicity=show(7, ["promise"], "当地办法第12条（示例）"))
    frozen(monkeypatch, rule, promise=(15, "工作日"))
    case = reviewing(on(11, 13, 9))
    put_up(case, on(11, 25, 16), days=7)
    for page in both(lives.again(case), on(12, 1)):
        assert "公示中，时限停着" in page
        assert "公示：11月26日（周四）到12月4日（周五）" in page
        assert "12月15日（周二）前给您结果" in page
        assert "原来是12月4日（周五），改为12月15日（周二）" in page
        assert "公示中，第4天" in page
        assert "（当地办法第12条（示例））" in page


@pytest.fixture
def licence(monkeypatch):
    """A case in review, due on 7 December, by law on 21 December."""
    frozen(monkeypatch, branch(**LICENCE, stops=[TEST], extension=TEN_MORE), promise=PROMISE)
    return reviewing()


def test_a_stop_says_until_when_and_what_it_moves(licence):
    """26, 27 and 30 November and 1 and 2 December are five working days."""
    special(licence, on(11, 25), date(2026, 12, 2))
    for page in both(lives.again(licence), on(11, 27)):
        assert "停着，检验" in page and "现在不用您做什么" in page
        assert "停到12月2日（周三）" in page
        assert "我们承诺办好：12月14日（周一）前" in page
        assert "原来是12月7日（周一），改为12月14日（周一）" in page
        assert "法律规定：12月28日（周一）前" in page
        assert "11月26日（周四）到12月2日（周三）停着，不算：检验（行政许可法第45条）" in page
        assert "，预计12月14日（周一）前" in page


def test_what_an_officer_typed_is_read_by_its_applicant_alone(licence):
    special(licence, on(11, 25), date(2026, 12, 2))
    own, tracked = both(lives.again(licence), on(11, 27))
    assert REASON in own
    assert REASON not in tracked


def test_a_stop_that_outlasts_what_was_told_is_our_fault(licence):
    special(licence, on(11, 25), date(2026, 11, 27))
    page = own_page(lives.again(licence), on(12, 1))
    assert "说好停到11月27日（周五），已经过了" in page and "是我们的错" in page


def test_a_stop_that_is_over_stays_to_be_read(licence):
    special(licence, on(11, 25), date(2026, 12, 2))
    services.end_special(
        case_id=licence.uuid, officer=lives.officer("gy_reviewer"), result="合格", now=on(11, 30)
    )
    page = own_page(lives.again(licence), on(12, 1))
    assert "停过几次1次" in page
    assert "检验，11月26日（周四）到11月30日（周一）" in page
    assert "原来是12月7日（周一），改为12月10日（周四）" in page
    assert "停着的日子不算。" in page
    assert "结果：合格。" in page
    assert "觉得停错了" in page


def test_a_longer_term_says_who_granted_it_and_why(licence):
    """Twenty and ten working days are one count: 30 from the 23rd is 4 January 2027."""
    services.ask_extension(
        case_id=licence.uuid,
        officer=lives.officer("gy_reviewer"),
        reason="场所有三处",
        until=date(2026, 12, 25),
        now=on(11, 27),
    )
    services.grant_extension(case_id=licence.uuid, officer=lives.officer("gy_head"), now=on(11, 30))
    own, tracked = both(lives.again(licence), on(12, 1))
    for page in (own, tracked):
        assert "延期，12月25日（周五）前" in page
        assert "行政机关负责人11月30日（周一）批准的，依法只能延这一次" in page
        assert "原来是12月7日（周一），改为12月25日（周五）" in page
        assert "已经延期过，不能再延" in page
        assert "一共数到30个工作日，还是从同一天起数" in page
    assert "场所有三处" in own and "场所有三处" not in tracked


def test_what_waits_for_others_has_no_day_and_says_how_much_is_left(monkeypatch):
    """Accepted on the 23rd: 24 November to 1 December are eight days of sixty."""
    rule = branch(statute=[60, "自然日", "受理"], suspends=[CONCLUSION])
    frozen(monkeypatch, rule, promise=(60, "自然日"))
    case = reviewing()
    services.suspend(
        case_id=case.uuid,
        officer=lives.officer("gy_reviewer"),
        cause="conclusion",
        reason="等交警的认定书",
        expected_until=date(2026, 12, 31),
        not_visible=True,
        now=on(12, 1),
    )
    own, tracked = both(lives.again(case), on(12, 10))
    for page in (own, tracked):
        assert "停着，等有关行政主管部门的结论" in page
        assert "现在不用您做什么" in page
        assert "法定时限还剩52天" in page
        assert "已经用了8天，停的日子不算" in page
        assert "我们承诺办好：停着" in page
        assert "依法不能延期" in page
        assert "12月31日（周四）前有结果" in page
        assert (
            "，预计"
            not in page.partition("办到哪了")[2].partition("结果发给您")[0].rpartition("现在")[2]
        )
    assert "等交警的认定书" in own and "等交警的认定书" not in tracked


def test_acceptance_that_waits_says_so(monkeypatch):
    frozen(monkeypatch, branch(**LICENCE, stops=[MEDIATION]), promise=PROMISE)
    case = submitted()
    services.defer_acceptance(
        case_id=case.uuid,
        officer=lives.officer("gy_clerk"),
        kind="mediate_first",
        reason="双方愿意先谈",
        planned_until=date(2026, 12, 4),
        is_agreed=True,
        now=on(11, 24),
    )
    page = own_page(lives.again(case), on(11, 25))
    assert "停着，暂缓受理" in page
    # 24 is the first day, 25 November to 4 December stand; 7, 8, 9 and 10 are the other four
    assert "受理：停着，接着算以后最晚12月10日（周四）" in page


@pytest.mark.parametrize("start", ["收齐材料", "受理"])
def test_who_is_to_supply_something_reads_that_nothing_has_a_day_yet(monkeypatch, start):
    frozen(monkeypatch, branch(statute=[20, "工作日", start]), promise=PROMISE)
    case = submitted()
    code = case.materials.filter(source="file").first().code
    services.ask_correction(
        case_id=case.uuid,
        officer=lives.officer("gy_clerk"),
        items=[Asked("material", code, "看不清")],
        now=on(11, 25),
    )
    for page in both(lives.again(case), on(11, 26)):
        # 26 November is the first of fifteen working days
        assert "您补材料：12月16日（周三）前" in page
        assert "这次申请退回，可以再申请" in page
        assert "我们承诺办好：补齐后10个工作日" in page
        # answered on the 26th: 27, 30, 1, 2, 3, 4, 7, 8, 9, 10
        assert "现在补齐，12月10日（周四）前给结果" in page
        assert "法律规定：您补齐以后重新算" in page
        assert "受理：补齐后5个工作日" in page


def test_a_term_from_the_receipt_runs_on_while_something_is_to_be_supplied(monkeypatch):
    """Received on the 23rd: 24 to 27 and 30 November and 1 to 4 and 7 December are ten working days."""
    frozen(monkeypatch, branch(statute=[10, "工作日", "收到申请"]), promise=(5, "工作日"))
    case = submitted()
    code = case.materials.filter(source="file").first().code
    services.ask_correction(
        case_id=case.uuid,
        officer=lives.officer("gy_clerk"),
        items=[Asked("material", code, "看不清")],
        now=on(11, 25),
    )
    page = own_page(lives.again(case), on(11, 26))
    assert "法律规定：12月7日（周一）前" in page
    assert "收到的当天不算，从第二天算起（民法典201条）" in page


def test_a_notice_of_what_is_missing_that_came_too_late_stops_nothing(monkeypatch):
    frozen(monkeypatch, branch(statute=[20, "工作日", "收齐材料"]), promise=PROMISE)
    case = submitted()
    code = case.materials.filter(source="file").first().code
    services.ask_correction(
        case_id=case.uuid,
        officer=lives.officer("gy_clerk"),
        items=[Asked("material", code, "看不清")],
        now=on(12, 1),
    )
    page = own_page(lives.again(case), on(12, 2))
    assert "没有按时一次告诉您要补什么，是我们的错：时间照常算，没有补也不退您的件" in page
    assert "我们承诺办好：12月7日（周一）前" in page
    assert "这次告知不停时间，时间照常算" in page
    assert "从那天重新算" not in page


def test_a_new_beginning_is_named(monkeypatch):
    rule = branch(statute=[45, "自然日", "受理"], restarts=[JOINED])
    frozen(monkeypatch, rule, promise=(45, "自然日"))
    case = reviewing()
    services.restart_term(
        case_id=case.uuid,
        officer=lives.officer("gy_reviewer"),
        event="joined",
        on_day=date(2026, 11, 27),
        reason="申请人要求",
        now=on(11, 30),
    )
    page = own_page(lives.again(case), on(12, 1))
    # 30 November is the third day, 31 December the 34th, 11 January the 45th
    assert "法律规定：1月11日（周一）前" in page
    assert "11月27日（周五）追加当事人，从那天起重新算" in page
    assert "重新起算了。" in page


def test_what_silence_grants_and_which_ways_open_are_told_with_their_day(monkeypatch):
    silence = {
        "days": 15,
        "unit": "自然日",
        "from": "收到文本",
        "effect": "即行生效",
        "basis": "劳动合同法第54条",
    }
    right = {
        "days": 15,
        "unit": "自然日",
        "from": "收到申请",
        "effect": "可以申请仲裁",
        "basis": "劳动争议调解仲裁法第14条",
    }
    frozen(monkeypatch, branch(silence=silence, rights=[right]), promise=PROMISE)
    page = own_page(submitted(), on(11, 24))
    # 30 November is the seventh day, 8 December the fifteenth
    assert "到期没有决定：过了12月8日（周二），即行生效" in page
    assert "过了12月8日（周二）还没有结果" in page and "您可以申请仲裁，不用再等" in page


def test_once_it_is_decided_the_page_says_by_when_it_is_delivered(monkeypatch):
    frozen(monkeypatch, branch(**LICENCE), promise=PROMISE)
    with at(MONDAY):
        case = lives.decided(ITEM)
    page = own_page(case, on(11, 24))
    # 24, 25, 26, 27 and 30 November
    assert "送到您手上：最晚11月30日（周一）" in page
    assert "我们承诺的日子：做到了" in page


def test_versions_of_before_say_what_they_know(monkeypatch):
    frozen(monkeypatch, promise=PROMISE, statutory_days=20, statutory_unit="工作日")
    page = own_page(submitted(), on(11, 24))
    assert "我们承诺办好：12月7日（周一）前" in page
    assert "法律规定：12月21日（周一）前" in page
    assert "受理：" not in page and "延期" not in page


def test_every_day_is_told_without_scripts(licence):
    with at(on(11, 24)):
        answer = lives.signed_in("zhangsan").get(f"/my/cases/{licence.uuid}/")
    html = answer.content.decode()
    folds = re.findall(r"<details.*?</details>", html, re.S)
    of_days = [fold for fold in folds if "为什么是这一天" in fold]
    assert (
        len(of_days) == 3
    )  # acceptance, promise, law; the delivery has no day before the decision
    assert all("<table" in fold and "<summary" in fold for fold in of_days)
    assert 'class="law"' not in of_days[0] and 'class="due"' in of_days[1]


def test_a_list_says_why_a_case_stands(licence):
    special(licence, on(11, 25), date(2026, 12, 2))
    with at(on(11, 27)):
        page = lives.words(lives.signed_in("zhangsan").get("/my/"))
    assert "特别程序中，时限停着" in page and "点进去看为什么停着" in page


def test_the_page_reads_as_little_for_a_case_that_stood_often(licence):
    special(licence, on(11, 25), date(2026, 11, 26))
    reviewer = lives.officer("gy_reviewer")
    services.end_special(case_id=licence.uuid, officer=reviewer, result="合格", now=on(11, 26))
    once = _statements(licence)
    special(licence, on(11, 27), date(2026, 11, 30))
    services.end_special(case_id=licence.uuid, officer=reviewer, result="合格", now=on(11, 30))
    assert _statements(licence) == once


def _statements(case) -> int:
    with at(on(12, 1)):
        client = lives.signed_in("zhangsan")
        client.get(f"/my/cases/{case.uuid}/")
        with CaptureQueriesContext(connection) as seen:
            client.get(f"/my/cases/{case.uuid}/")
    return len(seen)
