"""What stands on the sheets."""

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO

import pytest
import segno
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from yichuang.core.clock import SHANGHAI
from yichuang.core.errors import Invalid, NotFound
from yichuang.documents import compiler, packs, queries, rules, tables

NOW = datetime(2026, 11, 17, 9, 5, tzinfo=SHANGHAI)
NOTICES = [
    "receipt",
    "acceptance",
    "correction",
    "refusal",
    "decision",
    "completion",
    "result",
    "delivery_receipt",
    "deemed",
    "special",
    "suspension",
    "extension",
    "restart",
    "right",
    "check_record",
]
KINDS = [*NOTICES, "guide", "form", "bulletin", "slip", "voided"]
NASTY = [
    "#import \"/etc/passwd\": *", "$x^2$ *粗* _斜_ `码` <标> @引", "'); DROP TABLE documents_paper; --",
    "<script>alert(1)</script>", "#panic(\"停\")", "\\u{41} \\ // 注释 /* */", "] ) } ；#[",
]  # fmt: skip


def sheet(kind: str, **changes) -> bytes:
    return queries.sheet(
        kind=kind, context=tables.kind(kind).sample | changes, now=NOW, issuer_name="云川市人社局"
    )


def test_every_kind_that_the_law_asks_for_is_there_and_prints_its_sample():
    assert sorted(tables.kinds()) == sorted(KINDS)
    assert packs.check() == []


@pytest.mark.parametrize("kind", KINDS)
def test_any_reader_reads_what_the_tests_read(kind, text_of):
    """The tests read our sheets in a quicker way than others do; it finds the same text in the same order."""
    printed = sheet(kind)
    others = "".join(page.extract_text() for page in PdfReader(BytesIO(printed)).pages)
    assert text_of(printed) == "".join(others.split()) != ""


@pytest.mark.parametrize("kind", KINDS)
def test_every_text_of_the_sample_can_be_read_on_the_sheet(kind, text_of):
    chosen = tables.kind(kind)
    # a receipt names its holder in the salutation, the form's applicant stands in its own answers
    printed = text_of(sheet(kind))
    for field in chosen.fields:
        value = chosen.sample.get(field.key)
        if field.shape == "text" and value and (kind, field.key) != ("form", "item"):
            assert "".join(value.split()) in printed, field.label
        if field.shape == "lines":
            assert all("".join(line.split()) in printed for line in value or [])
    assert "".join(chosen.title.split()) in printed


@pytest.mark.parametrize(
    ("issuer", "itself"),
    [
        ("云川市人社局", "我局"),
        ("云川市人社局甲", "我单位"),
        ("云川市社会保险事业管理中心", "我中心"),
        ("云川市劳动人事争议仲裁委员会", "本委"),
        ("云川区政务服务中心人社专区", "我单位"),
    ],
)
def test_an_office_calls_itself_by_the_word_for_an_office(issuer, itself, text_of):
    context = tables.kind("acceptance").sample
    paper = queries.sheet(kind="acceptance", context=context, now=NOW, issuer_name=issuer)
    assert f"{itself}决定受理" in text_of(paper)


def test_a_broken_pack_is_found_by_the_check(monkeypatch):
    good = tables.kind("slip")
    broken = {
        "template": replace(good, template="none.typ"),
        "sample": replace(good, sample={}),
        "shape": replace(good, fields=(rules.Field("a", "甲", "poem"),)),
    }
    monkeypatch.setattr(packs, "kinds", lambda: broken)
    found = packs.check()
    assert any(line.startswith("papers/template: ") for line in found)
    assert "papers/sample: 《收件小票》缺少“办件编号”，请补上再出件" in found
    assert "papers/shape: no such shape: poem" in found


def test_a_remedy_names_sixty_days_and_six_months(text_of):
    for printed in (
        text_of(sheet("refusal")),
        text_of(sheet("decision", granted=False, remedied=True)),
    ):
        assert "60日内依法申请行政复议" in printed
        assert "6个月内依法向人民法院提起行政诉讼" in printed


def test_a_grant_names_no_remedy_against_itself(text_of):
    assert "行政复议" not in text_of(sheet("decision", granted=True, remedied=False))


def test_a_matter_with_a_way_of_its_own_names_that_way_only(text_of):
    own = "对处理意见不服的，自收到书面答复之日起30日内请求复查。"
    printed = text_of(sheet("decision", granted=False, remedied=True, remedy=own))
    assert own in printed and "行政诉讼" not in printed


def test_a_name_that_asks_already_is_not_asked_for_twice(text_of):
    for item, said in (
        ("工伤认定申请", "提出的“工伤认定申请”，"),
        ("失业登记", "提出的“失业登记”申请，"),
    ):
        for kind in ("acceptance", "refusal", "decision", "completion"):
            assert said in text_of(sheet(kind, item=item)), kind


