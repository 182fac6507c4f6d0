"""Every page of a person's own, in a real browser: nothing serious for axe, no sideways scroll, in every mode."""

import pytest

from tests.journeys.begun import ask_for, case_of, draft_of
from tests.journeys.filling import without_drafts
from tests.sites.desk import lives
from tests.sites.looking import faults

pytestmark = pytest.mark.browser
STRANGERS = ("login/", "register/", "register/?for=employer", "reset/")


def refused(page, axe):
    """Send the form of the page as it stands, and look at what is said of it."""
    with page.expect_navigation():
        page.locator("main form button[type=submit]:visible").last.click()
    page.get_by_role("alert").first.wait_for()
    return faults(page, axe)


def test_pages_before_signing_in(browser, axe):
    page, found = browser(width=375), []
    for path in [*(f"/accounts/{path}" for path in STRANGERS), "/track/"]:
        page.goto(path)
        found += faults(page, axe)
        page.locator("main form button").last.click()
        page.get_by_role("alert").first.wait_for()
        found += faults(page, axe)
    assert found == [], "\n".join(found)


def test_a_unit_with_a_long_name_on_a_phone(browser, sign_in, axe):
    page, found = sign_in(browser(width=375), "shilijia"), []
    for path in ("/my/", "/account/", "/apply/992014201001/"):
        page.goto(path)
        found += faults(page, axe)
    assert found == [], "\n".join(found)


def test_pages_of_a_person(browser, sign_in, axe):
    without_drafts("lisi")
    page, found = sign_in(browser(width=375), "lisi"), []
    draft = draft_of("lisi")
    for step in ("situation/", "form/", "check/"):
        page.goto(f"/drafts/{draft.uuid}/{step}")
        found += faults(page, axe)
    found += refused(page, axe)  # before there is a case: a second one is not sent
    case, _ = case_of("lisi")
    ask_for(
        case,
        ("material", "M03", "请交离职证明原件的照片"),
        ("field", "last_job_end", "和停保日期不一样"),
    )
    running = lives.submitted(lives.BENEFIT, subject=lives.person(lives.LISI))
    mine, other = f"/my/cases/{case.uuid}/", f"/my/cases/{running.uuid}/"
    paths = [
        f"/drafts/{draft.uuid}/check/",
        "/my/",
        "/my/?show=ended",
        "/messages/",
        "/account/",
        "/my/access/",
        "/accounts/password/",
    ]
    paths += [mine, f"{mine}correct/", f"{mine}withdraw/", f"{mine}password/", f"{mine}ask/", other]
    paths += ["/apply/992014201001/", "/my/cases/00000000-0000-7000-8000-000000000000/"]
    for path in paths:
        page.goto(path)
        found += faults(page, axe)
    for path in (f"{mine}correct/", f"{mine}ask/", "/accounts/password/"):
        page.goto(path)
        found += refused(page, axe)
    assert found == [], "\n".join(found)
