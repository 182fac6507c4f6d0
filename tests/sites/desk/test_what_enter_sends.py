"""Enter sends the form in which somebody stands, by the button of it that gives nothing away unseen."""

import re

import pytest
from playwright.sync_api import expect

from tests.core.test_private import plain_addresses
from tests.sites import first_button
from tests.sites.desk import lives
from yichuang.cases import services
from yichuang.cases.models import Case, Correction
from yichuang.cases.services.corrections import Asked
from yichuang.core import clock

ASKS = "990714202004"  # handed in with three papers, accepted before it is reviewed
NO_PAGES = ("/accounts/logout/", "/ui/")  # the kit shows controls without their page
OF_RESIDENTS = ("public", "signed_in", "resident")
SHOWN = re.compile(r"<form.*?</form>", re.S)
BUTTON = re.compile(r"<button(?P<says>[^>]*)>(?P<words>.*?)</button>", re.S)
ACTION = re.compile(r'action="[^"]*?/([a-z-]+)/"')

# form, by the end of its address → its first button, which a browser presses for Enter in a field of it
PRESSED = {"judge": {"不符合"}, "decide": {"作出决定"}, "accept": {"都符合，受理"}}


def pages():
    """(who reads it, address) of a case at each step, its papers not opened yet and opened."""
    waiting = lives.submitted(ASKS)
    opened = lives.opened(lives.submitted(ASKS))
    on_the_spot = lives.opened(lives.submitted(lives.UNEMPLOYED))
    reviewed = lives.reviewing(lives.RULED)
    cases = [
        ("gy_clerk", waiting),
        ("gy_clerk", opened),
        ("gy_clerk", on_the_spot),
        ("gy_reviewer", reviewed),
        ("gy_approver", lives.proposed()),
    ]
    return [(username, f"/desk/cases/{case.uuid}/") for username, case in cases]


def submits(form: str) -> list[str]:
    """The words of each button that sends the form."""
    words = []
    for button in BUTTON.finditer(form):
        if 'type="submit"' in button["says"]:
            plain = re.sub(r"<kbd>.*?</kbd>|<span.*?</span>|<[^>]+>|&#32;|\s", "", button["words"])
            words.append(plain)
    return words


def test_of_several_buttons_the_first_is_the_one_that_gives_nothing_away(world):
    pressed: dict[str, set[str]] = {}
    for username, address in pages():
        page = lives.signed_in(username).get(address).content.decode()
        for form in SHOWN.findall(page):
            buttons = submits(form)
            if len(buttons) < 2:
                continue
            assert first_button.fault(form) == "", address
            verb = ACTION.search(form)[1]
            pressed.setdefault(verb, set()).add(buttons[0])
    for verb, first in pressed.items():
        assert first <= PRESSED.get(verb, set()), (verb, first)
    assert {"judge", "decide", "accept"} <= set(pressed)


def test_a_button_that_takes_a_row_away_is_not_the_first():
    row = '<form><input name="a"><button type="submit" name="_remove">去掉</button>{}</form>'
    main = '<button class="btn btn-main" type="submit">看看会改什么</button>'
    assert first_button.fault(row.format(main)).startswith("去掉")
    unseen = '<form><button class="vh" type="submit">看看会改什么</button>'
    assert first_button.fault(row.format(main).replace("<form>", unseen)) == ""


def test_enter_on_a_page_of_residents_presses_its_main_button(world):
    client = lives.signed_in("zhangsan")
    addresses = [f"/apply/{lives.BENEFIT}/"]
    for address, view in plain_addresses():
        if view.audience in OF_RESIDENTS and not address.startswith(NO_PAGES):
            addresses.append(address)
    forms = 0
    for address in addresses:
        answer = client.get(address, follow=True)
        if answer.streaming or "html" not in answer.headers["Content-Type"]:
            continue
        for form in SHOWN.findall(answer.content.decode()):
            forms += 1
            assert first_button.fault(form) == "", address
    assert forms > 20


def ask_by_keys(page, case: Case) -> None:
    """The notice by the keyboard alone: its fold, its first box, Enter."""
    page.goto(f"/desk/cases/{case.uuid}/")
    page.wait_for_load_state("networkidle")
    page.keyboard.press("F4")
    box = page.locator(".ask-row [type=checkbox]").first
    expect(box).to_be_focused()
    page.keyboard.press("Space")
    expect(box).to_be_checked()


