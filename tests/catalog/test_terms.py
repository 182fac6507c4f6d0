"""时限规则: what may stop, lengthen or restart the clock of an item, and what silence means (ADR 71).

Every number here is written by hand from the articles as they were read on 2026-11-28, none is taken from a pack."""

import copy

import pytest

from yichuang.accounts.models import Officer
from yichuang.catalog import form_packs, law_packs, packs, queries, services, tables
from yichuang.catalog.models import Item, ItemVersion
from yichuang.catalog.rules import law, merging, placing, publicity, term_laws, terms
from yichuang.catalog.services import versions
from yichuang.core import packs as core_packs
from yichuang.core.clock import today
from yichuang.core.errors import Conflict, Invalid
from yichuang.reference.packs import calendar

ITEMS = {
    path.stem: core_packs.read(path)
    for folder in law_packs.ITEM_FOLDERS
    for path in core_packs.files(folder)
}
TABLE = tables.terms()
PROVISIONS = law.by_citation(tables.provisions())
LOCAL = "992014109001"
STARTUP = (
    "990514103004"  # 一次性创业补贴: publicised, no limit of the law, promised in 15 working days
)
SKILL = "990514206011"  # 技能提升补贴: publicised, 10 working days by 社会保险经办条例 24
INJURY, HEARING, TEXT = "990714207001", "990114501006", "991014501004"
BROKER, DISPATCH = "990114105002", "990114501008"
GUANGYUAN, CHAOTIAN = "510800000000", "510812000000"
DAYS, WORKDAYS = "自然日", "工作日"

