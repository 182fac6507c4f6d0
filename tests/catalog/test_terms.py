"""时限规则: what may stop, lengthen or restart the clock of an item, and what silence means (ADR 71).

Every number here is written by hand from the articles as they were read on 2026-11-28, none is taken from a pack."""

from functools import cache

import pytest

from tests.catalog.terms import (
    BROKER,
    DAYS,
    DISPATCH,
    HEARING,
    INJURY,
    ITEMS,
    PROVISIONS,
    SKILL,
    STARTUP,
    TABLE,
    TEXT,
    WORKDAYS,
    branches,
)
from yichuang.catalog import form_packs, law_packs
from yichuang.catalog.rules import publicity, term_laws, terms
from yichuang.reference.packs import calendar

LOCAL = "992014109001"
FOREIGNER = "990114105006"

# rule that holds where no answer decides → its items
RULES = {
    "broker": ["990114105001"],
    "school": ["990114105005"],
    "foreigner": [FOREIGNER],
    "licence": [BROKER, HEARING, "990114501007", DISPATCH],
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
    "foreigner_short": (FOREIGNER, {"stay": "short"}, (5, WORKDAYS, "受理")),
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
    FOREIGNER: LICENCE,
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
OF_FOREIGNERS = OF_LICENCES | {"card_papers": None}
STOPS = {
    "broker_renewal": OF_LICENCES,
    "dispatch_renewal": OF_LICENCES,
    "licence": OF_LICENCES,
    "foreigner": OF_FOREIGNERS,
    "foreigner_short": OF_FOREIGNERS,
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


@cache
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
            *("foreigner", "foreigner_short"),
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
    with_stages = {rule for rule, rows in every_branch().items() if rows[0]["stages"]}
    assert with_stages == {"transfer"}
    for branch in every_branch()["transfer"]:
        assert [length(row) for row in branch["stages"]] == [(15, WORKDAYS)] * 3
        assert [row["place"] for row in branch["stages"]] == ["本地", "对方", "本地"]
        assert {row["basis"] for row in branch["stages"]} == {branch["statute"]["article"]}
        assert length(branch["statute"]) == (45, WORKDAYS)


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
        "外国人来华工作许可服务指南办结时限",
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
