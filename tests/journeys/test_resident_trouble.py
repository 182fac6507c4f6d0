"""What goes wrong on the way, and what the person sees then: nothing is lost, nothing is doubled."""

import re
import threading
from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from playwright.sync_api import expect

from tests.journeys.begun import ask_for, case_of, draft_of
from tests.journeys.filling import ONE_PAGE_PDF, sign, without_drafts
from tests.sites.portal_personal.conftest import seen_by
from yichuang.accounts.models import User
from yichuang.cases.models import Case, Draft
from yichuang.core import clock

pytestmark = pytest.mark.browser
PASSWORD = "Yichuang#2026"


@pytest.fixture(autouse=True)
def clean(real_db):
    for username in ("zhangsan", "lisi", "wangwu"):
        without_drafts(username)


def test_a_correction_is_answered_on_a_phone(browser, sign_in, axe):
    case, _ = case_of("wangwu")
    ask_for(
        case,
        ("material", "M03", "请交离职证明原件的照片"),
        ("field", "last_job_end", "和停保日期不一样"),
    )
    page = sign_in(browser(width=375), "wangwu")
    page.goto("/my/")
    page.get_by_role("link", name="失业登记").first.click()
    page.get_by_role("link", name="去补").click()
    page.get_by_label("失业（停业、离校）日期").fill("2061-01-01")
    paper = {"name": "证明.pdf", "mimeType": "application/pdf", "buffer": ONE_PAGE_PDF}
    page.locator("[name=materials-M03]").set_input_files(paper)
    page.get_by_role("button", name="补好了，下一步核对").last.click()
    page.get_by_role("alert").wait_for()
    expect(page.get_by_text("证明.pdf·")).to_be_visible()
    assert axe(page) == []
    page.get_by_label("失业（停业、离校）日期").fill("2026-11-01")
    page.get_by_role("button", name="补好了，下一步核对").last.click()
    page.get_by_role("heading", name="核对要补的").wait_for()
    expect(page.get_by_text("证明.pdf·")).to_be_visible()
    assert axe(page) == []
    page.get_by_role("button", name="没有错，交上去").click()
    page.get_by_text("补的东西收到了").wait_for()
    expect(page.get_by_text("补的材料已收到").first).to_be_visible()
    assert Case.objects.get(pk=case.pk).state == "supplied"
    page.get_by_role("link", name="撤回这一件").click()
    page.get_by_role("button", name="撤回这一件").click()
    page.get_by_text("您已撤回").first.wait_for()
    assert axe(page) == []


def test_two_quick_presses_make_one_case_and_a_password_that_works(browser, sign_in):
    draft = draft_of("lisi")
    page = sign_in(browser(), "lisi")
    page.goto(f"/drafts/{draft.uuid}/form/")
    page.get_by_role("button", name="存好，去核对").last.click()
    page.wait_for_url("**/check/")
    for box in page.get_by_role("checkbox").all():
        box.check()
    page.get_by_label("当作签名").fill("李四")
    page.get_by_role("button", name="签好了，提交").dblclick()
    expect(page).to_have_url(re.compile("/done/$"))  # the second press cuts the first answer off
    number = "".join(page.locator("dd.no").inner_text().split())
    password = page.locator("dd .big2").inner_text()
    assert Case.objects.filter(client_ref=str(draft.uuid)).count() == 1
    page.goto("/track/")
    page.get_by_label("办件编号").fill(number)
    page.get_by_label("查询密码").fill(password)
    page.get_by_role("button", name="查一查").click()
    page.get_by_text("办到哪了").wait_for()


