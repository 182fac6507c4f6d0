"""The clocks on the page of a case: its dates with their reasons, and exactly the verbs that its frozen rule has."""

import re
from datetime import date

import pytest

from tests.cases.clock_rules import MONDAY, on
from tests.sites import first_button
from tests.sites.desk import clocked, lives
from tests.sites.desk.test_clock_verbs_at_the_desk import RESTART, STOP, WAIT, photo
from yichuang.accounts.models import Assignment
from yichuang.cases import services
from yichuang.cases.queries import versions
from yichuang.core import clock

pytestmark = pytest.mark.django_db
DISPATCH, INJURY, ARBITRATION, MEDIATION, PLAIN = (
    "990114501007",
    "990714207001",
    "990914502002",
    "992014502001",
    "990714202004",
)
FORM = re.compile(r"(?s)<form\b(?P<head>[^>]*)>(?P<inside>.*?)</form>")
STOPS = {"begin-special:hearing", "begin-special:test", "begin-special:expert_review"}


def page_of(case, who: str, now) -> str:
    with clock.frozen(now):
        answer = lives.signed_in(who).get(f"/desk/cases/{case.uuid}/")
    assert answer.status_code == 200
    return answer.content.decode()


def words(page: str) -> str:
    return re.sub(r"\s+", "", re.sub(r"<[^>]+>", "", page))


def offered(page: str) -> set[str]:
    """The verbs of the clock that the page has a form for; of a stop, with its kind."""
    verbs = set()
    for form in FORM.finditer(page):
        address = re.search(r'/desk/cases/[^/"]+/([\w-]+)/"', form["head"])
        if address is None or address[1] not in VERBS_OF_THE_CLOCK:
            continue
        kind = re.search(r'name="_kind" value="(\w+)"', form["inside"])
        verbs.add(f"{address[1]}:{kind[1]}" if kind else address[1])
    return verbs


VERBS_OF_THE_CLOCK = {
    *("begin-special", "end-special", "defer-acceptance", "resume-acceptance", "suspend"),
    *("ask-suspension", "grant-suspension", "refuse-suspension", "resume", "ask-extension"),
    *("grant-extension", "refuse-extension", "agree-longer", "restart-term", "take-back-clear"),
    *("check-on-site", "sign-check"),
}


OF_CITY = (INJURY, PLAIN)
OF_UNITS = (DISPATCH, INJURY)


def in_review(code: str):
    unit = lives.employer() if code in OF_UNITS else None
    reviewer = "gy_city_reviewer" if code in OF_CITY else "gy_reviewer"
    with clock.frozen(MONDAY):
        return lives.reviewing(code, subject=unit, reviewer=reviewer)


@pytest.mark.parametrize(
    ("code", "verbs"),
    [
        (DISPATCH, {*STOPS, "ask-extension", "check-on-site"}),
        (INJURY, {"suspend", "check-on-site"}),
        (
            ARBITRATION,
            {"begin-special:served_by_notice", "ask-suspension", "ask-extension", "restart-term"},
        ),
        (PLAIN, set()),
    ],
)
def test_a_reviewer_is_offered_what_the_rule_of_the_item_names(world, code, verbs):
    case = in_review(code)
    who = case.holder.user.username
    assert offered(page_of(case, who, clocked.LOOKED_AT)) == verbs
    for other in ("gy_clerk", "gy_approver", "gy_head", "gy_issuer", "gy_supervisor"):
        with clock.frozen(clocked.LOOKED_AT):
            page = lives.signed_in(other).get(f"/desk/cases/{case.uuid}/").content.decode()
        assert offered(page) == set(), other


def test_why_there_is_nothing_else_is_said(world):
    page = words(page_of(in_review(PLAIN), "gy_city_reviewer", clocked.LOOKED_AT))
    assert "没有可以中止的情形" in page and "法律没有写可以延长" in page


