"""The limits of the packs against the law, as it was read on 2026-11-28: every expectation here is written by hand from
the articles, none is taken from a pack."""

import re

import pytest
from django.core.management import call_command

from yichuang.catalog import law_packs, tables
from yichuang.catalog.rules import law, limits
from yichuang.core import packs
from yichuang.reference.packs import calendar

ITEMS = {
    path.stem: packs.read(path) for folder in law_packs.ITEM_FOLDERS for path in packs.files(folder)
}

# item → (days, unit, the day that is not counted, law and article)
DECIDE = {
    "990114105001": (20, "自然日", "收到申请", "人力资源市场暂行条例第19条"),
    "990114105002": (20, "工作日", "受理", "行政许可法第42条第1款"),
    "990114105005": (3, "月", "受理", "民办教育促进法第17条"),
    "990114105006": (20, "工作日", "受理", "行政许可法第42条第1款"),
    "990114501006": (20, "工作日", "受理", "行政许可法第42条第1款"),
    "990114501007": (20, "工作日", "受理", "劳务派遣行政许可实施办法第12条"),
    "990114501008": (20, "工作日", "受理", "劳务派遣行政许可实施办法第12条"),
    "990514202006": (20, "工作日", "收到申请", "社会保险经办条例第18条"),
    "990514205001": (20, "工作日", "收到申请", "社会保险经办条例第18条"),
    "990514206001": (10, "工作日", "收到申请", "社会保险经办条例第24条第1款"),
    "990514206004": (10, "工作日", "收到申请", "社会保险经办条例第24条第3款"),
    "990514206011": (10, "工作日", "收到申请", "社会保险经办条例第24条第3款"),
    "990514207006": (20, "工作日", "收到申请", "社会保险经办条例第22条"),
    "990514207010": (60, "自然日", "收到申请", "工伤保险辅助器具配置管理办法第8条"),
    "990714202001": (20, "工作日", "收到申请", "社会保险经办条例第18条"),
    "990714202002": (20, "工作日", "收到申请", "社会保险经办条例第18条"),
    "990714207001": (60, "自然日", "受理", "工伤保险条例第20条"),
    "990714207003": (60, "自然日", "收到申请", "劳动能力鉴定管理办法第10条"),
    "990714207004": (60, "自然日", "收到申请", "劳动能力鉴定管理办法第10条"),
    "990914502002": (45, "自然日", "受理", "劳动人事争议仲裁办案规则第45条"),
    "990914502003": (5, "工作日", "受理", "劳动人事争议仲裁办案规则第76条"),
    "991014501004": (15, "自然日", "收到文本", "劳动合同法第54条"),
    "991014501005": (15, "自然日", "收到文本", "工资集体协商试行办法第22条"),
    "991014501012": (15, "自然日", "收到文本", "企业年金办法第10条"),
    "991014501013": (15, "自然日", "收到文本", "企业年金办法第10条"),
    "991014503001": (60, "工作日", "立案", "劳动保障监察条例第17条"),
    "991014503006": (
        15,
        "工作日",
        "收到申请",
        "拖欠农民工工资失信联合惩戒对象名单管理暂行办法第14条",
    ),
    "991014901003": (60, "自然日", "受理", "信访工作条例第34条"),
    "992014101002": (3, "工作日", "收到申请", "关于进一步做好失业登记服务管理工作的通知"),
    "992014201001": (15, "自然日", "收到申请", "社会保险法第58条"),
    "992014201002": (10, "工作日", "收到申请", "社会保险经办条例第10条"),
    "992014201003": (10, "工作日", "收到申请", "社会保险经办条例第6条"),
    "992014201005": (10, "工作日", "收到申请", "社会保险经办条例第6条"),
    "992014201006": (10, "工作日", "收到申请", "社会保险经办条例第6条"),
    "992014201007": (10, "工作日", "收到申请", "社会保险经办条例第6条"),
    "992014201009": (10, "工作日", "收到申请", "社会保险经办条例第10条"),
    "992014201016": (10, "工作日", "收到申请", "社会保险经办条例第6条"),
    "992014203001": (45, "工作日", "收到申请", "城镇企业职工基本养老保险关系转移接续暂行办法第8条"),
    "992014203004": (45, "工作日", "收到申请", "城乡养老保险制度衔接暂行办法办理程序"),
    "992014205004": (10, "工作日", "收到申请", "社会保险经办条例第10条"),
    "992014901004": (20, "工作日", "收到申请", "政府信息公开条例第33条"),
}
# (item, answer) → (days, unit, start); days None: a report that nobody decides
IN_A_SITUATION = {
    ("990114105002", ("action", "change")): (None, None, None),
    ("990114105005", ("step", "prepare")): (30, "自然日", "受理"),
    ("990114105006", ("stay", "short")): (5, "工作日", "受理"),
    ("990114501008", ("action", "change")): (10, "工作日", "收到申请"),
    ("990514207010", ("step", "claim")): (20, "工作日", "收到申请"),
    ("991014501013", ("action", "stop")): (None, None, None),
}
LICENCES = ("990114105001", "990114105002", "990114105005", "990114105006", "990114501006")
DISPATCH = ("990114501007", "990114501008")
# item → (days, unit, what silence means)
ACCEPT = {
    **dict.fromkeys((*LICENCES, *DISPATCH), (5, "工作日", "视为受理")),
    "990714207001": (15, "自然日", None),
    **dict.fromkeys(("990714207003", "990714207004", "990514207010"), (5, "工作日", None)),
    "990914502002": (5, "工作日", "可以起诉"),
    "992014502001": (3, "工作日", None),
    "991014503001": (5, "工作日", None),
    "991014901003": (15, "自然日", None),
    "992014901004": (7, "工作日", None),
}
# item → (days, unit) from the decision
DELIVER = {
    **dict.fromkeys(LICENCES, (10, "工作日")),
    **dict.fromkeys(DISPATCH, (5, "工作日")),
    "990714207001": (20, "自然日"),
    **dict.fromkeys(("990714207003", "990714207004"), (15, "自然日")),
    "990514207010": (20, "自然日"),
}
NO_LONGER = (
    "〔2017〕164号",
    "工伤职工劳动能力鉴定管理办法",
    "人社部发〔2024〕40号",
    "人社部函〔2018〕186号",
    "社会救助暂行办法",
)
A_TERM_OF_THE_OFFICE = re.compile(
    r"(受理|收到申请|收到文本|立案)[^；，]{0,6}\d+个?(工作)?日内|\d+个?(工作)?日内[^；，]{0,4}(决定|办结|结案|答复|裁决)"
)


