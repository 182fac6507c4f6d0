"""How much one person grants alone: each bound rests on something or says so; rows of a table have their own sums."""

from decimal import Decimal

import pytest

from tests.sites.desk import lives
from yichuang.cases import services
from yichuang.cases.queries import versions
from yichuang.cases.rules import decisions, granting
from yichuang.cases.rules.decisions import Grounds, Row, Span
from yichuang.cases.rules.granting import Length, Terms
from yichuang.cases.services.review import Decision
from yichuang.core import clock, packs
from yichuang.demo.granting import paid

SANE = 2_000_000  # yuan: no benefit of these items comes to more
STARTING = "990514103004"  # 一次性创业补贴申领: its rows say 下限, 中档, 上限
FIXED = Row("D1.1", "补贴金额", "甲", "定额", "文件", Span(Decimal(3000), Decimal(3000)))
RANGED = Row("D1.2", "补贴金额", "乙", "幅度", "文件", Span(Decimal(3000), Decimal(8000)))
NINE = Terms("once", most=Decimal(9000))  # thousand yuan
UNSAID = Row("D1.3", "补贴金额", "丙", "另定", "文件")


def test_every_sum_is_sane_and_says_what_it_rests_on():
    pack = packs.read("numbers/sums.yaml")
    rows = [pack["otherwise"], *pack["sums"].values()]
    assert len(rows) > 40
    for row in rows:
        assert 0 < row["most"] <= SANE
        assert bool(row.get("basis")) != bool(row.get("suggestion"))


def test_rows_with_a_sum_are_rows_of_their_item_and_none_gives_more_than_the_item():
    pack = packs.read("numbers/sums.yaml")
    with_rows = {code: row for code, row in pack["sums"].items() if "rows" in row}
    assert STARTING in with_rows
    for code, row in with_rows.items():
        item = packs.read(f"items/{code}.yaml")
        written = {table["matter"]: table["table"] for table in item["discretion"]}
        for matter, spans in row["rows"].items():
            cases = {each["case"] for each in written[matter]}
            assert set(spans) == cases, (code, matter)
            for span in spans.values():
                assert 0 <= span.get("least", 0) <= span["most"] <= row["most"], (code, span)


@pytest.mark.parametrize(
    ("row", "amount", "alone"),
    [
        (FIXED, "3000", True),
        (FIXED, "2999.99", False),
        (FIXED, "3000.01", False),
        (RANGED, "3000", True),
        (RANGED, "8000", True),
        (RANGED, "2999", False),
        (RANGED, "8001", False),
        (UNSAID, "9000", True),
        (UNSAID, "9000.01", False),
    ],
)
def test_a_sum_outside_its_row_takes_a_second_person(row, amount, alone):
    rows = (FIXED, RANGED, UNSAID)
    grounds = Grounds((), {}, rows, terms=NINE)
    decision = Decision("approve", "符合", (), row.code, amount=amount)
    problems = decisions.second_needed(decision, grounds)
    assert [problem.field for problem in problems] == ([] if alone else ["amount"])


def test_outside_of_the_table_the_sum_of_the_item_holds():
    grounds = Grounds((), {}, (FIXED,), terms=NINE)
    outside = Decision("approve", "符合", (), outside=True, amount="5000")
    fields = [problem.field for problem in decisions.second_needed(outside, grounds)]
    assert fields == ["row"]


def test_rows_of_a_case_have_the_sums_of_the_pack(world):
    version = versions.of_case(lives.submitted(STARTING))
    spans = {row.case: row.span for row in version.discretion_on(clock.today())}
    written = packs.read("numbers/sums.yaml")["sums"][STARTING]["rows"]["补贴金额"]
    assert {case: span.most for case, span in spans.items()} == {
        case: Decimal(span["most"]) for case, span in written.items()
    }


def test_the_second_person_is_told_that_the_sum_is_above_what_one_may_grant(world):
    case = lives.reviewing()
    lives.judged(case)
    money = paid(case, "99999999", clock.today())
    decision = Decision("approve", "符合条件", ("R1",), lives.first_row(case), **money)
    reviewer = lives.signed_in("gy_reviewer")
    asked = reviewer.post(
        f"/desk/cases/{case.uuid}/decide/", lives.deciding(case, amount="99999999")
    )
    assert asked.status_code == 422
    assert "要提请第二人复核" in lives.words(asked)
    services.propose(
        case_id=case.uuid, officer=lives.officer("gy_reviewer"), decision=decision, now=clock.now()
    )
    page = lives.words(lives.signed_in("gy_approver").get(f"/desk/cases/{case.uuid}/"))
    assert "金额或月数不在一个人能定的数以内" in page


def test_every_way_beyond_one_hand_is_told_by_itself():
    """More than was applied for, not what the row gives, and longer than is usual: three reasons, three sentences."""
    terms = Terms(
        "months",
        applied_for=Decimal(1000),
        most=Decimal(9000),
        length=Length(usual=12, why="累计缴费不满5年", most=24, basis="社会保险法第46条"),
    )
    decision = Decision(
        "approve",
        "符合",
        (),
        "D1.1",
        amount="2000",
        since="2025-01",
        until="2026-12",
        standard="按标准",
    )
    needed = decisions.second_needed(decision, Grounds((), {}, (FIXED,), terms))
    assert [problem.field for problem in needed] == ["amount", "amount", "until"]
    told = [problem.message for problem in needed]
    assert "比申请的1,000.00元多" in told[0]
    assert "“甲”这一行是3,000元" in told[1]
    assert "一共24个月，超过12个月" in told[2]
    assert decisions.words_beyond(decision, Grounds((), {}, (FIXED,), terms)) == told


def test_a_sum_is_read_as_it_is_written():
    assert granting.yuan("1,234.5") == granting.yuan("１２３４.50") == Decimal("1234.50")
    for text in ("1e5", "1_000", "+5", "-5", "0", "1.234", "NaN", "Infinity", "1.2.3", "一百"):
        assert granting.yuan(text) is None, text