def test_a_paper_speaks_to_a_unit_as_a_unit(text_of):
    chosen = tables.kind("acceptance")
    pdf = compiler.render(
        chosen, chosen.sample, paper=packs.SAMPLE_PAPER | {"you": "你单位"}, now=NOW
    )
    assert "你单位可以凭办件编号" in text_of(pdf) and "您" not in text_of(pdf)


def test_a_refusal_to_grant_says_so(text_of):
    assert "决定：不予。" in text_of(sheet("decision", granted=False))
    assert "决定：准予。" in text_of(sheet("decision", granted=True))


@pytest.mark.parametrize("nasty", NASTY)
def test_text_of_users_is_never_read_as_markup(nasty, text_of):
    printed = text_of(sheet("refusal", applicant=nasty, reason=nasty, basis=[nasty]))
    assert printed.count("".join(nasty.split())) == 3


def test_rare_characters_are_drawn_by_the_fonts(text_of):
    printed = text_of(sheet("acceptance", applicant="㛃𬭎·阿卜杜热依木"))
    assert "㛃𬭎·阿卜杜热依木：" in printed
    assert "〓" not in printed


def test_a_character_without_a_glyph_is_shown_as_a_geta_and_kept_in_the_description(text_of):
    pdf = sheet("acceptance", applicant="张😀三\u200d")
    assert "张〓三：" in text_of(pdf)
    assert "字库暂缺的字，编码U+1F600，原字记在" in text_of(pdf)
    xmp = PdfReader(BytesIO(pdf)).metadata
    assert "张😀三" in xmp.subject


@settings(max_examples=25, deadline=None)
@given(st.text(max_size=60))
def test_no_text_whatever_can_stop_a_paper(text):
    assert sheet("refusal", applicant=text or "张三", reason=text or "无", way_out=text).startswith(
        b"%PDF"
    )


def test_a_variant_of_a_character_is_shown_as_the_character(text_of):
    assert "葛三：" in text_of(sheet("acceptance", applicant="葛\U000e0101三\ufe0f"))


def test_a_direction_override_cannot_turn_a_name_round(text_of):
    assert "张三：" in text_of(sheet("acceptance", applicant="张\u202e三"))


def test_thirty_materials_and_long_names_run_over_several_pages_and_lose_nothing(text_of, pages_of):
    rows = [
        {
            "name": f"第{n}份材料" + "很长的名称" * 6,
            "form": "原件",
            "copies": n,
            "note": "说明" * 20,
        }
        for n in range(1, 31)
    ]
    pdf = sheet(
        "receipt",
        applicant="云川市" + "超长名称" * 40 + "有限公司",
        materials=rows,
        place="街道" * 90,
    )
    assert pages_of(pdf) >= 3
    printed = text_of(pdf)
    assert all(f"第{n}份材料" in printed for n in range(1, 31))
    assert printed.count("序号材料名称") >= 3, "the head of the table stands on every page"


@pytest.mark.parametrize("kind", ["receipt", "acceptance"])
def test_the_seal_never_stands_on_a_page_of_its_own(kind):
    """GB/T 9704-2012 7.3.5: the page of the seal carries words of the paper."""
    for count in range(1, 13):
        rows = [{"name": f"第{n}份要交的材料", "form": "原件"} for n in range(1, count + 1)]
        basis = ["《关于某一件事情的办法》（某发〔2026〕1号）"] * count
        changes = {"materials": rows} if kind == "receipt" else {"materials": rows, "basis": basis}
        last = PdfReader(BytesIO(sheet(kind, **changes))).pages[-1].extract_text()
        assert not last.strip().startswith("云川市人社局\n2026年"), count


@pytest.mark.parametrize(
    ("kind", "field", "remedied"),
    [("decision", "finding", True), ("decision", "finding", False), ("refusal", "reason", True)],
)
def test_the_seal_of_a_decision_stands_under_its_own_words(kind, field, remedied):
    """GB/T 9704-2012 7.3.5, however long the reason and the table of facts are."""
    facts = [[f"第{n}项事实", "查明的情况写在这里，一行写不下。" * 2] for n in range(1, 6)]
    of_a_decision = {"facts": facts, "remedied": remedied} if kind == "decision" else {}
    spilt = 0
    for count in range(1, 24):
        told = {field: "不符合这一条规定的条件。" * count, **of_a_decision}
        pages = PdfReader(BytesIO(sheet(kind, **told))).pages
        spilt += len(pages) > 1
        last = pages[-1].extract_text()
        assert not last.strip().startswith("云川市人社局\n2026年"), count
    assert spilt


