"""Which terms hold for a case: the branch of its answers, the promise and the publicity of its place, or what held
before versions froze any."""

import pytest

from tests.cases.branching import branch, definition
from yichuang.cases.rules.branches import read, terms_of
from yichuang.cases.rules.terms import MAY_SUE, Longer, Span, Statute
from yichuang.cases.rules.terms_before import RULE, accepting, as_before, waits

FIVE = Span(5, "工作日")
RENEW = {"action": "renew"}
BEFORE = {
    "promised_days": 10,
    "promised_unit": "工作日",
    "statutory_days": 20,
    "statutory_unit": "工作日",
    "statutory_from": "受理",
    "statutory_article": "行政许可法第42条第1款",
    "acceptance": {"days": 7, "unit": "工作日", "silence": "视为受理", "article": "某条"},
    "deliver_by": {"days": 10, "unit": "工作日", "article": "行政许可法第44条"},
}


def test_the_first_branch_that_the_answers_meet_holds():
    renewal = branch() | {"rule": "renewal", "when": RENEW}
    general = branch() | {"rule": "licence"}
    version = definition(renewal, general)
    assert terms_of(version, RENEW).rule == "renewal"
    assert terms_of(version, {"action": "change"}).rule == "licence"
    assert terms_of(version, {}).rule == "licence"
    assert [when for when, _ in read(version)] == [RENEW, {}]


def test_a_list_without_a_last_branch_holds_for_nobody_else():
    version = definition(branch() | {"when": RENEW})
    with pytest.raises(LookupError):
        terms_of(version, {"action": "change"})


def test_every_part_of_a_branch_is_read():
    row = branch(
        accept=[5, "工作日"],
        statute=[45, "自然日", "受理"],
        deliver=[10, "工作日"],
        correction={"unanswered": "视为放弃", "restarts": ["accept", "promise", "statute"]},
        extension={
            "days": 15,
            "unit": "自然日",
            "by": "head",
            "whose": "仲裁委员会主任",
            "why": "案情复杂",
            "basis": "规则第45条",
        },
        stops=[
            {"kind": "mediate_first", "label": "先行调解", "clocks": ["accept"], "basis": "69条"},
            {
                "kind": "hearing",
                "label": "听证",
                "most": {"days": 20, "unit": "工作日"},
                "notice_before": {"days": 7, "unit": "自然日"},
                "other_chair": True,
                "basis": "行政许可法第45条",
            },
        ],
        suspends=[{"cause": "other", "label": "其他", "words": True, "basis": "47条"}],
        suspended_by={"by": "head", "whose": "仲裁委员会主任"},
        restarts=[{"event": "joined", "label": "追加", "from": "决定追加之日", "basis": "46条"}],
        shorter={"days": 15, "unit": "自然日", "why": "清楚", "basis": "20条"},
        on_site={"officers": 2, "basis": "34条"},
        stages=[
            {"name": "审核", "days": 15, "unit": "工作日", "from": "收到申请", "place": "本地"}
        ],
        rights=[
            {"at": "statute", "effect": "可以起诉", "basis": "45条"},
            {
                "days": 15,
                "unit": "自然日",
                "from": "收到申请",
                "effect": "可以仲裁",
                "basis": "14条",
            },
        ],
    )
    row["accept"]["silence"] = MAY_SUE
    terms = terms_of(definition(row), {})
    assert (terms.accept, terms.at_silence) == (FIVE, MAY_SUE)
    assert terms.statute == Statute(Span(45, "自然日"), "受理", "某法第1条")
    assert terms.deliver == Span(10, "工作日")
    assert terms.extension == Longer(
        Span(15, "自然日"), "head", "仲裁委员会主任", "案情复杂", "规则第45条"
    )
    assert terms.stops["mediate_first"].clocks == ("accept",)
    hearing = terms.stops["hearing"]
    assert hearing.clocks == ("promise", "statute") and hearing.other_chair
    assert (hearing.most, hearing.notice_before) == (Span(20, "工作日"), Span(7, "自然日"))
    assert terms.suspends["other"].words and terms.suspended_by.by == "head"
    assert terms.restarts["joined"].start == "决定追加之日"
    assert terms.shorter.span == Span(15, "自然日") and terms.on_site.officers == 2
    assert terms.correction.unanswered == "视为放弃" and "statute" in terms.correction.restarts
    assert [stage.name for stage in terms.stages] == ["审核"]
    at_statute, later = terms.rights
    assert (at_statute.at, at_statute.span) == ("statute", None)
    assert (later.at, later.span, later.start) == ("", Span(15, "自然日"), "收到申请")


