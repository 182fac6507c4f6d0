"""The acceptance sentences of a case's life, each driven through the pages."""

import re
from datetime import datetime, time, timedelta
from fractions import Fraction
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from openpyxl import load_workbook

from tests.paper_files import text_of
from tests.reading import times_in, to_the_minute
from tests.sites.desk import lives
from yichuang.adapters.courier.simulator import Simulator
from yichuang.adapters.faults import Faults
from yichuang.cases import tasks
from yichuang.cases.models import Case, CaseEvent, Delivery
from yichuang.cases.services.alarms import raise_alarms
from yichuang.core import clock, ports
from yichuang.core.clock import SHANGHAI
from yichuang.core.models import OutboxEvent
from yichuang.reference import tables as reference_tables
from yichuang.reference.queries import calendar
from yichuang.reference.rules.deadlines import Thresholds

pytestmark = pytest.mark.django_db
FILE_ITEM, CARD_BY_POST = "992014401001", "992014101005"
TEN_DAYS = "990114501006"
QUIET = "510821000000"  # a county where no other test has cases
FRIDAY = datetime(2026, 11, 20, 10, 0, tzinfo=SHANGHAI)


@pytest.fixture(autouse=True)
def filled(world):
    """Packs and demo people."""


@pytest.fixture
def courier(monkeypatch, tmp_path):
    """A courier whose parcels move once an hour."""
    simulator, others = Simulator(Faults(), tmp_path, pace=timedelta(hours=1)), ports.adapter
    monkeypatch.setattr(
        ports, "adapter", lambda kind: simulator if kind == "courier" else others(kind)
    )


def at(case: Case, verb: str = "") -> str:
    return f"/desk/cases/{case.uuid}/{verb}"


def asking(*wanted: str) -> dict:
    """What a clerk ticks and writes in a correction notice."""
    return {"ask": list(wanted)} | {f"why-{one}": "看不清，请换一份" for one in wanted}


def answered(case: Case, *codes: str, **answers: str) -> None:
    """The applicant answers on the page with new papers and changed fields."""
    given = {f"materials-{code}": SimpleUploadedFile("新的.pdf", lives.PDF) for code in codes}
    person, path = lives.signed_in("zhangsan"), f"/my/cases/{case.uuid}/correct/"
    seen = person.post(path, answers | given).content.decode()
    kept = re.findall(
        r'<input type="hidden" name="((?:kept-|materials-)[^"]+)" value="([^"]*)"', seen
    )
    done = person.post(path, answers | dict(kept) | {"_send": "yes"})
    assert done.status_code == 302, lives.words(done)[:600]
    assert lives.again(case).state == "supplied"


def test_sys_018_the_applicant_sees_each_step_with_its_time():
    case = lives.decided(FILE_ITEM)
    page = lives.words(lives.signed_in("zhangsan").get(f"/my/cases/{case.uuid}/"))
    trail = page.split("办到哪了")[1]
    steps = ("已提交", "已受理", "已办结")
    assert [trail.index(step) for step in steps] == sorted(trail.index(step) for step in steps)
    for event in case.events.filter(kind__in=("submit", "accept", "approve")):
        assert to_the_minute(clock.local(event.at)) in times_in(trail)
    seen = lives.words(lives.signed_in("gy_supervisor").get(at(case)))
    assert "记录完整，没有被改过" in seen
    assert lives.officer("gy_reviewer").name in seen


@pytest.mark.parametrize(
    "change", [{"actor": "person:somebody"}, {"at": FRIDAY}, {"state": "voided"}]
)
def test_sys_018_a_changed_trail_is_shouted_about_on_the_page_and_found_by_the_command(
    change, capsys
):
    case = lives.decided(FILE_ITEM)
    call_command("verify_chains")
    assert "记录完整" in capsys.readouterr().out
    last = CaseEvent.objects.filter(case=case).order_by("seq")[1]
    CaseEvent.objects.filter(pk=last.pk).update(**change)
    assert "过程记录被改过" in lives.words(lives.signed_in("gy_supervisor").get(at(case)))
    with pytest.raises(CommandError):
        call_command("verify_chains")
    assert case.number in capsys.readouterr().out


