"""A decision that pays says how: standard, months, from and to, each month and in all (社会保险法 83).

That every paying item prints it is asked in test_every_item.py."""

from datetime import timedelta
from decimal import Decimal

import pytest

from tests.cases.conftest import TABLED, judged, sound
from tests.cases.printed import printed
from yichuang.cases import services
from yichuang.cases.queries import versions
from yichuang.cases.rules import grant_words, granting
from yichuang.cases.rules.decisions import PAYING
from yichuang.cases.rules.granting import Terms
from yichuang.cases.services.review import Decision
from yichuang.catalog import queries as catalog
from yichuang.catalog.form_packs import load_forms
from yichuang.core import outbox, packs
from yichuang.core.errors import Invalid
from yichuang.notify.models import Message

BENEFIT, SKILL = (
    "990514206001",
    "990514206011",
)  # by month with an end; one sum that the form asks for


def deciding(**money: str) -> Decision:
    return Decision("approve", "符合条件", ("R1",), **money)


def fields(terms: Terms, **money: str) -> list[str]:
    return [problem.field for problem in granting.problems(deciding(**money), terms)]


@pytest.mark.parametrize(
    ("pay", "asked"),
    [
        ("once", ["amount", "standard"]),
        ("months", ["amount", "standard", "since", "until"]),
        ("life", ["amount", "standard", "since"]),
        ("both", ["amount", "standard"]),
    ],
)
def test_each_way_of_paying_asks_for_what_belongs_to_it(pay, asked):
    assert fields(Terms(pay)) == asked
    whole = {"amount": "1200", "standard": "按标准", "since": "2026-01", "until": "2026-12"}
    assert fields(Terms(pay), **whole) == []


def test_a_monthly_part_beside_a_sum_says_from_when():
    told = {"amount": "10", "standard": "按标准", "monthly": "5"}
    assert fields(Terms("both"), **told) == ["since"]
    assert fields(Terms("both"), standard="按标准", monthly="5", since="2026-12") == []


@pytest.mark.parametrize(
    ("since", "until", "months"),
    [
        ("2026-12", "2026-12", 1),
        ("2026-01", "2026-12", 12),
        ("2026-02", "2026-01", 0),
        ("2026-13", "2026-12", 0),
        ("", "2026-12", 0),
    ],
)
def test_months_are_counted_with_both_ends(since, until, months):
    assert granting.months_from(since, until) == months
    told = {"amount": "1200", "standard": "按标准", "since": since, "until": until}
    assert bool(fields(Terms("months"), **told)) is (months == 0)


def test_the_whole_of_all_months_is_what_one_hand_may_grant_or_not(reviewing, officer, morning):
    case = reviewing(BENEFIT)
    case.form = case.form | {"termination_date": "2025-12-31"}
    case.save(update_fields=["form"])
    reviewer = officer("gy_reviewer")
    judged(case, reviewer)
    most = versions.of_case(case).most_of_one_hand
    year = {"since": "2026-01", "until": "2026-12"}
    monthly = most // 12
    step = {"case_id": case.uuid, "officer": reviewer, "now": morning + timedelta(hours=2)}
    with pytest.raises(Invalid) as refused:
        services.decide(**step, decision=sound(case, amount=str(monthly + 1), **year))
    assert [problem.field for problem in refused.value.problems] == ["amount"]
    done = services.decide(**step, decision=sound(case, amount=str(monthly), **year))
    assert Decimal(versions.last_told(done, "approve").told["amount"]) == monthly * 12
    text = printed(done, morning, "decision")["decision"]
    assert f"每月金额人民币{monthly:,.2f}元" in text
    assert "起止年月2026年1月至2026年12月，共12个月" in text
    assert f"合计金额人民币{monthly * 12:,.2f}元" in text


def test_more_than_was_asked_takes_a_second_person(reviewing, officer, morning):
    case = reviewing(SKILL)
    reviewer = officer("gy_reviewer")
    judged(case, reviewer)
    asked = Decimal(str(case.form["claim_amount"]))
    step = {"case_id": case.uuid, "officer": reviewer, "now": morning + timedelta(hours=2)}
    with pytest.raises(Invalid) as refused:
        services.decide(**step, decision=sound(case, amount=str(asked + 1)))
    [problem] = refused.value.problems
    assert problem.field == "amount" and f"比申请的{asked:,.2f}元多" in problem.message