# rule that holds where no answer decides → its items
RULES = {
    "broker": ["990114105001"],
    "school": ["990114105005"],
    "licence": [BROKER, "990114105006", HEARING, "990114501007", DISPATCH],
    "injury": [INJURY],
    "appraisal": ["990714207003", "990714207004"],
    "device": ["990514207010"],
    "arbitration": ["990914502002"],
    "confirmation": ["990914502003"],
    "mediation": ["992014502001"],
    "inspection": ["991014503001"],
    "petition": ["991014901003"],
    "information": ["992014901004"],
    "text": [TEXT, "991014501005", "991014501012", "991014501013"],
    "subsidy": ["990514206004", SKILL],
    "transfer": ["992014203001", "992014203004"],
    "agency": [
        *("990514202006", "990514205001", "990514206001", "990514207006"),
        *("990714202001", "990714202002", "992014201001", "992014201002"),
        *("992014201003", "992014201005", "992014201006", "992014201007"),
        *("992014201009", "992014201016", "992014205004"),
    ],
    "receipt": ["992014101002", "991014503006"],
    "deposit": ["991014503003"],
    "publicised": [
        *("990514102003", "990514102004", "990514102005", "990514102006", "990514102007"),
        *("990514102009", "990514102010", "990514102011", "990514102012", "990514102013"),
        *("990514102014", "990514102015", STARTUP, "990514103005", "990514103007"),
        *("990514205007", "990514206005", "990514206007", "990514206009", "990514206010"),
    ],
}
# rule that one answer decides → its item, the answer, and how long the law leaves
ANSWERS = {
    "broker_report": (BROKER, {"action": "change"}, None),
    "broker_renewal": (BROKER, {"action": "renew"}, (20, WORKDAYS, "受理")),
    "dispatch_renewal": (DISPATCH, {"action": "renew"}, (20, WORKDAYS, "受理")),
    "dispatch_change": (DISPATCH, {"action": "change"}, (10, WORKDAYS, "收到申请")),
    "school_preparing": ("990114105005", {"step": "prepare"}, (30, DAYS, "受理")),
    "device_claim": ("990514207010", {"step": "claim"}, (20, WORKDAYS, "收到申请")),
    "plan_ended": ("991014501013", {"action": "stop"}, None),
    "deposit_return": ("991014503003", {"action": "return"}, None),
}
REPORTS = {"broker_report", "plan_ended"}
# item → how much longer, by whom, the article; 工伤认定 has none
LICENCE = (10, WORKDAYS, "head", "行政许可法第42条第1款")
OF_DISPATCH = (10, WORKDAYS, "head", "劳务派遣行政许可实施办法第12条")
APPRAISAL = (30, DAYS, "head", "劳动能力鉴定管理办法第10条")
EXTENSIONS = {
    BROKER: LICENCE,
    "990114105006": LICENCE,
    HEARING: LICENCE,
    "990114501007": OF_DISPATCH,
    DISPATCH: OF_DISPATCH,
    "990714207003": APPRAISAL,
    "990714207004": APPRAISAL,
    "990514207010": (30, DAYS, "head", "工伤保险辅助器具配置管理办法第8条"),
    "990914502002": (15, DAYS, "head", "劳动人事争议仲裁办案规则第45条"),
    "990914502003": (5, WORKDAYS, "head", "劳动人事争议仲裁办案规则第76条"),
    "992014502001": (None, DAYS, "parties", "企业劳动争议协商调解规定第29条"),
    "991014503001": (30, WORKDAYS, "head", "劳动保障监察条例第17条"),
    "991014901003": (30, DAYS, "head", "信访工作条例第34条"),
    "992014901004": (20, WORKDAYS, "head", "政府信息公开条例第33条"),
}
# rule → kind of stop → the longest, None for no bound
OF_LICENCES = {"hearing": (20, WORKDAYS), "test": None, "expert_review": None}
STOPS = {
    "broker_renewal": OF_LICENCES,
    "dispatch_renewal": OF_LICENCES,
    "licence": OF_LICENCES,
    "appraisal": {"postponed": None},
    "arbitration": {"mediate_first": None, "served_by_notice": None},
    "information": {"third_party": (15, WORKDAYS), "co_author": (15, WORKDAYS)},
}
SUSPENDS = {
    "injury": ["conclusion"],
    "arbitration": [
        *("heirs", "guardian", "successor", "force_majeure"),
        *("other_case", "appraisal", "other"),
    ],
}
RESTARTS = {"arbitration": ["joined", "claims", "counterclaim", "transferred"]}
# rule → days, from when or before which field, how long before, effect
SILENCE = {
    "broker_renewal": (None, "permit_to", 30, "视为准予延续"),
    "dispatch_renewal": (None, "permit_to", 60, "视为准予延续"),
    "text": (15, "收到文本", None, "即行生效"),
}
ALL_ANEW = ["accept", "promise", "statute"]
LAW_TO_CITE = "《某市公示办法》（某人社发〔2024〕5号）"


def branches(code: str, table=TABLE) -> dict[str, dict]:
    """The terms of an item by rule."""
    return {row["rule"]: row for row in terms.branches_of(ITEMS[code], table)}


def every_branch() -> dict[str, list[dict]]:
    """The branches of all items, by rule."""
    by_rule: dict[str, list[dict]] = {}
    for code in ITEMS:
        for rule, branch in branches(code).items():
            by_rule.setdefault(rule, []).append(branch)
    return by_rule


def one_of(key: str) -> dict[str, object]:
    """What each rule says of one thing; a rule says the same of each of its items."""
    values = {}
    for rule, rows in every_branch().items():
        assert all(row[key] == rows[0][key] for row in rows)
        if rows[0][key]:
            values[rule] = rows[0][key]
    return values


def length(row):
    """The days and the unit of a length, None of none."""
    return row and (row["days"], row["unit"])


def test_every_item_lands_on_the_rule_of_its_law():
    assert len(ITEMS) == 197 + 1
    by_rule: dict[str, list[str]] = {}
    for code in ITEMS:
        last = terms.branches_of(ITEMS[code], TABLE)[-1]
        assert last["when"] is None
        by_rule.setdefault(last["rule"], []).append(code)
    promised = by_rule.pop("promised")
    assert {rule: sorted(codes) for rule, codes in by_rule.items()} == {
        rule: sorted(codes) for rule, codes in RULES.items()
    }
    assert len(promised) == 135
    assert LOCAL in promised


