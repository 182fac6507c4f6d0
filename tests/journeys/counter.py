"""How a clerk's hands fill the page of a walk-in: with a mouse by names, or by the keyboard alone."""

from playwright.sync_api import expect

from tests.sites.desk import lives
from yichuang.cases.queries import versions
from yichuang.core import clock

NUMBER = "刷证，扫草稿码，或输入证件号码、信用代码、手机号"  # the box that waits for a card


def wanted(code: str) -> tuple[dict, dict]:
    """(input name → value of a right answer, situation key → value); whoever stands there signs."""
    version = versions.for_application(code, lives.CHAOTIAN, 1, clock.today())
    sample = lives.sample_of(version, clock.now())
    situation = {s.key: sample.get(s.key, s.options[0].value) for s in version.situations}
    answers = lives.on_paper(version.form, lives.flat(version.form, sample))
    own = {name: value for name, value in answers.items() if not name.endswith("-signer")}
    return own, situation


def identify(page, number: str, name: str = "") -> None:
    """Type the number as a card reader would, and Enter."""
    page.goto("/desk/")
    expect(page.get_by_label(NUMBER)).to_be_focused()
    page.keyboard.type(number)
    if name:
        page.get_by_label("姓名或单位名称").fill(name)
    page.keyboard.press("Enter")
    page.get_by_label("办什么？").wait_for()


def begin(page, words: str, name: str) -> None:
    """Say what is wanted and take the item of this name."""
    page.get_by_label("办什么？").fill(words)
    page.get_by_role("option", name=name).first.click()
    page.get_by_role("heading", name=name, exact=True).wait_for()
    page.wait_for_load_state()


def say_why_again(page) -> None:
    """Where the page tells of an earlier grant: the answer it asks for before another."""
    answers = page.get_by_role("group", name="以前办好过").get_by_role("radio")
    if answers.count():
        answers.nth(2).check()


def fill(page, code: str) -> None:
    """Answer the questions, say that every original was seen, fill what is still empty."""
    answers, situation = wanted(code)
    boxes = [
        page.locator(f'[name="situation-{key}"][value="{value}"]')
        for key, value in situation.items()
    ]
    unlike_last_time = [box for box in boxes if not box.is_checked()]
    for box in unlike_last_time[:-1]:
        box.check()
    for box in unlike_last_time[-1:]:
        with page.expect_navigation():
            box.check()
    page.keyboard.press("F4")
    for name, value in answers.items():
        _one(page, name, value)


def _one(page, name: str, value) -> None:
    box = page.locator(f'#take [name="{name}"]')
    kind = box.first.evaluate("e => e.type") if box.count() else ""
    if kind in ("radio", "checkbox"):
        for each in value if isinstance(value, list) else [value]:
            choice = page.locator(f'#take [name="{name}"][value="{each}"]')
            if choice.is_enabled() and choice.is_visible():
                choice.check()
    elif kind == "hidden" and page.locator(f"#f-{name}[data-suggest]").count():
        page.locator(f"#f-{name}").fill(str(value))
        page.keyboard.press("Escape")
    elif kind and kind != "hidden" and box.first.is_visible() and box.first.is_editable():
        if kind.startswith("select"):
            box.first.select_option(str(value))
        else:
            box.first.fill(str(value))


WHERE = """() => {
  const e = document.activeElement, group = e.name ? [...document.getElementsByName(e.name)] : [];
  return {name: e.name || e.id.replace(/^f-/, ''), type: e.type || '', value: e.value || '',
    inside: !!e.closest('#take'), checked: !!e.checked, values: group.map(x => x.value),
    any: group.some(x => x.checked), options: e.options ? [...e.options].map(o => o.value) : [],
    suggest: e.dataset.suggest !== undefined, list: e.getAttribute('role') === 'combobox', fixed: !!e.readOnly};
}"""


def press_through(page, code: str, most: int = 150) -> None:
    """Fill the page by the keyboard alone: Tab from field to field, type, arrows and blanks for choices."""
    answers, _ = wanted(code)
    done: set[str] = set()
    for _ in range(most):
        at = page.evaluate(WHERE)
        value = answers.get(at["name"])
        if value is not None and at["inside"] and not at["fixed"] and _is_open(at, value, done):
            _KEYS.get(at["type"], _type)(page, at, value)
            done.add(at["name"])
        if not at["inside"] and done:
            return
        page.keyboard.press("Tab")


def _is_open(at: dict, value, done: set[str]) -> bool:
    if at["type"] == "checkbox":
        return at["value"] in value and not at["checked"]
    if at["type"] == "radio":
        return at["name"] not in done and not at["any"]
    return not at["value"]


def _tick(page, at: dict, value) -> None:
    page.keyboard.press("Space")


def _choose(page, at: dict, value) -> None:
    page.keyboard.press("Space")
    for _ in range(at["values"].index(str(value))):
        page.keyboard.press("ArrowDown")


def _select(page, at: dict, value) -> None:
    """A short list: a long one is a box to type into."""
    for _ in range(at["options"].index(str(value))):
        page.keyboard.press("ArrowDown")


def _date(page, at: dict, value) -> None:
    year, month, day = str(value).split("-")
    page.keyboard.type(month + day + year)
    assert page.evaluate("document.activeElement.value") == value


def _type(page, at: dict, value) -> None:
    page.keyboard.type(str(value))
    if at["suggest"]:
        page.keyboard.press("Escape")
    elif at["list"]:
        page.keyboard.press("Enter")


_KEYS = {"checkbox": _tick, "radio": _choose, "select-one": _select, "date": _date}