def test_nothing_is_paid_for_longer_than_the_law_lets_it(reviewing, officer, morning):
    """社会保险法 46: unemployment benefit lasts 24 months at most."""
    case = reviewing(BENEFIT)
    case.form = case.form | {"contribution_months": 120, "termination_date": "2022-12-31"}
    case.save(update_fields=["form"])
    reviewer = officer("gy_reviewer")
    judged(case, reviewer)
    step = {"case_id": case.uuid, "officer": reviewer, "now": morning + timedelta(hours=2)}
    three_years = sound(case, amount="1200", since="2023-01", until="2025-12")
    with pytest.raises(Invalid) as refused:
        services.decide(**step, decision=three_years)
    [problem] = refused.value.problems
    assert problem.field == "until" and "最长24个月（社会保险法第46条）" in problem.message
    services.decide(**step, decision=sound(case, amount="1200", since="2024-01", until="2025-12"))


def test_less_than_was_asked_is_granted_in_part_with_a_reason(reviewing, officer, morning):
    case = reviewing(SKILL)
    reviewer = officer("gy_reviewer")
    judged(case, reviewer)
    asked = Decimal(str(case.form["claim_amount"]))
    granted = asked - 300
    step = {"case_id": case.uuid, "officer": reviewer, "now": morning + timedelta(hours=2)}
    with pytest.raises(Invalid) as refused:
        services.decide(**step, decision=sound(case, amount=str(granted), cut=" "))
    [problem] = refused.value.problems
    assert problem.field == "cut" and f"{asked:,.2f}元" in problem.message
    done = services.decide(
        **step, decision=sound(case, amount=str(granted), cut="中级的标准是这么多")
    )
    text = printed(done, morning, "decision")["decision"]
    assert f"准予发放{granted:,.2f}元，其余300.00元不予发放。" in text
    assert "不予支付人民币300.00元，理由：中级的标准是这么多" in text
    assert "行政复议" in text and "行政诉讼" in text
    while outbox.deliver():
        continue
    told = Message.objects.get(key__startswith=case.ref, kind="case_granted_in_part")
    assert "中级的标准是这么多" in told.body


def test_as_much_as_was_asked_is_no_part(reviewing, officer, morning):
    case = reviewing(SKILL)
    reviewer = officer("gy_reviewer")
    judged(case, reviewer)
    asked = str(case.form["claim_amount"])
    done = services.decide(
        case_id=case.uuid,
        officer=reviewer,
        decision=sound(case, amount=asked, cut=""),
        now=morning + timedelta(hours=2),
    )
    text = printed(done, morning, "decision")["decision"]
    assert "其余" not in text and "不予支付" not in text


def test_every_sum_that_a_form_applies_for_is_the_one_a_decision_is_measured_by():
    """A field of money whose label says 申请, of an item that pays."""
    rows = packs.read("results/results.yaml")["items"]
    forms = load_forms().forms
    paying = {code: row for code, row in rows.items() if "pay" in row}
    assert len(paying) > 40
    wrong = []
    for code, row in paying.items():
        sums = {}
        for field in forms[code]["fields"]:
            if field["type"] == "money_yuan":
                sums[field["key"]] = field["label"]
        applied = {key for key, label in sums.items() if "申请" in label}
        named = set(row.get("asked", ()))
        if applied - named or named - set(sums):
            wrong.append((code, applied, named))
    assert wrong == []


def test_every_item_that_gives_money_pays_and_says_how(world):
    silent = []
    for item in catalog.items():
        guide = catalog.guide(item.code)
        result = catalog.result_of(guide)
        if result.paid and (guide.process_kind not in PAYING or not result.pay):
            silent.append(item.code)
    assert silent == []


def test_a_decision_of_before_says_that_it_names_no_standard(decided, morning):
    before = grant_words.rows_of({"amount": "1200.50"})
    assert before["核定金额"] == "人民币1,200.50元"
    assert "可以请本机关说明" in before["怎么算的"]
    assert grant_words.rows_of({}) == {}
    case = decided(TABLED)
    told = versions.last_told(case, "approve").told
    assert told["months"] == 1 and told["since"] == told["until"]