def test_sys_019_a_second_notice_for_what_was_visible_is_a_breach_and_the_clock_runs_on():
    case, clerk = lives.submitted(FILE_ITEM), lives.signed_in("gy_clerk")
    paper = case.materials.first().code
    clerk.post(at(case, "correct/"), asking(f"material:{paper}"))
    assert "停着，等补" in lives.words(clerk.get(at(case)))
    assert lives.again(case).corrections.get().stops_clock
    answered(case, paper)
    due = lives.again(case).due_at
    told = lives.words(clerk.post(at(case, "correct/"), asking("field:person_phone"), follow=True))
    assert "违反一次性告知" in told
    second = lives.again(case).corrections.get(seq=2)
    assert (second.breach, second.stops_clock) == (True, False)
    with clock.frozen(due + timedelta(minutes=1)):
        raise_alarms(now=clock.now())
        assert "刚过时限" in lives.words(clerk.get(at(case)))
        assert case.number in lives.words(
            lives.signed_in("gy_supervisor").get("/console/reports/overdue/")
        )
        report = lives.words(lives.signed_in("gy_supervisor").get("/console/reports/corrections/"))
    assert case.number in report


def test_sys_019_a_further_notice_for_a_fault_of_the_answer_is_allowed_and_stops_the_clock():
    case, clerk = lives.submitted(FILE_ITEM), lives.signed_in("gy_clerk")
    paper = case.materials.first().code
    for n in (1, 2):
        told = lives.words(
            clerk.post(at(case, "correct/"), asking(f"material:{paper}"), follow=True)
        )
        assert "违反一次性告知" not in told
        assert lives.again(case).corrections.get(seq=n).stops_clock
        answered(case, paper)
    due = lives.again(case).due_at
    clerk.post(at(case, "correct/"), asking(f"material:{paper}"))
    with clock.frozen(due + timedelta(minutes=1)):
        raise_alarms(now=clock.now())
        assert "停着，等补" in lives.words(clerk.get(at(case)))
        assert case.number not in lives.words(
            lives.signed_in("gy_supervisor").get("/console/reports/overdue/")
        )
    report = lives.words(lives.signed_in("gy_supervisor").get("/console/reports/corrections/"))
    assert case.number not in report


def test_sys_019_each_paper_is_there_to_print():
    clerk, done = lives.signed_in("gy_clerk"), lives.decided(FILE_ITEM)
    asked, refused = lives.submitted(FILE_ITEM), lives.submitted(FILE_ITEM)
    papers = [f"{kind}:{m.code}" for kind, m in (("material", m) for m in asked.materials.all())]
    clerk.post(at(asked, "correct/"), asking(*papers, "field:person_phone"))
    clerk.post(
        at(refused, "refuse/"),
        {"reason": "档案不在本地", "basis": "《流动人员人事档案管理服务规定》第五条"},
    )
    notice = lives.words(clerk.get(at(asked)))
    assert notice.count("看不清，请换一份") >= len(papers) + 1
    name = "流动人员人事档案接收"
    papers_and_words = [
        (done, "receipt", ("申请材料收件凭证", name)),
        (done, "acceptance", ("受理通知书", name)),
        (asked, "correction", ("一次性补正告知书", name, "看不清，请换一份")),
        (refused, "refusal", ("不予受理通知书", "档案不在本地", "行政复议")),
        (done, "completion", ("办结通知", name)),
    ]
    for case, kind, words in papers_and_words:
        paper = clerk.get(at(case, f"papers/{kind}.pdf"))
        assert (paper.status_code, paper["Content-Type"]) == (200, "application/pdf"), kind
        text = text_of(paper.content)
        assert [each for each in (*words, "张三", case.number) if each not in text] == [], kind
    correction = text_of(clerk.get(at(asked, "papers/correction.pdf")).content)
    assert correction.count("看不清，请换一份") == len(papers) + 1


