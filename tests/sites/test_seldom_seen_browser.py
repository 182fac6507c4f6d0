"""Pages that somebody meets on a bad day only: nothing serious for axe, no sideways scroll, in every width and look."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session

from tests.sites.desk import lives
from tests.sites.looking import faults
from yichuang.cases import services
from yichuang.cases.models import NameCheck
from yichuang.cases.services import Concerned, police
from yichuang.core import clock
from yichuang.documents import queries as documents

pytestmark = pytest.mark.browser
TYPED = "写了一半的理由"
RARE = "张\U000323b0"  # a character of which no font of ours has a glyph


@pytest.fixture
def looked_at(axe):
    """looked_at(page): nothing is wrong with how it stands, at a desk and on a phone, large and dark."""

    def look(page) -> None:
        assert "\n".join(faults(page, axe)) == ""

    return look


def test_a_case_that_changed_while_it_was_read(browser, sign_in, looked_at):
    page = sign_in(browser(), "gy_clerk")
    case = lives.submitted()
    page.goto(f"/desk/cases/{case.uuid}/")
    services.claim(case_id=case.uuid, officer=lives.officer("gy_clerk"), now=clock.now())
    page.locator("form[action$='/accept/'] button[type=submit]").first.click()
    page.locator("#since").wait_for()
    looked_at(page)


def test_what_was_sent_after_the_session_ended(browser, sign_in, looked_at):
    page = sign_in(browser(), "gy_clerk")
    case = lives.submitted()
    page.goto(f"/desk/cases/{case.uuid}/")
    Session.objects.update(expire_date=clock.now() - timedelta(hours=1))
    page.evaluate(
        """typed => {
            const form = document.querySelector("form[action$='/accept/']");
            const field = document.createElement("input");
            field.name = "reason";
            field.value = typed;
            form.append(field);
            form.submit();
        }""",
        TYPED,
    )
    page.wait_for_url("**/accounts/login/**")
    looked_at(page)
    page.get_by_label("账号", exact=False).first.fill("gy_clerk")
    page.get_by_label("密码", exact=False).first.fill("Yichuang#2026")
    page.get_by_role("button", name="登录").click()
    page.get_by_role("button", name="放回那一页").wait_for()
    looked_at(page)


def test_a_name_that_no_font_of_ours_can_draw(browser, sign_in, looked_at):
    holder = lives.person(lives.ZHAOLIU)
    before = holder.name
    holder.name = RARE
    holder.save(update_fields=["name"])
    try:
        case = lives.submitted(subject=holder)
        page = sign_in(browser(), "gy_clerk")
        page.goto(f"/desk/cases/{case.uuid}/")
        page.get_by_text("（U+323B0）印不出来").wait_for()
        looked_at(page)
    finally:
        holder.name = before
        holder.save(update_fields=["name"])


def test_a_paper_of_a_void_case(browser, looked_at):
    case = lives.accepted()
    paper = services.issue_paper(case_id=case.uuid, kind="acceptance", now=clock.now())
    approver = lives.officer("gy_approver")
    services.void(case_id=case.uuid, officer=approver, why="twice", remark="", now=clock.now())
    page = browser()
    page.goto(f"/verify/{documents.paper(paper.uuid).verify_code}/")
    page.get_by_text("这份文书已作废").first.wait_for()
    looked_at(page)


def test_names_that_the_police_register_has_answered_or_not(browser, sign_in, looked_at):
    lisi = lives.person(lives.LISI)
    case = lives.submitted("992014301006", parties=(Concerned("about", lisi),))
    case.form = case.form | {
        "for_whom": "other",
        "about_name": lisi.name,
        "about_id_number": lisi.id_number,
        "by_agent": "yes",
        "agent_name": "孙七七",
        "agent_id_number": "510812194003079998",
    }
    case.save(update_fields=["form"])
    police.await_answers(case_id=case.uuid, seq=1)
    NameCheck.objects.filter(case=case, name_key="about_name").update(
        outcome=NameCheck.OTHER, asked_at=clock.now()
    )
    page = sign_in(browser(), "gy_clerk")
    page.goto(f"/desk/cases/{case.uuid}/")
    page.get_by_text("公安人口库说姓名和号码不一致").wait_for()
    looked_at(page)


def test_what_was_granted_before_and_for_how_many_months(browser, sign_in, looked_at):
    case = lives.reviewing(subject=lives.person())
    earlier = lives.decided(subject=lives.person())
    page = sign_in(browser(), "gy_reviewer")
    page.goto(f"/desk/cases/{case.uuid}/")
    page.locator(f"#before a[href$='{earlier.uuid}/']").wait_for()
    page.get_by_text("更长的提请第二人复核").wait_for()
    looked_at(page)


def test_a_row_that_the_answers_speak_against(browser, sign_in, looked_at):
    case = lives.reviewing("990514103004")
    case.form = case.form | {"business_kind": "company"}
    case.save(update_fields=["form"])
    page = sign_in(browser(), "gy_reviewer")
    page.goto(f"/desk/cases/{case.uuid}/")
    page.get_by_text("和申请表对不上").first.wait_for()
    looked_at(page)


def test_a_roster_with_a_row_that_does_not_fit(browser, sign_in, looked_at):
    lisi = lives.person(lives.LISI)
    rows = [{"name": "李六", "id_number": lisi.id_number}]
    case = lives.submitted("992014201003", subject=lives.employer())
    case.form = case.form | {"employees": rows}
    case.save(update_fields=["form"])
    page = sign_in(browser(), "gy_clerk")
    page.goto(f"/desk/cases/{case.uuid}/")
    page.get_by_text("第1行的姓名和号码不一致").wait_for()
    looked_at(page)


def test_how_a_parent_is_helped(browser, looked_at):
    page = browser()
    for address in ("/help/", "/items/990514205001/", "/items/992014202008/"):
        page.goto(address)
        looked_at(page)