def test_every_limit_of_every_item_is_the_one_of_its_article():
    said = {
        code: (
            item["statutory_days"],
            item["statutory_unit"],
            item["statutory_from"],
            item["statutory_article"],
        )
        for code, item in ITEMS.items()
        if item["statutory_days"] is not None
    }
    mediation = said.pop("992014502001")
    assert mediation == (15, "自然日", "受理", "企业劳动争议协商调解规定第29条")
    assert said == DECIDE


def test_a_situation_with_a_limit_of_its_own_has_the_one_of_its_article():
    said = {
        (code, tuple(*row["when"].items())): (row["days"], row.get("unit"), row.get("from"))
        for code, item in ITEMS.items()
        for row in item.get("statutory_when", ())
    }
    assert said == IN_A_SITUATION


@pytest.mark.parametrize(
    "code", [code for code, item in ITEMS.items() if item.get("statutory_when")]
)
def test_a_situation_is_a_question_of_the_item_and_its_answer(code):
    questions = {
        s["key"]: [option["value"] for option in s["options"]] for s in ITEMS[code]["situations"]
    }
    for row in ITEMS[code]["statutory_when"]:
        [(key, answer)] = row["when"].items()
        assert answer in questions[key]


def test_only_matters_of_public_institutions_rest_on_their_regulation():
    citing = [
        item["name"]
        for item in ITEMS.values()
        if any(basis.startswith("事业单位") for basis in item["legal_basis"])
    ]
    assert len(citing) > 5
    assert [name for name in citing if "事业单位" not in name] == []