def test_an_answer_decides_only_where_the_law_makes_a_difference():
    by_answer = {}
    for code in ITEMS:
        for rule, branch in branches(code).items():
            if branch["when"]:
                by_answer[rule] = (code, branch["when"], _limit(branch["statute"]))
    assert by_answer == ANSWERS
    assert {rule for rule, rows in every_branch().items() if rows[0]["report"]} == REPORTS


def _limit(statute):
    return statute and (statute["days"], statute["unit"], statute["from"])


def test_forty_two_items_have_a_limit_of_the_law_and_twenty_three_are_publicised():
    with_limit = [code for code in ITEMS if ITEMS[code]["statutory_days"] is not None]
    frozen = [
        code
        for code in ITEMS
        if any(row["statute"] for row in terms.branches_of(ITEMS[code], TABLE))
    ]
    assert frozen == with_limit
    assert len(frozen) == 42
    public = [code for code in ITEMS if publicity.of(terms.branches_of(ITEMS[code], TABLE))]
    assert public == [code for code in ITEMS if "公示" in ITEMS[code]["process"]]
    assert len(public) == 23


def test_a_limit_is_longer_only_as_its_own_article_says():
    lengths = {}
    for code in ITEMS:
        extension = terms.branches_of(ITEMS[code], TABLE)[-1]["extension"]
        if extension:
            lengths[code] = (*length(extension), extension["by"], extension["basis"])
    assert lengths == EXTENSIONS
    in_situations = {rule for rule in ANSWERS if every_branch()[rule][0]["extension"]}
    assert in_situations == {"broker_renewal", "dispatch_renewal"}


def test_a_clock_stops_only_for_what_its_law_names():
    stops = {
        rule: {row["kind"]: length(row["most"]) for row in rows}
        for rule, rows in one_of("stops").items()
    }
    assert stops == STOPS
    hearing = branches(HEARING)["licence"]["stops"][0]
    assert length(hearing["notice_before"]) == (7, WORKDAYS)
    assert hearing["other_chair"]
    before, after = branches("990914502002")["arbitration"]["stops"]
    assert (before["clocks"], after["clocks"]) == (["accept"], ["promise", "statute"])


def test_a_case_is_suspended_only_for_the_causes_of_its_law():
    causes = {rule: [row["cause"] for row in rows] for rule, rows in one_of("suspends").items()}
    assert causes == SUSPENDS
    approved = one_of("suspended_by")
    assert list(approved) == ["arbitration"]
    assert approved["arbitration"]["by"] == "head"
    described = [row["cause"] for row in one_of("suspends")["arbitration"] if row["words"]]
    assert described == ["other"]


def test_only_arbitration_begins_anew_with_an_event():
    events = {rule: [row["event"] for row in rows] for rule, rows in one_of("restarts").items()}
    assert events == RESTARTS


def test_clear_facts_of_an_injury_are_decided_in_fifteen_days():
    shorter = one_of("shorter")
    assert list(shorter) == ["injury"]
    assert length(shorter["injury"]) == (15, DAYS)
    assert shorter["injury"]["basis"] == "工伤保险条例第20条"


def test_silence_decides_renewals_and_texts_and_nothing_else():
    silence = {}
    for rule, rows in every_branch().items():
        row = rows[0]["silence"]
        if row:
            timely = row["timely"] and row["timely"]["days"]
            silence[rule] = (row["days"], row["from"] or row["before"], timely, row["effect"])
    assert silence == SILENCE
    articles = {row["silence"]["basis"] for row in every_branch()["text"]}
    assert articles == {"劳动合同法第54条", "工资集体协商试行办法第22条", "企业年金办法第10条"}


@pytest.mark.parametrize("code", [BROKER, DISPATCH])
def test_the_form_asks_for_the_day_on_which_a_licence_ends(code):
    assert "permit_to" in form_packs.load_forms().compiled(code).fields