def test_a_clerk_is_offered_what_the_rule_has_before_acceptance(world):
    with clock.frozen(MONDAY):
        arbitration = lives.submitted(ARBITRATION)
        injury = lives.submitted(INJURY, subject=lives.employer())
        plain = lives.submitted(PLAIN)
    page = page_of(arbitration, "gy_clerk", clocked.LOOKED_AT)
    assert offered(page) == {"defer-acceptance:mediate_first"}
    assert "到期没告知：可以起诉" in words(page)
    page = page_of(injury, "gy_clerk", clocked.LOOKED_AT)
    assert offered(page) == set() and "事实清楚、权利义务明确：15天内决定" in words(page)
    page = page_of(plain, "gy_clerk", clocked.LOOKED_AT)
    assert offered(page) == set() and "天内决定" not in words(page)


def test_both_parties_of_a_mediation_may_make_it_longer(world):
    with clock.frozen(MONDAY):
        case = lives.accepted("992014502001")
    page = page_of(case, "gy_clerk", clocked.LOOKED_AT)
    assert offered(page) == {"agree-longer"}
    assert 'enctype="multipart/form-data"' in page and "data-max-mb" in page


def test_the_dates_of_a_licence_are_those_counted_by_hand(world):
    """Example 11, decided on the last day of the promise."""
    case = in_review(DISPATCH)
    page = words(page_of(case, "gy_reviewer", clocked.LOOKED_AT))
    assert "11月23日（周一）受理" in page and "5个工作日内告知，最晚11月30日（周一）" in page
    assert "12月7日（周一），还有12天" in page and "10个工作日，从收齐材料起" in page
    assert "12月21日（周一），还有26天" in page and "20个工作日，从受理起" in page
    assert "可以延长1次，10个工作日，由行政机关负责人批准" in page
    assert "12月14日（周一）准予后5个工作日，照承诺那天算的" in page


def test_who_was_not_answered_is_deemed_accepted_and_the_page_says_so(world):
    """Example 11: the morning of 1 December."""
    with clock.frozen(MONDAY):
        case = lives.submitted(DISPATCH, subject=lives.employer())
    services.deem_accepted(case_id=case.uuid, now=on(12, 1, 0, 10))
    page = words(page_of(lives.again(case), "gy_reviewer", on(12, 1)))
    assert "没在5个工作日内告知，已经视为受理" in page
    assert "11月30日（周一）到期没告知，从收到那天起就是受理" in page
    assert "12月7日（周一），还有6天" in page and "12月21日（周一），还有20天" in page


def test_what_stands_is_said_with_its_article_and_ends_by_enter(world, monkeypatch):
    """Example 20 in small: three days stopped move both days by three."""
    clocked.with_rule(monkeypatch, **clocked.EVERY)
    case = clocked.reviewing(monkeypatch)
    address = f"/desk/cases/{case.uuid}/"
    with clocked.wednesday():
        reviewer = lives.signed_in("gy_reviewer")
        page = reviewer.post(f"{address}begin-special/", STOP, follow=True).content.decode()
    assert "从明天起停着，到12月2日（周三）" in words(page)
    assert "时限停着：检验" in words(
        page
    ) and "从11月26日（周四）起不算，停到12月2日（周三）" in words(page)
    assert "依据：行政许可法第45条" in words(page) and "停着，特别程序" in words(page)
    assert offered(page) == {"end-special", "ask-extension"}
    with clock.frozen(on(11, 30)):
        reviewer = lives.signed_in("gy_reviewer")
        page = reviewer.get(address).content.decode()
        main = re.search(r"(?s)end-special/.*?<button(.*?)</button>", page)[1]
        assert "btn-main" in main and 'data-key="Enter"' in main
        page = reviewer.post(f"{address}end-special/", {"ending_result": "合格"}, follow=True)
    text = words(page.content.decode())
    assert "时限接着走，12月10日（周四）前办好" in text
    assert "12月24日（周四）" in text and "11月26日（周四）至11月30日（周一）：检验，要送检" in text