@pytest.mark.parametrize(
    ("code", "basis"),
    [
        ("992014402010", "关于深化人才发展体制机制改革的意见（中发〔2016〕9号）"),
        (
            "992014401007",
            "关于进一步加强流动人员人事档案管理服务工作的通知（人社部发〔2014〕90号）",
        ),
        ("992014403007", "中华人民共和国公务员法（主席令第20号，2018年修订）"),
    ],
)
def test_matters_of_talent_rest_on_a_text_that_speaks_of_them(code, basis):
    """90号 names 党员关系接转 among its seven services, 公务员法 how civil servants are taken on (26条); what makes
    somebody 高层次人才 is said by each place, and the pack says that it was not read."""
    assert ITEMS[code]["legal_basis"][0] == basis
    doubted = any("设定依据" in row.what for row in law_packs.unverified() if code in row.where)
    assert doubted == (code == "992014402010")


def test_acceptance_and_delivery_have_the_terms_of_their_articles():
    accept = {c: i["acceptance"] for c, i in ITEMS.items() if "acceptance" in i}
    assert {c: (row["days"], row["unit"], row["silence"]) for c, row in accept.items()} == ACCEPT
    deliver = {c: i["deliver_by"] for c, i in ITEMS.items() if "deliver_by" in i}
    assert {c: (row["days"], row["unit"]) for c, row in deliver.items()} == DELIVER


def test_no_promise_outlasts_the_law_in_any_situation():
    assert {
        c: limits.promise_problem(item, calendar()) for c, item in ITEMS.items()
    } == dict.fromkeys(ITEMS)


def test_the_limit_of_a_situation_binds_the_promise_too():
    item = ITEMS["990114105005"] | {"promised_days": 25}
    assert limits.first_late_promise((25, "工作日"), (3, "月"), calendar()) is None
    assert "会晚于法定30日" in limits.promise_problem(item, calendar())


def test_every_pack_agrees_with_the_provisions_and_cites_what_holds():
    assert {code: law_packs.problems(item) for code, item in ITEMS.items()} == {
        code: [] for code in ITEMS
    }


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (
            {"statutory_days": 90, "statutory_unit": "自然日"},
            "决定时限90自然日（自受理起）和“民办教育促进法第17条”不一致",
        ),
        ({"statutory_from": "收到申请"}, "自受理起3月"),
        ({"statutory_article": "民办教育促进法第99条"}, "不在 law/provisions.yaml 里"),
        (
            {
                "statutory_when": [
                    {"when": {"step": "prepare"}, "days": None, "article": "民办教育促进法第14条"}
                ]
            },
            "要写明天数",
        ),
        (
            {
                "acceptance": {
                    "days": 5,
                    "unit": "工作日",
                    "silence": None,
                    "article": "行政许可法第32条",
                }
            },
            "到期不告知的效果",
        ),
        (
            {"deliver_by": {"days": 20, "unit": "工作日", "article": "行政许可法第44条"}},
            "送达时限20工作日",
        ),
        (
            {"legal_basis": ["就业补助资金管理办法（财社〔2017〕164号）"]},
            "现在是“就业补助资金管理办法（财社〔2023〕181号）”",
        ),
        ({"legal_basis": ["没有这个办法（某发〔2030〕1号）"]}, "不在 law/documents.yaml 里"),
        ({"legal_basis": ["工伤认定办法（人社部令第8号）"]}, "不在设定依据里"),
    ],
)
def test_a_pack_that_says_otherwise_is_told_what_the_law_says(change, told):
    assert told in "".join(law_packs.problems(ITEMS["990114105005"] | change))


def test_no_pack_names_a_document_that_was_replaced():
    for folder in (
        "items",
        "items/local",
        "forms/items",
        "search",
        "catalogue",
        "papers",
        "messages",
    ):
        for path in packs.files(folder):
            text = path.read_text(encoding="utf-8")
            assert [old for old in NO_LONGER if old in text] == [], path