def test_two_posts_at_once_make_one_case(real_db):
    draft = draft_of("lisi")
    signature = {
        "truth_promise": "true", "data_check_consent": "true", "signature-signer": "李四",
        "signature-method": "handwriting", "signature-signed_on": "2026-01-05",
    }  # fmt: skip
    user, answers = User.objects.get(username="lisi"), []
    looking = Client()
    looking.force_login(user, backend="yichuang.accounts.backends.Backend")
    signature |= seen_by(looking, draft)

    def send():
        from django.db import connection

        client = Client()
        client.force_login(user, backend="yichuang.accounts.backends.Backend")
        answers.append(client.post(f"/drafts/{draft.uuid}/check/", signature))
        connection.close()

    threads = [threading.Thread(target=send) for _ in range(4)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert {a.url for a in answers} == {f"/drafts/{draft.uuid}/done/"}
    assert Case.objects.filter(client_ref=str(draft.uuid)).count() == 1


def end_session(page) -> None:
    """The time of the session is over; the browser knows nothing of it and sends its cookie."""
    cookies = {cookie["name"]: cookie["value"] for cookie in page.context.cookies()}
    yesterday = clock.now() - timedelta(days=1)
    assert (
        Session.objects.filter(session_key=cookies["sessionid"]).update(expire_date=yesterday) == 1
    )


def test_a_press_without_a_network_sends_nothing_and_loses_nothing(browser, sign_in):
    draft = draft_of("zhangsan")
    page = sign_in(browser(width=375), "zhangsan")
    page.goto(f"/drafts/{draft.uuid}/form/")
    page.evaluate(
        "Object.defineProperty(navigator, 'onLine', { get: () => false, configurable: true })"
    )
    page.get_by_label("最后工作单位").fill("没有网时写的单位")
    page.get_by_role("button", name="存好，去核对").last.click()
    page.get_by_text("现在没有网，还没有交上去").wait_for()
    expect(page.get_by_label("最后工作单位")).to_have_value("没有网时写的单位")
    page.evaluate("delete navigator.onLine")
    page.get_by_role("button", name="存好，去核对").last.click()
    page.wait_for_url("**/check/")
    page.get_by_text("没有网时写的单位").wait_for()


def test_a_session_that_ends_mid_form_loses_nothing(browser, sign_in, axe):
    draft = draft_of("zhangsan")
    page = sign_in(browser(width=375), "zhangsan")
    page.goto(f"/drafts/{draft.uuid}/form/")
    page.get_by_label("最后工作单位").fill("刚刚才写的单位")
    end_session(page)
    page.get_by_role("button", name="存好，去核对").last.click()
    page.get_by_text("填的都替您存着").wait_for()
    assert axe(page) == []
    page.get_by_label("账号").fill("zhangsan")
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    page.wait_for_url("**/form/**")
    expect(page.get_by_text("刚才填的都在")).to_be_visible()
    expect(page.get_by_label("最后工作单位")).to_have_value("刚刚才写的单位")
    assert Draft.objects.get(pk=draft.pk).answers["last_employer_name"] == "刚刚才写的单位"


def test_typing_is_saved_by_itself_and_says_when(browser, sign_in):
    draft = draft_of("zhangsan")
    page = sign_in(browser(width=375), "zhangsan")
    page.goto(f"/drafts/{draft.uuid}/form/")
    with page.expect_response("**/save/"):
        page.get_by_label("最后工作单位").fill("边写边存的单位")
    page.locator("[data-saved]", has_text="已自动保存").wait_for()
    page.reload()
    expect(page.get_by_label("最后工作单位")).to_have_value("边写边存的单位")


def test_an_exe_with_a_pdfs_name_is_refused_while_choosing(browser, sign_in, axe):
    draft = draft_of("zhangsan")
    page = sign_in(browser(width=375), "zhangsan")
    page.goto(f"/drafts/{draft.uuid}/form/")
    fake = {
        "name": "证明.pdf",
        "mimeType": "application/pdf",
        "buffer": b"MZ\x90\x00" + b"\0" * 500,
    }
    page.locator("[name=materials-M03]").set_input_files(fake)
    page.get_by_text("请用原来的程序打开，另存成 PDF 或图片再传").wait_for()
    assert axe(page) == []


def test_everything_works_without_scripts(browser, sign_in_by_page):
    page = sign_in_by_page(browser(width=375, scripts=False), "zhangsan")
    draft = draft_of("zhangsan")
    page.goto(f"/drafts/{draft.uuid}/form/")
    paper = {"name": "证明.pdf", "mimeType": "application/pdf", "buffer": ONE_PAGE_PDF}
    page.locator("[name=materials-M03]").set_input_files(paper)
    page.get_by_role("button", name="上传").first.click()
    page.get_by_text("证明.pdf·").wait_for()
    page.get_by_role("button", name="存好，去核对").last.click()
    sign(page, "张三")
    page.wait_for_url("**/done/")
    number, password = page.locator("dd.no").inner_text(), page.locator("dd .big2").inner_text()
    page.goto("/track/")
    page.get_by_label("办件编号").fill(number)
    page.get_by_label("查询密码").fill(password)
    page.get_by_role("button", name="查一查").click()
    expect(page.get_by_text("张**").first).to_be_visible()


def test_a_person_without_a_mouse_gets_to_the_receipt(browser, sign_in):
    draft = draft_of("wangwu")
    page = sign_in(browser(), "wangwu")
    page.goto(f"/drafts/{draft.uuid}/form/")
    page.get_by_label("最后工作单位").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/check/")
    for box in page.get_by_role("checkbox").all():
        box.focus()
        if not box.is_checked():
            page.keyboard.press("Space")
    page.get_by_label("当作签名").focus()
    page.keyboard.type("王五")
    page.keyboard.press("Enter")
    page.wait_for_url("**/done/")
