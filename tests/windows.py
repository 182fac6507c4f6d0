"""Windows of a real browser. Opening one takes a second of a core, as much as ten pages in it; so a window that a test
is done with is cleaned and given to the next test with the same wishes."""

from playwright.sync_api import Browser, Error, Page

ROOM = 5  # windows that wait; each holds some memory
NOTHING_ASKED = {
    "media": "null",
    "color_scheme": "null",
    "reduced_motion": "null",
    "forced_colors": "null",
}


class Windows:
    """The windows of one browser, each in a context of its own with one page, for one site."""

    def __init__(self, browser: Browser) -> None:
        self.browser = browser
        self.wishes: dict[Page, dict] = {}  # of the windows that are in use
        self.waiting: list[tuple[dict, Page]] = []

    def take(self, *, own: bool = False, **wishes) -> Page:
        """A window as for `Browser.new_context(**wishes)` that knows nothing of anybody; `base_url` and `viewport` are
        among the wishes. own: for a test that changes the window itself (its clock, its network, scripts of its own);
        nobody gets it afterwards."""
        fitting = [pair for pair in self.waiting if pair[0] == wishes]
        if own or not fitting:
            page = self.browser.new_context(**wishes).new_page()
        else:
            self.waiting.remove(fitting[0])
            page = fitting[0][1]
        if not own:
            self.wishes[page] = wishes
        return page

    def give_back(self, page: Page) -> None:
        """The test is done with this window."""
        wishes = self.wishes.pop(page, None)
        if wishes is None or page.is_closed():
            page.context.close()
            return
        try:
            _clean(page, wishes)
        except Error:  # a window that cannot be cleaned is of no more use
            page.context.close()
            return
        self.waiting.append((wishes, page))
        if len(self.waiting) > ROOM:
            _, oldest = self.waiting.pop(0)
            oldest.context.close()


def _clean(page: Page, wishes: dict) -> None:
    """The page sends nothing on leaving, and of its site nothing is remembered but its files."""
    context = page.context
    context.clear_cookies()
    page.evaluate("() => { navigator.sendBeacon = null }")
    for other in context.pages:
        if other != page:
            other.close()
    page.unroute_all()
    page.goto("about:blank")
    line = context.new_cdp_session(page)
    site = {"origin": wishes["base_url"], "storageTypes": "all"}
    line.send("Storage.clearDataForOrigin", site)
    line.detach()
    context.clear_permissions()
    page.set_viewport_size(wishes["viewport"])
    page.emulate_media(**NOTHING_ASKED)
