"""How many pages are looked at in one window of a real browser: by several accounts, each page read once and then seen
at a desk, on a phone, in large type and in the dark.

Large type and the dark are style and nothing else, so no page is read again for them; what the frames of pages say in
large type is looked at in test_browser.py of the kit, and its switch in the rows of SYS-052."""

from tests.sites.desk import lives

DESK, PHONE = 1280, 375
LARGE = "on => on ? document.documentElement.dataset.mode = 'elder' : delete document.documentElement.dataset.mode"
NARROW = """() => {
  const lines = [];
  for (const box of document.querySelectorAll('.scroll')) {
    if (box.querySelector('svg, .seg')) continue;
    const name = box.getAttribute('aria-label');
    if (box.scrollWidth > box.clientWidth + 1) lines.push(`${name}: has columns off the side`);
    const cells = [...box.querySelectorAll('tbody td:not(.row-off)')];
    const nameless = cells.filter(cell => cell.dataset.label === undefined);
    if (nameless.length) lines.push(`${name}: ${nameless.length} cells without the name of their column`);
  }
  return lines;
}"""  # of tables on a phone; charts and switches scroll by themselves
SMALL = """() => {
  const small = [];
  for (const target of document.querySelectorAll('a[href], button, summary, select, textarea, input')) {
    if (!target.checkVisibility({visibilityProperty: true}) || target.closest('.vh, .skip')) continue;
    const ticked = /checkbox|radio/.test(target.type) && target.closest('label');
    const box = (ticked || target).getBoundingClientRect();
    if (box.width > 2 && box.height > 2 && box.height < 43.5)
      small.push(`${box.height} px high: ${target.outerHTML.slice(0, 120)}`);
  }
  return small;
}"""  # what a finger is to meet on a phone in plain type; in large type it is larger
BARS = """() => {
  const lines = [];
  const said = (what, bar) => lines.push(`${what}: ${bar.outerHTML.slice(0, 120)}`);
  const sticks = box => {
    const style = getComputedStyle(box);
    return /sticky|fixed/.test(style.position) && style.bottom !== 'auto';
  };
  for (const bar of document.querySelectorAll('main *')) {
    if (!bar.checkVisibility() || !(sticks(bar) || bar.matches('.gobar, .overlay'))) continue;
    const box = bar.getBoundingClientRect();
    const column = bar.parentElement.closest('.mid, .con, .veil, main').getBoundingClientRect();
    if (box.left < column.left - 1 || box.right > column.right + 1) said('a bar wider than its column', bar);
    for (const part of bar.querySelectorAll('*')) {
      const {left, right} = part.getBoundingClientRect();
      if (part.checkVisibility() && !part.closest('.vh') && (left < box.left - 1 || right > box.right + 1)) {
        said('beside its bar', part);
      }
    }
  }
  return lines;
}"""  # of what stays in reach with the buttons of a page, at a desk and where it is tightest: large type on a phone
SIDEWAYS = "document.documentElement.scrollWidth - innerWidth"
PLAIN = {"color_scheme": "light", "reduced_motion": "reduce"}  # no colour is caught half way


def become(page, username: str) -> None:
    """The window is signed in as this account from now on."""
    session = lives.signed_in(username).cookies["sessionid"].value
    page.context.clear_cookies(name="sessionid")
    page.context.add_cookies(
        [{"name": "sessionid", "value": session, "domain": "127.0.0.1", "path": "/"}]
    )


def findings_of(page, axe, addresses) -> list[str]:
    """The findings of pages that are given as (account, address), in their order."""
    lines, signed_in = [], ""
    for username, address in addresses:
        if username != signed_in:
            become(page, username)
            signed_in = username
        lines += findings(page, axe, address)
    return lines


def findings(page, axe, address: str) -> list[str]:
    """What is seriously wrong with the page at this address."""
    page.set_viewport_size({"width": DESK, "height": 900})
    assert page.goto(address).ok, address
    return faults(page, axe)


def faults(page, axe) -> list[str]:
    """What is seriously wrong with the page that stands in the window, in any look, and in which it runs off the side.

    Everything is asked at a desk in plain type and on a phone in large type, the two ends; the dark changes only
    colours. The window stays as wide as a phone, plain and light."""
    page.emulate_media(**PLAIN)
    lines = _seen(page, axe, "at a desk", DESK)
    page.evaluate(LARGE, True)
    lines += _seen(page, axe, "in large type", PHONE)
    page.evaluate(LARGE, False)
    page.emulate_media(**PLAIN | {"color_scheme": "dark"})
    lines += _seen(page, axe, "dark on a phone", PHONE, contrast_alone=True)
    page.emulate_media(**PLAIN)
    return lines


def _seen(page, axe, look: str, width: int, **which) -> list[str]:
    page.set_viewport_size({"width": width, "height": 900})
    lines = [f"{page.url} {look}: {line}" for line in axe(page, **which)]
    if not which:
        lines += [f"{page.url} {look}: {line}" for line in page.evaluate(BARS)]
    if width == PHONE and not which:
        lines += [f"{page.url} {look}: {line}" for line in page.evaluate(NARROW)]
    if (width, *which) == (PHONE, "contrast_alone"):
        lines += [f"{page.url} {look}: {line}" for line in page.evaluate(SMALL)]
    wide = page.evaluate(SIDEWAYS)
    return lines + ([f"{page.url} {look}: {wide} px off the side"] if wide > 0 else [])
