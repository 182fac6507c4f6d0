"""How many pages are looked at in one window of a real browser: by several accounts, each page at two widths."""

from tests.sites.desk import lives

WIDTHS = (1280, 375)
MODES = {"plain": {}, "elder": {"elder": True}, "dark": {"dark": True}}


def become(page, username: str) -> None:
    """The window is signed in as this account from now on."""
    session = lives.signed_in(username).cookies["sessionid"].value
    page.context.clear_cookies(name="sessionid")
    page.context.add_cookies(
        [{"name": "sessionid", "value": session, "domain": "127.0.0.1", "path": "/"}]
    )


def findings(page, axe, address: str, mode: str = "plain", widths=WIDTHS) -> list[str]:
    """What is seriously wrong with the page at this address, and at which widths it runs off the side. Dark changes
    nothing but colours, which are the same at each width; large type is looked at where it has the least room."""
    found = []
    for width in widths:
        page.set_viewport_size({"width": width, "height": 900})
        if width == widths[0]:
            assert page.goto(address).ok, address
        if mode == "plain" or width == widths[-1]:
            wrong = axe(page, only="color-contrast") if mode == "dark" else axe(page)
            found += [f"{address} at {width}: {line}" for line in wrong]
        wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        found += [f"{address} at {width}: {wide} px off the side"] if wide > 0 else []
    return found