def test_the_head_grants_what_was_asked_for_and_the_dates_move(world, monkeypatch):
    clocked.with_rule(monkeypatch, **clocked.EVERY)
    case = clocked.extension_waits(monkeypatch)
    address = f"/desk/cases/{case.uuid}/"
    page = page_of(case, "gy_reviewer", clocked.LOOKED_AT)
    assert "等负责人批" in words(page) and "grant-extension" not in page
    page = page_of(case, "gy_head", clocked.LOOKED_AT)
    assert offered(page) == {"grant-extension", "refuse-extension"}
    assert "场所有三处" in words(page) and "10个工作日" in words(page)
    with clocked.wednesday():
        head = lives.signed_in("gy_head")
        page = head.post(f"{address}grant-extension/", {}, follow=True).content.decode()
    assert "已批准延期，12月18日（周五）前办好" in words(page)
    assert "延长到12月18日（周五）：场所有三处" in words(page)
    assert offered(page) == set()


def test_who_asked_is_offered_no_grant_though_head(world, monkeypatch):
    clocked.with_rule(monkeypatch, **clocked.EVERY)
    case = clocked.extension_waits(monkeypatch)
    Assignment.objects.create(
        officer=lives.officer("gy_reviewer"),
        role="head",
        region_id=lives.CHAOTIAN,
        valid_from=date(2026, 11, 1),
    )
    page = page_of(case, "gy_reviewer", clocked.LOOKED_AT)
    assert "grant-extension" not in page


def test_a_refused_suspension_tells_whoever_asked_and_may_be_asked_again(world, monkeypatch):
    clocked.with_rule(monkeypatch, **clocked.EVERY)
    case = clocked.suspension_waits(monkeypatch)
    address = f"/desk/cases/{case.uuid}/"
    with clocked.wednesday():
        head = lives.signed_in("gy_head")
        bare = head.post(f"{address}refuse-suspension/", {})
        assert bare.status_code == 422 and "请写明为什么不批准" in words(bare.content.decode())
        head.post(f"{address}refuse-suspension/", {"refusal_reason": "认定书已经出了"})
        reviewer = lives.signed_in("gy_reviewer")
        todos = words(reviewer.get("/desk/todos/").content.decode())
        page = reviewer.get(address).content.decode()
    assert "中止没有批准" in todos
    assert "ask-suspension" in offered(page) and "认定书已经出了" in words(page)
    with clocked.wednesday():
        again = lives.signed_in("gy_reviewer").post(f"{address}ask-suspension/", WAIT)
    assert again.status_code == 302


def test_facts_that_are_not_clear_after_all_have_the_term_of_the_law(world):
    """Example 18 by the page: fifteen days, then sixty from the same acceptance."""
    with clock.frozen(on(10, 26)):
        case = lives.opened(lives.submitted(INJURY, subject=lives.employer()))
        clerk = lives.signed_in("gy_clerk")
        form = {"looked": "good", "_clear": "yes"}
        accepted = clerk.post(f"/desk/cases/{case.uuid}/accept/", form)
        assert accepted.status_code == 302, lives.words(accepted)[:500]
        services.begin_review(
            case_id=case.uuid, officer=lives.officer("gy_city_reviewer"), now=on(10, 26, 11)
        )
    page = page_of(lives.again(case), "gy_city_reviewer", on(10, 28))
    # 10 November is the fifteenth day after 26 October
    assert "11月10日（周二）" in words(page) and "take-back-clear" in offered(page)
    with clock.frozen(on(10, 28)):
        reviewer = lives.signed_in("gy_city_reviewer")
        address = f"/desk/cases/{case.uuid}/take-back-clear/"
        page = reviewer.post(address, {"clear_reason": "证人说法不一"}, follow=True)
    text = words(page.content.decode())
    # 25 December is the sixtieth
    assert "12月25日（周五）" in text and "期限重新计算告知书" in text
    assert "take-back-clear" not in offered(page.content.decode())