def test_sys_020_alarms_go_off_at_their_days_and_overdue_is_counted_on_the_console():
    supervisor, clerk = lives.signed_in("gy_supervisor"), lives.signed_in("gy_city_clerk")
    with clock.frozen(FRIDAY):
        case = lives.submitted(FILE_ITEM, region=QUIET)
        before = _row(supervisor)
    assert case.yellow_on < case.red_on <= clock.local(case.due_at).date()
    told = []
    for day, colour in ((case.yellow_on, "yellow"), (case.red_on, "red")):
        for moment in (
            datetime(day.year, day.month, day.day, tzinfo=SHANGHAI) - timedelta(minutes=1),
            None,
        ):
            raise_alarms(
                now=moment or datetime(day.year, day.month, day.day, 0, 1, tzinfo=SHANGHAI)
            )
            told.append(_alarms(case))
        assert told[-1] == [*told[-2], colour]
    with clock.frozen(case.due_at + timedelta(minutes=1)):
        raise_alarms(now=clock.now())
        assert _alarms(case) == ["yellow", "red", "overdue"]
        assert case.number in lives.words(clerk.get("/desk/worklist/?colour=overdue"))
        assert case.number in lives.words(supervisor.get("/console/reports/overdue/"))
        after = _row(supervisor)
    assert (before["逾期没办完"], after["逾期没办完"]) == (0, 1)


def test_sys_020_the_alarms_follow_the_thresholds_that_are_configured(monkeypatch):
    """Ten working days from Friday the 20th end on Friday the 4th."""
    clerk = lives.signed_in("gy_city_clerk")
    days = {}
    for share, left, red in ((Fraction(0), 2, 1), (Fraction(1, 2), 2, 3)):
        monkeypatch.setattr(
            reference_tables, "thresholds", lambda given=(share, left, red): Thresholds(*given)
        )
        with clock.frozen(FRIDAY):
            case = lives.submitted(TEN_DAYS, subject=lives.employer(), region=QUIET)
        days[left, red] = (case.yellow_on.isoformat(), case.red_on.isoformat())
        for day, colour, card in (
            (case.yellow_on, "yellow", "黄牌·还有"),
            (case.red_on, "red", "红牌·"),
        ):
            with clock.frozen(
                datetime(day.year, day.month, day.day, 9, 0, tzinfo=SHANGHAI) - timedelta(days=1)
            ):
                assert card not in _chip(clerk, case)
            with clock.frozen(datetime(day.year, day.month, day.day, 9, 0, tzinfo=SHANGHAI)):
                raise_alarms(now=clock.now())
                assert _alarms(case)[-1] == colour
                assert card in _chip(clerk, case)
    assert days == {(2, 1): ("2026-12-02", "2026-12-03"), (2, 3): ("2026-11-27", "2026-12-01")}


def _chip(client, case: Case) -> str:
    """How the worklist shows when the case is due."""
    page = client.get("/desk/worklist/").content.decode()
    row = next(
        row
        for row in page.split("<tr")[1:]
        if f"/desk/cases/{case.uuid}/" in row or f"case={case.uuid}" in row
    )
    return re.sub(r"<[^>]+>", "", row)


def _alarms(case: Case) -> list[str]:
    rows = OutboxEvent.objects.filter(
        topic="cases.CaseAlarmed", payload__case=str(case.uuid)
    ).order_by("id")
    return [row.payload["colour"] for row in rows]


def _row(supervisor) -> dict[str, int]:
    """The counts of the quiet county as the console's spreadsheet has them."""
    book = load_workbook(BytesIO(supervisor.get("/console/cases/", {"format": "xlsx"}).getvalue()))
    rows = list(book.active.iter_rows(values_only=True))
    heads = next(row for row in rows if row[0] == "地方")
    county = next((row for row in rows if row[0] == "旺苍县"), ())
    return {head: value or 0 for head, value in zip(heads, county, strict=False)}


