"""Who may do what: roles, places, lines, qualifications, and never both halves by one hand (SYS-013, SYS-014)."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from tests.cases.conftest import judged, sound
from yichuang.accounts import services as accounts
from yichuang.accounts.models import Assignment
from yichuang.cases import services
from yichuang.cases.models import Case
from yichuang.cases.queries import cases, permission, versions, worklist
from yichuang.cases.rules import refusing
from yichuang.cases.services.review import Decision
from yichuang.catalog import queries as catalog
from yichuang.core.errors import Conflict, Forbidden, Invalid, NotFound

PROMISED, TABLED, INSTANT = "990514102003", "990514102006", "992014101002"
ARTICLE = "行政许可法第32条"
GOOD = Decision("approve", "材料齐全", ("R1",), amount="1200")


@pytest.fixture
def both_roles(officer, morning):
    """gy_clerk is a reviewer and an approver too, as no administrator could make them."""
    clerk = officer("gy_clerk")
    for role in ("reviewer", "approver"):
        Assignment.objects.create(
            officer=clerk, role=role, region_id="510812000000", valid_from=morning.date()
        )
    return clerk


def test_who_accepted_a_case_can_neither_review_nor_decide_it(accepted, both_roles, morning):
    case = accepted()
    for step in (
        lambda: services.begin_review(case_id=case.uuid, officer=both_roles, now=morning),
        lambda: services.review(case_id=case.uuid, officer=both_roles, findings={}, now=morning),
        lambda: services.decide(case_id=case.uuid, officer=both_roles, decision=GOOD, now=morning),
        lambda: services.propose(case_id=case.uuid, officer=both_roles, decision=GOOD, now=morning),
        lambda: services.second(
            case_id=case.uuid, officer=both_roles, agree=True, reason="同意", now=morning
        ),
    ):
        with pytest.raises(Forbidden, match="您受理的"):
            step()
    assert Case.objects.get(pk=case.pk).seq == case.seq


def test_the_database_itself_refuses_one_hand_for_both(decided):
    case = decided()
    with pytest.raises(IntegrityError, match="case_two_hands"), transaction.atomic():
        Case.objects.filter(pk=case.pk).update(decided_by=case.accepted_by)


def test_who_proposed_cannot_be_the_second_person(reviewing, officer, morning):
    case = reviewing(TABLED)
    reviewer = officer("gy_reviewer")
    Assignment.objects.create(
        officer=reviewer, role="approver", region_id="510812000000", valid_from=morning.date()
    )
    outside = sound(case, row="", outside=True)
    judged(case, reviewer)
    services.propose(
        case_id=case.uuid, officer=reviewer, decision=outside, now=morning + timedelta(hours=2)
    )
    with pytest.raises(Forbidden, match="您自己提的"):
        services.second(case_id=case.uuid, officer=reviewer, agree=True, reason="同意", now=morning)


def test_a_clerk_without_the_qualification_cannot_accept_and_one_with_it_accepts_any_line(
    submitted, officer, morning
):
    wanted = [submitted(PROMISED), submitted("990514206001"), submitted("992014101004")]
    assert len({case.line for case in wanted}) == 2
    narrow, wide = officer("gy_clerk_sb"), officer("gy_clerk")
    wide.qualifications.filter(item_code=PROMISED).delete()
    for clerk in (narrow, wide):
        with pytest.raises(Forbidden, match="受理资格"):
            services.accept(case_id=wanted[0].uuid, officer=clerk, now=morning)
    accounts.qualify(
        actor="test", officer=wide, item_code=PROMISED, certificate="T-1", valid_from=morning.date()
    )
    for case in wanted:
        assert services.accept(case_id=case.uuid, officer=wide, now=morning).state == "accepted"


@pytest.mark.parametrize(
    "who", ["yy_clerk", "qd_clerk", "gy_reviewer", "gy_issuer", "gy_supervisor", "gy_auditor"]
)
def test_nobody_from_elsewhere_or_with_another_role_accepts(submitted, officer, morning, who):
    case = submitted()
    with pytest.raises(Forbidden):
        services.accept(case_id=case.uuid, officer=officer(who), now=morning)


@pytest.mark.parametrize("who", ["yy_reviewer", "gy_reviewer_sb", "gy_clerk", "gy_approver"])
def test_a_reviewer_of_another_place_or_line_reviews_nothing(accepted, officer, morning, who):
    case = accepted()
    with pytest.raises(Forbidden):
        services.begin_review(case_id=case.uuid, officer=officer(who), now=morning)


def test_the_queue_of_reviewers_splits_by_line_and_the_counter_lists_both(
    accepted, officer, morning
):
    one, other = accepted(PROMISED), accepted("990514206001")
    assert one.line != other.line

    def seen(who, step):
        rows = worklist.page(officer(who), worklist.Filters(step=step), morning, size=1000).rows
        return {row.pk for row in rows} & {one.pk, other.pk}

    assert seen("gy_reviewer_jy", "review") == {one.pk}
    assert seen("gy_reviewer_sb", "review") == {other.pk}
    assert seen("gy_reviewer", "review") == {one.pk, other.pk}
    assert seen("yy_reviewer", "review") == set()


def test_the_numbers_of_a_list_count_what_its_other_filters_let_through(accepted, officer, morning):
    reviewer = officer("gy_reviewer")
    mine, other = accepted(PROMISED), accepted("990514206001")
    services.begin_review(case_id=mine.uuid, officer=reviewer, now=morning)
    for filters in (worklist.Filters(mine=True), worklist.Filters(line=other.line)):
        page = worklist.page(reviewer, filters, morning, size=1000)
        assert page.counts[""] == page.total == len(page.rows)
    alone = worklist.page(reviewer, worklist.Filters(mine=True), morning)
    assert [row.pk for row in alone.rows] == [mine.pk]


def test_an_officer_from_elsewhere_does_not_even_find_the_case(submitted, officer):
    case = submitted()
    assert cases.for_officer(case.uuid, officer("gy_clerk")).pk == case.pk
    for who in ("yy_clerk", "qd_supervisor", "gy_auditor", "gy_legal"):
        with pytest.raises(NotFound):
            cases.for_officer(case.uuid, officer(who))


def test_a_claimed_case_is_not_claimed_again_until_it_is_released(submitted, officer, morning):
    case, first, second = submitted("990514206001"), officer("gy_clerk"), officer("gy_clerk_sb")
    services.claim(case_id=case.uuid, officer=first, now=morning)
    assert services.claim(case_id=case.uuid, officer=first, now=morning).seq == 2
    with pytest.raises(Conflict, match=first.name):
        services.claim(case_id=case.uuid, officer=second, now=morning)
    with pytest.raises(Conflict, match="不在您手里"):
        services.release(case_id=case.uuid, officer=second, now=morning)
    services.release(case_id=case.uuid, officer=first, now=morning)
    assert services.claim(case_id=case.uuid, officer=second, now=morning).holder == second


def test_a_case_is_handed_over_with_a_reason_to_somebody_who_may_do_it(submitted, officer, morning):
    case, clerk, other = submitted("990514206001"), officer("gy_clerk"), officer("gy_clerk_sb")
    services.claim(case_id=case.uuid, officer=clerk, now=morning)
    with pytest.raises(Invalid, match="为什么转交"):
        services.hand_over(case_id=case.uuid, officer=clerk, to=other, reason=" ", now=morning)
    with pytest.raises(Forbidden):
        services.hand_over(
            case_id=case.uuid, officer=clerk, to=officer("yy_clerk"), reason="请帮忙", now=morning
        )
    moved = services.hand_over(
        case_id=case.uuid, officer=clerk, to=other, reason="休假", now=morning
    )
    assert moved.holder == other
    assert cases.trail(moved)[-1].told == {"to": str(other.uuid), "reason": "休假"}


def test_a_review_that_somebody_else_holds_is_left_alone(reviewing, officer, morning):
    case = reviewing()
    with pytest.raises(Conflict, match="领走"):
        services.decide(
            case_id=case.uuid, officer=officer("gy_reviewer_jy"), decision=GOOD, now=morning
        )


def test_what_was_seen_of_a_material_is_kept_and_a_bad_one_needs_a_remark(
    submitted, officer, morning
):
    case, clerk = submitted(), officer("gy_clerk")
    material = case.materials.order_by("id").first()
    services.note_opened(material=material, officer=clerk, now=morning)
    judge = {"case_id": case.uuid, "officer": clerk, "now": morning}
    with pytest.raises(Invalid, match="哪里不符合"):
        services.judge_material(**judge, material=material.pk, verdict="bad", remark="")
    with pytest.raises(Invalid, match="符合或不符合"):
        services.judge_material(**judge, material=material.pk, verdict="fine", remark="")
    with pytest.raises(NotFound):
        services.judge_material(**judge, material=0, verdict="good", remark="")
    services.judge_material(**judge, material=material.pk, verdict="bad", remark="看不清")
    material.refresh_from_db()
    assert (material.verdict, material.note) == ("bad", "看不清")


def test_a_refusal_needs_a_reason_and_a_basis(submitted, officer, morning):
    case, clerk = submitted(), officer("gy_clerk")
    with pytest.raises(Invalid) as refused:
        services.refuse(case_id=case.uuid, officer=clerk, reason=" ", basis="", now=morning)
    assert [p.field for p in refused.value.problems] == ["reason", "basis"]
    done = services.refuse(
        case_id=case.uuid, officer=clerk, reason="不属本地", basis=ARTICLE, now=morning
    )
    assert (done.state, done.outcome, done.open) == ("refused", "refused", done.open)
    assert cases.trail(done)[-1].told == {"reason": "不属本地", "basis": ARTICLE}
    with pytest.raises(Conflict):
        services.accept(case_id=case.uuid, officer=clerk, now=morning)


@pytest.mark.parametrize(
    "basis",
    [
        "无",
        "有关规定",
        "依据有关规定第三条",
        "第三条",
        "不符合规定",
        "《行政许可法》",
        "岳人社发〔2015〕80号",
        "岳人社发〔2015〕80号规定的条件",
        "〔2015〕80号二（一）",
    ],
)
def test_a_refusal_rests_on_an_article_or_on_a_document_of_the_item(
    submitted, officer, morning, basis
):
    case, clerk = submitted(), officer("gy_clerk")
    refusal = {"case_id": case.uuid, "officer": clerk, "reason": "不归这里办", "now": morning}
    with pytest.raises(Invalid) as refused:
        services.refuse(basis=basis, **refusal)
    assert [p.field for p in refused.value.problems] == ["basis"]
    document = catalog.bases_of(versions.of_case(case).guide)[-1]
    assert services.refuse(basis=f"依据{document}", **refusal).state == "refused"


@pytest.mark.parametrize(
    "basis",
    [
        "《失业保险条例》 第 14 条",
        "依据有关规定第三条、《行政许可法》第三十二条",
        "《社会保险法》第四十五条第二项",
        "岳人社发〔2015〕80号 二（一）",
        "《关于调整政策的通知》（岳人社发〔2015〕80号）二、（一）",
        "依据国发〔2014〕8号第三部分",
        "国发[2014]8号文件第三部分第（二）项",
        "国发〔2014〕8号（三）",
    ],
)
def test_an_article_is_read_however_it_is_written(basis):
    assert refusing.rests_on_law(basis, [])


@pytest.mark.parametrize(
    ("basis", "sentence"),
    [
        ("失业保险条例第一百条", "《失业保险条例》只有33条，没有第100条"),
        ("《失业保险条例》第十四条、第三十四条", "没有第34条"),
        ("《社会保险法》（主席令第35号，2018年修正）第九十九条", "只有98条"),
        ("《社会保险法》第十四条和工伤保险条例第68条", "《工伤保险条例》只有67条"),
        ("《不存在的办法》第三条", "系统里没有“不存在的办法”"),
        ("四川省失业保险条例第三条", "系统里没有“四川省失业保险条例”"),
        ("岳人社发〔2015〕80号二（一）", "系统里没有“岳人社发〔2015〕80号”"),
    ],
)
def test_a_refusal_rests_on_an_article_that_there_is(submitted, officer, morning, basis, sentence):
    case, clerk = submitted(), officer("gy_clerk")
    with pytest.raises(Invalid) as refused:
        services.refuse(
            case_id=case.uuid, officer=clerk, reason="不归这里办", basis=basis, now=morning
        )
    assert sentence in refused.value.problems[0].message


@pytest.mark.parametrize(
    "basis",
    [
        "《失业保险条例》第十四条、第三十三条",
        "《社会保险法》第四十五条第二项和第四十六条",
        "依据有关规定第三条、《行政许可法》第八十三条",
        "依据国发〔2014〕8号第三部分",
    ],
)
def test_nothing_is_asked_of_a_law_that_is_known(basis):
    assert refusing.problems(basis, [], catalog.known_laws(), is_read=False) == []


def test_voiding_needs_an_approver_and_a_reason_and_an_accepted_case(
    accepted, submitted, officer, morning
):
    case, approver = accepted(), officer("gy_approver")
    with pytest.raises(Invalid, match="为什么作废"):
        services.void(case_id=case.uuid, officer=approver, why="", now=morning)
    with pytest.raises(Forbidden):
        services.void(case_id=case.uuid, officer=officer("gy_clerk"), why="twice", now=morning)
    with pytest.raises(Conflict):
        services.void(case_id=submitted().uuid, officer=approver, why="twice", now=morning)
    assert (
        services.void(case_id=case.uuid, officer=approver, why="twice", now=morning).state
        == "voided"
    )


def test_an_application_is_taken_back_before_the_decision_and_not_after(
    submitted, reviewing, decided, morning
):
    for case in (submitted(), reviewing()):
        back = services.withdraw(case_id=case.uuid, actor="person:1", reason="不办了", now=morning)
        assert (back.state, back.outcome, back.holder) == ("withdrawn", "withdrawn", None)
    with pytest.raises(Conflict, match="不能撤回"):
        services.withdraw(case_id=decided().uuid, actor="person:1", reason="不办了", now=morning)


def test_only_an_act_of_role_and_state_is_asked_for_a_whole_list(officer):
    for act in ("claim", "decide", "instant", "release"):
        with pytest.raises(ValueError, match=act):
            permission.open_to(act, officer("gy_clerk"))