def test_parties_lengthen_a_term_to_a_day_that_they_name():
    row = branch(
        statute=[15, "自然日", "受理"],
        extension={
            "days": None,
            "unit": "自然日",
            "by": "parties",
            "whose": "双方",
            "basis": "29条",
        },
    )
    assert terms_of(definition(row), {}).extension.span is None


def test_what_is_only_reported_is_not_accepted():
    terms = terms_of(definition(branch(report=True, accept=[5, "工作日"])), {})
    assert terms.report and terms.accept is None and terms.at_silence is None


PUBLICITY = {
    "days": 5,
    "unit": "工作日",
    "stops": [],
    "answer": {"days": 5, "unit": "工作日"},
    "review": {"days": 3, "unit": "工作日"},
    "basis": "就业补助资金管理办法公示",
}


@pytest.mark.parametrize(
    ("of_place", "days", "stops", "basis"),
    [
        (None, 5, (), "就业补助资金管理办法公示"),
        ({"days": 7}, 7, (), "就业补助资金管理办法公示"),
        ({"days": 3}, 5, (), "就业补助资金管理办法公示"),
        ({"days": None, "basis": "某市〔2026〕1号"}, 5, (), "就业补助资金管理办法公示"),
        (
            {"days": 7, "unit": "工作日", "stops": ["promise"], "basis": "某市〔2026〕1号"},
            7,
            ("promise",),
            "某市〔2026〕1号",
        ),
    ],
)
def test_a_place_lengthens_publicity_and_stops_the_promise_by_a_rule_that_it_cites(
    of_place, days, stops, basis
):
    version = definition(branch(publicity=PUBLICITY), publicity=of_place)
    publicity = terms_of(version, {}).publicity
    assert (publicity.span, publicity.stops) == (Span(days, "工作日"), stops)
    assert publicity.basis == basis and publicity.review == Span(3, "工作日")


def test_a_place_adds_no_publicity_where_the_rule_has_none():
    version = definition(branch(), publicity={"days": 7, "unit": "工作日"})
    assert terms_of(version, {}).publicity is None


def test_the_promise_runs_from_acceptance_where_it_is_the_whole_of_such_a_statute():
    row = branch(statute=[45, "自然日", "受理"])
    assert terms_of(definition(row, promise=[45, "自然日"]), {}).promise_from_acceptance
    assert not terms_of(definition(row, promise=[30, "自然日"]), {}).promise_from_acceptance
    from_receipt = branch(statute=[45, "自然日", "收到申请"])
    assert not terms_of(
        definition(from_receipt, promise=[45, "自然日"]), {}
    ).promise_from_acceptance


def test_a_version_of_before_has_one_start_and_nothing_else():
    terms = terms_of(BEFORE, RENEW)
    assert terms == as_before(BEFORE) and terms.rule == RULE
    assert terms.promise == Span(10, "工作日")
    assert terms.statute == Statute(Span(20, "工作日"), "收齐材料", "行政许可法第42条第1款")
    assert terms.accept == Span(7, "工作日") and terms.at_silence is None
    assert (terms.deliver, terms.extension, terms.silence) == (None, None, None)
    assert not waits(BEFORE) and accepting(BEFORE)["silence"] == "视为受理"


def test_a_version_of_before_may_wait_for_acceptance():
    version = BEFORE | {"promised_days": 20}
    assert waits(version)
    assert as_before(version).statute.start == "受理"
    assert as_before(version).promise_from_acceptance


def test_without_a_promise_the_statute_is_it_and_without_either_nothing_is_counted():
    unpromised = BEFORE | {"promised_days": None}
    assert as_before(unpromised).promise == Span(20, "工作日")
    with pytest.raises(ValueError, match="既没有"):
        as_before(unpromised | {"statutory_days": None})
    assert accepting({})["days"] == 5
