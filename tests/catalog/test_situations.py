"""办理情形 trim the material list (SYS-005)."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yichuang.catalog.rules import situations
from yichuang.core import packs

NAMES = ["甲", "乙", "丙", "丁"]


def item(code: str) -> dict:
    return packs.read(f"items/{code}.yaml")


def names(definition, answers):
    return [m.name for m in situations.materials_for(definition, answers)]


def test_other_answers_give_another_list_of_papers():
    benefit = item("990514206001")
    unclear = names(benefit, {"leave_reason": "unclear", "by_agent": "no"})
    clear = names(benefit, {"leave_reason": "clear", "by_agent": "no"})
    by_agent = names(benefit, {"leave_reason": "clear", "by_agent": "yes"})
    assert "解除或终止劳动关系证明" in unclear
    assert "解除或终止劳动关系证明" not in clear
    assert "代办人身份证件与授权委托书" not in clear
    assert set(by_agent) - set(clear) == {"代办人身份证件与授权委托书"}


def test_before_any_answer_every_paper_is_listed():
    assert len(names(item("990714207001"), {})) == 11


def test_a_paper_that_no_question_names_is_asked_of_everyone():
    injury = item("990714207001")
    for option in injury["situations"][0]["options"]:
        assert "工伤认定申请表" in names(
            injury, {"cause": option["value"], "died": "no", "by_agent": "no"}
        )


def definition_of(questions):
    return {
        "materials": [
            {
                "code": f"M{n}",
                "name": name,
                "form": "复印件",
                "source": "applicant",
                "necessity": "必要",
            }
            for n, name in enumerate(NAMES)
        ],
        "situations": [
            {
                "key": f"q{n}",
                "question": "？",
                "options": [
                    {
                        "value": "a",
                        "label": "a",
                        "keep": sorted(kept),
                        "drop": sorted(asked - kept),
                    },
                    {
                        "value": "b",
                        "label": "b",
                        "keep": sorted(asked - kept),
                        "drop": sorted(kept),
                    },
                ],
            }
            for n, (asked, kept) in enumerate(questions)
        ],
    }


subsets = st.sets(st.sampled_from(NAMES))
questions = st.lists(
    st.tuples(subsets, subsets).map(lambda pair: (pair[0], pair[0] & pair[1])), max_size=3
)


@settings(deadline=None)
@given(questions, st.lists(st.sampled_from(["a", "b"]), min_size=3, max_size=3))
def test_a_paper_stays_only_when_each_question_that_names_it_keeps_it(asked, chosen):
    answers = {f"q{n}": value for n, value in enumerate(chosen)}
    expected = []
    for name in NAMES:
        votes = [
            (name in kept) == (chosen[n] == "a")
            for n, (named, kept) in enumerate(asked)
            if name in named
        ]
        if all(votes):
            expected.append(name)
    assert names(definition_of(asked), answers) == expected


def test_an_unanswered_question_is_known():
    missing = situations.unanswered(
        item("992014101002"), {"before": "employed", "by_agent": "maybe"}
    )
    assert [s.key for s in missing] == ["by_agent"]


def test_papers_know_where_they_come_from():
    by_name = {m.name: m for m in situations.materials_of(item("992014101002"))}
    assert by_name["居民身份证或社会保障卡（或电子证照）"].exempt
    assert by_name["失业人员登记表"].is_form
    benefit = {m.name: m for m in situations.materials_of(item("990514206001"))}
    assert benefit["解除或终止劳动关系证明"].by_promise
    later = {m.name: m for m in situations.materials_of(item("992014201011"))}[
        "工资发放明细（银行流水）"
    ]
    assert (later.later, later.later_days) == (True, 5)


@pytest.mark.parametrize("keep", [["没有的材料"], ["甲"]])
def test_a_question_about_a_wrong_paper_is_a_fault(keep):
    definition = definition_of([({"甲"}, {"甲"})])
    option = definition["situations"][0]["options"][0]
    option["keep"], option["drop"] = keep, ["甲"]
    assert situations.problems_of(definition)


def test_whoever_acts_for_somebody_cannot_go_on_without_the_mandate():
    asked = 0
    for path in sorted((packs.ROOT / "items").glob("*.yaml")):
        definition = packs.read(path)
        for question in definition.get("situations") or ():
            if question["key"] == "by_agent":
                asked += 1
                acting = situations.materials_for(definition, {"by_agent": "yes"})
                alone = situations.materials_for(definition, {"by_agent": "no"})
                mandate = {paper.name for paper in acting} - {paper.name for paper in alone}
                assert mandate, path.stem
                for paper in acting:
                    assert paper.required or paper.name not in mandate, path.stem
                unasked = situations.materials_for(definition, {})
                assert not any(paper.required for paper in unasked if paper.name in mandate)
    assert asked > 30