def test_two_officers_look_and_both_sign(world, monkeypatch):
    clocked.with_rule(monkeypatch, **clocked.EVERY)
    case = clocked.reviewing(monkeypatch)
    address = f"/desk/cases/{case.uuid}/"
    second = lives.officer("gy_city_reviewer")
    typed = {
        "_check_second": "",
        "check_on_day": "2026-11-24",
        "check_place_of": "朝天镇的经营场所",
        "check_findings": "和申请书写的相符",
        "check_photos": photo(),
    }
    with clocked.wednesday():
        reviewer = lives.signed_in("gy_reviewer")
        refused = reviewer.post(f"{address}check-on-site/", typed)
        page = refused.content.decode()
        assert refused.status_code == 422 and "要两名以上工作人员一起去" in words(page)
        assert ">和申请书写的相符</textarea>" in page and "1个文件，不用再选" in words(page)
        photos = re.findall(r'name="_check_photos" value="([^"]+)"', page)
        again = {name: text for name, text in typed.items() if name != "check_photos"}
        again |= {"_check_second": str(second.uuid), "_check_photos": photos}
        done = reviewer.post(f"{address}check-on-site/", again, follow=True).content.decode()
        assert f"等{second.name}在自己的账号里签" in words(done) and "sign-check" not in done
        shown = reviewer.get(f"{address}evidence/{photos[0]}/")
        assert shown["Content-Type"] == "image/jpeg"
        assert (
            lives.signed_in("qd_city_reviewer").get(shown.request["PATH_INFO"]).status_code == 404
        )
        other = lives.signed_in("gy_city_reviewer")
        page = other.get(address).content.decode()
        assert offered(page) >= {"sign-check"}
        check = re.search(r'name="_check" value="([^"]+)"', page)[1]
        signed = other.post(f"{address}sign-check/", {"_check": check}, follow=True)
    assert "两人都签了" in words(signed.content.decode())
    assert "现场核查记录" in words(signed.content.decode())


def test_what_differs_is_chosen_point_by_point_and_said_in_words(world, monkeypatch):
    clocked.with_rule(monkeypatch, **clocked.EVERY)
    case = clocked.reviewing(monkeypatch)
    address = f"/desk/cases/{case.uuid}/"
    typed = {
        "_check_second": str(lives.officer("gy_city_reviewer").uuid),
        "check_on_day": "2026-11-24",
        "check_place_of": "朝天镇的经营场所",
        "_check_points_R1": "agrees",
        "_check_points_R3": "differs",
    }
    with clocked.wednesday():
        reviewer = lives.signed_in("gy_reviewer")
        refused = reviewer.post(f"{address}check-on-site/", typed)
        assert refused.status_code == 422
        page = refused.content.decode()
        assert "选了不符的，请写明哪里不符" in words(page)
        chosen = re.findall(r'name="(_check_points_R\d)"\s+value="(\w+)"\s+checked', page)
        assert chosen == [("_check_points_R1", "agrees"), ("_check_points_R3", "differs")]
        reviewer.post(f"{address}check-on-site/", typed | {"check_findings": "门牌是110号"})
    check = case.on_site_checks.get()
    points = versions.of_case(case).review_points
    seen = [f"{points[0].text}：相符", f"{points[2].text}：不符", "门牌是110号"]
    assert check.findings.splitlines() == seen


def test_where_every_point_agrees_nothing_more_has_to_be_written(world, monkeypatch):
    clocked.with_rule(monkeypatch, **clocked.EVERY)
    case = clocked.reviewing(monkeypatch)
    typed = {
        "_check_second": str(lives.officer("gy_city_reviewer").uuid),
        "check_on_day": "2026-11-24",
        "check_place_of": "朝天镇的经营场所",
        "_check_points_R2": "agrees",
        "_check_points_R4": "no such answer",
    }
    with clocked.wednesday():
        reviewer = lives.signed_in("gy_reviewer")
        reviewer.post(f"/desk/cases/{case.uuid}/check-on-site/", typed)
    points = versions.of_case(case).review_points
    assert case.on_site_checks.get().findings == f"{points[1].text}：相符"


