"""A row of a discretion table is held against the answers of the form: who takes one that they speak against reads it
at the row, and does not decide alone (规范自由裁量权)."""

import pytest

from tests.sites.desk import lives
from yichuang.cases import services
from yichuang.cases.queries import fitting, versions
from yichuang.cases.rules import decisions
from yichuang.cases.rules.decisions import Grounds, Row
from yichuang.cases.rules.granting import Terms
from yichuang.cases.services.review import Decision
from yichuang.catalog import queries as catalog
from yichuang.catalog.rules.forms import against
from yichuang.core import clock, packs
from yichuang.core.errors import Invalid
from yichuang.demo.granting import paid

STARTING = "990514103004"  # 一次性创业补贴申领
PACK = packs.read("catalogue/fitting.yaml")
UNLIKE = Row("D1.1", "补贴金额", "个体工商户", "下限", "文件", doubt="“主体类型”填的是“公司”")
LIKE = Row("D1.2", "补贴金额", "小微企业", "中档", "文件")


def _tables():
    for row in catalog.items():
        for table in catalog.guide(row.code).discretion:
            yield row.code, table["matter"], [line["case"] for line in table["table"]]


def test_every_row_is_held_against_an_answer_or_the_pack_says_why_none_can_tell(world):
    forgotten = []
    for code, matter, cases in _tables():
        judged = PACK["rows"].get(code, {}).get(matter, {})
        reason = PACK["unsaid"].get(code, {}).get(matter, "")
        assert set(judged) <= set(cases), (code, matter)
        if len(judged) < len(cases) and len(reason) < 8:
            forgotten.append((code, matter))
    assert forgotten == []


def test_every_condition_asks_what_its_form_asks(world):
    forms = {row.code: catalog.form_of(row.version_id) for row in catalog.items()}
    named = []
    for code, matters in PACK["rows"].items():
        for cases in matters.values():
            for conditions in cases.values():
                for condition in conditions:
                    assert condition["field"] in forms[code].fields, (code, condition)
                    named.append(condition)
    assert len(named) > 20


def test_of_the_sample_of_every_item_one_row_may_be_taken(world):
    today = clock.today()
    fitted = 0
    for row in catalog.items():
        matters = PACK["rows"].get(row.code, {})
        form = catalog.form_of(row.version_id)
        sample = catalog.sample(row.version_id, today)
        for cases in matters.values():
            said = [against(form, sample, each, today) for each in cases.values()]
            whole_table = len(PACK["unsaid"].get(row.code, {})) == 0
            assert [] in said or not whole_table, (row.code, said)
            fitted += 1
    assert fitted > 10


@pytest.mark.parametrize(
    ("code", "answers", "case", "words"),
    [
        (STARTING, {"business_kind": "company"}, "个体工商户", "“主体类型”填的是“公司”"),
        (STARTING, {"business_kind": "individual"}, "小微企业", "“主体类型”填的是“个体工商户”"),
        (
            STARTING,
            {"business_kind": "company", "business_staff": 1},
            "小微企业且带动3人以上",
            "“吸纳就业人数”填的是“1”",
        ),
        (
            "990514206009",
            {"firm_size": "3", "individual_owner": False},
            "大型企业",
            "“企业规模”填的是“小型”",
        ),
        (
            "990514102009",
            {"ended_count": 4, "kept_count": 1},
            "留用率50%及以上",
            "“留用人数”填的是“1”",
        ),
        (
            "990514102009",
            {"ended_count": 0, "kept_count": 0},
            "留用率50%及以上",
            "“期满人数”填的是“0”",
        ),
    ],
)
def test_what_speaks_against_a_row_is_said_in_the_words_of_the_form(
    world, code, answers, case, words
):
    (item,) = [row for row in catalog.items() if row.code == code]
    form = catalog.form_of(item.version_id)
    ((cases),) = PACK["rows"][code].values()
    sample = catalog.sample(item.version_id, clock.today())
    assert against(form, sample | answers, cases[case], clock.today()) == [words]


@pytest.mark.parametrize(
    ("ended", "stayed", "fitting_rows"),
    [
        (0, 0, ["留用率低于50%"]),
        (4, 1, ["留用率低于50%"]),
        (4, 2, ["留用率50%及以上"]),
        (3, 2, ["留用率50%及以上"]),
    ],
)
def test_a_rate_of_nobody_is_no_high_rate(world, ended, stayed, fitting_rows):
    version = catalog.version_in_force("990514102009")
    form = catalog.form_of(version.pk)
    ((cases),) = PACK["rows"]["990514102009"].values()
    answers = catalog.sample(version.pk, clock.today())
    answers |= {"ended_count": ended, "kept_count": stayed}
    rows = [case for case, each in cases.items() if not against(form, answers, each, clock.today())]
    assert rows == fitting_rows


@pytest.mark.parametrize(("row", "alone"), [(UNLIKE, False), (LIKE, True)])
def test_a_row_that_the_answers_speak_against_takes_a_second_person(row, alone):
    grounds = Grounds((), {}, (UNLIKE, LIKE), terms=Terms("once"))
    decision = Decision("approve", "符合", (), row.code, amount="100")
    needed = decisions.second_needed(decision, grounds)
    assert [problem.field for problem in needed] == ([] if alone else ["row"])
    assert decisions.unlike(decision, grounds) == row.doubt


def test_a_denial_takes_no_row():
    grounds = Grounds((), {}, (UNLIKE,), terms=Terms("once"))
    assert decisions.unlike(Decision("deny", "不符合", (), UNLIKE.code), grounds) == ""


def test_both_persons_read_it_at_the_row(world):
    case = lives.reviewing(STARTING)
    case.form = case.form | {"business_kind": "company"}
    case.save(update_fields=["form"])
    lives.judged(case)
    reviewer = lives.signed_in("gy_reviewer")
    rows = fitting.rows_of(versions.of_case(case), case)
    (wrong,) = [row for row in rows if row.case == "个体工商户"]
    money = paid(case, "1200", clock.today())
    page = f"/desk/cases/{case.uuid}/"
    assert "和申请表对不上：“主体类型”填的是“公司”" in lives.words(reviewer.get(page))
    refused = reviewer.post(f"{page}decide/", lives.deciding(case, row=wrong.code))
    assert refused.status_code == 422
    assert "和这一行对不上" in lives.words(refused)
    decision = Decision("approve", "营业执照写的是个体", ("R1",), wrong.code, **money)
    officer = lives.officer("gy_reviewer")
    with pytest.raises(Invalid):
        services.decide(case_id=case.uuid, officer=officer, decision=decision, now=clock.now())
    services.propose(case_id=case.uuid, officer=officer, decision=decision, now=clock.now())
    seconds = lives.words(lives.signed_in("gy_approver").get(page))
    assert "选的裁量行和申请表对不上" in seconds
    assert "申请表“主体类型”填的是“公司”" in seconds