def test_acceptance_is_the_laws_or_five_working_days_and_a_report_has_none():
    for code, item in ITEMS.items():
        acceptance = item.get("acceptance")
        for branch in terms.branches_of(item, TABLE):
            accept = branch["accept"]
            if branch["report"]:
                assert accept is None
            elif acceptance:
                assert length(accept) == length(acceptance), code
                assert accept["silence"] == acceptance["silence"]
                assert accept["basis"] == acceptance["article"]
            else:
                assert length(accept) == (5, WORKDAYS), code
                assert (accept["silence"], accept["basis"]) == (None, "平台承诺")


def test_a_correction_is_answered_in_fifteen_working_days_and_restarts_what_its_law_says():
    anew = {}
    given_up = set()
    for rule, rows in every_branch().items():
        correction = rows[0]["correction"]
        assert length(correction["answer"]) == (15, WORKDAYS)
        anew[rule] = correction["restarts"]
        if correction["unanswered"] == "视为放弃":
            given_up.add(rule)
    statute_too = {rule for rule, clocks in anew.items() if clocks == ALL_ANEW}
    assert statute_too == {"arbitration", "information", "text"}
    assert all(clocks in (ALL_ANEW, ["accept", "promise"]) for clocks in anew.values())
    assert given_up == {"appraisal", "information"}


@pytest.mark.parametrize(
    ("code", "rule", "basis"),
    [
        (HEARING, "licence", "行政许可法第32条"),
        (DISPATCH, "licence", "劳务派遣行政许可实施办法第9条"),
        (INJURY, "injury", "工伤认定办法第8条"),
        ("990914502002", "arbitration", "劳动人事争议仲裁办案规则第46条"),
        (STARTUP, "publicised", "平台承诺"),
        (BROKER, "broker_report", "平台承诺"),
    ],
)
def test_a_correction_cites_the_law_of_its_item_and_none_where_there_is_none(code, rule, basis):
    assert branches(code)[rule]["correction"]["basis"] == basis


def test_publicity_runs_on_the_clock_but_for_the_return_of_a_deposit():
    publicities = one_of("publicity")
    assert set(publicities) == {"subsidy", "publicised", "deposit_return"}
    for rule in ("subsidy", "publicised"):
        row = publicities[rule]
        assert (length(row), length(row["answer"])) == ((5, WORKDAYS), (5, WORKDAYS))
        assert (row["stops"], length(row["review"])) == ([], (3, WORKDAYS))
    back = publicities["deposit_return"]
    assert (length(back), back["stops"], back["review"]) == ((30, DAYS), ["promise"], None)


def test_a_result_is_delivered_after_a_grant_and_of_an_injury_after_any_decision():
    after = {rule: rows[0]["deliver_after"] for rule, rows in every_branch().items()}
    assert {rule for rule, decision in after.items() if decision == "决定"} == {
        *("injury", "appraisal", "device")
    }
    assert branches("990514207010")["device_claim"]["deliver"] is None
    assert length(branches("990514207010")["device"]["deliver"]) == (20, DAYS)
    assert length(branches(DISPATCH)["dispatch_change"]["deliver"]) == (5, WORKDAYS)
    assert branches(BROKER)["broker_report"]["deliver"] is None


def test_licences_and_injuries_are_checked_on_the_spot_by_two():
    officers = {rule: row["officers"] for rule, row in one_of("on_site").items()}
    assert officers == dict.fromkeys(
        [
            *("broker_renewal", "dispatch_renewal", "dispatch_change", "broker"),
            *("school_preparing", "school", "licence", "injury"),
        ],
        2,
    )


def test_parties_may_go_on_when_arbitration_or_mediation_takes_too_long():
    rights = one_of("rights")
    assert set(rights) == {"arbitration", "mediation"}
    [suit] = rights["arbitration"]
    assert (suit["at"], suit["days"]) == ("statute", None)
    [arbitration] = rights["mediation"]
    assert (*length(arbitration), arbitration["from"]) == (15, DAYS, "收到申请")


