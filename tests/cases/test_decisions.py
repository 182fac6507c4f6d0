"""What a decision rests on: review points, and the discretion table of the day of acceptance (SYS-011)."""

import copy
from datetime import date, datetime, timedelta

import pytest

from tests.cases.conftest import judged, sound
from tests.cases.printed import printed
from yichuang.cases import services
from yichuang.cases.models import Case
from yichuang.cases.queries import cases, versions
from yichuang.cases.services.review import Decision
from yichuang.catalog import queries as catalog
from yichuang.catalog import services as catalogue
from yichuang.core.clock import SHANGHAI
from yichuang.core.errors import Conflict, Invalid
from yichuang.demo.looking import look_at

PROMISED, TABLED = "990514102003", "990514102006"


def _decide(case, officer, decision, morning):
    return services.decide(
        case_id=case.uuid,
        officer=officer("gy_reviewer"),
        decision=decision,
        now=morning + timedelta(hours=2),
    )


@pytest.mark.parametrize(
    ("changes", "fields"),
    [
        ({"points": ()}, ["points"]),
        ({"points": ("R99",)}, ["points", "points"]),
        ({"reason": " "}, ["reason"]),
        ({"outcome": "maybe"}, ["outcome"]),
        ({"outcome": "deny", "reason": "", "points": ()}, ["reason"]),
        *(({"amount": text}, ["amount"]) for text in ("", "0", "-5", "3.999", "NaN")),
    ],
)
def test_a_decision_without_outcome_reason_or_cited_point_is_refused(
    reviewing, officer, morning, changes, fields
):
    case = reviewing()
    judged(case, officer("gy_reviewer"))
    decision = sound(case, **changes)
    with pytest.raises(Invalid) as refused:
        _decide(case, officer, decision, morning)
    assert [p.field for p in refused.value.problems] == fields
    assert Case.objects.get(pk=case.pk).state == "reviewing"


def test_an_approval_by_a_table_names_its_row_and_a_denial_need_not(reviewing, officer, morning):
    case = reviewing(TABLED)
    judged(case, officer("gy_reviewer"), R1="bad")
    for row in ("", "D9.9"):
        with pytest.raises(Invalid, match="裁量表"):
            _decide(case, officer, sound(case, points=("R2",), row=row), morning)
    done = _decide(case, officer, Decision("deny", "岗位不属公益性岗位", ("R1",)), morning)
    assert (done.state, done.outcome) == ("closed", "denied")


def test_a_denial_prints_no_row_of_what_might_have_been_granted(reviewing, officer, morning):
    case = reviewing(TABLED)
    judged(case, officer("gy_reviewer"), R1="bad")
    row = versions.of_case(case).discretion_on(case.accepted_at.date())[0].code
    _decide(case, officer, Decision("deny", "岗位不属公益性岗位", ("R1",), row), morning)
    told = next(step.told for step in cases.trail(cases.get(case.uuid)) if step.kind == "deny")
    assert told["row"] == "" and "row_text" not in told


def test_outside_the_table_a_second_person_decides_with_a_written_reason(
    reviewing, officer, morning
):
    case = reviewing(TABLED)
    changes = {"reason": "突发情形，表内没有", "points": ("R1", "R2"), "row": ""}
    outside = sound(case, outside=True, **changes)
    judged(case, officer("gy_reviewer"))
    with pytest.raises(Invalid, match="第二人"):
        _decide(case, officer, outside, morning)
    services.propose(
        case_id=case.uuid, officer=officer("gy_reviewer"), decision=outside, now=morning
    )
    waiting = Case.objects.get(pk=case.pk)
    assert (waiting.state, waiting.flags, waiting.holder) == ("second", ["outside_table"], None)
    with pytest.raises(Conflict, match="第二人"):
        _decide(case, officer, Decision("approve", "改走表内", ("R1",), "D1.1"), morning)
    with pytest.raises(Invalid, match="理由"):
        services.second(
            case_id=case.uuid, officer=officer("gy_approver"), agree=True, reason="", now=morning
        )
    done = services.second(
        case_id=case.uuid,
        officer=officer("gy_approver"),
        agree=True,
        reason="情况属实",
        now=morning,
    )
    assert (done.state, done.outcome, done.decided_by) == (
        "closed",
        "approved",
        officer("gy_approver"),
    )
    told = versions.last_told(done, "approve").told
    assert (told["reason"], told["second_reason"], told["outside"]) == (
        "突发情形，表内没有",
        "情况属实",
        True,
    )


