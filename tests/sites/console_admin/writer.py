"""A write done as a person does it: the form, what it will change, the confirmation."""

import html
import re

from django.test import Client

from yichuang.accounts.models import User
from yichuang.catalog.models import ChangeOrder, PlaceOrder

ROOT = "/console/admin/"


def text_of(response) -> str:
    """What the page says, without its tags; marks inside of a word do not part it."""
    plain = re.sub(r"</?(?:del|ins)>", "", response.content.decode())
    body = re.sub(r"(?s)<(script|style|head|template)\b.*?</\1>", " ", plain)
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", body)))


def fields_of(response) -> dict[str, list[str]]:
    """What the first form of the page would send as it stands."""
    body = re.sub(r"(?s)<template\b.*?</template>", "", response.content.decode())
    form = max(
        re.findall(r"(?s)<form\b[^>]*method=\"post\"[^>]*>.*?</form>", body.split('id="main"')[1]),
        key=len,
    )
    found: dict[str, list[str]] = {}
    for tag in re.findall(r"<input\b[^>]*>", form):
        told = dict(re.findall(r'([\w-]+)="([^"]*)"', tag))
        ticked = told.get("type") not in ("radio", "checkbox") or " checked" in tag
        if told.get("name") not in (None, "csrfmiddlewaretoken") and ticked:
            found.setdefault(told["name"], []).append(html.unescape(told.get("value", "")))
    for name, text in re.findall(
        r'(?s)<textarea\b[^>]*\bname="([^"]*)"[^>]*>(.*?)</textarea>', form
    ):
        found.setdefault(name, []).append(html.unescape(text))
    for name, options in re.findall(
        r'(?s)<select\b[^>]*\bname="([^"]*)"[^>]*>(.*?)</select>', form
    ):
        chosen = re.search(r'<option value="([^"]*)" selected', options)
        found.setdefault(name, []).append(html.unescape(chosen[1]) if chosen else "")
    return found


class Desk:
    """One officer signed in."""

    def __init__(self, username: str):
        self.client = Client()
        self.client.force_login(User.objects.get(username=username))

    def see(self, path: str, status: int = 200) -> str:
        """The text of a page below the root (or of an absolute address)."""
        response = self.client.get(path if path.startswith("/") else ROOT + path)
        assert response.status_code == status, text_of(response)[:600]
        return text_of(response)

    def see_all(self, path: str) -> str:
        """The texts of all pages of a list, one after another."""
        joint, number, texts = "&" if "?" in path else "?", 1, []
        while True:
            texts.append(self.see(f"{path}{joint}page={number}"))
            if "下一页" not in texts[-1]:
                return " ".join(texts)
            number += 1

    def fill(self, path: str, **changes):
        """The form with some answers changed, sent: the page that comes back. None leaves an answer out."""
        page = self.client.get(ROOT + path)
        assert page.status_code == 200, text_of(page)[:600]
        given = fields_of(page) | {
            key: value for key, value in changes.items() if value is not None
        }
        for key, value in changes.items():
            if value is None:
                given.pop(key, None)
        return self.client.post(ROOT + path, given)

    def write(self, path: str, **changes) -> str:
        """Fill, read what will change, confirm; the text of the page after."""
        asked = self.fill(path, **changes)
        assert asked.status_code == 200, text_of(asked)[:900]
        assert "会改这些" in text_of(asked), text_of(asked)[:600]
        return self.confirm(path, asked)

    def confirm(self, path: str, asked) -> str:
        done = self.client.post(ROOT + path, fields_of(asked) | {"_confirm": "yes"}, follow=True)
        assert done.status_code == 200, text_of(done)[:900]
        return text_of(done)

    def post(self, path: str) -> str:
        """Press a button that has no form of its own, and confirm; the text of the page after."""
        asked = self.client.post(ROOT + path)
        assert asked.status_code == 200, text_of(asked)[:900]
        return self.confirm(path, asked)


def place_says(path: str, **changes) -> PlaceOrder:
    """What a place of 广元 says of an item, through the pages: one asks, another agrees."""
    Desk("gy_catalogue").write(path, **changes)
    order = PlaceOrder.objects.get(state=PlaceOrder.OPEN)
    Desk("gy_legal").write(f"places/waiting/{order.pk}/approve/", note="")
    return PlaceOrder.objects.get(pk=order.pk)


def revised(code: str, **changes):
    """A new version of an item through the pages: one asks, another agrees, the first publishes."""
    order = asked_for(code, "revised", **changes)
    Desk("tm_legal").write(f"changes/{order.pk}/approve/", note="依据充分")
    Desk("tm_catalogue").post(f"changes/{order.pk}/publish/")
    return ChangeOrder.objects.get(pk=order.pk)


def asked_for(code: str, kind: str, **changes) -> ChangeOrder:
    """A change order as it is after it was asked for."""
    Desk("tm_catalogue").write(
        f"items/{code}/change/{kind}/", **({"reason": "依据新的办法第三条"} | changes)
    )
    return ChangeOrder.objects.filter(item__code=code).first()


def refused(order: ChangeOrder) -> str:
    """What the page says when an order that may not be published is to be agreed to."""
    answer = Desk("tm_legal").fill(f"changes/{order.pk}/approve/", note="")
    assert answer.status_code == 422, text_of(answer)[:600]
    return text_of(answer)