def test_a_transfer_has_three_parts_of_fifteen_working_days():
    stages = one_of("stages")
    assert list(stages) == ["transfer"]
    assert [length(row) for row in stages["transfer"]] == [(15, WORKDAYS)] * 3
    assert [row["place"] for row in stages["transfer"]] == ["本地", "对方", "本地"]
    assert length(branches("992014203001")["transfer"]["statute"]) == (45, WORKDAYS)


def test_every_branch_has_every_key_of_the_table_and_shares_nothing_with_it():
    keys = {"rule", "when", "statute", "deliver", *TABLE["common"]}
    for rows in every_branch().values():
        for branch in rows:
            assert set(branch) == keys
    one = branches(HEARING)["licence"]
    one["stops"].clear()
    assert len(branches(HEARING)["licence"]["stops"]) == 3


def test_the_packs_have_nothing_against_them():
    assert terms.table_problems(TABLE, list(ITEMS.values())) == []
    for code, item in ITEMS.items():
        assert terms.problems_of(item, TABLE, PROVISIONS, calendar()) == [], code


def test_what_nobody_has_read_is_listed():
    unread = {row.what for row in law_packs.unverified() if row.where == "law/provisions.yaml"}
    assert {
        "就业补助资金管理办法公示",
        "失业保险基金补贴公示",
        "工程建设领域农民工工资保证金规定返还的公示",
        "劳务派遣行政许可实施办法延续条",
        "报送的文本补正的效果",
    } <= unread


@pytest.mark.parametrize(
    ("basis", "citations"),
    [
        ("工伤保险条例第20条", ["工伤保险条例第20条"]),
        (
            "行政许可法第45条、第46条至第48条、第50条",
            ["行政许可法第45条", "行政许可法第46条至第48条", "行政许可法第50条"],
        ),
        ("工伤保险条例第20条、工伤认定办法第20条", ["工伤保险条例第20条", "工伤认定办法第20条"]),
    ],
)
def test_an_article_alone_is_one_of_the_law_before_it(basis, citations):
    assert term_laws.citations_of(basis) == citations


def changed(rule: str, **values) -> dict:
    """The table with one rule saying otherwise."""
    table = copy.deepcopy(TABLE)
    for row in table["rules"]:
        if row["id"] == rule:
            row.update(values)
    return table


def told_of(code: str, table=TABLE, **changes) -> str:
    """What is wrong with the terms of an item, in one text."""
    return "；".join(terms.problems_of(ITEMS[code] | changes, table, PROVISIONS, calendar()))


LONGER = {
    "days": 10,
    "unit": WORKDAYS,
    "by": "head",
    "whose": "行政机关负责人",
    "basis": "行政许可法第42条第1款",
}


