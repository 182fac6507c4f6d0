"""The table of targets: every row, computed where the platform knows, entered with evidence, never invented."""

from datetime import date
from decimal import Decimal

import pytest
import yaml

from tests.paper_files import text_of
from yichuang.core import packs
from yichuang.core.errors import Forbidden, Invalid
from yichuang.documents import queries as documents
from yichuang.documents.services import content
from yichuang.reference.queries import region
from yichuang.supervision import services
from yichuang.supervision.models import Actual, Bulletin, Target
from yichuang.supervision.queries import targets


@pytest.fixture
def rows(world, officer, now):
    return lambda **filters: targets.rows(officer("qd_supervisor"), now, **filters)


def one(rows, code):
    return next(row for row in rows() if row.target.code == code)


def test_every_row_of_the_pack_is_there_word_for_word(rows):
    wanted = yaml.safe_load((packs.ROOT / "targets/targets.yaml").read_text())["targets"]
    found = {row.target.code: row.target for row in rows()}
    assert len(wanted) == len(found) == 126
    for row in wanted:
        target = found[row["id"]]
        assert (target.indicator, target.place, target.unit, target.seed) == (
            row["indicator"], row["place"], row["unit"], row["seed"],
        )  # fmt: skip
        assert target.value == (None if row["value"] is None else Decimal(str(row["value"])))


def test_what_nobody_entered_has_no_number(rows):
    invented = [row.target.code for row in rows() if row.entered and row.actual]
    assert invented == []
    assert one(rows, "TGT-001").words == "还没有数据"


def test_the_online_rate_of_qingdao_is_counted_from_its_catalogue(rows):
    row = one(rows, "TGT-036")
    assert (row.wanted, row.reached, row.state) == ("≥90%", "100%", "done")
    assert "167项可全程网办 ÷（依申请173项－法规要求到场6项）" in row.actual.how


def test_minutes_of_instant_cases_need_a_case(rows, lived):
    assert one(rows, "TGT-035").actual is None
    lived("于海涛", "失业登记", 3, 4, "09:00", "instant@0.0912", city="qd", place="黄岛")
    assert one(rows, "TGT-035").reached == "12分钟"


def test_a_number_is_entered_with_its_evidence_and_keeps_its_history(rows, officer, now):
    mine = officer("qd_supervisor")
    for value, day in (("8", date(2026, 9, 30)), ("12", date(2026, 10, 31))):
        services.enter_actual(
            code="TGT-033", officer=mine, value=value, as_of=day, evidence="打包办台账", now=now
        )
    row = one(rows, "TGT-033")
    assert (row.reached, row.words, row.actual.how) == ("12个", "达到", "打包办台账")
    assert [value for _, value in row.trend] == [8, 12]


@pytest.mark.parametrize(
    ("value", "day", "evidence"),
    [
        ("", date(2026, 10, 1), "台账"),
        ("十", date(2026, 10, 1), "台账"),
        ("NaN", date(2026, 10, 1), "台账"),
        ("-1", date(2026, 10, 1), "台账"),
        ("5", date(2026, 11, 21), "台账"),
        ("5", None, "台账"),
        ("5", date(2026, 10, 1), "  "),
    ],
)
def test_a_number_without_sense_or_evidence_is_refused(world, officer, now, value, day, evidence):
    with pytest.raises(Invalid):
        services.enter_actual(
            code="TGT-033",
            officer=officer("qd_supervisor"),
            value=value,
            as_of=day,
            evidence=evidence,
            now=now,
        )
    assert not Actual.objects.exists()


@pytest.mark.parametrize(
    ("who", "code"), [("gy_supervisor", "TGT-033"), ("qd_supervisor", "TGT-036")]
)
def test_nobody_enters_for_another_place_or_over_a_counted_number(world, officer, now, who, code):
    with pytest.raises(Forbidden):
        services.enter_actual(
            code=code,
            officer=officer(who),
            value="5",
            as_of=date(2026, 10, 1),
            evidence="台账",
            now=now,
        )


def test_a_supervisor_says_who_answers_and_loading_the_pack_keeps_it(rows, officer):
    services.name_owner(code="TGT-033", officer=officer("qd_supervisor"), owner="打包办专班")
    services.load_targets(rows=packs.read("targets/targets.yaml")["targets"])
    assert one(rows, "TGT-033").owner == "打包办专班" and Target.objects.count() == 126


def test_the_counted_numbers_are_kept_once_a_day(world, now):
    first = services.keep_computed(now=now)
    assert first > 8 and services.keep_computed(now=now) == 0


def test_the_bulletin_is_a_paper_and_its_figures_stay(lived, officer, now):
    mine, here = officer("gy_supervisor"), region("510800000000")
    lived("王五", "转移接续", 2, 40, "15:20", "accept@1.0930")
    made = services.make_bulletin(officer=mine, region=here, month=date(2026, 11, 1), now=now)
    lived("李四", "转移接续", 2, 40, "15:20", "accept@1.0930")
    again = services.make_bulletin(officer=mine, region=here, month=date(2026, 11, 9), now=now)
    assert again.pk == made.pk and Bulletin.objects.filter(region=here).count() == 1
    assert made.figures["period"] == "2026年11月（截至11月20日）"
    assert ["逾期没办完（件）", "1", "0", "+1"] in made.figures["figures"]["rows"]
    paper = documents.paper(made.paper)
    assert "广元市人力资源和社会保障局人社服务月报" in text_of(content(paper))
    assert documents.verify(paper.verify_code).valid


def test_a_bulletin_of_the_future_or_of_another_city_is_refused(world, officer, now):
    mine = officer("gy_supervisor")
    with pytest.raises(Invalid):
        services.make_bulletin(
            officer=mine, region=region("510800000000"), month=date(2061, 1, 1), now=now
        )
    with pytest.raises(Forbidden):
        services.make_bulletin(
            officer=mine, region=region("370200000000"), month=date(2026, 11, 1), now=now
        )