def test_the_second_person_may_send_it_back_and_then_it_is_decided_anew(
    reviewing, officer, morning
):
    case = reviewing(TABLED)
    outside = sound(case, outside=True, row="")
    judged(case, officer("gy_reviewer"))
    services.propose(
        case_id=case.uuid, officer=officer("gy_reviewer"), decision=outside, now=morning
    )
    services.second(
        case_id=case.uuid,
        officer=officer("gy_approver"),
        agree=False,
        reason="能套第一行",
        now=morning,
    )
    back = Case.objects.get(pk=case.pk)
    assert (back.state, back.holder) == ("reviewing", officer("gy_reviewer"))
    done = _decide(case, officer, sound(case, row="D1.1"), morning)
    assert done.outcome == "approved"


def test_findings_name_known_points_and_known_verdicts(reviewing, officer, morning):
    case = reviewing()
    with pytest.raises(Invalid) as refused:
        services.review(
            case_id=case.uuid,
            officer=officer("gy_reviewer"),
            findings={"R9": "good", "R1": "so-so"},
            now=morning,
        )
    assert [p.field for p in refused.value.problems] == ["R9", "R1"]
    services.review(
        case_id=case.uuid, officer=officer("gy_reviewer"), findings={"R1": "unclear"}, now=morning
    )
    assert cases.trail(case)[-1].told == {"findings": {"R1": "unclear"}}


def test_the_table_of_the_day_of_acceptance_is_the_one_applied(application, officer):
    before, after = (
        datetime(2026, 11, 20, 10, tzinfo=SHANGHAI),
        datetime(2026, 11, 23, 10, tzinfo=SHANGHAI),
    )
    old = catalog.version_in_force(TABLED, before.date())
    text = {
        k: v for k, v in copy.deepcopy(old.definition).items() if k not in ("steps", "process_kind")
    }
    newer = copy.deepcopy(text["discretion"][0]) | {"valid_from": "2026-11-22"}
    newer["table"] = [{"case": "新的情形", "result": "6个月"}]
    text["discretion"].append(newer)
    catalogue.publish(
        definition=text, form=old.form, effective_from=date(2026, 11, 1), actor="test"
    )

    def rows(case):
        day = case.accepted_at.astimezone(SHANGHAI).date()
        return [row.case for row in versions.of_case(case).discretion_on(day)]

    early, late = (_accepted(application(TABLED, now=day), officer, day) for day in (before, after))
    assert "新的情形" not in rows(early) and rows(late) == ["新的情形"]
    old_row, new_row = sound(early, row="D1.1"), sound(early, row="D2.1")
    reviewer = {"officer": officer("gy_reviewer"), "now": after + timedelta(hours=2)}
    for case, wrong, right in ((early, new_row, old_row), (late, old_row, new_row)):
        services.begin_review(case_id=case.uuid, **reviewer)
        judged(case, reviewer["officer"], reviewer["now"])
        with pytest.raises(Invalid, match="裁量表"):
            services.decide(case_id=case.uuid, decision=wrong, **reviewer)
        assert services.decide(case_id=case.uuid, decision=right, **reviewer).outcome == "approved"


def _accepted(application, officer, now):
    case = cases.get(services.submit(application=application, now=now).uuid)
    look_at(case, officer("gy_clerk"), now)
    return services.accept(
        case_id=case.uuid, officer=officer("gy_clerk"), now=now + timedelta(hours=1)
    )