@pytest.mark.parametrize(
    ("code", "rule", "values", "words"),
    [
        (HEARING, "licence", {"extension": LONGER | {"days": 15}}, "延长15工作日和“行政许可法"),
        (HEARING, "licence", {"extension": LONGER | {"unit": DAYS}}, "要用一样的单位"),
        (HEARING, "licence", {"extension": LONGER | {"whose": "科长"}}, "延长由科长批准"),
        (HEARING, "licence", {"extension": LONGER | {"days": None}}, "不一致"),
        (INJURY, "injury", {"extension": LONGER | {"unit": DAYS}}, "不是法定时限的依据"),
        (
            INJURY,
            "injury",
            {"extension": LONGER | {"unit": DAYS, "basis": "工伤保险条例第20条"}},
            "“工伤保险条例第20条”没有写可以延长",
        ),
        (
            "992014502001",
            "mediation",
            {
                "extension": {
                    "days": None,
                    "unit": DAYS,
                    "by": "head",
                    "whose": "双方当事人",
                    "basis": "企业劳动争议协商调解规定第29条",
                }
            },
            "只能由双方当事人定",
        ),
        (
            HEARING,
            "licence",
            {
                "stops": [
                    {
                        "kind": "hearing",
                        "label": "听证",
                        "most": {"days": 30, "unit": WORKDAYS},
                        "basis": "行政许可法第46条至第48条",
                    }
                ]
            },
            "听证的30工作日不是“行政许可法第46条至第48条”写的",
        ),
        (
            HEARING,
            "licence",
            {"stops": [{"kind": "x", "label": "歇一歇", "basis": "行政许可法第99条"}]},
            "条文“行政许可法第99条”不在 law/provisions.yaml 里",
        ),
        (
            INJURY,
            "injury",
            {"shorter": {"days": 10, "unit": DAYS, "why": "清楚", "basis": "工伤保险条例第20条"}},
            "较短的10自然日不是",
        ),
        (
            TEXT,
            "text",
            {
                "silence": {
                    "days": 15,
                    "unit": DAYS,
                    "from": "收到文本",
                    "effect": "视为准予延续",
                    "basis": "劳动合同法第54条",
                }
            },
            "到期没有决定“视为准予延续”，不是“劳动合同法第54条”写的",
        ),
        (
            INJURY,
            "injury",
            {
                "silence": {
                    "days": 60,
                    "unit": DAYS,
                    "from": "受理",
                    "effect": "视为准予延续",
                    "basis": "行政许可法第50条",
                }
            },
            "指南和时限规则“injury”说的不一样",
        ),
        (
            SKILL,
            "subsidy",
            {
                "publicity": {
                    "days": 5,
                    "unit": WORKDAYS,
                    "stops": ["promise"],
                    "answer": {"days": 5, "unit": WORKDAYS},
                    "basis": "失业保险基金补贴公示",
                }
            },
            "不能停",
        ),
        (STARTUP, "publicised", {"publicity": None}, "时限规则里没有公示几天"),
    ],
)
def test_a_rule_that_says_otherwise_than_the_law_is_refused(code, rule, values, words):
    assert words in told_of(code, changed(rule, **values))


@pytest.mark.parametrize(
    ("code", "changes", "words"),
    [
        (TEXT, {"silence_decides": None}, "指南和时限规则“text”说的不一样"),
        (
            TEXT,
            {"silence_decides": {"days": 20, "effect": "即行生效"}},
            "指南和时限规则“text”说的不一样",
        ),
        (DISPATCH, {"situations": []}, "“action=renew”不在办理情形的选项里"),
        (
            HEARING,
            {"statutory_when": [{"when": {"kind": "x"}, "days": 5, "unit": WORKDAYS}]},
            "时限规则里没有它的一条",
        ),
        (
            BROKER,
            {"statutory_when": [{"when": {"action": "change"}, "days": 5, "unit": WORKDAYS}]},
            "是不是只报告",
        ),
        (STARTUP, {"promised_days": 7}, "一共要8个工作日，承诺只有7个工作日"),
        (STARTUP, {"promised_days": 8}, ""),
        (STARTUP, {"process": ["申请", "受理"]}, ""),
        (HEARING, {"process": [*ITEMS[HEARING]["process"], "公示"]}, "没有公示几天"),
    ],
)
def test_an_item_that_its_terms_do_not_fit_is_refused(code, changes, words):
    text = told_of(code, **changes)
    assert words in text
    assert bool(words) == bool(text)


def test_a_list_of_rules_without_a_last_one_is_refused():
    table = copy.deepcopy(TABLE)
    table["rules"] = [row for row in table["rules"] if row.get("when")]
    assert "没有一条时限规则收底" in told_of(BROKER, table)


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ({"id": "late", "match": {"codes": [INJURY]}}, "“late”没有事项用到"),
        ({"id": "none", "match": {"type": "没有这一类"}}, "“none”没有事项用到"),
        ({"id": "injury", "match": {}}, "有两条规则叫“injury”"),
        ({"id": "odd", "match": {"colour": "红"}}, "“odd”里的“colour”没有这个键"),
        ({"id": "odd", "match": {}, "pause": []}, "“odd”里的“pause”没有这个键"),
    ],
)
def test_a_rule_behind_another_or_with_unknown_words_is_refused(row, words):
    table = copy.deepcopy(TABLE)
    table["rules"].append(row)
    assert words in "；".join(terms.table_problems(table, list(ITEMS.values())))


