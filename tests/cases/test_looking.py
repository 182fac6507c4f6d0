"""Nothing is decided before somebody has looked at each paper (行政许可法 34), by whichever way it is decided."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest

from tests.cases.conftest import FACT, INSTANT, PROMISED, TABLED, judged, sound
from yichuang.cases import services
from yichuang.cases.models import Case, Material
from yichuang.cases.queries import cases, looking
from yichuang.core.errors import Invalid
from yichuang.demo.looking import look_at

THREE_PAPERS = "990714202004"


@pytest.fixture
def unlooked(submitted, officer, morning):
    """unlooked(code) → a case under review whose papers nobody has judged, with every point met."""

    def make(code: str = PROMISED) -> Case:
        case = submitted(code)
        services.accept(case_id=case.uuid, officer=officer("gy_clerk"), now=morning)
        services.begin_review(case_id=case.uuid, officer=officer("gy_reviewer"), now=morning)
        judged(case, officer("gy_reviewer"))
        return cases.get(case.uuid)

    return make


def decided_by(way: str, case: Case, officer, now) -> Case:
    """The case decided in one of the ways there are."""
    reviewer = officer("gy_reviewer")
    step = {"case_id": case.uuid, "officer": reviewer, "now": now + timedelta(hours=2)}
    if way == "approve":
        return services.decide(**step, decision=sound(case))
    if way == "deny":
        services.review(**step, findings={"R1": "bad"}, facts={"R1": FACT})
        return services.decide(**step, decision=sound(case, "deny"))
    services.propose(**step, decision=replace(sound(case), outside=True, row=""))
    agreed = {"case_id": case.uuid, "officer": officer("gy_approver"), "now": step["now"]}
    return services.second(**agreed, agree=True, reason="情况属实")


@pytest.mark.parametrize("way", ["approve", "deny", "second"])
def test_a_decision_rests_on_papers_that_were_judged(way, unlooked, officer, morning):
    case = unlooked(TABLED)
    first = case.materials.exclude(source="shared").order_by("id").first()
    with pytest.raises(Invalid) as refused:
        decided_by(way, case, officer, morning)
    [problem] = refused.value.problems
    assert problem.field == "materials" and f"“{first.name}”" in problem.message
    assert Case.objects.get(pk=case.pk).state == "reviewing"
    look_at(case, officer("gy_reviewer"), morning)
    assert decided_by(way, case, officer, morning).state == "closed"


def test_a_proposal_of_before_is_not_agreed_to_while_a_paper_waits(unlooked, officer, morning):
    case = unlooked(TABLED)
    look_at(case, officer("gy_reviewer"), morning)
    proposal = replace(sound(case), outside=True, row="")
    services.propose(
        case_id=case.uuid, officer=officer("gy_reviewer"), decision=proposal, now=morning
    )
    Material.objects.filter(case=case).update(verdict="")
    agreed = {"case_id": case.uuid, "officer": officer("gy_approver"), "now": morning}
    with pytest.raises(Invalid, match="还没有判符合不符合"):
        services.second(**agreed, agree=True, reason="同意")
    look_at(case, officer("gy_approver"), morning)
    assert services.second(**agreed, agree=True, reason="同意").state == "closed"


def test_what_is_done_on_the_spot_rests_on_them_too(submitted, officer, morning):
    case = submitted(INSTANT)
    clerk = officer("gy_clerk")
    paper = case.materials.get(source="file")
    at_once = {"case_id": case.uuid, "officer": clerk, "now": morning, "result": "已登记"}
    with pytest.raises(Invalid, match=f"“{paper.name}”还没有判"):
        services.complete_instantly(**at_once)
    services.note_opened(material=paper, officer=clerk, now=morning)
    found = {"case_id": case.uuid, "officer": clerk, "material": paper.pk, "now": morning}
    services.judge_material(**found, verdict="bad", remark="不是本人的")
    with pytest.raises(Invalid, match=f"“{paper.name}”判了不符合，不能当场办结"):
        services.complete_instantly(**at_once)
    services.judge_material(**found, verdict="good", remark="")
    assert services.complete_instantly(**at_once).state == "closed"


def test_nobody_calls_a_file_good_that_they_have_not_opened(submitted, officer, morning):
    case = submitted(THREE_PAPERS)
    first, *others = case.materials.filter(source="file").order_by("id")
    clerk = officer("gy_clerk")
    services.note_opened(material=first, officer=clerk, now=morning)
    services.note_opened(material=others[0], officer=officer("gy_clerk_sb"), now=morning)
    with pytest.raises(Invalid) as refused:
        services.judge_all_good(case_id=case.uuid, officer=clerk, now=morning)
    [problem] = refused.value.problems
    assert "您还没有打开过" in problem.message
    assert all(f"“{paper.name}”" in problem.message for paper in others)
    assert first.name not in problem.message
    assert not case.materials.exclude(verdict="").exists()
    with pytest.raises(Invalid, match="打开看了才能判"):
        services.judge_material(
            case_id=case.uuid,
            officer=clerk,
            material=others[0].pk,
            verdict="good",
            remark="",
            now=morning,
        )


def test_originals_that_were_seen_need_no_opening(submitted, officer, morning):
    case = submitted()
    clerk = officer("gy_clerk")
    case.materials.filter(source="file").update(source="seen", file=None)
    waiting = case.materials.exclude(source="shared").count()
    assert services.judge_all_good(case_id=case.uuid, officer=clerk, now=morning) == waiting
    assert services.judge_all_good(case_id=case.uuid, officer=clerk, now=morning) == 0


def test_a_file_that_one_put_in_is_opened_first_all_the_same(submitted, officer, morning):
    case = submitted()
    clerk = officer("gy_clerk")
    paper = case.materials.filter(source="file").first()
    paper.file.owner = clerk.actor
    paper.file.save(update_fields=["owner"])
    with pytest.raises(Invalid, match=f"“{paper.name}”"):
        services.judge_all_good(case_id=case.uuid, officer=clerk, now=morning)
    assert not case.materials.exclude(verdict="").exists()


def test_what_was_said_already_is_written_no_second_time(submitted, officer, morning):
    """符合 pressed again and again: one entry of the trail, of a paper and of a point of the review."""
    case = submitted()
    clerk = officer("gy_clerk")
    paper = case.materials.filter(source="file").first()
    services.note_opened(material=paper, officer=clerk, now=morning)
    said = {"case_id": case.uuid, "officer": clerk, "material": paper.pk, "now": morning}
    for _ in range(3):
        services.judge_material(**said, verdict="good", remark="")
    assert case.events.filter(kind="judge_material").count() == 1
    services.judge_material(**said, verdict="bad", remark="缺页")
    assert case.events.filter(kind="judge_material").count() == 2


def test_a_finding_pressed_again_is_written_once(reviewing, officer, morning):
    case = reviewing()
    reviewer = officer("gy_reviewer")
    for _ in range(3):
        judged(case, reviewer)
    assert case.events.filter(kind="review").count() == 1


def test_over_a_paper_found_wrong_nobody_accepts_without_saying_so(submitted, officer, morning):
    """行政许可法 32: what is not in its legal form is told to be mended; what stands in it is for the review."""
    case = submitted()
    clerk = officer("gy_clerk")
    paper = case.materials.filter(source="file").first()
    services.note_opened(material=paper, officer=clerk, now=morning)
    found = {"material": paper.pk, "verdict": "bad", "remark": "缺页"}
    services.judge_material(case_id=case.uuid, officer=clerk, now=morning, **found)
    step = {"case_id": case.uuid, "officer": clerk, "now": morning}
    with pytest.raises(Invalid, match=f"“{paper.name}”判了不符合"):
        services.accept(**step)
    services.accept(**step, though_not_met=True)
    accepted = json.loads(case.events.get(kind="accept").data)
    assert accepted["data"]["not_met"] == [paper.code]


def test_an_original_that_another_saw_is_judged_on_their_word_and_said_so(
    unlooked, officer, morning
):
    case = unlooked(TABLED)
    clerk, reviewer = officer("gy_clerk"), officer("gy_reviewer")
    originals = case.materials.exclude(source="shared")
    codes = sorted(originals.values_list("code", flat=True))
    assert codes
    originals.update(source="seen", file=None)
    case.events.filter(kind="submit").update(actor=clerk.actor)
    papers = looking.papers_of(case, reviewer)
    assert looking.seen_by_others(case, clerk, papers) == []
    others = looking.seen_by_others(case, reviewer, papers)
    assert sorted(paper.code for paper in others) == codes
    services.judge_all_good(case_id=case.uuid, officer=reviewer, now=morning)
    entry = json.loads(case.events.get(kind="judge_material").data)
    assert sorted(entry["data"]["seen_by_others"]) == codes


def test_what_a_register_says_is_checked_by_it(submitted, officer, morning):
    case = submitted(INSTANT)
    case.materials.update(source="shared", file=None)
    done = services.complete_instantly(
        case_id=case.uuid, officer=officer("gy_clerk"), now=morning, result="已登记"
    )
    assert done.state == "closed"
    assert list(case.materials.values_list("verdict", flat=True).distinct()) == [""]


def test_a_paper_found_wrong_is_granted_by_a_second_person_only(reviewing, officer, morning):
    case = reviewing()
    reviewer = officer("gy_reviewer")
    judged(case, reviewer)
    paper = case.materials.exclude(source="shared").order_by("id").first()
    services.note_opened(material=paper, officer=reviewer, now=morning)
    wrong = {"verdict": "bad", "remark": "缺页", "now": morning}
    services.judge_material(case_id=case.uuid, officer=reviewer, material=paper.pk, **wrong)
    step = {"case_id": case.uuid, "officer": reviewer, "now": morning}
    with pytest.raises(Invalid, match=f"“{paper.name}”不符合，不能直接准予"):
        services.decide(**step, decision=sound(case))
    assert services.propose(**step, decision=sound(case)).state == "second"


def test_what_came_later_stands_for_what_was_there_before(accepted, officer, morning, brought):
    case = accepted()
    code = case.materials.first().code
    given = brought(case, code)
    Material.objects.create(case=case, code=code, name="补的", source="file", file_id=None, round=1)
    assert given.code == code
    services.begin_review(case_id=case.uuid, officer=officer("gy_reviewer"), now=morning)
    judged(case, officer("gy_reviewer"))
    with pytest.raises(Invalid, match="“补的”还没有判"):
        services.decide(
            case_id=case.uuid, officer=officer("gy_reviewer"), now=morning, decision=sound(case)
        )


def test_no_case_of_the_demo_is_decided_with_a_paper_that_nobody_judged(lived):
    steps = "accept@1.0910 begin@2.0930 publicise@2.1000 approve@12.1500"
    reviewed = lived("王五", "创业补贴", 2, 18, "14:25", steps)
    at_once = lived("张三", "失业登记", 3, 9, "09:12", "instant@0.0921")
    for case in (reviewed, at_once):
        handed_in = case.materials.exclude(source="shared")
        assert (case.state, handed_in.exists()) == ("closed", True)
        assert set(handed_in.values_list("verdict", flat=True)) == {"good"}