def test_nothing_is_reviewed_or_decided_before_it_is_accepted(submitted, officer, morning):
    case, good = submitted(), Decision("approve", "符合", ("R1",))
    told = {"case_id": case.uuid, "officer": officer("gy_reviewer"), "now": morning}
    for step in (
        lambda: services.begin_review(**told),
        lambda: services.review(**told, findings={"R1": "good"}),
        lambda: services.decide(**told, decision=good),
        lambda: services.propose(**told, decision=good),
        lambda: services.close(**told),
        lambda: services.second(
            **told | {"officer": officer("gy_approver")}, agree=True, reason="同意"
        ),
    ):
        with pytest.raises(Conflict, match="收件"):
            step()


@pytest.mark.parametrize("outcome", ["approve", "deny"])
def test_a_point_without_a_finding_forbids_every_decision_that_no_failed_point_carries(
    reviewing, officer, morning, outcome
):
    case, reviewer = reviewing(TABLED), officer("gy_reviewer")
    services.review(case_id=case.uuid, officer=reviewer, findings={"R2": "unclear"}, now=morning)
    for step in (services.decide, services.propose):
        with pytest.raises(Invalid, match="第2条.*都判了才能作决定"):
            step(case_id=case.uuid, officer=reviewer, decision=sound(case, outcome), now=morning)


def test_a_grant_needs_every_point_and_a_denial_the_failed_one_alone(reviewing, officer, morning):
    """行政许可法 38: what else may be met or not decides nothing once one condition is not met."""
    case, reviewer = reviewing(TABLED), officer("gy_reviewer")
    services.review(
        case_id=case.uuid,
        officer=reviewer,
        findings={"R1": "bad", "R2": "unclear"},
        facts={"R1": "岗位不属公益性岗位"},
        now=morning,
    )
    told = {"case_id": case.uuid, "officer": reviewer, "now": morning}
    with pytest.raises(Invalid, match="第2条.*都判了才能作决定"):
        services.propose(**told, decision=sound(case))
    assert services.decide(**told, decision=sound(case, "deny")).outcome == "denied"


@pytest.mark.parametrize(
    ("outcome", "verdict", "words", "closed"),
    [
        ("approve", "bad", "第2条不符合，不能直接准予", "approved"),
        ("deny", "good", "都符合，不能直接不予", "denied"),
    ],
)
def test_a_decision_against_the_findings_needs_a_second_person_with_a_written_reason(
    reviewing, officer, morning, outcome, verdict, words, closed
):
    case, reviewer = reviewing(), officer("gy_reviewer")
    judged(case, reviewer, R2=verdict)
    contrary = sound(case, outcome, reason="另有证明")
    with pytest.raises(Invalid, match=words):
        _decide(case, officer, contrary, morning)
    services.propose(case_id=case.uuid, officer=reviewer, decision=contrary, now=morning)
    second = {"case_id": case.uuid, "agree": True, "now": morning}
    with pytest.raises(Invalid, match="理由"):
        services.second(officer=officer("gy_approver"), reason=" ", **second)
    done = services.second(officer=officer("gy_approver"), reason="已核实证明", **second)
    assert (done.state, done.outcome, done.decided_by) == ("closed", closed, officer("gy_approver"))
    told = versions.last_told(done, outcome).told
    assert (told["against"], told["reason"], told["second_reason"]) == (
        True,
        "另有证明",
        "已核实证明",
    )


@pytest.mark.parametrize(("outcome", "cited"), [("deny", "R2"), ("approve", "R1")])
def test_what_a_decision_cites_supports_it(reviewing, officer, morning, outcome, cited):
    """The paper prints the cited points as the grounds: none may say the contrary."""
    case = reviewing()
    judged(case, officer("gy_reviewer"), R1="bad")
    points = ("R1", "R2") if outcome == "deny" else (cited,)
    decision = sound(case, outcome, points=points)
    with pytest.raises(Invalid) as refused:
        services.propose(
            case_id=case.uuid,
            officer=officer("gy_reviewer"),
            decision=decision,
            now=morning + timedelta(hours=2),
        )
    (problem,) = refused.value.problems
    assert (problem.field, problem.violates) == ("points", "contrary")
    assert f"第{cited[1:]}条" in problem.message


EMPTY = ["不符合", "经审查，不符合规定条件。", "不符合条件！", ""]