def test_an_item_whose_limit_is_taken_away_has_nothing_to_lengthen():
    branch = terms.branches_of(ITEMS[HEARING] | {"statutory_days": None}, TABLE)[-1]
    assert (branch["statute"], branch["extension"]) == (None, None)


@pytest.mark.parametrize(
    ("code", "says", "kinds"),
    [
        (STARTUP, {"days": 7}, []),
        (STARTUP, {"days": 5, "unit": WORKDAYS}, []),
        (STARTUP, {"days": 3}, ["range"]),
        (STARTUP, {"days": 0}, ["range"]),
        (STARTUP, {"days": 9, "unit": DAYS}, ["unit"]),
        (STARTUP, {"stops": ["promise"]}, ["basis"]),
        (STARTUP, {"stops": ["promise"], "basis": "本市的规定"}, ["basis"]),
        (STARTUP, {"stops": ["promise"], "basis": LAW_TO_CITE}, []),
        (SKILL, {"days": 7}, []),
        (SKILL, {"stops": ["promise"], "basis": LAW_TO_CITE}, ["law"]),
        (INJURY, {"days": 7}, ["foreign"]),
        (INJURY, None, []),
    ],
)
def test_a_place_publicises_no_shorter_and_stops_no_limit_of_the_law(code, says, kinds):
    unified = ITEMS[code] | {"terms": terms.branches_of(ITEMS[code], TABLE)}
    problems = placing.problems_of({"publicity": says}, unified, 3)
    assert [problem.violates for problem in problems] == kinds
    assert {problem.field for problem in problems} <= {"publicity"}


@pytest.mark.parametrize(
    ("says", "days", "stops"),
    [
        (None, 5, []),
        ({"days": 3}, 5, []),
        ({"days": 7}, 7, []),
        ({"stops": ["promise"], "basis": LAW_TO_CITE}, 5, ["promise"]),
    ],
)
def test_publicity_in_a_place_is_the_longer_one(says, days, stops):
    unified = branches(STARTUP)["publicised"]["publicity"]
    there = publicity.in_place(unified, says)
    assert (there["days"], there["stops"]) == (days, stops)
    assert (there["basis"] == LAW_TO_CITE) == bool(stops)
    assert unified["days"] == 5


# in the database


@pytest.fixture
def without_terms(monkeypatch):
    """Texts are published as before there were terms, until it is called."""
    full = versions.expanded

    def as_before(definition):
        return {key: value for key, value in full(definition).items() if key != "terms"}

    monkeypatch.setattr(versions, "expanded", as_before)
    return monkeypatch.undo


def publish(code: str, actor: str = "system:packs", **changes) -> ItemVersion:
    """The text of an item published anew from today."""
    now = queries.version_in_force(code)
    return services.publish(
        definition={**now.definition, **changes}, form=now.form, effective_from=today(), actor=actor
    )


def load_again(code: str) -> packs.Loaded:
    """Load the packs as if the files of one item had changed."""
    Item.objects.filter(code=code).update(source_digest="")
    return packs.load()


@pytest.mark.django_db
def test_every_version_in_force_keeps_its_terms(published):
    for row in ItemVersion.objects.filter(effective_to__isnull=True).select_related("item"):
        assert row.definition["terms"] == terms.branches_of(ITEMS[row.item.code], TABLE)


@pytest.mark.django_db
def test_the_next_load_gives_a_version_of_before_its_terms_and_leaves_it_as_it_was(
    published, without_terms
):
    old = publish(INJURY)
    without_terms()
    kept_text = dict(old.definition)
    assert "terms" not in kept_text
    assert load_again(INJURY).changed == [INJURY]
    new = queries.version_in_force(INJURY)
    assert new.number == old.number + 1
    assert new.definition["terms"][0]["rule"] == "injury"
    assert ItemVersion.objects.get(pk=old.pk).definition == kept_text
    load_again(INJURY)
    assert queries.version_in_force(INJURY).pk == new.pk


