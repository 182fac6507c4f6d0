"""A page's form as a browser without scripts would post it."""

from html.parser import HTMLParser
from typing import Any

CHOSEN = ("radio", "checkbox")
NEVER = ("submit", "file", "button", "image")


class _Form(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.posted: dict[str, list[str]] = {}
        self._select, self._area, self._first = "", "", True
        self._templates = 0

    def handle_starttag(self, tag: str, attrs: list) -> None:
        given = dict(attrs)
        name = given.get("name") or ""
        if tag == "template":
            self._templates += 1
        if self._templates:
            return
        if tag == "input" and name:
            self._input(name, given)
        elif tag == "select":
            self._select, self._first = name, True
        elif tag == "option" and self._select:
            if self._first or "selected" in given:
                self.posted[self._select] = [given.get("value") or ""]
            self._first = False
        elif tag == "textarea":
            self._area = name
            self.posted.setdefault(name, [""])

    def handle_endtag(self, tag: str) -> None:
        if tag == "template":
            self._templates -= 1
        if tag == "select":
            self._select = ""
        if tag == "textarea":
            self._area = ""

    def handle_data(self, data: str) -> None:
        if self._area and not self._templates:
            self.posted[self._area] = [self.posted[self._area][0] + data]

    def _input(self, name: str, given: dict[str, Any]) -> None:
        kind = given.get("type") or "text"
        if kind in NEVER or (kind in CHOSEN and "checked" not in given):
            return
        self.posted.setdefault(name, []).append(given.get("value") or "")


def posted_by(page: str, holding: str) -> dict[str, list[str]]:
    """What the first form of the page posts that holds this text, without any button."""
    whole = next(part for part in page.split("<form")[1:] if holding in part.split("</form>")[0])
    form = _Form()
    form.feed("<form" + whole.split("</form>")[0])
    return form.posted