@pytest.mark.parametrize("fact", [*EMPTY, "{point}", "{point}，不符合"])
def test_a_point_that_carries_a_denial_says_what_was_found(reviewing, officer, morning, fact):
    """行政许可法 38: 说明理由."""
    case, reviewer = reviewing(), officer("gy_reviewer")
    point = versions.of_case(case).review_points[0]
    judged(case, reviewer, R1="bad")
    step = {"case_id": case.uuid, "officer": reviewer, "now": morning}
    words = fact.format(point=point.text)
    services.review(**step, findings={}, facts={"R1": words})
    decision = Decision("deny", "岗位名册上没有这个岗位", ("R1",))
    for door in (services.decide, services.propose):
        with pytest.raises(Invalid) as refused:
            door(**step, decision=decision)
        (problem,) = refused.value.problems
        assert (problem.field, problem.violates) == ("fact-R1", "fact")
    services.review(**step, findings={}, facts={"R1": "名册里是一般岗位"})
    assert services.decide(**step, decision=decision).outcome == "denied"


def test_what_was_found_of_it_stands_on_the_paper(decided, morning):
    case = decided(outcome="deny")
    text = "".join(printed(case, morning, "decision")["decision"].split())
    assert "不符合：岗位名册上没有这个岗位" in text


@pytest.mark.parametrize("reason", EMPTY[:-1])
def test_the_reason_of_a_denial_says_more_than_that_it_is_none(reviewing, officer, morning, reason):
    case, reviewer = reviewing(), officer("gy_reviewer")
    judged(case, reviewer, R1="bad")
    step = {"case_id": case.uuid, "officer": reviewer, "now": morning}
    with pytest.raises(Invalid) as refused:
        services.decide(**step, decision=Decision("deny", reason, ("R1",)))
    (problem,) = refused.value.problems
    assert (problem.field, problem.violates) == ("reason", "fact")


@pytest.mark.parametrize("cited", [("R1",), ("R2",)])
def test_a_refusal_cites_every_point_that_is_not_met(reviewing, officer, morning, cited):
    """Who mends one thing is not told of the next afterwards. 行政许可法 38."""
    case, reviewer = reviewing(), officer("gy_reviewer")
    judged(case, reviewer, R1="bad", R2="bad")
    decision = Decision("deny", "岗位和身份两条都不符合", cited)
    for step in (services.decide, services.propose):
        with pytest.raises(Invalid) as refused:
            step(case_id=case.uuid, officer=reviewer, decision=decision, now=morning)
        messages = [problem.message for problem in refused.value.problems]
        for left_out in {"R1", "R2"} - set(cited):
            assert any(f"第{left_out[1:]}条" in words for words in messages)
    done = _decide(case, officer, Decision("deny", "岗位和身份两条都不符合", ("R1", "R2")), morning)
    assert versions.last_told(done, "deny").told["points"] == ["R1", "R2"]


@pytest.mark.parametrize("cited", [("R1",), ()])
def test_a_refusal_against_the_findings_rests_on_written_reasons_alone(
    reviewing, officer, morning, cited
):
    """Nothing that is met is printed as a ground of it."""
    case, reviewer = reviewing(), officer("gy_reviewer")
    judged(case, reviewer)
    contrary = Decision("deny", "另有查明的情况", cited)
    services.propose(case_id=case.uuid, officer=reviewer, decision=contrary, now=morning)
    done = services.second(
        case_id=case.uuid,
        officer=officer("gy_approver"),
        agree=True,
        reason="已调取银行流水核实",
        now=morning,
    )
    assert versions.last_told(done, "deny").told["points"] == []
    text = printed(done, morning, "decision")["decision"]
    assert "已调取银行流水核实" in text
    assert "审查内容" not in text
    assert "，符合" not in text


def test_a_decision_that_pays_records_its_amount_and_the_row_in_words(reviewing, officer, morning):
    case = reviewing(TABLED)
    judged(case, officer("gy_reviewer"))
    done = _decide(case, officer, sound(case, row="D1.2", amount=" 1,234.5 "), morning)
    told = versions.last_told(done, "approve").told
    assert told["amount"] == "1234.50"
    assert told["row_text"] == "延长期限：距法定退休年龄不足5年，至法定退休年龄"