@pytest.mark.django_db
def test_what_an_office_has_revised_stands_and_gets_its_terms(published, without_terms):
    publish(INJURY)
    publish(INJURY, actor="officer:1", conditions="本地改过的条件")
    without_terms()
    assert load_again(INJURY).notes == []
    now = queries.version_in_force(INJURY).definition
    assert now["conditions"] == "本地改过的条件"
    assert now["terms"] == terms.branches_of(ITEMS[INJURY], TABLE)
    assert queries.waiting_offer(INJURY) is None


def ask(code: str) -> int:
    """An order of the province to change the conditions of an item."""
    text = queries.latest_version(code).definition
    plain = {key: value for key, value in text.items() if key not in merging.COMPUTED}
    order = services.open_change(
        code=code,
        kind="revised",
        reason="条件改了",
        effective_on=today(),
        officer=Officer.objects.get(user__username="tm_catalogue"),
        draft=plain | {"conditions": "新的条件"},
    )
    return order.pk


def carry_out(number: int) -> None:
    """What two officers do with it."""
    lawyer = Officer.objects.get(user__username="tm_legal")
    keeper = Officer.objects.get(user__username="tm_catalogue")
    services.approve_change(change_id=number, officer=lawyer)
    services.publish_change(change_id=number, officer=keeper)


@pytest.mark.django_db
def test_an_order_that_waits_outlives_a_version_with_other_terms_only(published, without_terms):
    publish(INJURY)
    number = ask(INJURY)
    without_terms()
    load_again(INJURY)
    carry_out(number)
    now = queries.version_in_force(INJURY).definition
    assert now["conditions"] == "新的条件"
    assert now["terms"][0]["rule"] == "injury"


@pytest.mark.django_db
def test_an_order_that_waits_does_not_undo_another_text(published):
    number = ask(INJURY)
    publish(INJURY, conditions="政策包的新条件")
    with pytest.raises(Conflict, match="已经改到"):
        carry_out(number)


@pytest.mark.django_db
def test_a_promise_without_room_for_publicity_is_not_published(published):
    with pytest.raises(Invalid, match="一共要8个工作日"):
        publish(STARTUP, promised_days=7)
    assert publish(STARTUP, promised_days=8).definition["promised_days"] == 8


@pytest.mark.django_db
def test_a_form_without_the_day_that_silence_is_counted_by_is_not_published(published):
    now = queries.version_in_force(BROKER)
    other = queries.version_in_force(STARTUP)
    with pytest.raises(Invalid, match="permit_to"):
        services.publish(
            definition=now.definition, form=other.form, effective_from=today(), actor="officer:1"
        )


def say(region: str, **differences) -> None:
    """What a place says of the subsidy, from today."""
    services.set_implementation(
        code=STARTUP,
        region=region,
        differences=differences,
        effective_from=today(),
        actor="officer:1",
    )


@pytest.mark.django_db
def test_a_place_publicises_as_long_as_its_promise_has_room(published):
    say(GUANGYUAN, publicity={"days": 12})
    with pytest.raises(Invalid, match="一共要16个工作日"):
        say(GUANGYUAN, publicity={"days": 13})
    with pytest.raises(Invalid, match="一共要15个工作日，承诺只有9个工作日"):
        say(CHAOTIAN, promised_days=9)


@pytest.mark.django_db
def test_a_city_leaves_no_county_without_room(published):
    say(CHAOTIAN, promised_days=9)
    with pytest.raises(Invalid, match="朝天区：公示"):
        say(GUANGYUAN, publicity={"days": 7})
    stopped = {"days": 7, "stops": ["promise"], "basis": LAW_TO_CITE}
    say(GUANGYUAN, publicity=stopped)
    assert queries.guide(STARTUP, region=CHAOTIAN).definition["publicity"] == stopped