def test_a_provision_that_has_no_term_for_deciding_is_cited_for_none():
    known = law.by_citation(tables.provisions())
    for item in ITEMS.values():
        for row in item.get("statutory_when", ()):
            deciding = [
                term for term in known[row["article"]]["terms"] if term["for"] == law.DECIDE
            ]
            assert bool(deciding) == (row["days"] is not None)


def test_who_may_apply_says_nothing_of_how_long_the_office_takes():
    told = {
        code: item["conditions"]
        for code, item in ITEMS.items()
        if A_TERM_OF_THE_OFFICE.search(item["conditions"])
    }
    assert told == {}


def test_the_unemployed_are_registered_by_their_number_alone():
    """人社厅发〔2020〕79号: four places, nothing but a document of identity."""
    item = ITEMS["992014101002"]
    asked = [m["name"] for m in item["materials"] if m["necessity"] == "必要" and not m["is_form"]]
    assert asked == ["居民身份证或社会保障卡（或电子证照）"]
    for place in ("户籍地", "常住地", "就业地", "参保地"):
        assert place in item["conditions"]


def test_no_form_turns_somebody_away_because_of_a_high_age():
    """超龄劳动者基本权益保障暂行规定: injury, disputes and complaints stay open to workers past the age."""
    for code in (
        "990714207001",
        "990714207003",
        "990914502002",
        "991014503001",
        "992014503002",
        "992014201003",
    ):
        path = packs.ROOT / "forms" / "items" / f"{code}.yaml"
        assert "max_age" not in path.read_text(encoding="utf-8")
    for code in ("990714207001", "990914502002", "991014503001", "992014201003"):
        assert "超过法定退休年龄" in ITEMS[code]["conditions"]
    assert "max_age" not in (packs.ROOT / "forms" / "groups.yaml").read_text(encoding="utf-8")


def test_where_no_text_was_found_the_figure_is_no_legal_limit_and_the_command_lists_it(capsys):
    for code in (
        "992014101004",
        "990714102001",
        "990714102002",
        "990714202004",
        "990514202005",
        "990514202007",
    ):
        assert ITEMS[code]["statutory_days"] is None
        assert ITEMS[code]["provenance"]["unverified"]
    call_command("unverified")
    listed = capsys.readouterr().out
    for words in (
        "990714202004 特殊工种提前退休审批　办结30个工作日",
        "实施《劳动保障监察条例》若干规定第37条",
        "国发〔1978〕104号",
    ):
        assert words in listed
    assert f"共{len(law_packs.unverified())}条" in listed


# Articles whose text was opened for the benefits, by hand: law → articles
OPENED = {
    "中华人民共和国社会保险法": "第四十六条、第四十七条、第四十八条、第四十九条",
    "国务院关于渐进式延迟法定退休年龄的办法": "第七条",
    "失业保险条例": "第二十一条",
    "实施《中华人民共和国社会保险法》若干规定": "第三条、第六条、第十一条",
    "工伤保险条例": "第三十条、第三十四条至第三十七条、第三十六条、第三十七条、第三十九条",
    "工伤保险辅助器具配置管理办法": "第十二条、第十六条",
    "社会保险基金先行支付暂行办法": "第七条、第八条",
}
# 财社〔2023〕181号: the sentences about these three were read word for word, of the others only what provinces repeat
READ_OF_181 = {"990514102003", "990514102006", "990514102007"}


def test_a_benefit_says_that_its_text_was_opened_only_where_it_was():
    documents = {row["cite"]: row["read"] for row in tables.documents()["documents"]}
    doubted = {row.where.split()[-1] for row in law_packs.unverified() if "benefits" in row.where}
    for code, row in tables.benefits().items():
        assert (code in doubted) == (not row.get("read", True))
        if code in doubted:
            continue
        for basis in row["basis"].split("；"):
            if basis in documents:
                assert documents[basis], (code, basis)
                continue
            name = basis.split("第")[0]
            articles = basis.removeprefix(name).split("、")
            assert set(articles) <= set(OPENED[name].split("、")), (code, basis)
    of_181 = {code for code, row in tables.benefits().items() if "〔2023〕181号" in row["basis"]}
    assert of_181 - doubted == READ_OF_181
