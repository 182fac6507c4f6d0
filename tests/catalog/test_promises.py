"""What an item may promise: a proof with words, papers that may follow, 信用承诺 on what pays (SYS-033)."""

import copy

import pytest

from yichuang.catalog import packs as item_packs
from yichuang.catalog import tables
from yichuang.catalog.rules import situations
from yichuang.catalog.rules.promises import credit, proofs, tolerance
from yichuang.core import packs

DEATH = "990514202011"
INJURY = "990714207001"
NO_APPLICATION = {"990514206002", "990514206007"}


def pack_and_form(code):
    pack = copy.deepcopy(packs.read(f"items/{code}.yaml"))
    return pack, item_packs.Source(packs.ROOT).form(pack)


def refused(definition):
    problems = tolerance.problems_of(definition, tables.never_later())
    return [problem.message for problem in problems]


def test_fifty_items_pay_on_application_and_each_has_the_credit_commitment():
    needing = set()
    source = item_packs.Source(packs.ROOT)
    for path in source.item_files():
        pack = packs.read(path)
        if credit.is_needed(pack):
            needing.add(pack["code"])
            assert credit.problems_of(pack, source.form(pack)) == [], path
    assert len(needing) == 50
    assert not needing & NO_APPLICATION


def test_a_form_without_it_is_refused_where_the_item_pays():
    pack, form = pack_and_form(DEATH)
    form["definition"] = {**form["definition"], "groups": ["person_identity"]}
    assert [problem.field for problem in credit.problems_of(pack, form)] == ["form"]
    assert credit.problems_of(pack | {"on_application": False}, form) == []


def test_what_the_applicant_ticks_is_the_text_itself():
    texts = [text for text in tables.commitment_texts() if text["kind"] == "credit"]
    field = tables.form_groups()[credit.GROUP]["fields"][0]
    assert field["help"] == "；".join(texts[-1]["body"]["您承诺"])


def test_every_promised_paper_of_the_catalogue_has_its_words():
    promised = 0
    source = item_packs.Source(packs.ROOT)
    for path in source.item_files():
        pack = packs.read(path)
        assert proofs.problems_of(pack, source.form(pack), tables.proofs()) == [], path
        promised += sum(paper.by_promise for paper in situations.materials_of(pack))
    assert promised == 40


def test_a_promised_paper_without_words_is_named():
    pack, form = pack_and_form(DEATH)
    pack["commitment"]["commitment_materials"].append("遗属待遇申领表")
    texts = [problem.message for problem in proofs.problems_of(pack, form, tables.proofs())]
    assert len(texts) == 1
    assert "“遗属待遇申领表”能用承诺代替" in texts[0]


def test_words_that_ask_for_an_answer_which_the_form_has_not_are_refused():
    pack, form = pack_and_form(DEATH)
    rows = [
        {"paper": paper, "words": "{nowhere}", "proves": ""}
        for paper in ("死亡证明材料", "亲属关系证明")
    ]
    texts = [problem.message for problem in proofs.problems_of(pack, form, rows)]
    assert len(texts) == 2
    assert "“nowhere”" in texts[0]


def test_a_row_for_one_item_comes_before_the_row_for_all():
    rows = [
        {"paper": "甲", "words": "all"},
        {"paper": "甲", "words": "one", "items": ["1"]},
        {"paper": "乙", "words": "two", "items": ["2"]},
    ]
    assert proofs.proof_of(rows, "1", "甲")["words"] == "one"
    assert proofs.proof_of(rows, "2", "甲")["words"] == "all"
    assert proofs.proof_of(rows, "1", "乙") is None


@pytest.mark.parametrize("code", [DEATH, "990514207013", INJURY, "990714207003", "992014201011"])
def test_five_items_have_papers_that_may_follow(code):
    pack, _ = pack_and_form(code)
    assert refused(pack) == []
    assert any(paper.later for paper in situations.materials_of(pack))


def test_no_other_item_has_any():
    later = set()
    for path in item_packs.Source(packs.ROOT).item_files():
        pack = packs.read(path)
        if any(paper.later for paper in situations.materials_of(pack)):
            later.add(pack["code"])
    assert later == {DEATH, "990514207013", INJURY, "990714207003", "992014201011"}


def test_supply_and_review_must_fit_into_the_promise():
    pack, _ = pack_and_form(DEATH)  # promise 10
    pack["commitment"]["rongque_supply_days"] = 7
    assert refused(pack) == []
    pack["commitment"]["rongque_supply_days"] = 10
    assert refused(pack) == ["后补10个工作日，再审3个工作日，比承诺的10个工作日长"]
    pack["promised_unit"] = "自然日"
    assert "比不出来" in refused(pack)[0]


def test_money_is_not_paid_before_the_paper_is_here():
    pack, _ = pack_and_form(DEATH)
    pack["commitment"]["rongque_before"] = "delivery"
    assert "等到送达" in refused(pack)[0]
    injury, _ = pack_and_form(INJURY)
    injury["commitment"]["rongque_before"] = "delivery"
    assert refused(injury) == []


def test_what_is_done_on_the_spot_waits_for_nothing():
    pack, _ = pack_and_form(INJURY)
    pack["case_kind"] = "即办件"
    assert refused(pack) == ["即办件当场办结，没有先办后补"]


@pytest.mark.parametrize(
    "name", ["职工人事档案", "仲裁证据材料", "居民身份证", "授权委托书", "仲裁申请书"]
)
def test_a_key_paper_never_follows(name):
    pack, _ = pack_and_form(INJURY)
    pack["materials"][1]["name"] = name
    pack["commitment"]["rongque_materials"] = [name]
    assert f"“{name}”不能先办后补" in " ".join(refused(pack))


def test_nor_does_the_application_form_or_an_original_that_is_given_back():
    pack, _ = pack_and_form(INJURY)
    paper = pack["materials"][1]
    pack["commitment"]["rongque_materials"] = [paper["name"]]
    paper["is_form"] = True
    assert "申请表本身" in refused(pack)[0]
    paper |= {"is_form": False, "necessity": "交回"}
    assert "要交回的原件" in refused(pack)[0]


def test_a_version_that_does_not_say_before_what_has_no_paper_that_may_follow():
    pack, _ = pack_and_form(DEATH)
    del pack["commitment"]["rongque_before"]
    assert not any(paper.later for paper in situations.materials_of(pack))
    assert "写明以前不算数" in refused(pack)[0]