def test_what_was_typed_stays_and_is_told_at_its_own_box_only(world, monkeypatch):
    clocked.with_rule(monkeypatch, **clocked.EVERY)
    case = clocked.reviewing(monkeypatch)
    form = {
        "_kind": "hearing",
        "hearing_reason": "利害关系人要求听证",
        "hearing_held_on": "2026-11-27",
        "hearing_held_at": "上午9点，局一楼会议室",
        "hearing_planned_until": "2026-12-10",
        "_half": "reason=%E6%9D%90%E6%96%99%E9%BD%90",
    }
    with clocked.wednesday():
        refused = lives.signed_in("gy_reviewer").post(
            f"/desk/cases/{case.uuid}/begin-special/", form
        )
    page = refused.content.decode()
    assert refused.status_code == 422
    text = words(page)
    assert "请选听证由谁主持" in text and "要在7个工作日以前通知" in text
    assert 'value="上午9点，局一楼会议室"' in page
    assert ">利害关系人要求听证</textarea>" in page and ">材料齐</textarea>" in page
    assert 'id="f-hearing_chair-error"' in page or "f-hearing_chair" in page
    fold = re.search(r'<details class="[^"]*" id="do-hearing" open>', page)
    assert fold and not re.search(r'id="do-test" open', page)
    box = re.search(r'(?s)id="f-test_reason".*?</textarea>', page)[0]
    assert "利害关系人" not in box


def test_a_day_that_is_none_is_told_by_its_label(world, monkeypatch):
    clocked.with_rule(monkeypatch, **clocked.EVERY)
    case = clocked.reviewing(monkeypatch)
    with clocked.wednesday():
        refused = lives.signed_in("gy_reviewer").post(
            f"/desk/cases/{case.uuid}/restart-term/", RESTART | {"restarting_on_day": "20261-11-20"}
        )
    assert refused.status_code == 422
    assert "“哪一天”要写成" in words(refused.content.decode())
    assert ">追加了劳务派遣单位</textarea>" in refused.content.decode()


def test_on_the_last_day_nothing_is_stopped_and_the_page_says_why(world, monkeypatch):
    clocked.with_rule(monkeypatch, **clocked.EVERY)
    case = clocked.reviewing(monkeypatch)
    page = page_of(case, "gy_reviewer", on(12, 7))
    assert not {verb for verb in offered(page) if verb.startswith(("begin", "suspend"))}
    assert "今天就是最后一天" in words(page)
    with clock.frozen(on(12, 7)):
        refused = lives.signed_in("gy_reviewer").post(
            f"/desk/cases/{case.uuid}/begin-special/", STOP | {"test_planned_until": "2026-12-10"}
        )
    assert refused.status_code == 422 and ">要送检</textarea>" in refused.content.decode()
    assert "请在期限里作决定" in words(refused.content.decode())


@pytest.mark.parametrize("world_of", clocked.BRINGING)
def test_every_form_says_whose_it_is_and_enter_presses_its_button(world, monkeypatch, world_of):
    clocked.with_rule(monkeypatch, **clocked.EVERY)
    case = clocked.brought(world_of, monkeypatch)
    for who in ("gy_clerk", "gy_reviewer", "gy_head", "gy_city_reviewer"):
        page = page_of(case, who, clocked.LOOKED_AT)
        keys = re.findall(r'data-key="([^"]+)"', page)
        assert len(keys) == len(set(keys)), (who, keys)
        for form in FORM.finditer(page):
            if 'method="post"' not in form["head"]:
                continue
            assert 'name="_by"' in form["inside"]
            assert first_button.fault(form[0]) == "", who
            if any(f"/{verb}/" in form["head"] for verb in VERBS_OF_THE_CLOCK):
                assert 'name="_seq"' in form["inside"]