@pytest.mark.browser
@pytest.mark.parametrize("code", [ASKS, lives.UNEMPLOYED])
def test_enter_in_the_notice_decides_nothing_and_sends_the_notice(browser, sign_in, code):
    case = lives.opened(lives.submitted(code, channel=1))
    page = sign_in(browser(width=1280), "gy_clerk")
    ask_by_keys(page, case)
    with page.expect_navigation():
        page.keyboard.press("Enter")
    page.get_by_role("alert").first.wait_for()
    assert lives.again(case).state == "received"
    page.locator(".ask-row:has(:checked) .input").fill("看不清，请换一份")
    page.locator(".ask-row :checked").focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    page.get_by_text("已一次性告知").wait_for()
    assert lives.again(case).state == "correcting"


@pytest.mark.browser
def test_enter_beside_a_paper_does_not_say_that_it_is_met(browser, sign_in):
    case = lives.opened(lives.submitted(ASKS))
    page = sign_in(browser(width=1280), "gy_clerk")
    page.goto(f"/desk/cases/{case.uuid}/")
    page.get_by_placeholder("不符合的话，写哪里").first.fill("少一页")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    judged = case.materials.exclude(verdict="").get()
    assert (judged.verdict, judged.note) == ("bad", "少一页")


@pytest.mark.browser
def test_words_beside_a_box_tick_it_and_go_with_it(browser, sign_in):
    case = lives.submitted(ASKS)
    page = sign_in(browser(width=1280), "gy_clerk")
    page.goto(f"/desk/cases/{case.uuid}/")
    page.keyboard.press("F4")
    row = page.locator(".ask-row").first
    words = row.locator(".input")
    words.press_sequentially("少一页")
    expect(row.get_by_role("checkbox")).to_be_checked()
    row.get_by_role("checkbox").uncheck()
    expect(words).to_have_value("")
    row.get_by_role("checkbox").check()
    expect(words).to_have_value("少一页")


def test_words_beside_a_box_that_is_not_ticked_are_not_left_out_of_the_notice(clerk):
    case = lives.submitted(ASKS)
    paper = f"material:{case.materials.first().code}"
    field = "field:person_phone"
    typed = {"ask": [field], f"why-{field}": "打不通", f"why-{paper}": "少一页"}
    refused = clerk.post(f"/desk/cases/{case.uuid}/correct/", typed)
    assert refused.status_code == 422
    assert "没有勾上的有1处" in lives.words(refused)
    kept = {row["value"]: row for row in refused.context["askable"]}
    assert (kept[paper]["on"], kept[paper]["why"]) == (False, "少一页")
    assert kept[paper]["wrong"] and not kept[field]["wrong"]
    assert not Correction.objects.filter(case=case).exists()
    typed["ask"] = [field, paper]
    assert clerk.post(f"/desk/cases/{case.uuid}/correct/", typed).status_code == 302
    assert clock.today() < Correction.objects.get(case=case).answer_by


@pytest.mark.browser
def test_the_notice_opens_on_the_paper_that_is_missing(browser, sign_in):
    case = lives.submitted(ASKS)
    missing = case.materials.filter(source="file").last()
    value = f"material:{missing.code}"
    missing.delete()
    page = sign_in(browser(width=1280), "gy_clerk")
    page.goto(f"/desk/cases/{case.uuid}/")
    page.keyboard.press("F4")
    expect(page.locator(f'[name=ask][value="{value}"]')).to_be_focused()


@pytest.mark.browser
def test_a_file_that_is_chosen_is_one_that_is_handed_in(browser, sign_in):
    case = lives.submitted(ASKS)
    paper = case.materials.filter(source="file").first()
    services.ask_correction(
        case_id=case.uuid,
        officer=lives.officer("gy_clerk"),
        items=[Asked("material", paper.code, "看不清")],
        now=clock.now(),
    )
    page = sign_in(browser(width=1280), "gy_clerk")
    page.goto(f"/desk/cases/{case.uuid}/supply/")
    page.locator(f"[name=file-{paper.code}]").set_input_files(
        {"name": "补.pdf", "mimeType": "application/pdf", "buffer": lives.PDF}
    )
    expect(page.locator(f"[name=material-{paper.code}][value=file]")).to_be_checked()