def test_a_run_without_a_break_stays_in_its_column():
    soft = rules.softened("A" * 100)
    assert max(len(part) for part in soft.split("\u200b")) == rules.LONG_RUN
    assert soft.replace("\u200b", "") == "A" * 100
    assert sheet("acceptance", applicant="A" * 300, enquiry="https://example.gov.cn/" + "x" * 300)


def test_common_notices_stay_on_one_page(pages_of):
    for kind in [*NOTICES, "form"]:
        chosen = tables.kind(kind)
        pdf = compiler.render(chosen, chosen.sample, paper=packs.SAMPLE_PAPER, now=NOW)
        assert pages_of(pdf) == 1, kind


def test_the_same_input_gives_the_same_bytes_and_another_time_does_not():
    assert sheet("acceptance") == sheet("acceptance")
    other = queries.sheet(
        kind="acceptance",
        context=tables.kind("acceptance").sample,
        now=NOW.replace(hour=10),
        issuer_name="云川市人社局",
    )
    assert other != sheet("acceptance")


def test_a_paper_says_that_it_is_pdf_a_2b_and_has_a_title_and_language():
    reader = PdfReader(BytesIO(sheet("acceptance")))
    xmp = reader.xmp_metadata
    root = reader.trailer["/Root"]
    raw = root["/Metadata"].get_data().decode()
    assert (
        "<pdfaid:part>2</pdfaid:part>" in raw
        and "<pdfaid:conformance>B</pdfaid:conformance>" in raw
    )
    assert root["/Lang"].lower().startswith("zh")
    assert "受理通知书" in str(xmp.dc_title)


def test_the_qr_code_holds_exactly_the_address():
    url = "https://example.gov.cn/verify/ABC"
    modules = segno.make(url, error="m", micro=False)
    drawn = compiler.qr_svg(url)
    assert modules.svg_inline(border=0).split(' d="')[1].split('"')[0] in drawn
    assert compiler.qr_svg(url + "X") != drawn


def test_a_form_shows_short_answers_tables_and_says_what_is_masked(text_of):
    printed = text_of(sheet("form"))
    for each in (
        "510812********0911",
        "工作经历",
        "云川市东风机械有限公司",
        "按个人信息保护的规定遮盖",
    ):
        assert each in printed
    plain = [["申请人信息", [["姓名", "张三", False]]]]
    assert "遮盖" not in text_of(sheet("form", sections=plain))


def test_a_number_in_a_table_can_be_copied_whole_where_it_fits(text_of):
    columns = ["姓名", "证件号码", "工种", "起止", "金额"]
    rows = [
        [f"张{n}", f"510812********09{n}", "装配工", "2020年3月—2023年8月", 12.5]
        for n in range(10, 40)
    ]
    printed = text_of(
        sheet("form", sections=[["明细", [["人员", {"columns": columns, "rows": rows}, True]]]])
    )
    assert all(f"510812********09{n}" in printed for n in range(10, 40))


def test_a_bulletin_draws_a_bar_for_every_figure_even_when_all_are_zero(text_of):
    printed = text_of(
        sheet("bulletin", charts=[{"title": "逾期", "bars": [["东岭区", 0], ["西河区", 0]]}])
    )
    assert "逾期" in printed and "西河区" in printed


def test_what_is_missing_is_named_in_chinese():
    with pytest.raises(Invalid) as caught:
        queries.sheet(kind="refusal", context={"applicant": "张三", "basis": []}, now=NOW)
    assert {p.field for p in caught.value.problems} >= {"reason", "basis", "item", "case_number"}
    assert "《不予受理通知书》缺少“理由”，请补上再出件" in [
        p.message for p in caught.value.problems
    ]


def test_a_wrong_shape_or_an_unknown_field_is_refused_before_the_template_sees_it():
    for changes, key in (
        ({"materials": ["身份证"]}, "materials"),
        ({"phone_number": "1"}, "phone_number"),
        ({"fee": ["不收费"]}, "fee"),
        ({"basis": "一条"}, "basis"),
    ):
        with pytest.raises(Invalid) as caught:
            sheet("acceptance", **changes)
        assert [p.field for p in caught.value.problems] == [key]


def test_a_kind_that_does_not_exist_is_not_found():
    with pytest.raises(NotFound):
        queries.sheet(kind="../../etc", context={}, now=NOW)


def test_dates_and_exact_numbers_are_written_for_people(text_of):
    printed = text_of(sheet("acceptance", applied_on=date(2026, 1, 5), fee=Decimal("12.50")))
    assert "您于2026年1月5日提出" in printed and "12.50" in printed
    assert rules.plain(datetime(2026, 11, 17, 9, 5)) == "2026年11月17日9时05分"