def test_sys_021_the_report_tells_the_share_within_half_an_hour_and_why_the_others_took_longer():
    day = calendar().next_working(
        clock.today() + timedelta(days=30)
    )  # on which no other test has cases
    now = datetime.combine(day, time(15), clock.SHANGHAI)
    with clock.frozen(now):
        case = _half_hours(now)
    supervisor = lives.signed_in("gy_supervisor")
    with clock.frozen(now + timedelta(minutes=1)):
        pages = [
            client.get("/desk/instant/?days=7")
            for client in (lives.signed_in("gy_clerk"), supervisor)
        ]
        console = lives.words(supervisor.get("/console/reports/instant/"))
    for shown in map(lives.words, pages):
        assert "66.7%" in shown
        assert case.number in shown
        assert "等打印机" in shown
    assert case.number in console
    assert "等打印机" in console


def _half_hours(now: datetime) -> Case:
    """Three instant cases finished after 5, 29 and 45 minutes; the last."""
    clerk = lives.signed_in("gy_clerk")
    for minutes in (5, 29, 45):
        case = lives.submitted(lives.UNEMPLOYED, at=now - timedelta(minutes=minutes))
        lives.opened(case)
        registered = {"result": "已登记失业", "looked": "good", "once_more": lives.ONCE_MORE}
        answer = clerk.post(at(case, "instant/"), registered)
        if minutes > 30:
            assert answer.status_code == 422
            assert "超过30分钟" in lives.words(answer)
            clerk.post(at(case, "instant/"), registered | {"slow_reason": "等打印机"})
        assert lives.again(case).state == "closed"
    return case


def test_sys_030_each_finished_case_has_a_delivery_and_the_applicant_sees_the_parcel_move(courier):
    issuer, applicant = lives.signed_in("gy_issuer"), lives.signed_in("zhangsan")
    with clock.frozen(FRIDAY):
        online, counter = lives.decided(FILE_ITEM), lives.decided(FILE_ITEM, channel=1)
        mailed = lives.submitted(CARD_BY_POST)
        reissued = {"result": "已补发", "looked": "good"}
        lives.signed_in("gy_clerk").post(at(lives.opened(mailed), "instant/"), reissued)
        for case in (online, counter, mailed):
            assert lives.again(case).state == "closed"
            assert Delivery.objects.filter(case=case).count() == 1
            assert "送达" in lives.words(applicant.get(f"/my/cases/{case.uuid}/"))
        assert counter.number in lives.words(issuer.get("/desk/issue/"))
        issuer.post(f"/desk/issue/{counter.uuid}/deliver/", {"document": lives.ZHANGSAN})
        signed = text_of(issuer.get(at(counter, "papers/delivery_receipt.pdf")).content)
        assert "送达回证" in signed and "张三" in signed and counter.number in signed
        opened = applicant.post(f"/my/cases/{online.uuid}/result/", follow=True)
        assert "/my/papers/" in opened.request["PATH_INFO"] and ".pdf" in opened.content.decode()
        assert mailed.number in lives.words(issuer.get("/desk/issue/?list=mail"))
        issuer.post(f"/desk/issue/{mailed.uuid}/post/", {"list": "mail"})
        tasks.post_parcel(str(mailed.uuid))
    for hour, state in enumerate(("已揽收", "运输中", "派送中", "已签收")):
        with clock.frozen(FRIDAY + timedelta(hours=hour, minutes=1)):
            issuer.post(f"/desk/issue/{mailed.uuid}/track/")
            tasks.track_post(str(mailed.uuid))
            page = lives.words(applicant.get(f"/my/cases/{mailed.uuid}/"))
        assert state in page
        assert mailed.delivery.waybill in page
    for case in (online, counter, mailed):
        assert "已送达" in lives.words(applicant.get(f"/my/cases/{case.uuid}/"))
