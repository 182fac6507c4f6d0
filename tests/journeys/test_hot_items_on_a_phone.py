"""Hot items besides 失业登记, each another kind of form, finished at 375 px from the first question to the result."""

import pytest

from tests.acceptance.test_phone_rows import hot, signing
from tests.journeys.filling import ONE_PAGE_PDF, without_drafts
from tests.sites.desk import lives
from yichuang.accounts.models import User
from yichuang.cases import services
from yichuang.cases.queries import cases, versions
from yichuang.core import clock
from yichuang.identity import queries as identity
from yichuang.reference.models import Region

pytestmark = pytest.mark.browser
PAPER = {"name": "材料.pdf", "mimeType": "application/pdf", "buffer": ONE_PAGE_PDF}
# code, account, signer: a report of loss; wishes in rows of a table; divisions chosen by name; an employer's staff
FORMS = [
    ("992014301006", "lisi"),
    ("992014104001", "lisi"),
    ("992014201006", "lisi"),
    ("992014201003", "shilijia"),
]


def fill(page, version, sample):
    """Answer what the page asks, in its order, with the sample: by the kind of control that stands there."""
    for field in version.form.fields.values():
        if field.type == "table":
            for _ in sample.get(field.key, ())[1:]:
                page.locator(f'button[name="_add"][value="{field.key}"]').click()
    for name, value in lives.flat(version.form, sample).items():
        division = page.locator(f"[id='f-{name}'][data-suggest]:visible")
        if division.count():
            division.fill(Region.objects.get(pk=value.ljust(12, "0")).full_name)
            page.locator("[role=listbox]:visible [role=option]").first.click()
            continue
        controls = page.locator(f'[name="{name}"]:visible, label:visible [name="{name}"]')
        if not controls.count():
            continue
        kind = controls.first.evaluate("e => e.tagName + '.' + e.type")
        if kind.startswith("SELECT"):
            controls.first.select_option(str(value))
        elif kind.endswith(("radio", "checkbox")):
            for one in value if isinstance(value, list) else [value]:
                page.locator(f'[name="{name}"][value="{one}"]').check(force=True)
        elif controls.first.get_attribute("type") != "file":
            controls.first.fill(str(value))


def test_the_form_of_every_hot_item_fits_a_phone(browser, sign_in):
    pages = {}
    for username in ("lisi", "shilijia"):
        without_drafts(username)
        pages[username] = sign_in(browser(width=375, height=800), username)
    wide, seen = [], set()
    for code in hot():
        version = versions.for_application(code, lives.CHAOTIAN, 3, clock.today())
        username = "lisi" if "个人" in version.guide.service_objects else "shilijia"
        user, page = User.objects.get(username=username), pages[username]
        draft = services.open_draft(
            owner=user,
            subject=identity.subject_of(user),
            item_code=code,
            region=lives.CHAOTIAN,
            channel=3,
            prefill={},
            now=clock.now(),
        )
        situation = {s.key: s.options[0].value for s in version.situations}
        services.keep(draft_id=draft.uuid, owner=user, situation=situation, step="form")
        page.goto(f"/drafts/{draft.uuid}/form/")
        assert page.get_by_role("button", name="存好，去核对").last.is_visible(), code
        seen.add(code)
        if not page.evaluate("document.documentElement.scrollWidth <= innerWidth"):
            wide.append(code)
        services.discard(draft_id=draft.uuid, owner=user)
    assert wide == []
    assert len(seen) >= 24


@pytest.mark.parametrize(("code", "username"), FORMS, ids=[row[0] for row in FORMS])
def test_a_hot_item_is_finished_on_a_phone(browser, sign_in, axe, code, username):
    page = browser(width=375, height=800)
    faults, wide = [], []

    def look():
        faults.extend(f"{page.url}: {f}" for f in axe(page))
        if not page.evaluate("document.documentElement.scrollWidth <= innerWidth"):
            wide.append(page.url)

    version = versions.for_application(code, lives.CHAOTIAN, 3, clock.today())
    sample = lives.sample_of(
        version, clock.now(), identity.subject_of(User.objects.get(username=username))
    )
    without_drafts(username)
    sign_in(page, username)
    page.goto(f"/items/{code}/")
    look()
    page.goto(f"/apply/{code}/?region={lives.CHAOTIAN}")
    for s in version.situations:
        page.locator(f'[name="{s.key}"][value="{sample.get(s.key, s.options[0].value)}"]').check(
            force=True
        )
    look()
    page.get_by_role("button", name="接着填").click()
    page.wait_for_url("**/form/")
    fill(page, version, sample)
    for m in version.materials(
        {s.key: sample.get(s.key, s.options[0].value) for s in version.situations}
    ):
        if not m.is_form and not m.exempt:
            page.locator(f"[name=materials-{m.code}]").set_input_files(PAPER)
            page.get_by_text("材料.pdf·").first.wait_for()
    look()
    page.get_by_role("button", name="存好，去核对").last.click()
    page.wait_for_url("**/check/")
    look()
    for box in page.get_by_role("checkbox").all():
        box.check()
    own = signing(username).get("signature-signer", sample["signature"]["signer"])
    page.get_by_label("当作签名").fill(own)
    page.get_by_role("button", name="签好了，提交").click()
    page.wait_for_url("**/done/")
    look()
    case = cases.by_number("".join(page.locator("dd.no").inner_text().split()))
    assert case.item_code == code
    done = {"result": "办好了", "looked": "good"}
    lives.signed_in("gy_clerk").post(f"/desk/cases/{lives.opened(case).uuid}/instant/", done)
    page.get_by_role("link", name="看办到哪了").click()
    page.wait_for_url("**/my/cases/**")
    assert page.get_by_text("已办结").first.is_visible()
    look()
    assert (faults, wide) == ([], [])
